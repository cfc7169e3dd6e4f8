#!/usr/bin/env bash
# Encoded secrets in chains of deltas: an edit inside a run, at its borders and
# on its line changes what it means, and all ways of reading agree on it.
. "$(dirname "$0")/common.sh"
new_repo
token=$(fake github-pat)
digits=$(printf 'one line\ntwo lines\nand the token %s and the end\n' "$token" |
  base64 -w 40)
for line in $(seq 400); do
  echo "line $line: $((line * line % 9973))"
done > plain
version() {
  { head -200 plain; printf '%s\n' "$@"; tail -200 plain; } > file
  git add file
  commit "${1:0:8}"
}
version "nothing"
version "key: x" "$digits"
version "key: x" "${digits/$'\n'/$'\n\n\n'}"
version "key: x" "${digits:0:60}x${digits:60}"
version "key: x" "${digits:0:60}"
version "key: x" "$digits"
version "key: x" "x$digits"
version "key: x" "  ${digits//$'\n'/$'\n  '}"
version "url?a=ghp%5F${token:4}"
version "url?a=ghp%5F${token:4:20} ${token:24}"
version "url?a=ghp%5F${token:4}" "more"
version "url?a=ghp%5${token:4}" "more"
version "url?a=ghp%5F${token:4}" "more"
version "nothing again"
git repack -qadf --depth=50 --window=50
for sweep in new all none; do
  GITWARD_SWEEP=$sweep exits 1 gitward history --format jsonl
  cp "$out" "$scratch/$sweep"
done
cmp "$scratch/new" "$scratch/all"
cmp "$scratch/new" "$scratch/none"
[ "$(jq -r 'select(.rule) | .occurrences' "$scratch/new")" -gt 5 ]
