#!/usr/bin/env bash
# An image that umoci builds: layers as real tools write them.
. "$(dirname "$0")/common.sh"
command -v umoci > /dev/null || skip "needs umoci"
umoci init --layout image > "$scratch/log" 2>&1
umoci new --image image:story >> "$scratch/log" 2>&1
insert() { umoci insert --rootless --image image:story "$@" >> "$scratch/log" 2>&1; }
echo "TOKEN=$(fake github-pat 1)" > secret
echo "TOKEN=$(fake github-pat 2)" > kept
insert secret /app/.env
insert kept /app/kept
insert --whiteout /app/.env
umoci config --image image:story --config.env "KEY=$(fake gitlab-pat)" \
  >> "$scratch/log" 2>&1
exits 1 gitward image image --format jsonl
jq -r 'select(.inside) |
  "\(.rule) \(.inside | sub("^[^!]*!"; "")) \(.removed_in != null)"' "$out" |
  sort | diff - <(sort <<'EOF'
github-pat app/.env true
github-pat app/kept false
gitlab-pat env false
EOF
)
jq -e 'select(.summary) | .summary.skipped == {}' "$out" > "$err"

# What was found there can be accepted there.
exits 1 gitward image image --format jsonl
mapfile -t ids < <(jq -r '.id // empty' "$out")
exits 0 gitward baseline accept "${ids[@]}" --image image --reason "for tests"
clean gitward image image
