#!/usr/bin/env bash
# `git add -N` promises a file; its content is not in the index yet.
. "$(dirname "$0")/common.sh"
new_repo
commit "Empty" --allow-empty
echo "TOKEN=$(fake github-pat)" > later.env
git add -N later.env
clean gitward staged
git add later.env
findings 1 gitward staged <<'EOF'
github-pat later.env:1:7
EOF
