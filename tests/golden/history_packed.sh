#!/usr/bin/env bash
# The same findings from loose objects, packs, and packs with deltas.
. "$(dirname "$0")/common.sh"
new_repo
for i in 1 2 3; do
  seq $((i * 100)) > numbers
  echo "TOKEN=$(fake github-pat $i)" >> numbers
  git add .
  commit "Version $i"
done
exits 1 gitward history --format jsonl
mv "$out" "$scratch/loose"
git repack -q -a -d -f --depth=50
exits 1 gitward history --format jsonl
[ "$(find .git/objects -name '*.pack' | wc -l)" = 1 ]
diff "$scratch/loose" "$out"
