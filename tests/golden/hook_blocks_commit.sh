#!/usr/bin/env bash
# The installed hook stops a commit with a credential, says what to do, and
# lets it through once the finding is accepted. On a clean commit it is silent.
. "$(dirname "$0")/common.sh"
new_repo
exits 0 gitward install
echo hello > readme
git add .
silent git commit -q -m "Clean"
echo "TOKEN=$(fake github-pat)" > config.env
git add .
exits 1 git commit -m "Leaky"
says "config.env:1:7" "gitward baseline accept"
[ "$(git log --format=%s)" = Clean ]
exits 1 gitward staged --format jsonl
id=$(jq -r 'select(.rule).id' "$out")
exits 0 gitward baseline accept "$id" --reason "made up for the story"
git add .
silent git commit -q -m "Accepted"
[ "$(git log -1 --format=%s)" = Accepted ]
