#!/usr/bin/env bash
# A shallow clone is not a whole history, and the summary says so.
. "$(dirname "$0")/common.sh"
new_repo origin
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Old"
git rm -q a.env
commit "Removed"
git clone -q --depth 1 "file://$scratch/origin" ../shallow
cd ../shallow
exits 3 gitward history
says "shallow"
