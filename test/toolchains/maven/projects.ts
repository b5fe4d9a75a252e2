/**
 * Small Maven projects, each with the command that was run on it and the files that the real
 * Maven 3.8.7 left behind (classes, reports and the like left out). The tests predict the same
 * files from the texts alone.
 */
export interface MeasuredProject {
  readonly name: string;
  readonly files: Readonly<Record<string, string>>;
  /** the command as in a RUN, run in the project's folder */
  readonly command: string;
  /** measured, relative to the project's folder */
  readonly made: readonly string[];
}

const main = (name: string): string =>
  `package ${name};\npublic class App { public static void main(String[] a) { System.out.println("up"); } }\n`;

const gson = `<dependencies><dependency><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.10.1</version></dependency></dependencies>`;

const settings = `<maven.compiler.source>17</maven.compiler.source><maven.compiler.target>17</maven.compiler.target><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>`;

const pom = (body: string, head = "", properties = ""): string =>
  `<?xml version="1.0" encoding="UTF-8"?>
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  ${head || "<groupId>demo</groupId><artifactId>shop</artifactId><version>1.0-SNAPSHOT</version>"}
  <properties>${settings}${properties}</properties>
  ${body}
</project>
`;

const plugin = (artifactId: string, version: string, rest: string): string =>
  `<plugin><groupId>org.apache.maven.plugins</groupId><artifactId>${artifactId}</artifactId><version>${version}</version>${rest}</plugin>`;

const boot = (version: string): string =>
  `<parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId><version>${version}</version><relativePath/></parent>`;

const quarkus = (version: string): string =>
  pom(
    `<dependencyManagement><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-bom</artifactId><version>${version}</version><type>pom</type><scope>import</scope></dependency></dependencies></dependencyManagement><dependencies><dependency><groupId>io.quarkus</groupId><artifactId>quarkus-arc</artifactId></dependency></dependencies><build><plugins><plugin><groupId>io.quarkus</groupId><artifactId>quarkus-maven-plugin</artifactId><version>${version}</version><extensions>true</extensions><executions><execution><goals><goal>build</goal><goal>generate-code</goal></goals></execution></executions></plugin></plugins></build>`,
  );

const app = { "src/main/java/demo/App.java": main("demo") };

const bootPlugin = (rest = ""): string =>
  `<plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId>${rest}</plugin>`;

const manifest = (rest = ""): string =>
  `<configuration><archive><manifest><mainClass>demo.App</mainClass>${rest}</manifest></archive></configuration>`;

const shade = (configuration: string): string =>
  plugin(
    "maven-shade-plugin",
    "3.5.1",
    `<executions><execution><phase>package</phase><goals><goal>shade</goal></goals><configuration>${configuration}<createDependencyReducedPom>true</createDependencyReducedPom></configuration></execution></executions>`,
  );

const assembly = (configuration: string): string =>
  plugin(
    "maven-assembly-plugin",
    "3.6.0",
    `<executions><execution><id>fat</id><phase>package</phase><goals><goal>single</goal></goals></execution></executions><configuration>${configuration}</configuration>`,
  );

const withDependencies =
  "<descriptorRefs><descriptorRef>jar-with-dependencies</descriptorRef></descriptorRefs>";

