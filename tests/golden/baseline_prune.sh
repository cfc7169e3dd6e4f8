#!/usr/bin/env bash
# Entries whose finding is gone can be removed, and only those.
. "$(dirname "$0")/common.sh"
new_repo
for i in 1 2; do echo "TOKEN=$(fake github-pat $i)" > $i.env; done
exits 1 gitward dir . --format jsonl
accept "both"
[ "$(grep -c github-pat .gitward-baseline)" = 2 ]
rm 2.env
exits 0 gitward baseline prune --dry-run
says "would remove" "2.env"
[ "$(grep -c github-pat .gitward-baseline)" = 2 ]
exits 0 gitward baseline prune
[ "$(grep -c github-pat .gitward-baseline)" = 1 ]
clean gitward dir .
silent gitward baseline prune
