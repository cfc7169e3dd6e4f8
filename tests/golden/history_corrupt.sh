#!/usr/bin/env bash
# A damaged object is named and makes the run incomplete; the rest is scanned.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat 1)" > a.env
echo "important" > b.txt
git add .
commit "Two files"
id=$(git rev-parse HEAD:b.txt)
object=.git/objects/${id:0:2}/${id:2}
chmod u+w "$object"
echo damage > "$object"
exits 1 gitward history --format jsonl
says '"corrupt":1' "$id"
exits 3 gitward history --rule gitlab-pat
says "1 corrupt"
