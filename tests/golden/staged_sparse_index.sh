#!/usr/bin/env bash
# libgit2 can't read a sparse index; git can.
. "$(dirname "$0")/common.sh"
new_repo
mkdir in out
echo in > in/file
echo out > out/file
git add .
commit "Two folders"
git sparse-checkout set --sparse-index in
clean gitward staged
echo "TOKEN=$(fake github-pat)" > in/a.env
git add in
findings 1 gitward staged <<'EOF'
github-pat in/a.env:1:7
EOF
