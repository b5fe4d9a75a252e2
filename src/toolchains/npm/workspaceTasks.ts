/**
 * turbo and lerna: which scripts of which packages of the workspace they run. In: the invocation; out: the
 * scripts in their order, why they cannot be told, or null for another program. `dependsOn: ["^build"]` of
 * turbo.json runs the script in the packages that a package depends on, too.
 */
import { join } from "node:path/posix";
import picomatch from "picomatch";
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import { asObject, asTexts, parseJson } from "./jsonText.js";
import { operands } from "./outputs/made.js";
import type { PackageJson } from "./packageJson.js";
import { texts } from "./words.js";
import { reachedMembers, workspaceAround, type Workspace } from "./workspace.js";
import { selectedByFilter, type Selected } from "./workspaceSelection.js";

export interface Task {
  readonly script: string;
  readonly member: PackageJson;
}

export function workspaceTasks(invocation: Invocation, tree: ImageTree): Known<readonly Task[]> | null {
  const { program, cwd } = invocation;
  if (program !== "turbo" && program !== "lerna") return null;
  const args = texts(invocation.args);
  if (args.includes(null)) return unknown(`an argument of ${program} is only known at run time`);
  if (!cwd.known) return cwd;
  const words = operands(args, VALUES).filter((word): word is string => word !== null);
  if (program === "lerna" && words[0] !== "run") return null;
  const scripts = words[0] === "run" ? words.slice(1) : words;
  if (scripts.length === 0 || ["prune", "login", "link", "daemon", "telemetry"].includes(scripts[0] ?? ""))
    return unknown(`what ${program} ${words.join(" ")} does is not known`);
  const workspace = workspaceAround(cwd.value, tree);
  if (workspace === null) return unknown(`${program} finds no packages of a workspace in the image`);
  const selected =
    program === "turbo" ? turboSelection(args, workspace, cwd.value) : lernaSelection(args, workspace);
  if (!selected.known) return selected;
  return known(
    scripts.flatMap((script) =>
      withDependencies(script, selected.value, workspace, program === "turbo" ? tree : null).map(
        (member) => ({
          script,
          member,
        }),
      ),
    ),
  );
}

const VALUES = [
  "--filter",
  "-F",
  "--scope",
  "--ignore",
  "--concurrency",
  "--stream",
  "--cache-dir",
  "--env-mode",
  "--output-logs",
  "--log-order",
];

function valuesOf(args: readonly (string | null)[], ...names: readonly string[]): readonly string[] {
  return args.flatMap((arg, at) => {
    if (arg === null) return [];
    if (names.includes(arg)) return args[at + 1] ?? [];
    const name = names.find((one) => arg.startsWith(`${one}=`));
    return name === undefined ? [] : [arg.slice(name.length + 1)];
  });
}

function turboSelection(args: readonly (string | null)[], workspace: Workspace, cwd: string): Selected {
  const filters = valuesOf(args, "--filter", "-F");
  const scopes = valuesOf(args, "--scope");
  if (args.some((arg) => arg !== null && /^--(since|affected)/.test(arg)))
    return unknown("turbo picks packages by what git says has changed");
  const all = [...filters, ...scopes];
  if (all.length > 0) return selectedByFilter(all, workspace, workspace.root);
  const here = workspace.members.filter(({ directory }) => directory === cwd);
  return known(here.length > 0 ? here : workspace.members);
}

function lernaSelection(args: readonly (string | null)[], workspace: Workspace): Selected {
  if (args.some((arg) => arg !== null && /^--(since|no-private|ignore)/.test(arg)))
    return unknown("lerna leaves packages out");
  const scopes = valuesOf(args, "--scope");
  if (scopes.length === 0) return known(workspace.members);
  const matches = picomatch([...scopes]);
  const chosen = workspace.members.filter(({ name }) => name !== null && matches(name));
  return known(args.includes("--include-dependencies") ? reachedMembers(chosen, workspace) : chosen);
}

/** https://turbo.build/repo/docs/reference/configuration: `tasks`, before version 2 `pipeline` */
function withDependencies(
  script: string,
  members: readonly PackageJson[],
  workspace: Workspace,
  tree: ImageTree | null,
): readonly PackageJson[] {
  if (tree === null) return members;
  const text = tree.read(join(workspace.root, "turbo.json"));
  const json = text.known ? parseJson(text.value) : null;
  const root = json?.known === true ? asObject(json.value) : null;
  const tasks = asObject(root?.["tasks"]) ?? asObject(root?.["pipeline"]) ?? {};
  const upstream = asTexts(asObject(tasks[script])?.["dependsOn"]).includes(`^${script}`);
  return upstream ? reachedMembers(members, workspace) : members;
}
