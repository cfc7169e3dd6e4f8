#!/usr/bin/env bash
# A merge in progress: what either side has is not new, what the resolution
# adds is.
. "$(dirname "$0")/common.sh"
new_repo
echo base > base
git add .
commit "Base"
git switch -qc side
echo "TOKEN=$(fake github-pat 1)" > side.env
git add .
commit "Side"
git switch -q main
echo "TOKEN=$(fake github-pat 2)" > main.env
git add .
commit "Main"
git merge -q --no-commit --no-ff side
clean gitward staged
echo "TOKEN=$(fake github-pat 3)" > evil.env
git add .
findings 1 gitward staged <<'EOF'
github-pat evil.env:1:7
EOF
