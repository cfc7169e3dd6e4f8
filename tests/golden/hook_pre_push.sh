#!/usr/bin/env bash
# A push is checked for what the remote does not have: new branches, tags and
# rebased commits; a deletion sends nothing.
. "$(dirname "$0")/common.sh"
git init -q --bare "$scratch/remote"
new_repo
git remote add origin "$scratch/remote"
exits 0 gitward install
echo hello > readme
git add .
commit "Clean"
silent git push -q origin main
git switch -qc topic
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Past the first hook" --no-verify
git rm -q a.env
commit "Too late"
exits 1 git push origin topic
says "a.env:1:7"
git tag -a -m "A release" v1
exits 1 git push origin v1
says "a.env:1:7"
git tag -a -m "with $(fake github-pat 2)" v2 main
exits 1 git push origin v2
git push -q --no-verify origin topic
silent git push -q origin topic:refs/heads/copy
silent git push -q origin :topic
