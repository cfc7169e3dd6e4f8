#!/usr/bin/env bash
# Hooks are shared with linked worktrees, where git sets GIT_DIR and
# GIT_INDEX_FILE.
. "$(dirname "$0")/common.sh"
new_repo
exits 0 gitward install
commit "Empty" --allow-empty
git worktree add -q ../linked
cd ../linked
echo one > a.env
git add .
commit "One"
echo "TOKEN=$(fake github-pat)" > a.env
exits 1 git commit -a -m "Leaky"
says "a.env:1:7"
