#!/usr/bin/env bash
# A credential can be the name of a file, or of a folder.
. "$(dirname "$0")/common.sh"
new_repo
mkdir "backup-$(fake github-pat 1)"
touch "backup-$(fake github-pat 1)/empty" "$(fake github-pat 2).txt"
git add .
exits 1 gitward staged --format jsonl
[ "$(grep -c '"where":"path"' "$out")" = 2 ]
