/**
 * Programs that run another program given in their arguments, as data: which options they take and
 * where the other program begins. Sources: the manual pages of coreutils (env, nice, nohup, stdbuf,
 * timeout), util-linux (setpriv, setsid, ionice), sudo(8), xvfb-run(1), time(1); the usage texts of
 * tini, dumb-init, su-exec, gosu, cross-env, wait-for-it.sh, wait-for, dockerize, catatonit and s6.
 */
export interface WrapperGrammar {
  /** options without a value, and single letters that may be bundled */
  readonly flags: readonly string[];
  /** options with a value: `-u x`, `-ux`, `--user x`, `--user=x` */
  readonly values: readonly string[];
  /** long options of which only a prefix is fixed (`--preserve-env=A,B`): the value stands behind `=` */
  readonly attached?: readonly string[];
  /** words between the options and the program */
  readonly operands?: number;
  /** `A=b` in front of the program */
  readonly assignments?: boolean;
  /** the program begins behind `--` only; words before it are the wrapper's own */
  readonly separator?: boolean;
  /** with one of these there is no other program (`command -v`, `sudo -l`) */
  readonly alone?: readonly string[];
  /** the shell itself does it: no file of that name is needed */
  readonly builtin?: boolean;
  /** an option that names the new working directory */
  readonly chdir?: readonly string[];
}

const NOTHING: WrapperGrammar = { flags: [], values: [] };

const WAIT_FOR_IT: WrapperGrammar = {
  flags: ["-s", "--strict", "-q", "--quiet"],
  values: ["-h", "--host", "-p", "--port", "-t", "--timeout"],
  separator: true,
};

const TINI: WrapperGrammar = {
  flags: ["-g", "-s", "-v", "-w"],
  values: ["-p", "-e"],
  alone: ["-h", "--version", "-l"],
};

export const wrappers: Readonly<Record<string, WrapperGrammar>> = {
  exec: { flags: ["-c", "-l"], values: ["-a"], builtin: true },
  command: { flags: ["-p"], values: [], alone: ["-v", "-V"], builtin: true },
  builtin: { ...NOTHING, builtin: true },
  env: {
    flags: ["-i", "-", "--ignore-environment", "-0", "-v"],
    values: ["-u", "--unset", "-C", "--chdir"],
    chdir: ["-C", "--chdir"],
    assignments: true,
    alone: ["--version", "--help"],
  },
  sudo: {
    flags: [
      "-E",
      "-H",
      "-n",
      "-S",
      "-P",
      "-b",
      "-k",
      "--preserve-env",
      "--set-home",
      "--non-interactive",
      "--stdin",
    ],
    values: ["-u", "--user", "-g", "--group", "-p", "--prompt", "-C", "-h", "--host"],
    attached: ["--preserve-env"],
    assignments: true,
    alone: ["-l", "-v", "-V", "--version", "-K"],
  },
  doas: { flags: ["-n"], values: ["-u"] },
  time: {
    flags: ["-p", "-v", "-a", "--portability", "--verbose"],
    values: ["-f", "--format", "-o", "--output"],
  },
  nice: { flags: [], values: ["-n", "--adjustment"] },
  ionice: { flags: ["-t"], values: ["-c", "--class", "-n", "--classdata"], alone: ["-p"] },
  nohup: NOTHING,
  setsid: { flags: ["-c", "-f", "-w", "--ctty", "--fork", "--wait"], values: [] },
  stdbuf: { flags: [], values: ["-i", "--input", "-o", "--output", "-e", "--error"] },
  timeout: {
    flags: ["--preserve-status", "--foreground", "-v", "--verbose"],
    values: ["-s", "--signal", "-k", "--kill-after"],
    operands: 1,
  },
  tini: TINI,
  "tini-static": TINI,
  "docker-init": TINI,
  catatonit: { flags: ["-g", "-P"], values: [], alone: ["-V", "--version"] },
  "dumb-init": {
    flags: ["-c", "--single-child", "-v", "--verbose"],
    values: ["-r", "--rewrite"],
    alone: ["-h", "--help", "-V", "--version"],
  },
  "su-exec": { ...NOTHING, operands: 1 },
  gosu: { ...NOTHING, operands: 1, alone: ["--version", "--help"] },
  "s6-setuidgid": { ...NOTHING, operands: 1 },
  setpriv: {
    flags: ["--clear-groups", "--init-groups", "--keep-groups", "--no-new-privs", "--nnp", "--reset-env"],
    values: [
      "--reuid",
      "--regid",
      "--ruid",
      "--euid",
      "--rgid",
      "--egid",
      "--groups",
      "--inh-caps",
      "--ambient-caps",
      "--bounding-set",
      "--securebits",
      "--pdeathsig",
    ],
    alone: ["-d", "--dump"],
  },
  "cross-env": { ...NOTHING, assignments: true },
  "wait-for-it.sh": WAIT_FOR_IT,
  "wait-for-it": WAIT_FOR_IT,
  "wait-for": WAIT_FOR_IT,
  "wait-for.sh": WAIT_FOR_IT,
  dockerize: {
    flags: [
      "-no-overwrite",
      "--no-overwrite",
      "-stdout-only",
      "--stdout-only",
      "-validate-cert",
      "--validate-cert",
      "-skip-tls-verify",
      "--skip-tls-verify",
    ],
    values: [
      "-wait",
      "--wait",
      "-timeout",
      "--timeout",
      "-template",
      "--template",
      "-stdout",
      "--stdout",
      "-stderr",
      "--stderr",
      "-poll",
      "--poll",
      "-delims",
      "--delims",
      "-wait-http-header",
      "--wait-http-header",
      "-wait-retry-interval",
      "--wait-retry-interval",
      "-exit-code-on-failure",
      "--exit-code-on-failure",
    ],
    alone: ["-version"],
  },
  "xvfb-run": {
    flags: ["-a", "--auto-servernum", "-l", "--listen-tcp"],
    values: [
      "-e",
      "--error-file",
      "-f",
      "--auth-file",
      "-n",
      "--server-num",
      "-p",
      "--xauth-protocol",
      "-s",
      "--server-args",
      "-w",
      "--wait",
    ],
  },
  catchsegv: NOTHING,
  chronic: NOTHING,
  unbuffer: { flags: ["-p"], values: [] },
  fakeroot: NOTHING,
  busybox: NOTHING,
};

/** Shells: `-c` makes the next word a text; these letters and options go before it. */
export const shells: ReadonlySet<string> = new Set(["sh", "bash", "dash", "ash", "ksh", "zsh"]);
