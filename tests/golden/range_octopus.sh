#!/usr/bin/env bash
# An octopus merge with something of its own.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
for side in one two; do
  git switch -qc $side main
  echo $side > $side
  git add .
  commit "Side $side"
done
git switch -q main
commit "Main" --allow-empty
git merge -q --no-commit one two
echo "TOKEN=$(fake github-pat)" > evil.env
git add .
commit "Merge"
findings 1 gitward range HEAD^1..HEAD <<'EOF'
github-pat evil.env:1:7 by Merge
EOF
