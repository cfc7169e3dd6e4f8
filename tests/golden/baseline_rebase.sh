#!/usr/bin/env bash
# Ids hold neither commits nor lines, so that rebase and squash change nothing.
. "$(dirname "$0")/common.sh"
new_repo
commit "Root" --allow-empty
git switch -qc topic
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 gitward staged --format jsonl
accept "known"
git add .
commit "Accepted"
seq 10 > other
git add .
commit "Other"
git switch -q main
echo main > main.txt
git add .
commit "Main"
tick
git rebase -q main topic
clean gitward range main..topic
git switch -q main
git merge -q --squash topic > "$out"
clean gitward staged
commit "Squashed"
git branch -qD topic
clean gitward range HEAD^..HEAD
clean gitward history
