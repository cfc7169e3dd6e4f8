#!/usr/bin/env bash
# Content of an evil merge, and of a commit that only a linked worktree's
# detached HEAD reaches.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git switch -qc side
commit "Side" --allow-empty
git switch -q main
commit "Main" --allow-empty
git merge -q --no-commit --no-ff side
echo "TOKEN=$(fake github-pat 1)" > evil.env
git add .
commit "Merge"
git worktree add -q --detach ../linked
cd ../linked
echo "TOKEN=$(fake github-pat 2)" > detached.env
git add .
commit "Detached"
cd ../repo
findings 1 gitward history <<'EOF'
github-pat detached.env:1:7 by Detached at tip
github-pat evil.env:1:7 by Merge at tip
EOF
