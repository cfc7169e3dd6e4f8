#!/usr/bin/env bash
# All ways of reading a history find the same: over new bytes, over all bytes,
# through libgit2, through git. scripts/differential refuses to pass on less
# than chains of 250 deltas with most findings inherited.
. "$(dirname "$0")/common.sh"
top=$(dirname "$(dirname "$(dirname "$(realpath "$story")")")")
new_repo
for i in 1 2 3 4 5; do
  for line in $(seq 1100); do
    echo "line $line of file $i: $((line * line * i % 9973))"
  done > "file$i.txt"
done
git add .
commit "Five files"
exits 0 "$top/scripts/differential" --gitward "$GITWARD" --files 5 \
  --versions 254 --seed 2 .
says "the deepest 250" "git " "the same"
exits 1 "$top/scripts/differential" --gitward "$GITWARD" --files 1 \
  --versions 20 --readers new .
says "failed: too easy"
exits 2 "$top/scripts/differential" --readers all .
exits 2 "$top/scripts/differential" nowhere
# The repository itself is left alone.
[ "$(git for-each-ref --format='%(refname)')" = refs/heads/main ]
[ -z "$(find .git/objects -name '*.pack')" ]
