#!/usr/bin/env bash
# Neither a changed mode nor a deletion brings anything in.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
echo "TOKEN=$(fake github-pat)" > b.env
git add .
commit "Add them"
chmod +x a.env
git rm -q b.env
git add .
clean gitward staged
