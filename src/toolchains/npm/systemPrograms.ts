/**
 * Programs and libraries of the system that the packages of an application call. The table's source
 * is each package's own readme (section on requirements); `child_process` in the sources is read.
 */
import { known } from "../../known.js";
import { parseShell } from "../../shell/parse.js";
import type { ScannedSource } from "./imports.js";

export interface SystemProgram {
  readonly name: string;
  readonly because: string;
  readonly certain: boolean;
}

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "@prisma/client": ["openssl"],
  prisma: ["openssl"],
  puppeteer: ["chromium"],
  "puppeteer-core": ["chromium"],
  playwright: ["chromium"],
  "playwright-core": ["chromium"],
  "playwright-chromium": ["chromium"],
  "@playwright/test": ["chromium"],
  "whatsapp-web.js": ["chromium"],
  "md-to-pdf": ["chromium"],
  "html-pdf-node": ["chromium"],
  "html-pdf": ["phantomjs"],
  "phantomjs-prebuilt": ["phantomjs"],
  "fluent-ffmpeg": ["ffmpeg"],
  ffmpeg: ["ffmpeg"],
  "prism-media": ["ffmpeg"],
  "simple-git": ["git"],
  "git-rev": ["git"],
  "git-last-commit": ["git"],
  "git-rev-sync": ["git"],
  gitlog: ["git"],
  gm: ["convert"],
  imagemagick: ["convert"],
  easyimage: ["convert"],
  "pdf-image": ["convert"],
  pdf2pic: ["gs", "gm"],
  "pdf-poppler": ["pdftocairo"],
  "node-poppler": ["pdftocairo"],
  textract: ["pdftotext"],
  "libreoffice-convert": ["soffice"],
  wkhtmltopdf: ["wkhtmltopdf"],
  "node-tesseract-ocr": ["tesseract"],
  tesseractocr: ["tesseract"],
  "youtube-dl-exec": ["python3"],
  "yt-dlp-exec": ["python3"],
  "yt-dlp-wrap": ["python3"],
  "ytdlp-nodejs": ["python3"],
  "python-shell": ["python3"],
  "mongodb-memory-server": ["curl"],
  "ps-node": ["ps"],
  "ps-tree": ["ps"],
  "find-process": ["ps"],
  "kill-port": ["lsof"],
  "node-cmd": [],
  "pg-native": ["libpq.so.5"],
  libpq: ["libpq.so.5"],
  oracledb: [],
  ibm_db: ["libxml2.so.2"],
  odbc: ["libodbc.so.2"],
  "node-rdkafka": ["libsasl2.so.2"],
  "node-libcurl": ["libcurl.so.4"],
  usb: ["libudev.so.1"],
  "node-hid": ["libudev.so.1"],
  mariadb: [],
  "node-canvas": ["libcairo.so.2"],
  speaker: ["libasound.so.2"],
  "mysqldump-wrapper": ["mysqldump"],
  "ssh-exec": ["ssh"],
  ping: ["ping"],
  "tcp-ping": [],
  nodegit: ["libcurl-gnutls.so.4"],
};

/** Loaded to start programs. */
const STARTERS =
  /^(node:)?child_process$|^(execa|shelljs|cross-spawn|zx|cross-spawn-promise|child-process-promise|exec-sh|node-cmd|tinyexec|nano-spawn)$/;
const CALLS =
  /^(exec|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaSync|execaCommand|execaCommandSync|execPromise|execAsync|promisifiedExec|\$|command|commandSync|run|sh|which)$/;
/** In the node image itself, or part of every system. */
const EVERYWHERE =
  /^(node|npm|npx|yarn|yarnpkg|pnpm|sh|bash|\/bin\/(ba)?sh|ls|cat|cp|mv|rm|mkdir|echo|which|env|true|chmod|sleep|kill|date|sort|head|tail|tar|grep|sed|touch|uname|hostname|df|du|stat|find|test|cd|export|set|exit|printf|wc|tr|cut|xargs|tee|nproc|pwd|id|readlink|basename|dirname|md5sum|sha256sum|win32|start|open|cmd|cmd\.exe|powershell|taskkill|tasklist|ipconfig)$/;

export interface SystemCalls {
  readonly programs: readonly SystemProgram[];
  /** a source that starts programs whose names are computed */
  readonly computed: string | null;
}

export function programsOfPackages(names: Iterable<string>): readonly SystemProgram[] {
  const found = new Map<string, SystemProgram>();
  for (const name of names) {
    for (const program of Object.hasOwn(PACKAGES, name) ? (PACKAGES[name] ?? []) : []) {
      if (!found.has(program))
        found.set(program, { name: program, because: `the package ${name} uses it`, certain: true });
    }
  }
  return [...found.values()];
}

export function programsOfSources(
  sources: readonly ScannedSource[],
  text: (path: string) => string,
): SystemCalls {
  const programs = new Map<string, SystemProgram>();
  let computed: string | null = null;
  for (const { path, facts } of sources) {
    const starter = facts.imports.find((name) => STARTERS.test(name));
    if (starter === undefined) continue;
    const texts = facts.texts.filter(({ call, first }) => first && CALLS.test(call));
    for (const { value } of texts) {
      const script = parseShell(value, { cwd: known("/"), env: new Map() });
      for (const command of script.opaque === null ? script.commands : []) {
        const [first] = command.argv;
        const name = first.value.known ? first.value.value : "";
        if (!/^[a-z][\w.+-]*$/.test(name) || EVERYWHERE.test(name)) continue;
        const sure = KNOWN_PROGRAMS.test(name);
        if (!programs.has(name)) programs.set(name, { name, because: `${path} starts it`, certain: sure });
      }
    }
    const onlyFork =
      /\bfork\b/.test(text(path)) &&
      !/\b(exec|spawn)\w*\b/.test(text(path).replace(/process\.execPath|execArgv/g, ""));
    if (texts.length === 0 && !onlyFork && !text(path).includes("process.execPath")) computed ??= path;
  }
  return { programs: [...programs.values()], computed };
}

const KNOWN_PROGRAMS =
  /^(git|curl|wget|ffmpeg|ffprobe|convert|identify|magick|mogrify|gs|gm|python3?|pip3?|psql|pg_dump|pg_restore|mysql|mysqldump|mongodump|mongorestore|mongo|redis-cli|sqlite3|openssl|ssh|scp|rsync|zip|unzip|gzip|7z|tesseract|pdftotext|pdftoppm|pdftocairo|soffice|libreoffice|wkhtmltopdf|chromium|google-chrome|java|docker|kubectl|aws|gcloud|ps|top|lsof|netstat|ping|dig|nslookup|traceroute|whois|nmap|jq|make|gcc|g\+\+|go|cargo|rustc|ruby|php|perl|pandoc|latex|pdflatex|dot|yt-dlp|youtube-dl|sox|lame|exiftool|cwebp|optipng|jpegoptim|svn|hg|gpg|xvfb-run|inkscape|rclone|restic|bzip2|xz|file|su|sudo|crontab|systemctl|iptables|ip|ifconfig|mount)$/;
