#!/usr/bin/env bash
# Under `git commit -a` the index to look at is a temporary one; the real index
# still holds the old content.
. "$(dirname "$0")/common.sh"
new_repo
exits 0 gitward install
echo one > a.env
git add .
commit "One"
echo "TOKEN=$(fake github-pat)" > a.env
exits 1 git commit -a -m "All"
says "a.env:1:7"
git checkout -q a.env
echo two > a.env
silent git commit -q -a -m "All, clean"
