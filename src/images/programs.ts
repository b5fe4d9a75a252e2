/**
 * Which programs the layers of an image bring. In comes nothing; out come name lists by origin (a distribution's
 * own root file system, a Debian package set, a JDK). An image whose whole contents are described answers "no"
 * for every program of `WATCHED` that no layer brings, and "unknown" for programs that nobody looked at.
 */

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Programs that applications, entry scripts and health checks miss when an image is too slim. */
export const WATCHED = words(`
  addgroup adduser aws bash bc bzip2 bun cargo chromium clang cmake convert corepack cron crond curl dig dirmngr docker dumb-init envsubst exiftool
  fc-list ffmpeg ffprobe file find flock g++ gcc git go gosu gpg gradle groupadd gs gzip hg htop identify ip jar jarsigner java
  javac javadoc javap jcmd jconsole jdb jdeps jhsdb jinfo jlink jmap jmod jpackage jps jq jshell jstack jstat killall kubectl
  less locale-gen lsof magick make mvn mysql mysqldump nano nc ncat netcat netstat nginx node npm npx openssl patch
  pdftotext perl pg_dump pgrep php ping pip pip3 pkill pkg-config pm2 pnpm ps psql python python2 python3 redis-cli
  redis-server rsync ruby rustc scp setpriv soffice sqlite3 ssh ssh-keygen su su-exec sudo supervisord svn systemctl tar
  tcpdump telnet tesseract tini top traceroute tree trust unzip useradd vi vim wget which wkhtmltopdf xargs xvfb-run xz
  yarn zip`);

/** Coreutils, which every full distribution has. */
const COREUTILS = words(`
  base64 basename cat chgrp chmod chown cp cut date dd df dirname du echo env expr false head hostname id install kill ln
  ls md5sum mkdir mkfifo mktemp mv nice nohup nproc od paste printf pwd readlink realpath rm rmdir seq sha1sum sha256sum
  sha512sum sleep sort split stat stty sync tail tee test timeout touch tr true truncate tty uname uniq wc whoami yes [`);

/** Essential and required packages of a Debian root file system (debuerreotype, variant minbase). */
export const DEBIAN = [
  ...COREUTILS,
  ...words(`
  bash sh dash apt apt-get apt-cache dpkg find xargs grep egrep fgrep sed awk mawk tar gzip gunzip zcat perl diff cmp
  groupadd groupdel groupmod useradd userdel usermod passwd chpasswd chsh su login mount umount flock setpriv getopt
  setsid chroot which tput clear tzselect ldd ldconfig localedef iconv getent gpgv tsort update-alternatives
  start-stop-daemon run-parts which service invoke-rc.d update-rc.d`),
];

/** adduser is a wrapper that apt pulled in up to Debian 12. */
export const ADDUSER = words("adduser addgroup deluser delgroup");

/** Ubuntu's base image is the same plus a few. */
export const UBUNTU = [...DEBIAN, ...words("bzip2")];

/** procps */
export const PROCPS = words("ps top pgrep pkill free uptime vmstat watch pidof pmap sysctl w slabtop");

/** busybox as Alpine links it, and Alpine's own tools. */
export const ALPINE = [
  ...COREUTILS,
  ...words(`
  sh ash busybox apk awk sed grep egrep fgrep find xargs tar gzip gunzip zcat bzip2 bunzip2 unzip wget vi top ps pgrep
  pkill pidof free uptime watch nc ping traceroute netstat ifconfig ip route nslookup hostid su login adduser addgroup
  deluser delgroup passwd chpasswd crond crontab diff cmp cpio flock getopt less more patch mount umount setsid chroot
  which clear reset ldd getent iconv time timeout unlzma lzma unxz xzcat usleep killall fuser lsof`),
];

/** Oracle Linux 8 and 9 slim, UBI minimal: what the openjdk templates use without installing it. */
export const RPM_SLIM = [
  ...COREUTILS,
  ...words("bash sh rpm curl grep egrep fgrep sed awk gawk ldd ldconfig getent"),
];

/** what busybox has in some Alpine releases only */
export const ALPINE_UNSURE = words("bc tree setpriv xz");

/** buildpack-deps `-curl` (github.com/docker-library/buildpack-deps, debian/bookworm/curl) */
export const BUILDPACK_CURL = words(
  "curl wget gpg openssl c_rehash gpg-agent dirmngr update-ca-certificates",
);
/** buildpack-deps `-scm` */
export const BUILDPACK_SCM = [
  ...BUILDPACK_CURL,
  ...words("git hg svn ssh scp sftp ssh-keygen ssh-agent ssh-add ssh-keyscan python3"),
  ...PROCPS,
];
/** buildpack-deps without suffix: compilers, ImageMagick and headers */
export const BUILDPACK_FULL = [
  ...BUILDPACK_SCM,
  ...words(`
  autoconf automake libtoolize bzip2 bunzip2 file g++ gcc cc c++ cpp ld as ar nm objdump strip make patch unzip xz unxz
  convert identify mogrify composite compare montage dpkg-buildpackage pkg-config curl-config xml2-config`),
];

/** Tools of a JDK that no JRE has. */
const JDK_ONLY = words(
  "javac jar javadoc javap jdb jdeps jcmd jmap jstack jstat jps jinfo jconsole jstatd jarsigner",
);

export function jdkPrograms(major: number | null): readonly string[] {
  const later = major !== null && major >= 9 ? words("jshell jlink jmod jhsdb") : [];
  return [...jrePrograms(), ...JDK_ONLY, ...later, ...(major !== null && major >= 14 ? ["jpackage"] : [])];
}

export function jrePrograms(): readonly string[] {
  return words("java keytool rmiregistry");
}

/** Java tools of which it depends on vendor and update whether a JRE brings them. */
export const JRE_UNSURE = words("jfr jrunscript jwebserver pack200 unpack200 jjs rmid");
