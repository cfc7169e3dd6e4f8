#!/usr/bin/env bash
# A base that has moved on is the normal case.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git switch -qc topic
echo "TOKEN=$(fake github-pat 1)" > topic.env
git add .
commit "Topic"
git switch -q main
echo "TOKEN=$(fake github-pat 2)" > main.env
git add .
commit "Main"
findings 1 gitward range main..topic <<'EOF'
github-pat topic.env:1:7 by Topic
EOF
