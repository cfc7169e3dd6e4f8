#!/usr/bin/env bash
# Where a shallow clone ends, nobody knows what a commit brought in: that is
# said, and the status is not 0.
. "$(dirname "$0")/common.sh"
new_repo origin
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Old"
for i in 1 2 3; do commit "Commit $i" --allow-empty; done
git clone -q --depth 2 "file://$scratch/origin" ../shallow
cd ../shallow
clean gitward range HEAD^..HEAD
exits 3 gitward range HEAD~3..HEAD
says "git fetch --unshallow"
