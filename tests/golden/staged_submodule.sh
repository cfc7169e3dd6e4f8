#!/usr/bin/env bash
# A submodule's commit is scanned in its own repository; the URL in
# .gitmodules is content like any other.
. "$(dirname "$0")/common.sh"
new_repo library
echo "TOKEN=$(fake github-pat)" > secret.env
git add .
commit "Not ours"
new_repo
git submodule --quiet add "$scratch/library" library
clean gitward staged
exits 0 gitward staged --format jsonl
says '"submodule":1'
git config -f .gitmodules submodule.library.url \
  "https://$(fake github-pat)@example.com/library.git"
git add .gitmodules
findings 1 gitward staged <<'EOF'
github-pat .gitmodules:3:16
EOF
