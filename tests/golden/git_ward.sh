#!/usr/bin/env bash
# `git ward` is gitward: the program answers to git-ward too.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
findings 1 git ward staged <<'EOF'
github-pat a.env:1:7
EOF
