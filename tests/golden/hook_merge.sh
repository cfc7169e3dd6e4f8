#!/usr/bin/env bash
# A clean merge runs pre-merge-commit, where MERGE_HEAD is not written yet:
# only GITHEAD_… tells the other parent. What comes from there is not new.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git switch -qc side
echo "TOKEN=$(fake github-pat)" > side.env
git add .
commit "Side"
git switch -q main
commit "Main" --allow-empty
exits 0 gitward install
ln -s "$scratch/bin/gitward" "$scratch/bin/gitward-hook"
printf '#!/bin/sh\nexec gitward hook pre-merge-commit\n' \
  > .git/hooks/pre-merge-commit
chmod +x .git/hooks/pre-merge-commit
silent git merge -q --no-ff --no-edit side
