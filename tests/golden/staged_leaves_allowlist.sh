#!/usr/bin/env bash
# A file that leaves an allowlisted folder is new, although it is an exact
# rename.
. "$(dirname "$0")/common.sh"
new_repo
cat > .gitward.toml <<'EOF'
[[allowlists]]
description = "fixtures"
paths = ['^fixtures/']
EOF
mkdir fixtures
echo "TOKEN=$(fake github-pat)" > fixtures/token.env
git add .
clean gitward staged
commit "Add fixtures"
git mv fixtures/token.env token.env
findings 1 gitward staged <<'EOF'
github-pat token.env:1:7
EOF
