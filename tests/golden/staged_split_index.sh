#!/usr/bin/env bash
# libgit2 can't read a split index; git can.
. "$(dirname "$0")/common.sh"
new_repo
git config core.splitIndex true
echo one > one
git add .
commit "One"
git update-index --split-index
echo "TOKEN=$(fake github-pat)" > a.env
git add .
findings 1 gitward staged <<'EOF'
github-pat a.env:1:7
EOF
