#!/usr/bin/env bash
# Every regular file, hidden and ignored ones too, and the text of symlinks; a
# .git folder holds git's files, not ours.
. "$(dirname "$0")/common.sh"
new_repo
echo "ignored.env" > .gitignore
for file in plain.env .hidden.env ignored.env; do
  echo "TOKEN=$(fake github-pat)" > $file
done
mkdir -p .config/deep
echo "TOKEN=$(fake github-pat)" > .config/deep/file
ln -s "/run/$(fake github-pat)" link
ln -s .config/deep folder
ln -s nowhere dangling
git add .
commit "Objects with the same content"
findings 1 gitward dir . <<'EOF'
github-pat .config/deep/file:1:7
github-pat .hidden.env:1:7
github-pat ignored.env:1:7
github-pat link:1:6
github-pat plain.env:1:7
EOF
