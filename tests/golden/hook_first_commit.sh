#!/usr/bin/env bash
# The hook on an unborn branch proposes what works there.
. "$(dirname "$0")/common.sh"
new_repo
exits 0 gitward install
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 git commit -m "First"
says "a.env:1:7" "git rm --cached"
