#!/usr/bin/env bash
# What a merge commit itself adds is in neither parent; `git log -p` would not
# show it.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git tag base
git switch -qc side
echo side > side
git add .
commit "Side"
git switch -q main
commit "Main" --allow-empty
git merge -q --no-commit --no-ff side
echo "TOKEN=$(fake github-pat)" > evil.env
git add .
commit "Merge"
findings 1 gitward range base..HEAD <<'EOF'
github-pat evil.env:1:7 by Merge
EOF
