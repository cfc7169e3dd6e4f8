#!/usr/bin/env bash
# Taking an inline allow away makes the finding new, although the credential
# was there before.
. "$(dirname "$0")/common.sh"
new_repo
echo "key = $(fake github-pat)  # gitward:allow[github-pat] example" > app.conf
git add .
commit "Allowed"
echo "key = $(fake github-pat)" > app.conf
git add .
findings 1 gitward staged <<'EOF'
github-pat app.conf:1:7
EOF
commit "No longer"
findings 1 gitward range HEAD^..HEAD <<'EOF'
github-pat app.conf:1:7 by No longer
EOF
