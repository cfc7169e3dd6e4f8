#!/usr/bin/env bash
# A range that only deletes brings nothing in, whatever the rest of the tree
# holds.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
echo "TOKEN=$(fake github-pat)" > b.env
git add .
commit "Base"
git rm -q b.env
commit "Remove"
clean gitward range HEAD^..HEAD
