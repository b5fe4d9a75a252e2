/**
 * Walks the syntax tree as the shell would run it and hands out every simple command with its
 * working directory, environment and words. Branches that may not run are walked from the state in
 * front of them and merged behind; subshells, pipelines and substitutions do not change the state.
 * What cannot be followed (eval of an unknown text, a sourced file) is reported once as opaque.
 *
 * One class on purpose: all kinds of commands share the state, the origin of positions and the list of
 * commands, and call each other.
 */
import { posix } from "node:path";
import type { Span } from "../dockerfile/types.js";
import { known, unknown, type Known } from "../known.js";
import { applyBuiltin, applySource, DECLARATIONS } from "./builtins.js";
import { expandValue, expandWords, type ExpansionScope } from "./expand.js";
import { assignedWord, ends, leaves, nothing, operandsOf, partsOf } from "./nodes.js";
import { assignmentOf, redirectsOf } from "./redirects.js";
import { partsOfValue } from "./composite.js";
import { copyState, environment, mergeStates, type ShellState } from "./state.js";
import {
  parse,
  type AnyCommandNode,
  type AssignmentNode,
  type CommandNode,
  type CompoundList,
  type ParsedScript,
  type PipelineNode,
  type Statement,
  type WordNode,
} from "./syntax.js";
import type { Assignment, Redirect, ShellCommand, ShellScope, ShellWord } from "./types.js";

/** What surrounds a command. */
interface Context {
  /** runs whenever the script succeeds */
  readonly certain: boolean;
  /** a failure here is a failure of the script */
  readonly decides: boolean;
  readonly piped: boolean;
  readonly substituted: boolean;
  readonly background: boolean;
  /** redirects of the compound commands around it */
  readonly redirects: readonly Redirect[];
}

export const TOP: Context = {
  certain: true,
  decides: true,
  piped: false,
  substituted: false,
  background: false,
  redirects: [],
};

/** POSIX 2.14, less those that are followed in another way. */
const SPECIAL: ReadonlySet<string> = new Set([
  ":",
  "exec",
  "export",
  "readonly",
  "set",
  "shift",
  "times",
  "trap",
  "unset",
]);

/** Functions that call functions, and eval inside eval, are followed this deep. */
const DEPTH = 16;
/** A for loop over more known words is walked once, with the variable unknown. */
const UNROLLED = 24;

/** Stands for a part of an evaluated text that is only known at run time. */
const NOBODYS = "DFSPLIT_UNKNOWN_PART";

type Around = (part: PipelineNode, operator: "&&" | "||" | null, run: () => void) => void;

const runIt: Around = (_part, _operator, run) => {
  run();
};

export class Walk {
  state: ShellState;
  readonly commands: ShellCommand[] = [];
  opaque: { because: string; span: Span } | null = null;
  /** the script may have ended before this point, with success */
  #ended = false;
  #depth = 0;
  /** set where positions are not those of the text: inside escaped backquotes and eval */
  #origin: Span | null = null;
  readonly #braces: boolean | undefined;

  readonly #read: ShellScope["read"];

  constructor(state: ShellState, braces: boolean | undefined, read?: ShellScope["read"]) {
    this.state = state;
    this.#braces = braces;
    this.#read = read;
  }

  list(statements: readonly Statement[], context: Context): void {
    for (const [at, statement] of statements.entries()) {
      this.statement(statement, context, at === statements.length - 1);
    }
  }