export const projects: readonly MeasuredProject[] = [
  {
    name: "plain jar with a main class and no dependencies",
    files: {
      ...app,
      "pom.xml": pom(`<build><plugins>${plugin("maven-jar-plugin", "3.3.0", manifest())}</plugins></build>`),
    },
    command: "mvn -B package",
    made: ["target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "Spring Boot parent, plugin declared",
    files: {
      ...app,
      "pom.xml": pom(
        `<dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter</artifactId></dependency></dependencies><build><plugins>${bootPlugin()}</plugins></build>`,
        `${boot("3.2.5")}<groupId>demo</groupId><artifactId>shop</artifactId><version>0.0.1-SNAPSHOT</version>`,
      ),
    },
    command: "mvn clean package -DskipTests",
    made: ["target/shop-0.0.1-SNAPSHOT.jar", "target/shop-0.0.1-SNAPSHOT.jar.original"],
  },
  {
    name: "Spring Boot parent with a classifier and a finalName",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><finalName>\${project.artifactId}</finalName><plugins>${bootPlugin("<configuration><classifier>exec</classifier></configuration>")}</plugins></build>`,
        `${boot("3.2.5")}<groupId>demo</groupId><artifactId>shop</artifactId><version>0.0.1-SNAPSHOT</version>`,
      ),
    },
    command: "mvn -q package",
    made: ["target/shop-exec.jar", "target/shop.jar"],
  },
  {
    name: "Spring Boot plugin without the parent and without an execution",
    files: {
      ...app,
      "pom.xml": pom(`<build><plugins>${bootPlugin("<version>3.2.5</version>")}</plugins></build>`),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "Spring Boot plugin without the parent, repackage bound",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><plugins>${bootPlugin("<version>3.2.5</version><executions><execution><goals><goal>repackage</goal></goals></execution></executions>")}</plugins></build>`,
      ),
    },
    command: "mvn install -DskipTests=true",
    made: ["target/shop-1.0-SNAPSHOT.jar", "target/shop-1.0-SNAPSHOT.jar.original"],
  },
  {
    name: "Spring Boot war",
    files: {
      ...app,
      "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
      "pom.xml": pom(
        `<packaging>war</packaging><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter</artifactId></dependency></dependencies><build><plugins>${bootPlugin()}</plugins></build>`,
        `${boot("3.2.5")}<groupId>demo</groupId><artifactId>shop</artifactId><version>1.2.3</version>`,
      ),
    },
    command: "mvn package",
    made: ["target/shop-1.2.3.war", "target/shop-1.2.3.war.original", "target/shop-1.2.3/WEB-INF/web.xml"],
  },
  {
    name: "shade in place",
    files: { ...app, "pom.xml": pom(`${gson}<build><plugins>${shade("")}</plugins></build>`) },
    command: "mvn package",
    made: ["target/original-shop-1.0-SNAPSHOT.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "shade with a finalName",
    files: {
      ...app,
      "pom.xml": pom(`${gson}<build><plugins>${shade("<finalName>shop-all</finalName>")}</plugins></build>`),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT.jar", "target/shop-all.jar"],
  },
  {
    name: "shade attached",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${shade("<shadedArtifactAttached>true</shadedArtifactAttached>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT-shaded.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "shade attached with a classifier and a finalName of the build",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><finalName>store</finalName><plugins>${shade("<shadedArtifactAttached>true</shadedArtifactAttached><shadedClassifierName>fat</shadedClassifierName>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT-fat.jar", "target/store.jar"],
  },
  {
    name: "shade attached with its own finalName",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${shade("<shadedArtifactAttached>true</shadedArtifactAttached><finalName>uber</finalName>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT.jar", "target/uber.jar"],
  },
  {
    name: "shade to an outputFile",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${shade("<outputFile>out/app.jar</outputFile>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["out/app.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "assembly jar-with-dependencies",
    files: {
      ...app,
      "pom.xml": pom(`${gson}<build><plugins>${assembly(withDependencies)}</plugins></build>`),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT-jar-with-dependencies.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "assembly under its own name without the id",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${assembly(`${withDependencies}<finalName>tool</finalName><appendAssemblyId>false</appendAssemblyId>`)}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT.jar", "target/tool.jar"],
  },
  {
    name: "assembly that replaces the main jar",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${assembly(`${withDependencies}<appendAssemblyId>false</appendAssemblyId>`)}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "assembly:single by hand",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${plugin("maven-assembly-plugin", "3.6.0", `<configuration>${withDependencies}</configuration>`)}</plugins></build>`,
      ),
    },
    command: "mvn clean compile assembly:single",
    made: ["target/shop-1.0-SNAPSHOT-jar-with-dependencies.jar"],
  },
  {
    name: "assembly descriptor with a folder and an archive",
    files: {
      ...app,
      "src/main/assembly/dist.xml":
        "<assembly><id>dist</id><formats><format>dir</format><format>tar.gz</format></formats><dependencySets><dependencySet><outputDirectory>lib</outputDirectory></dependencySet></dependencySets></assembly>",
      "pom.xml": pom(
        `${gson}<build><plugins>${assembly("<descriptors><descriptor>src/main/assembly/dist.xml</descriptor></descriptors>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: [
      "target/shop-1.0-SNAPSHOT-dist.tar.gz",
      "target/shop-1.0-SNAPSHOT-dist/shop-1.0-SNAPSHOT/lib/gson-2.10.1.jar",
      "target/shop-1.0-SNAPSHOT-dist/shop-1.0-SNAPSHOT/lib/shop-1.0-SNAPSHOT.jar",
      "target/shop-1.0-SNAPSHOT.jar",
    ],
  },
  {
    name: "thin jar with copied dependencies",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins>${plugin("maven-dependency-plugin", "3.6.0", "<executions><execution><id>copy</id><phase>package</phase><goals><goal>copy-dependencies</goal></goals><configuration><outputDirectory>${project.build.directory}/lib</outputDirectory></configuration></execution></executions>")}${plugin("maven-jar-plugin", "3.3.0", manifest("<addClasspath>true</addClasspath><classpathPrefix>lib/</classpathPrefix>"))}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/lib/gson-2.10.1.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "dependency:copy-dependencies by hand",
    files: { ...app, "pom.xml": pom(gson) },
    command: "mvn package dependency:copy-dependencies",
    made: ["target/dependency/gson-2.10.1.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "jar plugin 3 with a classifier, its own folder, tests and sources",
    files: {
      ...app,
      "src/test/java/demo/T.java": "package demo;\nclass T {}\n",
      "pom.xml": pom(
        `<build><plugins>${plugin("maven-jar-plugin", "3.3.0", "<configuration><outputDirectory>${project.basedir}/dist</outputDirectory></configuration><executions><execution><id>t</id><goals><goal>test-jar</goal></goals></execution><execution><id>c</id><phase>package</phase><goals><goal>jar</goal></goals><configuration><classifier>api</classifier></configuration></execution></executions>")}${plugin("maven-source-plugin", "3.3.0", "<executions><execution><id>s</id><goals><goal>jar-no-fork</goal></goals></execution></executions>")}</plugins></build>`,
      ),
    },
    command: "mvn verify",
    made: [
      "dist/shop-1.0-SNAPSHOT-api.jar",
      "dist/shop-1.0-SNAPSHOT-tests.jar",
      "dist/shop-1.0-SNAPSHOT.jar",
      "target/shop-1.0-SNAPSHOT-sources.jar",
    ],
  },
  {
    name: "finalName in the configuration of jar plugin 2",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><plugins>${plugin("maven-jar-plugin", "2.6", "<configuration><finalName>legacy</finalName></configuration>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/legacy.jar"],
  },
  {
    name: "finalName in the configuration of jar plugin 3",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><plugins>${plugin("maven-jar-plugin", "3.3.0", "<configuration><finalName>modern</finalName></configuration>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/modern.jar"],
  },
  {
    name: "war",
    files: {
      "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
      "src/main/webapp/index.jsp": "hello",
      "pom.xml": pom(
        `<packaging>war</packaging><build><finalName>ROOT</finalName><plugins>${plugin("maven-war-plugin", "3.4.0", "")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["target/ROOT.war", "target/ROOT/WEB-INF/web.xml", "target/ROOT/index.jsp"],
  },
  {
    name: "multi-module, one module and what it needs",
    files: {
      "pom.xml": pom(
        "<packaging>pom</packaging><modules><module>core</module><module>api</module><module>web</module></modules>",
        "<groupId>demo</groupId><artifactId>all</artifactId><version>${revision}</version>",
        "<revision>1.0</revision>",
      ),
      "core/pom.xml": pom(
        "",
        "<parent><groupId>demo</groupId><artifactId>all</artifactId><version>${revision}</version></parent><artifactId>core</artifactId>",
      ),
      "core/src/main/java/core/App.java": main("core"),
      "api/pom.xml": pom(
        "<dependencies><dependency><groupId>demo</groupId><artifactId>core</artifactId><version>${project.version}</version></dependency></dependencies>",
        "<parent><groupId>demo</groupId><artifactId>all</artifactId><version>${revision}</version></parent><artifactId>api</artifactId>",
      ),
      "api/src/main/java/api/App.java": main("api"),
      "web/pom.xml": pom(
        "",
        "<parent><groupId>demo</groupId><artifactId>all</artifactId><version>${revision}</version></parent><artifactId>web</artifactId>",
      ),
      "web/src/main/java/web/App.java": main("web"),
    },
    command: "mvn -B -ntp -pl api -am package -Drevision=2.5 -DskipTests",
    made: ["api/target/api-2.5.jar", "core/target/core-2.5.jar"],
  },
  {
    name: "profiles: -P switches activeByDefault off",
    files: {
      ...app,
      "pom.xml": pom(
        "<profiles><profile><id>dev</id><activation><activeByDefault>true</activeByDefault></activation><properties><stage>dev</stage></properties></profile><profile><id>prod</id><properties><stage>prod</stage></properties></profile></profiles><build><finalName>shop-${stage}</finalName></build>",
      ),
    },
    command: "mvn package -Pprod",
    made: ["target/shop-prod.jar"],
  },
  {
    name: "profiles: activeByDefault",
    files: {
      ...app,
      "pom.xml": pom(
        "<profiles><profile><id>dev</id><activation><activeByDefault>true</activeByDefault></activation><build><finalName>shop-dev</finalName></build></profile><profile><id>prod</id><activation><property><name>prod</name></property></activation><build><finalName>shop-prod</finalName></build></profile></profiles>",
      ),
    },
    command: "mvn package",
    made: ["target/shop-dev.jar"],
  },
  {
    name: "profiles: switched on by a property",
    files: {
      ...app,
      "pom.xml": pom(
        "<profiles><profile><id>dev</id><activation><activeByDefault>true</activeByDefault></activation><build><finalName>shop-dev</finalName></build></profile><profile><id>prod</id><activation><property><name>prod</name></property></activation><build><finalName>shop-prod</finalName></build></profile></profiles>",
      ),
    },
    command: "mvn package -Dprod",
    made: ["target/shop-prod.jar"],
  },
  {
    name: "appassembler",
    files: {
      ...app,
      "pom.xml": pom(
        `${gson}<build><plugins><plugin><groupId>org.codehaus.mojo</groupId><artifactId>appassembler-maven-plugin</artifactId><version>2.1.0</version><executions><execution><phase>package</phase><goals><goal>assemble</goal></goals></execution></executions><configuration><repositoryName>lib</repositoryName><repositoryLayout>flat</repositoryLayout><programs><program><mainClass>demo.App</mainClass><id>shop</id></program></programs></configuration></plugin></plugins></build>`,
      ),
    },
    command: "mvn package",
    made: [
      "target/appassembler/bin/shop",
      "target/appassembler/bin/shop.bat",
      "target/appassembler/lib/gson-2.10.1.jar",
      "target/appassembler/lib/shop-1.0-SNAPSHOT.jar",
      "target/shop-1.0-SNAPSHOT.jar",
    ],
  },
  {
    name: "another pom and its own build directory",
    files: {
      "svc/src/main/java/demo/App.java": main("demo"),
      "svc/pom.xml": pom("<build><directory>${project.basedir}/out</directory></build>"),
    },
    command: "mvn -f svc/pom.xml package",
    made: ["svc/out/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "compile only",
    files: { ...app, "pom.xml": pom("") },
    command: "mvn compile",
    made: [],
  },
  {
    name: "configuration of pluginManagement in the parent of a module",
    files: {
      "pom.xml": pom(
        `<packaging>pom</packaging><modules><module>svc</module></modules><build><pluginManagement><plugins>${shade("<shadedArtifactAttached>true</shadedArtifactAttached><shadedClassifierName>all</shadedClassifierName>")}</plugins></pluginManagement></build>`,
      ),
      "svc/pom.xml": pom(
        `<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-shade-plugin</artifactId></plugin></plugins></build>`,
        "<parent><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0-SNAPSHOT</version></parent><artifactId>svc</artifactId>",
      ),
      "svc/src/main/java/demo/App.java": main("demo"),
    },
    command: "mvn package",
    made: ["svc/target/svc-1.0-SNAPSHOT-all.jar", "svc/target/svc-1.0-SNAPSHOT.jar"],
  },
  {
    name: "Spring Boot plugin with a finalName of its own",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><plugins>${bootPlugin("<configuration><finalName>own</finalName></configuration>")}</plugins></build>`,
        `${boot("3.2.5")}<groupId>demo</groupId><artifactId>shop</artifactId><version>1</version>`,
      ),
    },
    command: "mvn package",
    made: ["target/own.jar", "target/shop-1.jar"],
  },
  {
    name: "Spring Boot 2 with a classifier on an execution",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><plugins>${bootPlugin("<executions><execution><id>repackage</id><configuration><classifier>boot</classifier></configuration></execution></executions>")}</plugins></build>`,
        `${boot("2.7.18")}<artifactId>shop</artifactId><version>\${revision}</version>`,
        "<revision>7</revision>",
      ),
    },
    command: "mvn package",
    made: ["target/shop-7-boot.jar", "target/shop-7.jar"],
  },
  {
    name: "spring-boot:repackage by hand",
    files: {
      ...app,
      "pom.xml": pom(`<build><plugins>${bootPlugin("<version>3.2.5</version>")}</plugins></build>`),
    },
    command: "mvn package spring-boot:repackage",
    made: ["target/shop-1.0-SNAPSHOT.jar", "target/shop-1.0-SNAPSHOT.jar.original"],
  },
  {
    name: "war with jetty-runner beside it",
    files: {
      "src/main/webapp/WEB-INF/web.xml": "<web-app/>",
      "pom.xml": pom(
        `<packaging>war</packaging><build><plugins>${plugin("maven-war-plugin", "3.4.0", "")}${plugin("maven-dependency-plugin", "3.6.0", "<executions><execution><phase>package</phase><goals><goal>copy</goal></goals><configuration><artifactItems><artifactItem><groupId>com.google.code.gson</groupId><artifactId>gson</artifactId><version>2.10.1</version><destFileName>runner.jar</destFileName></artifactItem></artifactItems></configuration></execution></executions>")}</plugins></build>`,
      ),
    },
    command: "mvn package",
    made: [
      "target/dependency/runner.jar",
      "target/shop-1.0-SNAPSHOT.war",
      "target/shop-1.0-SNAPSHOT/WEB-INF/web.xml",
    ],
  },
  {
    name: "a module whose plugin is switched off in the parent's profile",
    files: {
      ...app,
      "pom.xml": pom(
        `<profiles><profile><id>docker</id><build><plugins>${plugin("maven-assembly-plugin", "3.6.0", `<executions><execution><id>fat</id><phase>none</phase></execution></executions>`)}</plugins></build></profile></profiles>${gson}<build><plugins>${assembly(withDependencies)}</plugins></build>`,
      ),
    },
    command: "mvn package -P docker,unheard-of",
    made: ["target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "Micronaut 4 with its parent",
    files: {
      ...app,
      "pom.xml": pom(
        "<packaging>${packaging}</packaging><build><plugins><plugin><groupId>io.micronaut.maven</groupId><artifactId>micronaut-maven-plugin</artifactId></plugin></plugins></build>",
        "<parent><groupId>io.micronaut.platform</groupId><artifactId>micronaut-parent</artifactId><version>4.4.2</version></parent><groupId>demo</groupId><artifactId>shop</artifactId><version>0.1</version>",
        "<packaging>jar</packaging><exec.mainClass>demo.App</exec.mainClass>",
      ),
    },
    command: "mvn package",
    made: ["target/original-shop-0.1.jar", "target/shop-0.1.jar"],
  },
  {
    name: "Quarkus 3 fast-jar",
    files: { ...app, "pom.xml": quarkus("3.8.4") },
    command: "mvn package -DskipTests",
    made: ["target/quarkus-app/quarkus-run.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "Quarkus 3 uber-jar by a property of the command line",
    files: { ...app, "pom.xml": quarkus("3.8.4") },
    command: "mvn package -DskipTests -Dquarkus.package.type=uber-jar",
    made: ["target/shop-1.0-SNAPSHOT-runner.jar", "target/shop-1.0-SNAPSHOT.jar.original"],
  },
  {
    name: "Quarkus 3 legacy-jar by application.properties",
    files: {
      ...app,
      "pom.xml": quarkus("3.8.4"),
      "src/main/resources/application.properties": "quarkus.package.type=legacy-jar\n",
    },
    command: "mvn package -DskipTests",
    made: [
      "target/lib/io.quarkus.quarkus-core-3.8.4.jar",
      "target/shop-1.0-SNAPSHOT-runner.jar",
      "target/shop-1.0-SNAPSHOT.jar",
    ],
  },
  {
    name: "Quarkus 2 uber-jar without a suffix",
    files: {
      ...app,
      "pom.xml": quarkus("2.16.12.Final"),
      "src/main/resources/application.properties":
        "quarkus.package.type=uber-jar\nquarkus.package.add-runner-suffix=false\n",
    },
    command: "mvn package -DskipTests",
    made: ["target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "Quarkus 3.15 uber-jar by its newer property",
    files: {
      ...app,
      "pom.xml": quarkus("3.15.1"),
      "src/main/resources/application.properties": "quarkus.package.jar.type=uber-jar\n",
    },
    command: "mvn package -DskipTests",
    made: ["target/shop-1.0-SNAPSHOT-runner.jar", "target/shop-1.0-SNAPSHOT.jar.original"],
  },
  {
    name: "shade on top of a profile of the root, for one module given by its coordinates",
    files: {
      "pom.xml": pom(
        "<packaging>pom</packaging><modules><module>a</module><module>b</module></modules><profiles><profile><id>fat</id><build><plugins>" +
          shade("<outputFile>${project.build.directory}/${project.artifactId}-fat.jar</outputFile>") +
          "</plugins></build></profile></profiles>",
      ),
      "a/pom.xml": pom(
        "",
        "<parent><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0-SNAPSHOT</version></parent><artifactId>a</artifactId>",
      ),
      "a/src/main/java/a/App.java": main("a"),
      "b/pom.xml": pom(
        "",
        "<parent><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0-SNAPSHOT</version></parent><artifactId>b</artifactId>",
      ),
      "b/src/main/java/b/App.java": main("b"),
    },
    command: "mvn package -pl :b -P fat",
    made: ["b/target/b-1.0-SNAPSHOT.jar", "b/target/b-fat.jar"],
  },
  {
    name: "copies by Ant and by copy-rename",
    files: {
      ...app,
      "pom.xml": pom(
        `<build><plugins>${plugin("maven-antrun-plugin", "3.1.0", '<executions><execution><id>cp</id><phase>package</phase><goals><goal>run</goal></goals><configuration><target><copy file="${project.build.directory}/${project.build.finalName}.jar" tofile="dist/ant.jar"/></target></configuration></execution></executions>')}<plugin><groupId>com.coderplus.maven.plugins</groupId><artifactId>copy-rename-maven-plugin</artifactId><version>1.0.1</version><executions><execution><id>c</id><phase>package</phase><goals><goal>copy</goal></goals><configuration><sourceFile>\${project.build.directory}/\${project.build.finalName}.jar</sourceFile><destinationFile>dist/renamed.jar</destinationFile></configuration></execution></executions></plugin></plugins></build>`,
      ),
    },
    command: "mvn package",
    made: ["dist/ant.jar", "dist/renamed.jar", "target/shop-1.0-SNAPSHOT.jar"],
  },
  {
    name: "a profile that settings.xml switches on",
    files: {
      ...app,
      "settings.xml":
        "<settings><activeProfiles><activeProfile>ship</activeProfile></activeProfiles></settings>",
      "pom.xml": pom(
        "<profiles><profile><id>ship</id><build><finalName>shipped</finalName></build></profile></profiles>",
      ),
    },
    command: "mvn -s settings.xml package",
    made: ["target/shipped.jar"],
  },
  {
    name: "configuration that overrides and appends",
    files: {
      "pom.xml": pom(
        `<packaging>pom</packaging><modules><module>svc</module></modules><build><pluginManagement><plugins>${shade("<shadedArtifactAttached>true</shadedArtifactAttached><shadedClassifierName>all</shadedClassifierName>")}</plugins></pluginManagement></build>`,
      ),
      "svc/pom.xml": pom(
        `<build><plugins><plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-shade-plugin</artifactId><executions><execution><id>default</id><configuration combine.self="override"><finalName>only-this</finalName></configuration></execution></executions></plugin></plugins></build>`,
        "<parent><groupId>demo</groupId><artifactId>shop</artifactId><version>1.0-SNAPSHOT</version></parent><artifactId>svc</artifactId>",
      ),
      "svc/src/main/java/demo/App.java": main("demo"),
    },
    command: "mvn package",
    made: ["svc/target/only-this.jar", "svc/target/svc-1.0-SNAPSHOT.jar"],
  },
];
