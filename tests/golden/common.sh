# What every story stands on: a scratch folder of its own, a machine without
# settings, a fixed clock and identity. Sourced first.
# shellcheck shell=bash
#
#   new_repo [FOLDER] [OPTION...]   git init (on main), and go there
#   commit SUBJECT [OPTION...]      git commit, a minute after the one before
#   fake RULE [SEED]                a token of that rule's shape
#   expect STATUS COMMAND...        the whole of stdout is what stdin says
#   expect_error STATUS COMMAND...  nothing on stdout, the whole of stderr is
#                                   what stdin says
#   exits STATUS COMMAND...         stdout in the file $out, stderr in $err
#   findings STATUS COMMAND...      a line for each finding and gap, see below
#   clean COMMAND...                the same with status 0 and no lines
#   says TEXT...                    each TEXT is in $out or $err
#   silent COMMAND...               exits 0 and prints nothing at all
#   never COMMAND...                fails if the command succeeds
#   credentials                     files made of the templates on stdin: each
#                                   secret is found by its rule, nothing else
#                                   is, and nothing in their twins (samples.awk)
#   accept REASON [OPTION...]       gitward baseline accept, of all ids in the
#                                   JSONL report that is in $out
#   pack ARCHIVE NAME...            see pack.py
#   skip REASON                     this machine can't tell the story

# Nothing of the caller's environment reaches a story.
if [ -z "${GITWARD_STORY-}" ]; then
  gitward=${GITWARD:-$(dirname "$0")/../../build/dev/src/gitward}
  exec env -i GITWARD_STORY=1 GITWARD="$(realpath "$gitward")" PATH="$PATH" \
    ${TMPDIR:+TMPDIR="$TMPDIR"} bash "$(realpath "$0")"
fi

set -eEuo pipefail
story=$0
stories=$(dirname "$0")
trap 'echo "$story:$LINENO: status $? of: $BASH_COMMAND" >&2' ERR

scratch=$(mktemp -d "${TMPDIR:-/tmp}/gitward-story.XXXXXX")
trap 'chmod -R u+rwX "$scratch"; rm -rf "$scratch"' EXIT
out=$scratch/out
err=$scratch/err
mkdir "$scratch/bin" "$scratch/home"
ln -s "$GITWARD" "$scratch/bin/gitward"
ln -s "$GITWARD" "$scratch/bin/git-ward"
PATH=$scratch/bin:$PATH
cd "$scratch"

export HOME=$scratch/home XDG_CONFIG_HOME=$scratch/home GIT_CONFIG_NOSYSTEM=1
export LC_ALL=C TZ=UTC TERM=dumb EDITOR=false
export GIT_AUTHOR_NAME=Alice GIT_AUTHOR_EMAIL=alice@example.com
export GIT_COMMITTER_NAME=Bob GIT_COMMITTER_EMAIL=bob@example.com
# A sanitizer's report must not look like one of gitward's own statuses.
export ASAN_OPTIONS=exitcode=99 LSAN_OPTIONS=exitcode=99
export UBSAN_OPTIONS=exitcode=99:print_stacktrace=1
export ASAN_SYMBOLIZER_PATH=/usr/bin/llvm-symbolizer-14
cat > "$HOME/.gitconfig" <<'CONFIG'
[init]
	defaultBranch = main
[protocol "file"]
	allow = always
[advice]
	detachedHead = false
CONFIG

clock=1767323045 # 2026-01-02 03:04:05
tick() {
  clock=$((clock + 60))
  export GIT_AUTHOR_DATE="@$clock +0000" GIT_COMMITTER_DATE="@$clock +0000"
}
tick

