#!/usr/bin/env bash
# A side branch that is older than the base is part of the range when the
# range merges it.
. "$(dirname "$0")/common.sh"
new_repo
commit "Root" --allow-empty
git switch -qc side
echo "TOKEN=$(fake github-pat)" > side.env
git add .
commit "Old side"
git switch -q main
for i in 1 2 3; do commit "Main $i" --allow-empty; done
git tag base
git merge -q --no-ff --no-edit side
findings 1 gitward range base..HEAD <<'EOF'
github-pat side.env:1:7 by Old side
EOF
