#!/usr/bin/env bash
# The same input gives the same bytes, whatever the number of threads.
. "$(dirname "$0")/common.sh"
new_repo
for i in $(seq 12); do
  seq "$i" > "plain$i"
  echo "TOKEN=$(fake github-pat "$i")" > "file$((i % 5)).env"
  git add .
  commit "Commit $i with $(fake github-pat $((i + 100)))"
done
echo "TOKEN=$(fake github-pat 50)" > staged.env
git add .
for command in history "range HEAD~6..HEAD" staged "dir ."; do
  for format in human jsonl json; do
    for threads in 1 4; do
      # shellcheck disable=SC2086
      exits 1 gitward $command --format $format --threads $threads
      cp "$out" "$scratch/$threads"
    done
    cmp "$scratch/1" "$scratch/4"
  done
done
