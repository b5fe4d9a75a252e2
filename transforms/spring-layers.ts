/**
 * Optional: a Spring Boot jar goes to the runtime stage as its layers, so that a change of the sources
 * changes the last and smallest one alone. The jar takes itself apart at the end of the build stage. From
 * Boot 3.3 on it stays a jar beside its libraries (`-Djarmode=tools … extract --layers`), before it is started
 * by its launcher from the working directory (`-Djarmode=layertools`, Boot 2.3 to 3.2). Left alone, with a
 * note: other versions, layers of the project's own, a layout of its own, a jar that more than the command names.
 */
import { coerce, gte } from "semver";
import { baseName, parentOf, relativeTo, isWithin } from "../src/model/paths.js";
import { editCommands, occurrences, type Occurrence } from "../src/plan/command-words.js";
import { insertCopies, workdirAt } from "../src/plan/insert.js";
import { keyword } from "../src/plan/style.js";
import {
  refined,
  type Analysis,
  type ArtifactCopy,
  type Item,
  type Plan,
  type Refined,
  type Transform,
} from "../src/plan/types.js";
import { known, unknown, type Known } from "../src/known.js";

const NAME = "spring-layers";

/** In the order in which they change, the rarest first (Spring Boot reference, "Layering Docker Images"). */
const LAYERS = ["dependencies", "spring-boot-loader", "snapshot-dependencies", "application"];

interface Layering {
  readonly jar: ArtifactCopy;
  readonly workdir: string;
  readonly found: readonly Occurrence[];
  /** null: the jar stays one that `-jar` starts */
  readonly launcher: string | null;
}

function apply(plan: Plan, analysis: Analysis): Refined {
  const layering = layeringOf(plan, analysis);
  if (!layering.known) {
    return refined({
      ...plan,
      notes: [
        ...plan.notes,
        { code: "layers-not-made", message: layering.because, line: null, weight: "info" },
      ],
    });
  }
  const { jar, workdir, found, launcher } = layering.value;
  const folder = `${parentOf(jar.from)}/layers`;
  const name = baseName(jar.from);
  const here = workdirAt(plan.build, analysis);
  const at = (path: string): string =>
    here !== null && isWithin(path, here) ? relativeTo(here, path) : path;
  const mode = launcher === null ? "tools" : "layertools";
  const flags = launcher === null ? " --layers" : "";
  const text = `${keyword(analysis.dockerfile, "RUN")} java -Djarmode=${mode} -jar ${at(jar.from)} extract${flags} --destination ${at(folder)}`;
  const because = "a layer that does not change is not sent again";
  const layers = LAYERS.map((layer): ArtifactCopy => ({
    from: `${folder}/${layer}`,
    to: workdir,
    what: "directory",
    owner: jar.owner,
    renamable: false,
    because,
    instead: { path: jar.from, at: `${workdir === "/" ? "" : workdir}/${name}`, launcher },
  }));
  const copies = plan.copies.flatMap((copy) => (copy === jar ? layers : [copy]));
  const runtime = editCommands(
    plan.runtime.filter((item) => item.kind !== "new"),
    found.map((one) =>
      launcher === null ? { ...one, text: name } : { ...one, start: one.option ?? one.start, text: launcher },
    ),
    analysis,
  );
  const run: Item = { kind: "new", text, because };
  return refined({
    ...plan,
    build: [...plan.build, run],
    copies,
    runtime: insertCopies({ ...plan, runtime }, copies, analysis),
    decisions: [
      ...plan.decisions,
      { line: null, instruction: text, placement: "build", transform: NAME, because },
    ],
  });
}

function layeringOf(plan: Plan, analysis: Analysis): Known<Layering> {
  const jars = plan.copies.filter((copy) => copy.renamable && copy.from.endsWith(".jar"));
  const [jar] = jars;
  const { workdir } = analysis.model.final;
  if (jar === undefined || jars.length > 1) return unknown("the container runs no single jar");
  if (!workdir.known) return unknown("the working directory is not known");
  const output = analysis.model.ledger
    .producers(jar.from)
    .find((entry) => entry.output !== undefined)?.output;
  const version = output?.springBoot;
  if (version === undefined) return unknown(`${baseName(jar.from)} is not made by Spring Boot's plugin`);
  if (version === null) return unknown("the version of Spring Boot's plugin is not known");
  if (!atLeast(version, "2.3.0")) return unknown(`Spring Boot ${version} makes no layers`);
  const own = ownLayers(analysis);
  if (own !== null) return unknown(`${own} sets layers or a layout of its own`);
  const found = occurrences(jar, analysis, workdir.value);
  if (found === null || found.length === 0 || found.some((one) => one.option === null))
    return unknown("the command does not start the jar with -jar");
  const launcher = atLeast(version, "3.3.0")
    ? null
    : atLeast(version, "3.2.0")
      ? "org.springframework.boot.loader.launch.JarLauncher"
      : "org.springframework.boot.loader.JarLauncher";
  if (launcher !== null && analysis.model.final.env.has("CLASSPATH"))
    return unknown("CLASSPATH is set, which a launcher class would follow and -jar does not");
  return known({ jar, workdir: workdir.value, found, launcher });
}

function atLeast(version: string, least: string): boolean {
  const plain = coerce(version);
  return plain !== null && gte(plain, least);
}

/** The build file that changes what is in which layer, or how the jar is laid out. */
function ownLayers({ model, regions }: Analysis): string | null {
  const files = regions.buildDirectories.flatMap((directory) => model.sources.files(directory));
  return (
    files.find((path) => {
      if (!/(\/pom\.xml|\.gradle(\.kts)?)$/.test(path)) return false;
      const text = model.sources.read(path);
      return (
        !text.known ||
        /<layers>|<layout>|\blayered\b|\blayout\s*=/.test(text.value.replace(/layout\.\w+/g, ""))
      );
    }) ?? null
  );
}

export const springLayers: Transform = {
  name: NAME,
  summary: "Copies a Spring Boot jar as its layers",
  default: false,
  required: false,
  safety: "safe",
  example: {
    before: 'RUN mvn package\nCMD ["java", "-jar", "target/demo-1.0.jar"]',
    after:
      'RUN java -Djarmode=tools -jar target/demo-1.0.jar extract --layers --destination target/layers\n\nCOPY --from=build /app/target/layers/dependencies ./\nCOPY --from=build /app/target/layers/spring-boot-loader ./\nCOPY --from=build /app/target/layers/snapshot-dependencies ./\nCOPY --from=build /app/target/layers/application ./\nCMD ["java", "-jar", "demo-1.0.jar"]',
  },
  apply,
};
