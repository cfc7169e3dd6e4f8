#!/usr/bin/env bash
# The hooks go where git looks for them: core.hooksPath, relative to the work
# tree.
. "$(dirname "$0")/common.sh"
new_repo
git config core.hooksPath .githooks
mkdir .githooks sub
cd sub
exits 0 gitward install
[ -x ../.githooks/pre-commit ]
[ ! -e ../.git/hooks/pre-commit ]
cd ..
echo "TOKEN=$(fake github-pat)" > a.env
git add a.env
exits 1 git commit -m "Leaky"
says "a.env:1:7"
exits 0 gitward uninstall
[ ! -e .githooks/pre-commit ]
