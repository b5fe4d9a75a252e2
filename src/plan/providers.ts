/**
 * Who provides a program in the runtime stage: a package that it installs, a file that is put into
 * a folder of the PATH, or the base image.
 */
import type { ImageModel } from "../model/fold.js";
import type { PackageManager } from "../images/types.js";

/** Packages whose programs have other names than the package (Debian's and Alpine's package indexes). */
const PROGRAMS_OF_PACKAGES: readonly { readonly name: RegExp; readonly programs: readonly string[] }[] = [
  {
    name: /^(openjdk.*-(jre|jdk)|default-(jre|jdk)|openjdk\d+|java-\d|temurin-\d+-j)/,
    programs: ["java", "keytool"],
  },
  {
    name: /^(openjdk.*-jdk|default-jdk|temurin-\d+-jdk)/,
    programs: ["javac", "jar", "jcmd", "jmap", "jstack"],
  },
  { name: /^nodejs(-current)?$/, programs: ["node", "npm", "npx"] },
  { name: /^maven/, programs: ["mvn"] },
  { name: /^gradle/, programs: ["gradle"] },
  { name: /^(yarn|yarnpkg)$/, programs: ["yarn", "yarnpkg"] },
  { name: /^npm$/, programs: ["npm", "npx"] },
  { name: /^procps(-ng)?$/, programs: ["ps", "top", "pgrep", "pkill", "free"] },
  { name: /^netcat/, programs: ["nc", "netcat"] },
  { name: /^(postgresql-client|postgresql\d*-client)/, programs: ["psql", "pg_isready", "pg_dump"] },
  {
    name: /^(default-mysql-client|mysql-client|mariadb-client)/,
    programs: ["mysql", "mysqladmin", "mysqldump"],
  },
  { name: /^redis(-tools)?$/, programs: ["redis-cli"] },
  { name: /^(supervisor)$/, programs: ["supervisord", "supervisorctl"] },
  { name: /^(gettext(-base)?)$/, programs: ["envsubst"] },
  { name: /^(imagemagick)$/, programs: ["convert", "identify", "magick"] },
  { name: /^(chromium(-browser)?)$/, programs: ["chromium", "chromium-browser"] },
  { name: /^python3/, programs: ["python3", "python"] },
  { name: /^nginx/, programs: ["nginx"] },
  { name: /^(busybox-)?cron(ie)?$/, programs: ["cron", "crond", "crontab"] },
  { name: /^openssh-(client|server)/, programs: ["ssh", "scp", "sshd", "ssh-keygen"] },
  { name: /^inotify-tools$/, programs: ["inotifywait"] },
  { name: /^util-linux/, programs: ["setpriv", "runuser", "flock"] },
  { name: /^(bind-tools|dnsutils)$/, programs: ["dig", "nslookup"] },
  { name: /^(iputils.*)$/, programs: ["ping"] },
  { name: /^(texlive.*)$/, programs: ["pdflatex", "latex"] },
  { name: /^wait-for-it$/, programs: ["wait-for-it"] },
  { name: /^(libcap2-bin|libcap|libcap-utils)$/, programs: ["setcap", "getcap"] },
  { name: /^ca-certificates$/, programs: ["update-ca-certificates"] },
  { name: /^locales$/, programs: ["locale-gen", "localedef"] },
  { name: /^fontconfig$/, programs: ["fc-cache", "fc-list"] },
];

/** Does installing this package bring this program? */
export function packageProvides(_manager: PackageManager, name: string, program: string): boolean {
  const plain = name.split("=")[0] ?? name;
  if (plain === program) return true;
  return PROGRAMS_OF_PACKAGES.some((row) => row.name.test(plain) && row.programs.includes(program));
}

/** Does something in the file itself (not the base image) put the program on the PATH? */
export function providedByFile(model: ImageModel, program: string): boolean {
  const base = program.split("/").at(-1) ?? program;
  const onPath = model.ledger.entries.some(
    (entry) => /\/bin\/[^/]+$|\/sbin\/[^/]+$/.test(entry.path) && entry.path.endsWith(`/${base}`),
  );
  const unpacked =
    program.startsWith("/") &&
    model.ledger
      .covering(program)
      .some((entry) => entry.by === "command" && entry.what === "tree" && entry.path !== "/");
  if (onPath || unpacked || model.tree.kind(program) === "file") return true;
  // A path of its own that somebody is known to make: `ADD https://… /tini`.
  if (program.startsWith("/") && model.ledger.producers(program).some(({ what }) => what === "file"))
    return true;
  return model.facts.some(
    (fact) =>
      fact.kind === "run" &&
      fact.units.some((unit) =>
        unit.commands.some((command) =>
          command.effects.some(
            (effect) =>
              effect.kind === "packages" &&
              effect.action === "install" &&
              effect.names.some((name) => packageProvides(effect.manager, name, base)),
          ),
        ),
      ),
  );
}
