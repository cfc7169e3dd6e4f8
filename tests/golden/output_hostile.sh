#!/usr/bin/env bash
# Escape sequences and other hostile bytes in paths and lines are made visible.
. "$(dirname "$0")/common.sh"
new_repo
esc=$(printf '\033')
bidi=$(printf '\342\200\256')
echo "${esc}[31m TOKEN=$(fake github-pat) ${esc}]0;title" \
  > "a${esc}[2Jb${bidi}.env"
git add .
for format in human jsonl json; do
  exits 1 gitward staged --format $format
  never grep -q -e "$esc" -e "$bidi" "$out" "$err"
done
