#!/usr/bin/env bash
# `git commit --amend` is told to the hook by nothing, so that HEAD stays what
# counts as there already; what the amendment adds is new.
. "$(dirname "$0")/common.sh"
new_repo
gitward install > "$out"
echo "TOKEN=$(fake github-pat 1)" > a.env
git add .
commit "Past the hook" --no-verify
commit "Another subject" --amend
echo "TOKEN=$(fake github-pat 2)" >> a.env
git add .
exits 1 git commit --amend --no-edit
says "a.env:2:7"
