# Sourced, never run: finds a JDK 25 or newer and a Maven, and installs them where it may.
#
#   setup_jdk      sets and exports JAVA_HOME
#   setup_maven    sets MVN, after setup_jdk
#   build_lock     waits until no other script builds here; held until this process ends
#   ensure_built   builds the modules given where they are not built or out of date, and says no more than that
#                  it does; sets BUILT_PATH to their jars and those that they need, as a class path
#   ensure_aot     sets AOT_OPTIONS, after ensure_built of the tools: the JVM's options for a fast start of the command
#   start_java     replaces this process by a JVM: the class path, the main class, its arguments
#
# setup_jdk starts no JVM to learn a version: every `./asyncio run` pays for what it does.

JDK_MIN=25
MAVEN_MIN=3.6.3

ROOT=$(cd -P "${BASH_SOURCE[0]%/*}/.." && pwd)

# What the direct fiber needs, room for programs that nest deeply, and the native parts of Netty.
JAVA_OPTIONS=(--add-opens java.base/java.lang=ALL-UNNAMED -Xss8m --enable-native-access=ALL-UNNAMED)
AOT_OPTIONS=()

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

# Sets REPLY to the major version of the JDK at $1; fails if there is none, or only a JRE.
jdk_major() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  local line
  while IFS= read -r line || [ -n "$line" ]; do
    case $line in
      JAVA_VERSION=*)
        line=${line#*=}
        line=${line//\"/}
        REPLY=${line%%[!0-9]*}
        [ -n "$REPLY" ]
        return
        ;;
    esac
  done <"$1/release"
  return 1
}

# Takes the JDK at $1 if it is new enough.
use_jdk() {
  [ -n "$1" ] && jdk_major "$1" && [ "$REPLY" -ge "$JDK_MIN" ] || return 1
  export JAVA_HOME=$1
}

# Takes the JDK with the lowest version that is new enough among the folders given.
use_lowest_jdk() {
  local home best='' best_major=''
  for home in "$@"; do
    jdk_major "$home" && [ "$REPLY" -ge "$JDK_MIN" ] || continue
    if [ -z "$best" ] || [ "$REPLY" -lt "$best_major" ]; then
      best=$home best_major=$REPLY
    fi
  done
  [ -n "$best" ] && export JAVA_HOME=$best
}

# Takes the JDK that `java` on the path belongs to. A stub or shim is no part of a JDK: that one is asked.
use_jdk_on_path() {
  local java home
  java=$(command -v java) || return 1
  home=$(readlink -f "$java")
  home=${home%/*/*}
  if [ ! -r "$home/release" ]; then
    home=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
  fi
  use_jdk "$home"
}

use_jdk_of_system() {
  use_lowest_jdk /usr/lib/jvm/* /usr/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home ~/Library/Java/JavaVirtualMachines/*/Contents/Home ||
    use_lowest_jdk "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/java/* ||
    use_lowest_jdk {"${HOMEBREW_PREFIX:-/opt/homebrew}",/usr/local}/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
      "${HOMEBREW_PREFIX:-/home/linuxbrew/.linuxbrew}"/opt/openjdk*/libexec
}

# Installs package $1 on Debian and Ubuntu, where it may without asking for a password.
apt_install() {
  local sudo=''
  command -v apt-get >/dev/null || return 1
  if [ "$(id -u)" != 0 ]; then
    sudo -n true 2>/dev/null || return 1
    sudo='sudo -n'
  fi
  echo "asyncio4j: installing $1 with apt-get" >&2
  { $sudo apt-get -qq update || true; } >&2
  $sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends "$1" >&2
}

setup_jdk() {
  use_jdk "${JAVA_HOME:-}" || use_jdk_on_path || use_jdk_of_system && return
  apt_install "openjdk-$JDK_MIN-jdk-headless" && use_jdk_of_system && return
  fail "asyncio4j: no JDK $JDK_MIN or newer found: install one (say, Temurin $JDK_MIN) and set JAVA_HOME to its folder"
}

# Takes the Maven at $1 if it is new enough. `mvn -v` starts a JVM, but only builds come here.
use_maven() {
  local version
  [ -x "$1" ] || return 1
  version=$("$1" -v 2>/dev/null | sed -n 's/.*Apache Maven \([0-9.]*\).*/\1/p')
  [ -n "$version" ] && [ "$(printf '%s\n' "$MAVEN_MIN" "$version" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$MAVEN_MIN" ] || return 1
  MVN=$1
}

setup_maven() {
  # Maven's own libraries use what a JDK 25 warns about on every start, and reset colours that they never set.
  export MAVEN_OPTS="${MAVEN_OPTS:-} --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow -Djansi.noreset=true"
  use_maven "$(command -v mvn)" && return
  local mvn
  for mvn in "${SDKMAN_DIR:-$HOME/.sdkman}"/candidates/maven/*/bin/mvn \
    {"${HOMEBREW_PREFIX:-/opt/homebrew}",/usr/local,/home/linuxbrew/.linuxbrew}/bin/mvn; do
    use_maven "$mvn" && return
  done
  apt_install maven && use_maven "$(command -v mvn)" && return
  fail "asyncio4j: no Maven $MAVEN_MIN or newer found: install one and put its mvn on the PATH"
}

# The lock is on an open file, so that it goes with the process however that ends. What a build starts inside
# itself (a test that runs ./asyncio) finds ASYNCIO_BUILD_LOCKED set, and must not wait for its own parent.
build_lock() {
  [ -z "${ASYNCIO_BUILD_LOCKED:-}" ] || return 0
  exec 9>"$ROOT/.build.lock"
  if command -v flock >/dev/null; then
    flock -n 9 || { echo 'asyncio4j: waiting for another build to end' >&2 && flock 9; }
  else
    # macOS has no flock; perl locks the file that it shares with this shell.
    perl -e 'use Fcntl ":flock"; open(LOCK, ">&=", 9) && flock(LOCK, LOCK_EX) or die "$!\n"'
  fi
  export ASYNCIO_BUILD_LOCKED=1
}

# Sets JAR to the jar that module $1 was last built into; fails if there is none that is newer than its sources.
# A folder's own time tells of files that were added or deleted.
built() {
  local jar
  JAR=
  for jar in "$ROOT/$1/target/$1"-*.jar; do
    case $jar in
      *-sources.jar | *-javadoc.jar | *-tests.jar) ;;
      *) [ -f "$jar" ] && JAR=$jar ;;
    esac
  done
  [ -n "$JAR" ] &&
    [ -z "$(find "$ROOT/pom.xml" "$ROOT/$1/pom.xml" "$ROOT/$1/src/main" -newer "$JAR")" ]
}

all_built() {
  local module jar path=''
  for module in "$@"; do
    built "$module" || return 1
    path=$path:$JAR
    for jar in "$ROOT/$module"/target/lib/*.jar; do
      [ ! -f "$jar" ] || path=$path:$jar
    done
  done
  BUILT_PATH=${path#:}
}

quick_build() {
  # The first property keeps tests from being compiled; the run on the portable fiber heeds only the second.
  "$MVN" "$@" -B -ntp -q -f "$ROOT/pom.xml" -pl "$modules" -am \
    -Dquick -Dmaven.test.skip=true -DskipTests package >"$log" 2>&1
}

build() {
  local started log module modules
  setup_maven
  mkdir -p "$ROOT/target"
  started=$ROOT/target/.asyncio-build-started log=$ROOT/target/asyncio-build.log
  touch "$started"
  modules=$(IFS=, && echo "$*")
  echo 'asyncio: building the library' >&2
  # Offline is faster; the first build of a machine has to fetch plugins.
  quick_build -o || { grep -q offline "$log" && quick_build; } || {
    cat "$log" >&2
    fail 'asyncio: the library does not build'
  }
  # Maven leaves a jar alone that would not change. Dated back to the start, so that a later edit shows.
  for module in "$@"; do
    touch -r "$started" "$ROOT/$module/target/$module"-*.jar
  done
}

ensure_built() {
  all_built "$@" && return
  # In a process of its own, so that the program inherits neither the lock nor the variable that tells of it.
  (
    build_lock
    all_built "$@" || build "$@"
  )
  all_built "$@" || fail 'asyncio: the library was changed while it was built; start again'
}

# A JVM that reads an AOT cache has the classes of the command, of the library and of javac loaded and linked when it
# starts. A cache is of certain jars and one JDK: this is about which.
aot_is_current() {
  local jar
  cmp -s "$JAVA_HOME/release" "$aot.release" || return 1
  while IFS= read -r -d : jar; do
    [ "$aot.release" -nt "$jar" ] || return 1
  done <<<"$BUILT_PATH:"
}

# Where this fails there is no cache, and it is not tried again. Two at once make one each, and the last one stays.
make_aot() {
  local new=$aot.$$ program=$ROOT/asyncio-tools/src/main/training/Training.java
  [ -f "$program" ] &&
    XDG_CACHE_HOME=/dev/null "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" -XX:AOTCacheOutput="$new" -cp "$BUILT_PATH" \
      asyncio.tools.Main run "$program" >/dev/null 2>&1 </dev/null &&
    [ -f "$new" ] && mv -f "$new" "$aot" || rm -f "$aot" "$new"*
  cp -f "$JAVA_HOME/release" "$aot.release"
}

ensure_aot() {
  local aot=$ROOT/asyncio-tools/target/asyncio.aot option options
  # With other options (another collector, say) a JVM cannot use the cache; it is slower then than without.
  read -r -d '' -a options <<<"${ASYNCIO_JAVA_OPTS:-} ${JAVA_TOOL_OPTIONS:-} ${JDK_JAVA_OPTIONS:-} ${_JAVA_OPTIONS:-}" || true
  for option in ${options[@]+"${options[@]}"}; do
    [[ $option = -D* ]] || return 0
  done
  aot_is_current || { [ -w "$ROOT/asyncio-tools/target" ] && make_aot; } || return 0
  # The JVM checks for itself whether it is one for these jars and this JDK, and would say much if it is not.
  [ ! -f "$aot" ] || AOT_OPTIONS=(-XX:AOTCache="$aot" '-Xlog:aot*=off')
}

# ASYNCIO_JAVA_OPTS holds more options for the JVM.
start_java() {
  local path=$1 options
  shift
  read -r -a options <<<"${ASYNCIO_JAVA_OPTS:-}"
  exec "$JAVA_HOME/bin/java" "${JAVA_OPTIONS[@]}" ${AOT_OPTIONS[@]+"${AOT_OPTIONS[@]}"} \
    ${options[@]+"${options[@]}"} -cp "$path" "$@"
}
