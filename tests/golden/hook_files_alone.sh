#!/usr/bin/env bash
# What a commit usually is needs no more than the repository's files: neither
# libgit2 nor git is started. (GITWARD_BACKEND=files allows for neither.)
. "$(dirname "$0")/common.sh"
export GITWARD_BACKEND=files
new_repo
for hook in pre-commit pre-merge-commit; do
  printf '#!/bin/sh\nexec gitward hook pre-commit\n' > .git/hooks/$hook
  chmod +x .git/hooks/$hook
done
mkdir -p folder/below
echo one > folder/below/one
echo two > two
git add .
silent git commit -q -m "First"
echo "key = $(fake github-pat)" > folder/below/one
exits 1 git commit -q -a -m "All"
says "folder/below/one:1:7"
exits 1 git commit -q -m "Only" folder
git checkout -q .
echo more >> two
silent git commit -q -a -m "All, clean"
echo more >> two
echo more >> folder/below/one
git add folder
silent git commit -q -m "Only, clean" two
silent git commit -q --amend -m "Amended"
git gc -q
echo more >> two
silent git commit -q -a -m "Onto a pack"
git switch -qc side HEAD~1
echo side > side
git add .
silent git commit -q -m "Side"
git switch -q main
silent git merge -q --no-ff --no-edit side
git switch -qc other HEAD~2
echo other > two
silent git commit -q -a -m "Other"
never git merge -q main > "$out"
echo resolved > two
git add two
silent git commit -q -m "Resolved"
git worktree add -q "$scratch/linked"
cd "$scratch/linked"
echo linked > two
silent git commit -q -a -m "Linked"
cd "$scratch/repo"
mv .git "$scratch/dotfiles"
echo dotfiles > two
silent git --git-dir="$scratch/dotfiles" --work-tree=. commit -q -a -m "Dotfiles"
