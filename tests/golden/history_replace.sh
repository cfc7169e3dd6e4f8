#!/usr/bin/env bash
# A replace ref shows another object instead of the one that is stored; what is
# stored is scanned.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Leaky"
leaky=$(git rev-parse HEAD:a.env)
innocent=$(echo nothing | git hash-object -w --stdin)
git replace "$leaky" "$innocent"
findings 1 gitward history <<'EOF'
github-pat a.env:1:7 by Leaky at tip
EOF
