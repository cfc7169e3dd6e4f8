#!/usr/bin/env bash
# A merge of three: MERGE_HEAD has several lines, and each parent counts.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
for side in one two; do
  git switch -qc $side main
  echo "TOKEN=$(fake github-pat ${#side}$RANDOM)" > $side.env
  git add .
  commit "Side $side"
done
git switch -q main
commit "Main" --allow-empty
git merge -q --no-commit one two
clean gitward staged
echo "TOKEN=$(fake github-pat 3)" > evil.env
git add .
findings 1 gitward staged <<'EOF'
github-pat evil.env:1:7
EOF
