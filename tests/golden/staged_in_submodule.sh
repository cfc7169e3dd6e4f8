#!/usr/bin/env bash
# Inside a submodule: its own index, its own history.
. "$(dirname "$0")/common.sh"
new_repo library
commit "Empty" --allow-empty
new_repo
git submodule --quiet add "$scratch/library" library
cd library
echo "TOKEN=$(fake github-pat)" > secret.env
git add .
findings 1 gitward staged <<'EOF'
github-pat secret.env:1:7
EOF
