#!/usr/bin/env bash
# A linked worktree has an index of its own.
. "$(dirname "$0")/common.sh"
new_repo
commit "Empty" --allow-empty
git worktree add -q ../linked
cd ../linked
echo "TOKEN=$(fake github-pat)" > a.env
git add .
findings 1 gitward staged <<'EOF'
github-pat a.env:1:7
EOF
cd ../repo
clean gitward staged
findings 1 gitward staged --repo ../linked <<'EOF'
github-pat a.env:1:7
EOF
