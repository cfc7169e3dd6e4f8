#!/usr/bin/env bash
# Another baseline with --baseline, also where there is no work tree.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add"
git clone -q --bare . ../bare
cd ../bare
exits 1 gitward history --format jsonl
exits 2 gitward baseline accept "$(jq -r 'select(.rule).id' "$out")" \
  --reason "nowhere to put it"
says "bare" "--baseline"
exits 1 gitward history --format jsonl
accept "known" --baseline "$scratch/accepted"
clean gitward history --baseline "$scratch/accepted"
exits 1 gitward history
