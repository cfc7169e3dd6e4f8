#!/usr/bin/env bash
# Nothing staged: nothing to scan, and it says so.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > untracked.env
clean gitward staged
exits 0 gitward staged
says "0 blobs"
