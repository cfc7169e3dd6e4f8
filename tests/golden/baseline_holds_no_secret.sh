#!/usr/bin/env bash
# The baseline gives away neither the value nor where in the file it was.
. "$(dirname "$0")/common.sh"
new_repo
password=Tr0ub4dor-$(fake github-pat 2 | cut -c 10-20)
echo "TOKEN=$(fake github-pat)" > a.env
echo "password = \"$password\"" > b.conf
exits 1 gitward dir . --format jsonl
accept "known"
never grep -qF "$(fake github-pat | cut -c 5-14)" .gitward-baseline
never grep -qF "$password" .gitward-baseline
clean gitward dir .
