#!/usr/bin/env bash
# A repository with SHA-256 ids, from the first commit to the audit.
. "$(dirname "$0")/common.sh"
new_repo repo --object-format=sha256
echo "TOKEN=$(fake github-pat 1)" > a.env
git add .
findings 1 gitward staged <<'EOF'
github-pat a.env:1:7
EOF
commit "Add it"
clean gitward staged
echo "TOKEN=$(fake github-pat 2)" > b.env
git add .
commit "Add another"
findings 1 gitward range HEAD^..HEAD <<'EOF'
github-pat b.env:1:7 by Add another
EOF
findings 1 gitward history <<'EOF'
github-pat a.env:1:7 by Add it at tip
github-pat b.env:1:7 by Add another at tip
EOF
