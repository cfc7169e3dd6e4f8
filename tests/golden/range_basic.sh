#!/usr/bin/env bash
# Only what the range brings in counts, commit by commit.
. "$(dirname "$0")/common.sh"
new_repo
echo "OLD=$(fake github-pat 1)" > old.env
git add .
commit "Base"
git tag base
echo "NEW=$(fake github-pat 2)" > new.env
git add .
commit "Add new"
echo two >> old.env
commit "Touch old" -a
findings 1 gitward range base..HEAD <<'EOF'
github-pat new.env:1:5 by Add new
EOF
clean gitward range HEAD^..HEAD
clean gitward range HEAD..HEAD
