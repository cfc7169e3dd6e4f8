#!/usr/bin/env bash
# The very first commit: HEAD names nothing yet, everything staged is new.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > config.env
git add config.env
findings 1 gitward staged <<'EOF'
github-pat config.env:1:7
EOF
