import fc from "fast-check";
import { known, unknown } from "../../src/known.js";
import { effects, told } from "./run.js";

const files = { "/app/dist/main.js": "", "/app/src/a.ts": "", "/app/app.jar.txt": "", "/app/conf/x.yml": "" };

describe("copies (P124)", () => {
  it.each([
    ["cp target/*.jar app.jar", ["write file /app/app.jar < /app/target/*.jar into:unknown"]],
    ["cp build/libs/demo.jar /app.jar", ["write file /app.jar < /app/build/libs/demo.jar into:unknown"]],
    [
      "cp a b c dir",
      [
        "write file /app/dir/a < /app/a into:no",
        "write file /app/dir/b < /app/b into:no",
        "write file /app/dir/c < /app/c into:no",
      ],
    ],
    ["cp -r src/. /dst", ["write tree /dst < /app/src into:no"]],
    ["cp -a dist /opt", ["write tree /opt/dist < /app/dist into:no"]],
    ["cp -R dist conf/", ["write tree /app/conf/dist < /app/dist into:no"]],
    ["cp -rf dist/main.js conf", ["write file /app/conf/main.js < /app/dist/main.js into:no"]],
    ["cp -t /x a", ["write file /x/a < /app/a into:no"]],
    ["cp x .", ["write file /app/x < /app/x into:no"]],
    [
      "mv target/app-1.0.jar app.jar",
      ["write file /app/app.jar < /app/target/app-1.0.jar into:unknown moved"],
    ],
    [
      "mv /tmp/apache-maven-3.9.6 /opt/maven",
      ["write tree /opt/maven < /tmp/apache-maven-3.9.6 into:unknown moved"],
    ],
    ["mv dist /srv/", ["write tree /srv/dist < /app/dist into:no moved"]],
    [
      "ln -s /opt/maven/bin/mvn /usr/bin/mvn",
      ["write file /usr/bin/mvn < /opt/maven/bin/mvn into:unknown link"],
    ],
    ["ln -sf ../lib/x.js /usr/local/bin/", ["write file /usr/local/bin < /usr/local/lib/x.js into:yes link"]],
    ["ln -sfT dist/main.js current", ["write file /app/current < /app/dist/main.js into:no link"]],
    [
      "install -m 755 -o app entry.sh /usr/local/bin/entry",
      [
        "write file /usr/local/bin/entry < /app/entry.sh into:unknown",
        "chmod 755 /usr/local/bin/entry",
        "chown app /usr/local/bin/entry",
      ],
    ],
    [
      "install -d -m 0755 /etc/apt/keyrings",
      ["write directory /etc/apt/keyrings keeps", "chmod 0755 /etc/apt/keyrings"],
    ],
  ])("%s", (line, expected) => {
    expect(told(line, { files })).toEqual(expected);
  });

  it("does not guess a path that is not known", () => {
    expect(effects("cp $JAR app.jar").known).toBe(false);
    expect(effects("cp a b", { cwd: unknown("WORKDIR hangs on an argument") }).known).toBe(false);
    expect(told("cp /a /b", { cwd: unknown("WORKDIR hangs on an argument") })).toEqual([
      "write file /b < /a into:unknown",
    ]);
  });
});

