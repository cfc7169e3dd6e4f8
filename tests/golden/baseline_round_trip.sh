#!/usr/bin/env bash
# Every id that any command prints can be accepted, also before there is a
# baseline, and also by its beginning.
. "$(dirname "$0")/common.sh"
new_repo
echo "A=$(fake github-pat 1)" > staged.env
git add .
exits 1 gitward staged --format jsonl
first=$(jq -r 'select(.rule).id' "$out")
exits 0 gitward baseline accept "${first:0:12}" --reason "by its beginning"
git add .
commit "Message with $(fake github-pat 2)"
git branch "wip-$(fake github-pat 3)"
echo "B=$(fake github-pat 4)" > untracked.env
git tag -a -m "Tag with $(fake github-pat 5)" v1
echo x > "$(fake github-pat 6)"
exits 1 gitward history --format jsonl
jq -r 'select(.rule).id' "$out" > "$scratch/ids"
exits 1 gitward dir . --format jsonl
jq -r 'select(.rule).id' "$out" >> "$scratch/ids"
[ "$(sort -u "$scratch/ids" | wc -l)" = 5 ]
gitward baseline accept - --reason "all of them" < "$scratch/ids" > "$out"
clean gitward history
clean gitward dir .
