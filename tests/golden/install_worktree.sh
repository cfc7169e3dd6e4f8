#!/usr/bin/env bash
# From a linked worktree the shared hooks are meant.
. "$(dirname "$0")/common.sh"
new_repo
commit "Empty" --allow-empty
git worktree add -q ../linked
cd ../linked
exits 0 gitward install
[ -x ../repo/.git/hooks/pre-commit ]
exits 0 gitward uninstall
[ ! -e ../repo/.git/hooks/pre-commit ]
