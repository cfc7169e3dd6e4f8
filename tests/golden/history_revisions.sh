#!/usr/bin/env bash
# With revisions, only what they reach.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat 1)" > a.env
git add .
commit "Main"
git switch -qc side
echo "TOKEN=$(fake github-pat 2)" > b.env
git add .
commit "Side"
findings 1 gitward history main <<'EOF'
github-pat a.env:1:7 by Main at tip
EOF
findings 1 gitward history side <<'EOF'
github-pat a.env:1:7 by Main at tip
github-pat b.env:1:7 by Side at tip
EOF
expect_error 2 gitward history nowhere <<'EOF'
gitward: unknown revision 'nowhere'
EOF
