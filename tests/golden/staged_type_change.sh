#!/usr/bin/env bash
# A symlink that becomes a file, and a file that becomes a symlink: what is
# stored for a symlink is its target's text.
. "$(dirname "$0")/common.sh"
new_repo
ln -s nowhere link
echo nothing > file
git add .
commit "A link and a file"
rm link file
echo "TOKEN=$(fake github-pat 1)" > "link"
ln -s "/run/$(fake github-pat 2)" file
git add .
findings 1 gitward staged <<'EOF'
github-pat file:1:6
github-pat link:1:7
EOF
