/** Programs and builtins that only print, check, wait or change the shell itself. */
const NAMES =
  ": true false echo printf pwd sleep date seq expr yes basename dirname sync tr which whereis type hash uname id whoami groups " +
  "hostname printenv nproc free ps df ldd arch getent locale tty uptime lscpu lsb_release getconf cd pushd popd export unset set " +
  "shift read local readonly declare typeset exit return break continue umask ulimit trap wait alias unalias let getopts shopt " +
  "times jobs fg bg kill pgrep pidof top env exec command time clear reset history logger nslookup dig host ping nc netstat ss test [[ shuf envsubst shasum sum cksum tput stty nohup sha224sum sha384sum b2sum";

export const quiet: ReadonlySet<string> = new Set(NAMES.split(" "));

/** One of these as the only argument makes a program print its version or usage. */
export const PROBE = /^(--version|-version|-V|--help)$/;

/** Programs that print their version for these arguments. */
export const versionProbes: Readonly<Record<string, RegExp>> = {
  node: /^(-v|--version)$/,
  nodejs: /^-v$/,
  npm: /^(-v|version|config list|config get .*|root -g|bin -g|prefix -g)$/,
  npx: /^(-v|--version)$/,
  yarn: /^(-v|--version|versions)$/,
  pnpm: /^(-v|--version)$/,
  java: /^(-version|--version|-showversion|-fullversion)$/,
  javac: /^(-version|--version)$/,
  mvn: /^(-v|-version|--version)$/,
  gradle: /^(-v|--version)$/,
  python: /^(-V|--version)$/,
  python3: /^(-V|--version)$/,
  pip: /^(-V|--version)$/,
  pip3: /^(-V|--version)$/,
  go: /^(version|env.*)$/,
  ruby: /^(-v|--version)$/,
  docker: /^(-v|version)$/,
  php: /^(-v|-m|-i)$/,
  nginx: /^(-v|-V|-t)$/,
  openssl: /^version.*$/,
  gpg: /^--version$/,
};