new_repo() {
  local folder=repo
  if [ $# -gt 0 ] && [ "${1#-}" = "$1" ]; then
    folder=$1
    shift
  fi
  git init -q "$@" "$scratch/$folder"
  cd "$scratch/$folder"
}

commit() {
  local subject=$1
  shift
  tick
  git commit -q -m "$subject" "$@"
}

fake() { gitward rules sample "$1" --seed "${2:-1}"; }

exits() {
  local wanted=$1 status=0
  shift
  "$@" > "$out" 2> "$err" < /dev/null || status=$?
  [ "$status" = "$wanted" ] && return
  echo "status $status instead of $wanted: $*" >&2
  cat "$out" "$err" >&2
  return 1
}

# compare FILE: with standard input.
compare() {
  diff -u --label expected --label actual - "$1" >&2
}

expect() {
  exits "$@" < /dev/null
  compare "$out"
}

expect_error() {
  exits "$@" < /dev/null
  compare "$err"
  [ ! -s "$out" ]
}

# Each finding as one line:
#   RULE PATH:LINE:COLUMN [WHERE] [STATUS] [by COMMIT'S SUBJECT] [TIP]
# where PATH is followed by "!" and the place in it for what lies in an archive,
# WHERE is left out for "blob" and STATUS for "new"; for `history`, TIP
# is "at tip", "past" (reachable, but no tip holds it) or "unreachable". A path
# that is not UTF-8 is percent-encoded. A gap is "gap REASON [PATH] [STATUS]".
brief() {
  local commit text
  jq -r '
    def name: gsub("\n"; "\\n") | gsub("\t"; "\\t");
    def status: if .status == "new" then "" else " " + .status end;
    if .summary then empty
    elif .gap then .gap | "\t\tgap \(.reason)" +
      (if .path then " " + (.path | name) else "" end) + status
    else (.commit // "") + "\t" +
      (if $history and has("at_tip") then
         (if .at_tip then " at tip" elif .reachable then " past"
          else " unreachable" end)
       else "" end) + "\t\(.rule) \(.path | name)" +
      (if .inside then "!" + (.inside | name) else "" end) +
      ":\(.line):\(.column)" +
      (if .where == "blob" then "" else " " + .where end) + status
    end' --argjson history \
    "$(grep -q '"command":"history"' "$out" && echo true || echo false)" \
    "$out" | while IFS= read -r text; do
    commit=${text%%$'\t'*}
    text=${text#*$'\t'}
    [ -z "$commit" ] ||
      commit=" by $(git log -1 --format=%s "$commit")"
    echo "${text#*$'\t'}$commit${text%%$'\t'*}"
  done
}

findings() {
  exits "$@" --format jsonl
  brief > "$out.brief"
  compare "$out.brief"
}

clean() { findings 0 "$@" < /dev/null; }

credentials() {
  local seed
  cat > "$scratch/templates"
  for seed in 1 2 3; do
    cd "$scratch"
    rm -rf real twin
    awk -v seed="$seed" -v real="$scratch/real" -v twin="$scratch/twin" \
      -f "$(dirname "$story")/samples.awk" "$scratch/templates" |
      sort > "$scratch/wanted"
    cd "$scratch/real"
    exits 1 gitward dir . --format jsonl
    brief | sort | diff -u --label "wanted, seed $seed" "$scratch/wanted" - >&2
    cd "$scratch/twin"
    clean gitward dir .
  done
}

says() {
  local text
  for text in "$@"; do
    grep -qF -e "$text" "$out" "$err" && continue
    echo "nowhere in the output: $text" >&2
    cat "$out" "$err" >&2
    return 1
  done
}

silent() {
  exits 0 "$@"
  cat "$out" "$err" >&2
  [ ! -s "$out" ] && [ ! -s "$err" ]
}

never() {
  "$@" || return 0
  echo "should have failed: $*" >&2
  return 1
}

accept() {
  local ids
  mapfile -t ids < <(jq -r '(.gap // .) | .id // empty' "$out")
  exits 0 gitward baseline accept "${ids[@]}" --reason "$@"
}

pack() { python3 "$stories/pack.py" "$@"; }

skip() {
  echo "skipped: $1"
  exit 77
}
