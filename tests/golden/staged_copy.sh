#!/usr/bin/env bash
# A second copy of a credential is one more place to clean up, so it is new;
# a move from one file to another is not.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add it"
cp a.env b.env
git add .
findings 1 gitward staged <<'EOF'
github-pat b.env:1:7
EOF
: > a.env
git add .
clean gitward staged
