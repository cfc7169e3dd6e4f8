#!/usr/bin/env bash
# An entry holds at its path. A copy elsewhere is new, unless the entry says
# that a value which can't be guessed is a false positive.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
exits 1 gitward dir . --format jsonl
id=$(jq -r 'select(.rule).id' "$out")
exits 0 gitward baseline accept "$id" --reason "to be rotated" --state to-rotate
clean gitward dir .
cp a.env b.env
findings 1 gitward dir . <<'EOF'
github-pat b.env:1:7
EOF
exits 0 gitward baseline accept "$id" --reason "an example" \
  --state false-positive
cp a.env c.env
clean gitward dir .
