#!/usr/bin/env bash
# Several reports from one scan; a report file changes neither the output nor
# the status.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 gitward staged --format jsonl --report json=report.json \
  --report human=report.txt
[ "$(jq -r '.findings[0].id' report.json)" = \
  "$(jq -r 'select(.rule).id' "$out")" ]
[ "$(jq -r '.summary.coverage.blobs' report.json)" = 1 ]
exits 1 gitward staged
cmp "$out" report.txt
