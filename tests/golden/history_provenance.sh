#!/usr/bin/env bash
# A finding names the commit that brought it in, its line there, and whether a
# tip still has it.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat 1)" > gone.env
echo "TOKEN=$(fake github-pat 2)" > kept.env
git add .
commit "Add both"
git rm -q gone.env
{ echo first; cat kept.env; } > new && mv new kept.env
git add .
commit "Remove one, move a line"
findings 1 gitward history <<'EOF'
github-pat gone.env:1:7 by Add both past
github-pat kept.env:1:7 by Add both at tip
EOF
exits 1 gitward history --format jsonl
[ "$(jq -r 'select(.path == "kept.env") | "\(.refs) \(.author) \(.date)"' \
  "$out")" = '["main"] Alice 2026-01-02T03:06:05+00:00' ]
