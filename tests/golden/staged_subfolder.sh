#!/usr/bin/env bash
# From a folder below the root: the same paths, relative to the root.
. "$(dirname "$0")/common.sh"
new_repo
mkdir -p deep/down
echo "TOKEN=$(fake github-pat)" > deep/a.env
git add .
cd deep/down
findings 1 gitward staged <<'EOF'
github-pat deep/a.env:1:7
EOF

# git takes a relative GIT_INDEX_FILE from the root of the work tree.
export GIT_INDEX_FILE=.git/index
findings 1 gitward staged <<'EOF'
github-pat deep/a.env:1:7
EOF
