#!/usr/bin/env bash
# A damaged index is an error that says so, never "nothing staged".
. "$(dirname "$0")/common.sh"
new_repo
echo one > one
git add .
commit "One"
echo "TOKEN=$(fake github-pat)" > a.env
git add .
cp .git/index whole
# The count of entries.
printf '\377' | dd of=.git/index bs=1 seek=8 conv=notrunc status=none
exits 3 gitward staged
says "the index is damaged"
head -c 100 whole > .git/index
exits 3 gitward staged
says "the index is damaged"
cp whole .git/index
rm whole
findings 1 gitward staged <<'STORY'
github-pat a.env:1:7
STORY
