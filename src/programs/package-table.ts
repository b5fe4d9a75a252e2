/**
 * What packages are for, as patterns over their names. `build` is of no use to a finished program,
 * `runtime` is there for the container, `ambiguous` may serve either. Sources: the sections devel, libdevel
 * and java of packages.debian.org, the build-base and alpine-sdk metapackages of pkgs.alpinelinux.org,
 * the group "Development Tools" of Fedora and its kin.
 */
export interface PackageRow {
  readonly use: "build" | "runtime" | "ambiguous";
  /** whole names, `*` for anything */
  readonly names: string;
}

/** The first row that matches decides. */
export const packageRows: readonly PackageRow[] = [
  // Needed at run time although the name looks like the build's.
  {
    use: "runtime",
    names:
      "libstdc++ libstdc++6 libgcc libgcc-s1 libgomp libgomp1 libc6 libc6-compat gcompat musl musl-locales musl-utils glibc",
  },
  // Compilers, linkers and what drives them.
  {
    use: "build",
    names:
      "build-essential build-base alpine-sdk base-devel gcc gcc-* g++ g++-* cpp cpp-* gcc-c++ clang clang-* llvm llvm-* lld gfortran gfortran-* " +
      "binutils binutils-* make gmake cmake cmake3 cmake-data ninja ninja-build meson autoconf autoconf* automake automake* autotools-dev libtool libtool-bin " +
      "pkg-config pkgconf pkgconfig pkgconf-pkg-config m4 bison flex gperf nasm yasm patch dpkg-dev fakeroot debhelper devscripts rpm-build redhat-rpm-config " +
      "gdb valgrind swig re2c scons ccache patchelf node-gyp python3-setuptools python-setuptools linux-headers linux-headers-* kernel-headers " +
      "kernel-devel libc-dev musl-dev glibc-devel glibc-headers libc6-dev samurai bazel @development-tools @development elfutils-devel",
  },
  // Other languages' build tools.
  {
    use: "build",
    names:
      "maven gradle ant ivy sbt leiningen golang golang-* golang-go go rust rust-* rustc cargo cargo-* scala erlang-dev ghc cabal-install " +
      "openjdk-*-jdk openjdk-*-jdk-headless default-jdk default-jdk-headless openjdk7 openjdk8 openjdk?? openjdk?-jdk openjdk??-jdk java-*-openjdk-devel " +
      "java-*-openjdk-jmods openjdk-*-source java-*-amazon-corretto-devel temurin-*-jdk subversion mercurial cvs",
  },
  {
    use: "runtime",
    names:
      "*-jre *-jre-headless *-jre-zero default-jre* java-*-openjdk java-*-openjdk-headless java-*-amazon-corretto java-*-amazon-corretto-headless",
  },
  // Headers. After the JDKs, whose names end alike.
  { use: "build", names: "*-dev *-devel *-headers *-static" },
  // Programs that a build and a running program both like to call.
  {
    use: "ambiguous",
    names:
      "git git-core git-lfs python python2 python2.7 python2-minimal python3 python3-minimal python3-pip python3-venv py3-pip python3.* perl ruby php php-cli bash zsh dash " +
      "curl wget ca-certificates-java unzip zip tar gzip bzip2 xz xz-utils p7zip p7zip-full openssl openssh openssh-client openssh-clients gnupg gnupg2 gpg gpg-agent dirmngr " +
      "apt-transport-https software-properties-common apt-utils lsb-release lsb-core yum-utils dnf-plugins-core epel-release epel-release-latest-* " +
      "npm nodejs-npm yarn yarnpkg pnpm corepack jq yq gettext gettext-base envsubst rsync file findutils diffutils coreutils sed grep gawk awk which " +
      "less sudo expect dos2unix protobuf-compiler protoc protobuf graphviz docker.io docker-ce docker-cli docker docker-compose sqlite sqlite3 awscli aws-cli",
  },
  // What a container runs or shows.
  {
    use: "runtime",
    names:
      "ca-certificates tzdata tzdata-java tzdata-legacy locales locales-all glibc-langpack-* glibc-locale-source language-pack-* fontconfig fontconfig-config fonts-* ttf-* font-* " +
      "*-fonts *-fonts-* msttcorefonts* xfonts-* nodejs nodejs-current nodejs-lts node imagemagick imagemagick-* graphicsmagick ghostscript ffmpeg libreoffice* chromium* chromium " +
      "firefox firefox-* google-chrome-stable chromium-browser nginx nginx-* apache2 httpd haproxy supervisor cron dcron cronie busybox-suid tini dumb-init gosu su-exec shadow " +
      "catatonit s6 s6-overlay openrc postgresql-client postgresql-client-* postgresql*-client mysql-client default-mysql-client mariadb-client mongodb-clients redis redis-tools " +
      "redis-server xvfb xauth poppler-utils wkhtmltopdf tesseract-ocr tesseract-ocr-* exiftool libimage-exiftool-perl mediainfo vips vips-tools vim vim-tiny vim-minimal nano " +
      "procps procps-ng psmisc htop net-tools iputils-ping iputils iproute2 iproute dnsutils bind-tools bind-utils netcat netcat-openbsd netcat-traditional nmap-ncat nc telnet tcpdump strace lsof " +
      "traceroute socat util-linux passwd login adduser shadow-utils icu-libs icu-data-full krb5-libs krb5-user libpq xdg-utils dbus dbus-x11 nss",
  },
  // Shared libraries: Debian names them by their version, Alpine and Fedora with -libs.
  { use: "runtime", names: "*-libs gir1.2-*" },
];

/** Debian's name of a shared library: `libpq5`, `libcairo2`, `libpng16-16`, `zlib1g`, `libssl3t64`. */
export const SHARED_LIBRARY = /^(lib[\w.+-]*\d[\w.-]*|zlib1g)$/;
