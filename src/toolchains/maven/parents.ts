/**
 * Parents that are published and lie in no repository: the part of their POM that decides what
 * a build leaves behind, in POM syntax. Each row names what it was read from; a parent that is
 * neither here nor in the context is unknown.
 */
import type { ParentReference, Pom } from "./pom.js";
import { parsePom } from "./pom.js";

interface PublishedParent {
  /** `groupId:artifactId` */
  readonly key: string;
  readonly source: string;
  readonly says: string;
}

const mainClass = (artifactId: string): string =>
  `<plugin><artifactId>${artifactId}</artifactId><configuration><archive><manifest>
    <mainClass>\${start-class}</mainClass></manifest></archive></configuration></plugin>`;

const transformer = (property: string): string =>
  `<configuration><transformers><transformer><mainClass>\${${property}}</mainClass></transformer></transformers></configuration>`;

const springBoot = `<build><pluginManagement><plugins>
  ${mainClass("maven-jar-plugin")}${mainClass("maven-war-plugin")}
  <plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>
    <executions><execution><id>repackage</id><goals><goal>repackage</goal></goals></execution></executions></plugin>
  <plugin><artifactId>maven-shade-plugin</artifactId><executions><execution><phase>package</phase>
    <goals><goal>shade</goal></goals>${transformer("start-class")}</execution></executions></plugin>
</plugins></pluginManagement></build>`;

// The shade goal itself is bound by the lifecycle that micronaut-maven-plugin brings: see lifecycle.ts.
const micronaut = (groupId: string): string => `<build><pluginManagement><plugins>
  <plugin><groupId>${groupId}</groupId><artifactId>micronaut-maven-plugin</artifactId><extensions>true</extensions></plugin>
  <plugin><artifactId>maven-shade-plugin</artifactId><executions><execution><id>default-shade</id>
    ${transformer("exec.mainClass")}</execution></executions></plugin>
</plugins></pluginManagement></build>`;

const attachedSources = `<build><plugins><plugin><artifactId>maven-source-plugin</artifactId>
  <executions><execution><id>attach-sources</id><goals><goal>jar-no-fork</goal></goals></execution></executions></plugin></plugins></build>`;

const table: readonly PublishedParent[] = [
  {
    key: "org.springframework.boot:spring-boot-starter-parent",
    source: "published POMs of 1.5.22, 2.7.18 and 3.2.5, which agree here",
    says: springBoot,
  },
  {
    key: "org.springframework.boot:spring-boot-dependencies",
    source: "published POM of 3.2.5: versions of plugins, no executions",
    says: "",
  },
  {
    key: "io.micronaut.platform:micronaut-parent",
    source: "published POM of 4.4.2",
    says: micronaut("io.micronaut.maven"),
  },
  {
    key: "io.micronaut:micronaut-parent",
    source: "published POM of 3.10.4",
    says: micronaut("io.micronaut.build"),
  },
  {
    key: "io.spring.platform:platform-bom",
    source: "published POM of Cairo-SR8, whose parent is spring-boot-starter-parent",
    says: springBoot,
  },
  {
    key: "org.springframework.cloud:spring-cloud-starter-parent",
    source: "published POM of Brixton.SR7, whose parent is spring-boot-starter-parent",
    says: springBoot,
  },
  {
    key: "org.apache:apache",
    source: "published POM of 18: remote resources, and a profile for releases",
    says: "",
  },
  { key: "org.jboss:jboss-parent", source: "published POM of 39", says: attachedSources },
  {
    key: "org.sonatype.oss:oss-parent",
    source: "published POM of 9: enforcer, and a profile for releases",
    says: "",
  },
];

/** The published parent as a POM of its own, or null when nothing is known of it. */
export function publishedParent(reference: ParentReference): Pom | null {
  const row = table.find((entry) => entry.key === `${reference.groupId}:${reference.artifactId}`);
  if (row === undefined) return null;
  const pom = parsePom(
    `<project><groupId>${reference.groupId}</groupId><artifactId>${reference.artifactId}</artifactId><packaging>pom</packaging>${row.says}</project>`,
  );
  return pom.known ? { ...pom.value, version: reference.version } : null;
}