  /** `around` is called for each part of an && or || list, in order, and has to run it. */
  statement(statement: Statement, context: Context, last: boolean, around: Around = runIt): void {
    if (statement.background) {
      this.#aside(() => {
        this.#andOr(statement.command, { ...context, background: true, decides: false }, around);
      });
      return;
    }
    const parts = partsOf(statement);
    const decides = context.decides && last;
    // With `set -e` a failing command ends the shell unless it is part of an && or || list.
    const alone = parts.length === 1 && this.state.errexit && context.decides;
    this.#andOr(statement.command, { ...context, decides: decides || alone }, around);
  }

  #andOr(node: Statement["command"], context: Context, around: Around): void {
    if (node.type !== "AndOr") {
      return around(node, null, () => {
        this.#pipeline(node, context);
      });
    }
    let before = this.state;
    for (const [at, part] of node.commands.entries()) {
      const operator = node.operators[at - 1] ?? null;
      const laterOr = node.operators.slice(at).includes("||");
      const decides = context.decides && !laterOr;
      const certain = context.certain && (operator === null || (operator === "&&" && decides));
      around(part, operator, () => {
        if (operator === "||") {
          this.#alternative(before, ends(part), () => {
            this.#pipeline(part, { ...context, certain: false, decides });
          });
        } else {
          before = copyState(this.state);
          this.#pipeline(part, { ...context, certain, decides });
        }
      });
    }
  }

  /** Walks what may run instead of (or behind) what led to the present state, from the state `from`. */
  #alternative(from: ShellState, leaves: boolean, body: () => void): void {
    const main = this.state;
    const ended = this.#ended;
    this.state = copyState(from);
    body();
    this.state = leaves ? main : mergeStates(main, this.state);
    // `|| exit 1` ends the script with failure: what follows is as certain as before.
    if (leaves) this.#ended = ended;
  }

  #pipeline(node: PipelineNode, context: Context): void {
    if (node.type !== "Pipeline") return this.#command(node, context);
    const negated = node.prefixes.some((prefix) => prefix.type === "Negation");
    const decides = context.decides && !negated;
    const [only] = node.commands;
    if (node.commands.length === 1 && only) return this.#command(only, { ...context, decides });
    for (const [at, command] of node.commands.entries()) {
      const last = at === node.commands.length - 1;
      this.#aside(() => {
        this.#command(command, { ...context, piped: true, decides: decides && last });
      });
    }
  }

  #command(node: AnyCommandNode | CompoundList, context: Context): void {
    const maybe: Context = { ...context, certain: false, decides: false };
    switch (node.type) {
      case "Command":
        return this.#simple(node, context);
      case "CompoundList":
        return this.list(node.commands, context);
      case "BraceGroup":
        return this.list(node.body.commands, context);
      case "Subshell":
        return this.#aside(() => {
          this.list(node.body.commands, context);
        });
      case "Redirected": {
        const redirects = redirectsOf(node.redirects, this.#scope(context));
        return this.#command(node.command, { ...context, redirects: [...context.redirects, ...redirects] });
      }
      case "Function":
        this.state.functions.set(node.name.value, node.body);
        return;
      case "If": {
        this.list(node.clause.commands, { ...context, decides: false });
        const start = copyState(this.state);
        this.list(node.then.commands, maybe);
        const outcomes = leaves(node.then) ? [] : [this.state];
        let from = start;
        for (const branch of node.elif) {
          this.state = copyState(from);
          this.list(branch.clause.commands, maybe);
          from = copyState(this.state);
          this.list(branch.then.commands, maybe);
          if (!leaves(branch.then)) outcomes.push(this.state);
        }
        this.state = copyState(from);
        if (node.else) this.list(node.else.commands, maybe);
        if (!node.else || !leaves(node.else)) outcomes.push(this.state);
        this.state = outcomes.length > 0 ? outcomes.reduce(mergeStates) : start;
        return;
      }
      case "Case": {
        this.#value(node.word, context);
        const start = copyState(this.state);
        const outcomes = [start];
        for (const item of node.items) {
          this.state = copyState(start);
          this.list(item.body.commands, maybe);
          if (!leaves(item.body)) outcomes.push(this.state);
        }
        this.state = outcomes.reduce(mergeStates);
        return;
      }
      case "For":
        return this.#loop(node.name.value, node.wordlist, node.body, context, maybe);
      case "While":
        return this.#repeat(() => {
          this.list(node.clause.commands, maybe);
          this.list(node.body.commands, maybe);
        });
      case "ArithmeticFor":
        return this.#repeat(() => {
          this.list(node.body.commands, maybe);
        });
      case "TestCommand":
        for (const operand of operandsOf(node.expression)) this.#value(operand, context);
        return;
      case "ArithmeticCommand":
        return;
      case "Select":
      case "Coproc":
        return this.#hide(`${node.type.toLowerCase()} cannot be followed`, node);
    }
  }

  #loop(
    name: string,
    wordlist: readonly WordNode[] | undefined,
    body: CompoundList,
    context: Context,
    maybe: Context,
  ): void {
    const words = wordlist?.flatMap((word) => expandWords(word, this.#scope(context)));
    if (words && words.length <= UNROLLED && words.every(({ value, glob }) => value.known && !glob)) {
      for (const word of words) {
        this.state.variables.set(name, word.value);
        this.list(body.commands, maybe);
      }
      return;
    }
    this.#repeat(() => {
      this.state.variables.set(name, unknown(`$${name} runs through a list`));
      this.list(body.commands, maybe);
    });
  }

  /** A body that runs any number of times: first to see what it changes, then with that unknown. */
  #repeat(body: () => void): void {
    const before = copyState(this.state);
    const count = this.commands.length;
    body();
    this.commands.length = count;
    this.state = mergeStates(before, this.state);
    const again = copyState(this.state);
    body();
    this.state = mergeStates(again, this.state);
  }

  #aside(body: () => void): void {
    const { state } = this;
    const ended = this.#ended;
    this.state = copyState(state);
    body();
    this.state = state;
    this.#ended = ended;
  }

  #simple(node: CommandNode, context: Context): void {
    const scope = this.#scope(context);
    const prefixed = node.prefix.filter((item) => item.type === "Assignment");
    const declares = node.name !== undefined && DECLARATIONS.has(node.name.value);
    const words = node.name ? expandWords(node.name, scope) : [];
    const declared: Assignment[] = [];
    for (const argument of node.args) {
      if (argument.type === "Word") {
        words.push(...expandWords(argument, scope));
        continue;
      }
      const assignment = assignmentOf(argument, scope);
      if (declares) declared.push(assignment);
      words.push(assignedWord(argument, assignment, scope));
    }
    const redirects = [...context.redirects, ...redirectsOf(node.redirects, this.#scope(context))];
    const assignments: Assignment[] = [];
    const [first, ...rest] = words;
    // Assignments without a command stay in force; each sees the ones before it.
    for (const item of prefixed) {
      const assignment = assignmentOf(item, scope);
      assignments.push(assignment);
      if (!first) this.#assign(item, assignment);
    }
    if (!first) {
      if (node.redirects.length > 0) this.#emit(node, [nothing(scope.spanOf(node))], [], redirects, context);
      return;
    }
    const name = first.value.known ? first.value.value : null;
    const body = name === null ? undefined : this.state.functions.get(name);
    if (body) return this.#call(body, rest, redirects, context, node);
    if (name === "eval") return this.#eval(rest, redirects, context, node);
    if (name === "." || name === "source") {
      this.#emit(node, [first, ...rest], assignments, redirects, context);
      if (!applySource(rest, this.state) && !this.#source(rest, redirects, context, node))
        this.#hide(`${node.name?.text ?? ""} reads commands from ${rest[0]?.text ?? "a file"}`, node);
      return;
    }
    this.#emit(node, [first, ...rest], assignments, redirects, context);
    if (name === null) return;
    if (SPECIAL.has(name)) this.#keep(assignments);
    for (const { name: variable, value } of declared) this.state.variables.set(variable, value);
    applyBuiltin(name, rest, this.state);
    if ((name === "exit" || name === "return" || name === "exec") && !ends(node)) this.#ended = true;
  }

  #emit(
    node: CommandNode,
    argv: readonly [ShellWord, ...ShellWord[]],
    assignments: readonly Assignment[],
    redirects: readonly Redirect[],
    context: Context,
  ): void {
    const env = environment(this.state);
    for (const { name, value } of assignments) env.set(name, value);
    this.commands.push({
      argv,
      assignments,
      redirects,
      span: this.#spanOf(node),
      cwd: this.state.cwd,
      env,
      certain: context.certain && !this.#ended,
      decides: context.decides && !this.#ended,
      piped: context.piped,
      substituted: context.substituted,
      background: context.background,
    });
  }

  #assign(node: AssignmentNode, { name, value }: Assignment): void {
    if (node.index || node.value.type === "ArrayValue") {
      this.state.variables.set(name, unknown(`$${name} is an array`));
    } else {
      this.state.variables.set(name, value);
      if (name === "PWD") this.state.cwd = unknown("PWD is set by hand");
    }
  }

  /** Assignments in front of a special builtin last, except in bash when it is not run as sh. */
  #keep(assignments: readonly Assignment[]): void {
    for (const { name, value } of assignments) {
      const kept = this.#braces === true ? unknown(`whether $${name} lasts depends on the shell`) : value;
      this.state.variables.set(name, kept);
    }
  }

  #call(
    body: AnyCommandNode | CompoundList,
    args: readonly ShellWord[],
    redirects: readonly Redirect[],
    context: Context,
    node: CommandNode,
  ): void {
    if (this.#depth >= DEPTH) return this.#hide("a function calls itself", node);
    const outer = this.state.positional;
    const ended = this.#ended;
    this.state.positional = args.map(({ value }) => value);
    this.#depth++;
    this.#command(body, { ...context, certain: false, decides: false, redirects });
    this.#depth--;
    this.state.positional = outer;
    // `return` leaves the function, `exit` the shell; the calls are told apart by nobody's need so far.
    this.#ended ||= ended;
  }

  #eval(
    args: readonly ShellWord[],
    redirects: readonly Redirect[],
    context: Context,
    node: CommandNode,
  ): void {
    const parts = args.flatMap(({ value }, at) => [
      ...(at === 0 ? [] : [known(" ")]),
      ...partsOfValue(value),
    ]);
    if (parts[0]?.known === false || this.#depth >= DEPTH)
      return this.#hide("eval runs a text that is only known at run time", node);
    // what is not known stands in the text as a variable that nobody sets
    const script = parse(parts.map((part) => (part.known ? part.value : `\${${NOBODYS}}`)).join(""));
    if (script.errors?.length) return this.#hide("eval runs a text that is no shell", node);
    this.#inside(this.#spanOf(node), () => {
      this.list(script.commands, { ...context, redirects });
    });
  }

  /** A file with a `/` in its name is not looked for on the PATH; its commands run in this shell. */
  #source(
    args: readonly ShellWord[],
    redirects: readonly Redirect[],
    context: Context,
    node: CommandNode,
  ): boolean {
    const file = args[0]?.value;
    const { cwd } = this.state;
    if (!this.#read || file?.known !== true || !file.value.includes("/")) return false;
    if (args.length > 1 || this.#depth >= DEPTH || !(cwd.known || file.value.startsWith("/"))) return false;
    const text = this.#read(posix.resolve(cwd.known ? cwd.value : "/", file.value));
    if (!text.known) return false;
    const script = parse(text.value);
    if (script.errors?.length) return false;
    this.#inside(this.#spanOf(node), () => {
      this.list(script.commands, { ...context, redirects });
    });
    return true;
  }

  #inside(origin: Span, body: () => void): void {
    const before = this.#origin;
    this.#origin = before ?? origin;
    this.#depth++;
    body();
    this.#depth--;
    this.#origin = before;
  }

  #value(word: WordNode, context: Context): ShellWord {
    return expandValue(word, this.#scope(context));
  }

  #scope(context: Context): ExpansionScope {
    return {
      state: this.state,
      braces: this.#braces,
      spanOf: (node) => this.#spanOf(node),
      substitute: (script, text, at, certain) => this.#substitute(script, text, at, context, certain),
    };
  }

  #substitute(
    script: ParsedScript | undefined,
    text: string,
    at: Span,
    context: Context,
    certain: boolean,
  ): Known<string> {
    if (script?.errors?.length)
      this.opaque ??= { because: `${text} cannot be parsed: ${script.errors[0]?.message ?? ""}`, span: at };
    if (!script) return unknown(`${text} cannot be parsed`);
    const walk = (): void => {
      this.#aside(() => {
        this.list(script.commands, {
          ...context,
          certain: context.certain && certain,
          decides: false,
          substituted: true,
          piped: false,
          redirects: [],
        });
      });
    };
    // Escaped backquotes are parsed from a decoded text of their own.
    if (script.source !== undefined) this.#inside(at, walk);
    else walk();
    const simple = /^(?:\$\(\s*(.*?)\s*\)|`\s*(.*?)\s*`)$/.exec(text);
    const command = simple?.[1] ?? simple?.[2];
    if (command === "pwd") return this.state.cwd;
    // A stand-in for the random name: it is the same wherever the variable that holds it is used.
    if (command === "mktemp" || command === "mktemp -d") return known("/tmp/tmp.XXXXXXXXXX");
    return unknown(`the output of ${text} is only known when it runs`);
  }

  #spanOf(node: { readonly pos: number; readonly end: number }): Span {
    return this.#origin ?? { start: node.pos, end: node.end };
  }

  #hide(because: string, node: { readonly pos: number; readonly end: number }): void {
    this.opaque ??= { because, span: this.#spanOf(node) };
  }
}
