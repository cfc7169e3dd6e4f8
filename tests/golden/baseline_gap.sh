#!/usr/bin/env bash
# What can't be scanned can be accepted too: it stays in the summary and no
# longer fails.
. "$(dirname "$0")/common.sh"
new_repo
echo important > a.txt
git add .
commit "A file"
id=$(git rev-parse HEAD:a.txt)
object=.git/objects/${id:0:2}/${id:2}
chmod u+w "$object"
echo damage > "$object"
exits 3 gitward history --format jsonl
accept "lost in a crash"
clean gitward history
exits 0 gitward history
says "1 corrupt" "accepted"
exits 0 gitward baseline list
says "gap:corrupt" "lost in a crash"
