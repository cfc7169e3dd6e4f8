#!/usr/bin/env bash
# An entry holds up to its last day; after it the finding counts again, and
# says so.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
exits 1 gitward dir . --format jsonl
id=$(jq -r 'select(.rule).id' "$out")
exits 0 gitward baseline accept "$id" --reason "soon rotated" \
  --expires 2999-12-31
clean gitward dir .
exits 0 gitward baseline accept "$id" --reason "soon rotated" \
  --expires 2020-01-01
findings 1 gitward dir . <<'EOF'
github-pat a.env:1:7 expired
EOF
exits 1 gitward dir .
says "expired"
exits 2 gitward baseline accept "$id" --reason "wrong date" --expires tomorrow
says "tomorrow"
