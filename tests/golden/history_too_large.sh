#!/usr/bin/env bash
# What --max-blob-size leaves out is a gap like any other.
. "$(dirname "$0")/common.sh"
new_repo
{ head -c 100000 /dev/zero | tr '\0' x; echo; } > large.txt
echo small > small.txt
git add .
commit "Two files"
clean gitward history
findings 3 gitward history --max-blob-size 10kb <<'EOF'
gap too-large large.txt
EOF
clean gitward history --max-blob-size 1mb