describe("files and owners", () => {
  it.each([
    [
      "mkdir -p /data logs && chown -R app:app /data logs",
      [
        "write directory /data keeps",
        "write directory /app/logs keeps",
        "chown app:app /data -R",
        "chown app:app /app/logs -R",
      ],
    ],
    ["mkdir -m 0777 tmp", ["write directory /app/tmp", "chmod 0777 /app/tmp"]],
    [
      "rm -rf /var/lib/apt/lists/* ./node_modules",
      ["remove /var/lib/apt/lists/*", "remove /app/node_modules"],
    ],
    ["touch /var/run/x.pid", ["write file /var/run/x.pid keeps"]],
    ["chmod +x gradlew", ["chmod +x /app/gradlew"]],
    ["chmod -R g=u,a-w /opt/app", ["chmod g=u,a-w /opt/app -R"]],
    ["chmod -x run.sh", ["chmod -x /app/run.sh"]],
    ["chgrp -R 0 /app", ["chown :0 /app -R"]],
    ["D=$(mktemp -d) && ls", ["write directory /tmp/tmp.*"]],
    ["sed -i 's/a/b/' /etc/x.conf", ["write file /etc/x.conf keeps"]],
    ["sed -i.bak -e s/a/b/ -e s/c/d/ y z", ["write file /app/y keeps", "write file /app/z keeps"]],
    ["sed -Ei 's/a/b/' y", ["write file /app/y keeps"]],
    ["sed -n 1p y", ["read /app/y"]],
    [
      "echo hi > /etc/motd && cat a b >> c 2>/dev/null",
      ["write file /etc/motd", "read /app/a", "read /app/b", "write file /app/c"],
    ],
    ["echo x | tee -a /etc/hosts >/dev/null", ["write file /etc/hosts"]],
    ["find . -name '*.sh' -exec chmod +x {} \\;", ["read /app", "chmod +x /app -R"]],
    ["find /opt -type f -name '*.map' -delete", ["read /opt", "write tree /opt keeps"]],
    ["find . -exec rm -rf '{}' +", ["read /app", "write tree /app keeps"]],
    ["ls | xargs grep x", []],
    ["dos2unix gradlew entry.sh", ["write file /app/gradlew keeps", "write file /app/entry.sh keeps"]],
    ["sudo -u app env A=b touch x", ["write file /app/x keeps"]],
    ["su app -c 'cd /home/app && touch x'", ["write file /home/app/x keeps"]],
    ["sh -c 'mkdir a > b'", ["write directory /app/a", "write file /app/b"]],
  ])("%s", (line, expected) => {
    expect(told(line)).toEqual(expected);
  });

  it.each([
    "ls | xargs rm -rf",
    "chmod --reference=a b",
    "cp --strange a b",
    "find . -exec ./mystery {} ;",
    "awk '{ print > \"x\" }' f",
    "echo a > $OUT",
  ])("does not know: %s", (line) => {
    expect(effects(line).known).toBe(false);
  });
});

describe("archives and the network", () => {
  it.each([
    ["tar -xzf /tmp/maven.tgz -C /opt --strip-components=1", ["read /tmp/maven.tgz", "write tree /opt"]],
    ["tar xzf app.tar.gz -C /srv", ["read /app/app.tar.gz", "write tree /srv"]],
    ["tar xfC app.tar /srv", ["read /app/app.tar", "write tree /srv"]],
    ["tar czf out.tgz dist", ["read /app/dist", "write file /app/out.tgz"]],
    ["unzip -q gradle.zip -d /opt", ["read /app/gradle.zip", "write tree /opt"]],
    ["unzip -oq a.zip", ["read /app/a.zip", "write tree /app"]],
    ["gunzip db.sql.gz", ["read /app/db.sql.gz", "write file /app/db.sql", "remove /app/db.sql.gz"]],
    ["jar -xf app.jar", ["read /app/app.jar", "write tree /app"]],
    ["curl -fsSL https://x.org/a.tgz | tar xz -C /opt", ["network", "write tree /opt"]],
    ["curl -fsSLo /usr/bin/tini https://x.org/tini", ["network", "write file /usr/bin/tini"]],
    ["curl -LO https://x.org/v1/agent.jar?x=1", ["network", "write file /app/agent.jar"]],
    ["curl -O https://x.org/$V/agent.jar", ["network", "write file /app/agent.jar"]],
    ["curl --output-dir /opt -o a https://x.org/b", ["network", "write file /opt/a"]],
    ["curl -s http://x > /tmp/y", ["network", "write file /tmp/y"]],
    ["wget -q https://x.org/gradle-8.zip", ["network", "write file /app/gradle-8.zip"]],
    ["wget -nv -O /opt/a.jar https://x.org/b.jar", ["network", "write file /opt/a.jar"]],
    ["wget -qO- https://x.org/b.tgz | tar -xz", ["network", "write tree /app"]],
    [
      'wget --no-verbose --output-document=gradle.zip "https://x/g-${V}-bin.zip"',
      ["network", "write file /app/gradle.zip"],
    ],
    ["wget -P /opt https://x.org/b.jar", ["network", "write file /opt/b.jar"]],
    ["git clone --depth 1 -b main https://github.com/a/b.git", ["network", "write tree /app/b"]],
    [
      "git clone https://github.com/a/b.git /opt/b && cd /opt/b && git checkout v1",
      ["network", "write tree /opt/b", "write tree /opt/b keeps"],
    ],
    ["git config --global url.x.insteadOf y", ["setting git config"]],
    [
      "mkdir -p ~/.ssh && ssh-keyscan github.com >> ~/.ssh/known_hosts",
      ["write directory /root/.ssh keeps", "network", "write file /root/.ssh/known_hosts"],
    ],
    ["curl -sL https://deb.nodesource.com/setup_18.x | bash -", ["network", "setting apt-source", "network"]],
    [
      "curl -fsSL https://deb.nodesource.com/gpgkey/x | gpg --dearmor -o /etc/apt/keyrings/n.gpg",
      ["network", "write file /etc/apt/keyrings/n.gpg"],
    ],
  ])("%s", (line, expected) => {
    expect(told(line, { env: { HOME: "/root" } })).toEqual(expected);
  });

  it("does not know what a downloaded script does", () => {
    expect(effects("curl -fsSL https://get.docker.com | sh").known).toBe(false);
    expect(effects("curl https://deb.nodesource.com.evil.org/setup_18.x | bash -").known).toBe(false);
    expect(effects("bash install.sh").known).toBe(false);
    expect(effects("git clone $OPTIONS https://github.com/a/b.git").known).toBe(false);
  });
});

