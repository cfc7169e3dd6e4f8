#!/usr/bin/env bash
# Two branches that each accept something merge without a conflict, and both
# entries hold.
. "$(dirname "$0")/common.sh"
new_repo
accept_one() {
  echo "TOKEN=$(fake github-pat "$1")" > "$1.env"
  exits 1 gitward dir . --format jsonl
  accept "number $1"
  git add .
  commit "Accept $1"
}
accept_one 1
for i in 2 3; do
  git switch -qc "branch$i" main
  accept_one $i
done
git merge -q --no-edit branch2
clean gitward history
[ "$(grep -c github-pat .gitward-baseline)" = 3 ]
