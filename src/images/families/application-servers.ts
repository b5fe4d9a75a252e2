/**
 * Images of application servers that have no slimmer twin: WildFly, Payara, Open Liberty and WebSphere Liberty. What counts is
 * their own command, their user and the folders that they read; the system below changed from release to release, and
 * stays unknown. Sources: github.com/jboss-dockerfiles/wildfly (every revision of Dockerfile), payara/Payara
 * (appserver/extras/docker-images, 5.2020.3 to 7.2026.7), OpenLiberty/ci.docker and WASdev/ci.docker (USER 1001 from March 2019 on).
 */
import { known, unknown, type Known } from "../../known.js";
import { configOn, type Description, type Family } from "../description.js";
import { debian } from "../roots.js";
import type { ImageConfig, Server } from "../types.js";

interface Row {
  readonly name: string;
  readonly repositories: readonly string[];
  /** tags whose images are as the row says */
  readonly tags: RegExp;
  readonly config: Partial<ImageConfig>;
  readonly users: Readonly<Record<string, string>>;
  readonly server: Server;
  readonly source: string;
}

const PAYARA = "/opt/payara";
const WILDFLY = "/opt/jboss/wildfly";

const ROWS: readonly Row[] = [
  {
    name: "wildfly",
    repositories: ["jboss/wildfly", "quay.io/wildfly/wildfly"],
    tags: /^(latest|\d+\.\d+\.\d+\.\w+(-\d+)?)(-jdk\d+)?$/,
    config: {
      env: { JBOSS_HOME: WILDFLY, WILDFLY_VERSION: "*", LAUNCH_JBOSS_IN_BACKGROUND: "true", JAVA_HOME: "*" },
      cmd: [`${WILDFLY}/bin/standalone.sh`, "-b", "0.0.0.0"],
      workdir: "/opt/jboss",
      user: "jboss",
      exposed: ["8080/tcp"],
    },
    users: { jboss: "1000:1000" },
    server: {
      home: WILDFLY,
      reads: [
        "standalone/deployments",
        "standalone/configuration",
        "standalone/lib",
        "domain",
        "modules",
        "bin",
      ].map((folder) => `${WILDFLY}/${folder}`),
      compilesPages: true,
    },
    source: "https://github.com/jboss-dockerfiles/wildfly",
  },
  {
    name: "payara-server",
    repositories: ["payara/server-full", "payara/server-web"],
    tags: /^(latest|([6-9]|5\.(18[1-9]|19|20))[\w.]*(-jdk\d+)?)$/,
    config: {
      env: {
        HOME_DIR: PAYARA,
        PAYARA_DIR: `${PAYARA}/appserver`,
        SCRIPT_DIR: `${PAYARA}/scripts`,
        CONFIG_DIR: `${PAYARA}/config`,
        DEPLOY_DIR: `${PAYARA}/deployments`,
        PASSWORD_FILE: `${PAYARA}/passwordFile`,
        ADMIN_USER: "admin",
        ADMIN_PASSWORD: "admin",
        JVM_ARGS: "",
        DOMAIN_NAME: "*",
        PAYARA_ARGS: "",
        DEPLOY_PROPS: "",
        PREBOOT_COMMANDS: `${PAYARA}/config/pre-boot-commands.asadmin`,
        POSTBOOT_COMMANDS: `${PAYARA}/config/post-boot-commands.asadmin`,
      },
      entrypoint: ["tini", "--", `${PAYARA}/scripts/entrypoint.sh`],
      workdir: PAYARA,
      user: "payara",
      exposed: ["4848/tcp", "9009/tcp", "8080/tcp", "8181/tcp"],
    },
    users: { payara: "1000:1000" },
    server: {
      home: `${PAYARA}/appserver`,
      reads: ["deployments", "config", "scripts", "appserver"].map((folder) => `${PAYARA}/${folder}`),
      compilesPages: true,
    },
    source: "https://github.com/payara/Payara/tree/main/appserver/extras/docker-images",
  },
  {
    name: "payara-micro",
    repositories: ["payara/micro"],
    tags: /^(latest|([6-9]|5\.20)[\w.]*(-jdk\d+)?)$/,
    config: {
      env: {
        PAYARA_HOME: PAYARA,
        HOME_DIR: PAYARA,
        PAYARA_DIR: PAYARA,
        SCRIPT_DIR: PAYARA,
        DEPLOY_DIR: `${PAYARA}/deployments`,
        JVM_ARGS: "*",
      },
      entrypoint: ["tini", "--", `${PAYARA}/entrypoint.sh`],
      cmd: ["--deploymentDir", `${PAYARA}/deployments`],
      workdir: PAYARA,
      user: "payara",
      exposed: ["6900/tcp", "8080/tcp"],
    },
    users: { payara: "1000:1000" },
    server: { home: PAYARA, reads: [`${PAYARA}/deployments`, `${PAYARA}/config`], compilesPages: true },
    source: "https://github.com/payara/Payara/tree/main/appserver/extras/docker-images",
  },
  liberty("open-liberty", "/opt/ol", "https://github.com/OpenLiberty/ci.docker", [
    "open-liberty",
    "openliberty/open-liberty",
    "icr.io/appcafe/open-liberty",
  ]),
  liberty("websphere-liberty", "/opt/ibm", "https://github.com/WASdev/ci.docker", [
    "websphere-liberty",
    "ibmcom/websphere-liberty",
    "icr.io/appcafe/websphere-liberty",
  ]),
];

function liberty(name: string, place: string, source: string, repositories: readonly string[]): Row {
  return {
    name,
    repositories,
    tags: /^(2\d\.0\.0\.\d+-)?(latest|full|kernel|kernel-slim|beta|webProfile\d+|javaee\d+|microProfile\d+|springBoot\d+)(-java\d+-\w+)?(-ubi\w*|-ubuntu)?$/,
    config: {
      env: { LOG_DIR: "*", WLP_OUTPUT_DIR: `${place}/wlp/output`, OPENJ9_SCC: "*" },
      entrypoint: [`${place}/helpers/runtime/docker-server.sh`],
      cmd: [`${place}/wlp/bin/server`, "run", "defaultServer"],
      workdir: "/",
      user: "1001",
      exposed: ["9080/tcp", "9443/tcp"],
    },
    users: { default: "1001:0" },
    // /config and /liberty are links of the image
    server: {
      home: `${place}/wlp`,
      reads: ["/config", "/liberty/usr", `${place}/wlp/usr`],
      compilesPages: true,
    },
    source,
  };
}

function describe(row: Row, tag: string, repository: string): Known<Description> {
  if (!row.tags.test(tag)) return unknown(`${repository}:${tag} is no tag of a form that is known`);
  const because = `the system below ${repository}:${tag} depends on its date`;
  const root = debian(unknown(because));
  return known({
    root,
    major: unknown(`the Java version behind ${repository}:${tag} depends on its date`),
    provides: ["jre", row.name],
    programs: ["java"],
    unsure: [],
    users: row.users,
    config: known(configOn(root, row.config)),
    onbuild: false,
    server: row.server,
    unsettled: because,
    source: row.source,
  });
}

export const applicationServers: readonly Family[] = ROWS.map((row) => ({
  name: row.name,
  repositories: row.repositories,
  describe: (tag, repository) => describe(row, tag, repository),
  slimmer: (tag, repository) => unknown(`${repository}:${tag} has no slimmer twin`),
}));