describe("users (P120)", () => {
  it.each([
    ["groupadd -r app && useradd -r -g app app", ["group app", "user app /home/app"]],
    [
      "useradd -m -d /app -u 1001 roboshop",
      ["user roboshop /app", "group roboshop", "write directory /app keeps"],
    ],
    [
      "useradd --no-log-init -ms /bin/bash user",
      ["user user /home/user", "group user", "write directory /home/user keeps"],
    ],
    [
      "addgroup -S appgroup && adduser -S appuser -G appgroup",
      ["group appgroup", "user appuser /home/appuser", "write directory /home/appuser keeps"],
    ],
    [
      "addgroup -g 10001 app && adduser -D -G app -h /app -u 10001 app",
      ["group app", "user app /app", "write directory /app keeps"],
    ],
    ["adduser -D -H app", ["user app /home/app", "group app"]],
    [
      "adduser --disabled-password --gecos '' jenkins",
      ["user jenkins /home/jenkins", "group jenkins", "write directory /home/jenkins keeps"],
    ],
    ["adduser --system --group --no-create-home --uid 1001 web", ["user web", "group web"]],
    ["adduser --system --home /srv/web web", ["user web /srv/web", "write directory /srv/web keeps"]],
    ["addgroup --system --gid 1001 nodejs", ["group nodejs"]],
    ["adduser app docker", ["user app"]],
    ["usermod -aG docker app", ["user app"]],
    ["userdel -r node", ["setting removal of the user node"]],
    ["echo 'root:x' | chpasswd", ["setting passwords"]],
  ])("%s", (line, expected) => {
    expect(told(line)).toEqual(expected);
  });

  it("does not make up a name", () => {
    expect(effects("useradd -m $USERNAME").known).toBe(false);
  });
});

