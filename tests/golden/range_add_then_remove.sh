#!/usr/bin/env bash
# Added in one commit and removed in the next: both ends of the range are
# clean, the history between them is not.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add"
git rm -q a.env
commit "Remove"
findings 1 gitward range HEAD~2..HEAD <<'EOF'
github-pat a.env:1:7 by Add
EOF
