#!/usr/bin/env bash
# Objects that another repository lends.
. "$(dirname "$0")/common.sh"
new_repo lender
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Lent"
git clone -q --shared . ../borrower
cd ../borrower
findings 1 gitward history <<'EOF'
github-pat a.env:1:7 by Lent at tip
EOF
