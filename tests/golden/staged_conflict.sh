#!/usr/bin/env bash
# A conflicted path has up to three contents in the index. None of them can be
# committed as it is, but all are looked at.
. "$(dirname "$0")/common.sh"
new_repo
echo base > file
git add .
commit "Base"
git switch -qc theirs
echo "theirs $(fake github-pat 1)" > file
commit "Theirs" -a
git switch -q main
echo "ours" > file
commit "Ours" -a
exits 1 git cherry-pick theirs
findings 1 gitward staged <<'EOF'
github-pat file:1:8
EOF
# In a merge, what a parent has is not new.
git cherry-pick --abort
exits 1 git merge theirs
clean gitward staged
