#!/usr/bin/env bash
# Without a work tree nothing is staged: wrong usage, not clean.
. "$(dirname "$0")/common.sh"
new_repo repo --bare
expect_error 2 gitward staged <<'EOF'
gitward: a bare repository has nothing staged: use 'history' or 'range'
EOF
