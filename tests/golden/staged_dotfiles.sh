#!/usr/bin/env bash
# A repository beside its work tree, as people keep their dotfiles: GIT_DIR and
# GIT_WORK_TREE say where both are.
. "$(dirname "$0")/common.sh"
git init -q --bare "$scratch/dots"
cd "$HOME"
export GIT_DIR=$scratch/dots GIT_WORK_TREE=$HOME
echo "TOKEN=$(fake github-pat)" > .profile
git add .profile
findings 1 gitward staged <<'EOF'
github-pat .profile:1:7
EOF
