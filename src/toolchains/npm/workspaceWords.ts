/**
 * The part of a manager's command line that names packages of a workspace. In: its words and options;
 * out: which packages are meant and, for yarn, the command line that runs in them; null where the command
 * works on the folder in which it stands.
 */
import { known, unknown, type Known } from "../../known.js";
import type { ImageTree, Invocation } from "../../model/types.js";
import type { Parts, Program } from "./managerWords.js";
import { workspaceAround, type Workspace } from "./workspace.js";
import { selectedByFilter, selectedByName, type Selected } from "./workspaceSelection.js";

export interface WorkspaceWords {
  /** the option or word, for messages */
  readonly label: string;
  readonly members: Selected;
  /** what yarn runs in each of them */
  readonly inner: Invocation | null;
}

export function workspaceWords(
  invocation: Invocation,
  program: Program,
  parts: Parts,
  directory: Known<string>,
  tree: ImageTree,
): WorkspaceWords | null {
  const { options } = parts;
  const workspace = directory.known ? workspaceAround(directory.value, tree) : null;
  const cwd = directory.known ? directory.value : "/";
  const select = (choose: (workspace: Workspace) => Selected): Selected =>
    workspace === null ? unknown("the packages of the workspace are not in the image") : choose(workspace);
  if (program === "npm" || program === "bun") {
    const names = [...(options.get("-w") ?? []), ...(options.get("--workspace") ?? [])];
    if (names.length > 0)
      return { label: "--workspace", members: select((one) => selectedByName(names, one, cwd)), inner: null };
    if (options.has("--workspaces") || options.has("-ws"))
      return { label: "--workspaces", members: select(({ members }) => known(members)), inner: null };
  }
  if (program === "pnpm" || program === "bun") {
    const filters = [...(options.get("--filter") ?? []), ...(options.get("-F") ?? [])];
    if (filters.length > 0)
      return {
        label: "--filter",
        members: select((one) => selectedByFilter(filters, one, cwd)),
        inner: null,
      };
    if (options.has("-r") || options.has("--recursive"))
      return { label: "--recursive", members: select(({ members }) => known(members)), inner: null };
  }
  return program === "yarn" ? yarnWords(invocation, parts, cwd, select) : null;
}

function yarnWords(
  invocation: Invocation,
  { words, positions, options }: Parts,
  cwd: string,
  select: (choose: (workspace: Workspace) => Selected) => Selected,
): WorkspaceWords | null {
  const text = (at: number): string | null => (words[at]?.known === true ? (words[at]?.value ?? null) : null);
  const from = (at: number): Invocation | null => {
    const position = positions[at];
    return position === undefined
      ? null
      : { ...invocation, args: invocation.args.slice(position), raw: invocation.raw.slice(position) };
  };
  if (text(0) === "workspace") {
    const name = text(1);
    return {
      label: "workspace",
      members:
        name === null
          ? unknown("the package is only known at run time")
          : select((one) => selectedByName([name], one, cwd)),
      inner: from(2),
    };
  }
  if (text(0) !== "workspaces") return null;
  if (text(1) === "run")
    return { label: "workspaces run", members: select(({ members }) => known(members)), inner: from(1) };
  if (text(1) !== "foreach") return null;
  // https://yarnpkg.com/cli/workspaces/foreach
  const narrowed = [...options.keys()].find((name) =>
    /^--(from|include|exclude|since|recursive|no-private)$|^-R/.test(name),
  );
  return {
    label: "workspaces foreach",
    members:
      narrowed === undefined
        ? select(({ members }) => known(members))
        : unknown(`yarn picks packages by ${narrowed}`),
    inner: from(2),
  };
}
