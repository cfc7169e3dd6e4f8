#!/usr/bin/env bash
# The index counts, not the work tree: what was edited after `git add`, or not
# added, is not committed.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=none" > clean.env
echo "TOKEN=$(fake github-pat)" > leaky.env
git add .
echo "TOKEN=$(fake github-pat)" > clean.env
echo "TOKEN=none" > leaky.env
findings 1 gitward staged <<'EOF'
github-pat leaky.env:1:7
EOF
git add leaky.env
clean gitward staged
