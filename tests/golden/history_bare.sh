#!/usr/bin/env bash
# A bare repository has a history like any other.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add"
git clone -q --bare . ../bare
cd ../bare
findings 1 gitward history <<'EOF'
github-pat a.env:1:7 by Add at tip
EOF