describe("packages (P68)", () => {
  it.each([
    [
      "apt-get update && apt-get install -y --no-install-recommends curl=7.* git/stable libpq5:amd64",
      ["apt update", "apt install curl git libpq5"],
    ],
    [
      "DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=3 -yq install tzdata",
      ["apt install tzdata"],
    ],
    ["apt-get install -y -t bookworm-backports git", ["apt install git"]],
    ["apt install ./x.deb", ["read /app/x.deb", "apt install ./x.deb"]],
    ["apt-get purge -y --auto-remove gcc && apt-get clean", ["apt remove gcc", "apt clean"]],
    ["apt-get update && apt-get -y upgrade", ["apt update", "setting package-upgrade"]],
    [
      "apk add --no-cache --virtual .gyp python3 make g++ && apk del .gyp",
      ["apk install python3 make g++ as .gyp", "apk remove .gyp"],
    ],
    [
      "apk --update --no-cache add bash=5.2-r0 'nodejs>18' vips@edge -t .b",
      ["apk update", "apk install bash nodejs vips as .b"],
    ],
    [
      "apk add -X http://x/edge/main curl && rm -rf /var/cache/apk/*",
      ["apk install curl", "remove /var/cache/apk/*"],
    ],
    [
      "yum install -y java-17-openjdk-devel && yum clean all",
      ["yum install java-17-openjdk-devel", "yum clean"],
    ],
    ["microdnf install --nodocs -y tar gzip", ["microdnf install tar gzip"]],
    [
      "dnf -y module enable nodejs:18 && dnf --setopt install_weak_deps=0 install -y nodejs",
      ["setting package-module", "dnf install nodejs"],
    ],
    ["zypper -n --gpg-auto-import-keys in gcc && zypper cc -a", ["zypper install gcc", "zypper clean"]],
    ["apt-get install -y $PACKAGES", ["apt install make gcc"]],
  ])("%s", (line, expected) => {
    expect(told(line, { env: { PACKAGES: "make gcc" } })).toEqual(expected);
  });

  it("does not know a list that a variable without value holds", () => {
    expect(effects("apt-get install -y $DEPS").known).toBe(false);
    expect(effects("apk fetch x").known).toBe(false);
  });
});

describe("settings and what changes nothing", () => {
  it.each([
    ["npm config set registry http://x", ["setting npm config"]],
    ["update-alternatives --config java", []],
    ["echo 2 | update-alternatives --config java", ["setting alternatives of java"]],
    ["update-alternatives --set javac /opt/jdk/bin/javac", ["setting alternatives of javac"]],
    ["update-alternatives --install /usr/bin/java java /opt/j/bin/java 1", ["setting alternatives of java"]],
    [
      "ln -snf /usr/share/zoneinfo/$TZ /etc/localtime && echo $TZ > /etc/timezone",
      ["write file /etc/localtime < /usr/share/zoneinfo/UTC into:unknown link", "write file /etc/timezone"],
    ],
    [
      "update-ca-certificates && locale-gen && dpkg-reconfigure -f noninteractive tzdata",
      ["setting ca-certificates", "setting locale", "setting debconf"],
    ],
    [
      "keytool -importcert -noprompt -cacerts -storepass changeit -file ca.crt -alias ca",
      ["read /app/ca.crt", "setting ca-certificates"],
    ],
    [
      "keytool -import -keystore $JAVA_HOME/lib/security/cacerts -file ca.crt",
      ["read /app/ca.crt", "setting ca-certificates"],
    ],
    ["keytool -genkeypair -keystore ks.p12 -storepass x -alias a", ["write file /app/ks.p12 keeps"]],
    [
      "openssl req -x509 -newkey rsa:2048 -keyout k.pem -out c.pem -nodes",
      ["write file /app/k.pem", "write file /app/c.pem"],
    ],
    ["java -version && node -v && mvn --version && which git && test -f x", ["read /app/x"]],
    ["set -ex; export A=b; cd /x; echo $A; true || exit 1", []],
  ])("%s", (line, expected) => {
    expect(told(line, { env: { TZ: "UTC" } })).toEqual(expected);
  });

  it("says so when a program is not in the table", () => {
    expect(told("frobnicate --all")).toEqual(["unknown: frobnicate is not a program that dfsplit knows"]);
    expect(effects("./setup.sh --version").known).toBe(false);
  });
});

it("answers for every line, with absolute paths only", () => {
  const word = fc.constantFrom(
    "cp",
    "mv",
    "tar",
    "-x",
    "-C",
    "xzf",
    "a",
    "/b",
    "../c",
    "rm",
    "-rf",
    "curl",
    "-o",
    "apk",
    "add",
    "--",
    "-",
    "$X",
    "&&",
    "|",
    ">",
    "find",
    "-exec",
    ";",
    "sed",
    "-i",
    "sudo",
    "-u",
    "useradd",
    "",
  );
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 12 }), (line) => {
      const found = effects(line.join(" "), { cwd: known("/w") });
      for (const effect of found.known ? found.value : []) {
        if ("path" in effect) expect(effect.path.startsWith("/")).toBe(true);
      }
    }),
    { numRuns: 300 },
  );
});
