#!/usr/bin/env bash
# A clean commit loads neither libgit2 nor libarchive. What needs one of them
# and can't have it fails, and says what is missing.
. "$(dirname "$0")/common.sh"
command -v strace > /dev/null || skip "needs strace"
strace -o "$scratch/probe" true || skip "strace may not trace here"
readelf --dynamic --wide "$GITWARD" > "$scratch/dynamic"
! grep -qE 'NEEDED.*lib(git2|archive)' "$scratch/dynamic" ||
  skip "this build is linked with them"
git2=$(grep -aoE 'libgit2\.so[.0-9]*' "$GITWARD" | sed -n 1p) ||
  skip "this build holds them"
archive=$(grep -aoE 'libarchive\.so[.0-9]*' "$GITWARD" | sed -n 1p)

# loads LIBRARY COMMAND...: whether the command, which succeeds, opens it.
loads() {
  local library=$1
  shift
  exits 0 strace -f -qq -e trace=open,openat -o "$scratch/trace" "$@"
  grep -qE "/$library.*= [0-9]" "$scratch/trace"
}

new_repo
echo plain > a.txt && git add . && commit "First"
echo more >> a.txt && git add .
never loads 'lib(git2|archive)' gitward staged
never loads 'lib(git2|archive)' gitward hook pre-commit
never loads 'lib(git2|archive)' gitward --version
mkdir "$scratch/outside" && echo plain > "$scratch/outside/a.txt"
never loads 'lib(git2|archive)' gitward dir "$scratch/outside"
GITWARD_BACKEND=libgit2 loads "$git2" gitward staged
never loads "$archive" gitward staged
echo text > b.txt && tar -cf b.tar b.txt && git add b.tar
loads "$archive" gitward staged

# The dynamic linker's own search is what finds them, and here fails.
mkdir "$scratch/broken"
: > "$scratch/broken/$git2"
: > "$scratch/broken/$archive"
export LD_LIBRARY_PATH=$scratch/broken
# lacks LIBRARY COMMAND...
lacks() {
  local library=$1
  shift
  exits 4 "$@"
  [ ! -s "$out" ]
  says "gitward: can't load the library $library, which gitward was built with" \
    "install it, or name its folder in LD_LIBRARY_PATH"
}
lacks "$archive" gitward staged
lacks "$archive" gitward hook pre-commit
lacks "$archive" gitward dir .
git rm -q --cached b.tar
clean gitward staged
lacks "$git2" gitward history
lacks "$git2" env GITWARD_BACKEND=libgit2 gitward staged
# Also where git could read what libgit2 is asked for first.
git config include.path ../other
lacks "$git2" gitward staged
