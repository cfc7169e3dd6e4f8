# What gitward needs from the system, by Debian 12's names. Sourced.
# shellcheck shell=bash disable=SC2034

# To build the program; g++ 12 or clang 14 at least.
build_packages=(git g++ cmake ninja-build pkg-config libfmt-dev libcli11-dev
  nlohmann-json3-dev libtomlplusplus-dev libgit2-dev libpcre2-dev
  libxxhash-dev libdeflate-dev nettle-dev libarchive-dev)
# To test it, on top of that.
test_packages=(catch2 ccache clang-14 libclang-rt-14-dev llvm-14
  clang-format-14 clang-tidy-14 shellcheck python3 jq strace umoci)
# To build and check the static program, on top of the first; and where nobody
# gives libgit2's sources, cargo to bring them.
static_packages=(binutils catch2 jq libbz2-dev liblz4-dev liblzma-dev
  libzstd-dev python3 strace zlib1g-dev)
source_packages=(cargo)

is_debian_12() {
  [ -r /etc/os-release ] && command -v apt-get > /dev/null &&
    (. /etc/os-release && [ "$ID" = debian ] && [ "$VERSION_ID" = 12 ])
}

# need PACKAGE...: installs those that are missing, where that can be done;
# elsewhere says what to install and goes on, because it may be there under
# another name.
need() {
  local missing=() package as_root=()
  if ! is_debian_12; then
    echo "This is not Debian 12: nothing is installed. What is needed, by" \
      "Debian's names: $*" >&2
    return
  fi
  for package in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2> /dev/null)" = \
      installed ] || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo > /dev/null; then
      echo "Neither root nor sudo. Please run:" \
        "apt-get install ${missing[*]}" >&2
      return
    fi
    as_root=(sudo)
  fi
  echo "Installing ${missing[*]}"
  "${as_root[@]}" apt-get -qq -o Acquire::Retries=3 update
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -qq -o Acquire::Retries=3 -o Dpkg::Use-Pty=0 install \
    --no-install-recommends "${missing[@]}" > /dev/null
}

# configure PRESET [OPTION...]: options as for cmake.
configure() {
  if command -v ccache > /dev/null; then
    export CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
  fi
  cmake --preset "$@"
}

# build PRESET [TARGET...]: configures if that was not done since the presets
# changed, then builds what changed.
build() {
  local preset=$1
  shift
  if [ ! "build/$preset/build.ninja" -nt CMakePresets.json ]; then
    configure "$preset"
  fi
  cmake --build "build/$preset" ${1:+--target "$@"}
}
