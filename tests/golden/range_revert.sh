#!/usr/bin/env bash
# A commit that brings an old credential back brings it in.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add"
git rm -q a.env
commit "Remove"
tick
git revert --no-edit HEAD > "$out"
findings 1 gitward range HEAD^..HEAD <<'EOF'
github-pat a.env:1:7 by Revert "Remove"
EOF
