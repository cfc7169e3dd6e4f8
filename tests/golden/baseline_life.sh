#!/usr/bin/env bash
# Accepted findings pass, and stay accepted when lines move, the file changes
# elsewhere or is renamed. A copy, or another value, is new.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat 1)" > a.env
git add .
exits 1 gitward staged --format jsonl
accept "revoked long ago" --state false-positive
clean gitward staged
git add .
commit "Accepted"
clean gitward history
{ seq 20; cat a.env; echo OTHER=1; } > new && mv new a.env
clean gitward dir .
git mv a.env b.env
git add .
clean gitward staged
commit "Moved and renamed"
clean gitward range HEAD^..HEAD
clean gitward history
echo "TOKEN=$(fake github-pat 2)" > a.env
findings 1 gitward dir . <<'EOF'
github-pat a.env:1:7
EOF
findings 1 gitward dir . --no-baseline <<'EOF'
github-pat a.env:1:7
github-pat b.env:21:7
EOF
exits 1 gitward dir . --no-baseline --show-accepted --format jsonl
never grep -q '"status":"accepted"' "$out"
exits 1 gitward dir . --show-accepted --format jsonl
says '"status":"accepted"' '"reason":"revoked long ago"'
exits 0 gitward baseline list
says "false-positive" "revoked long ago"
