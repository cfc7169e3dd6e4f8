#!/usr/bin/env bash
# A repository's own rule beside the built-in ones, and a built-in one taken
# away.
. "$(dirname "$0")/common.sh"
new_repo
cat > .gitward.toml <<'EOF'
[extend]
disabledRules = ["github-pat"]

[[rules]]
id = "acme-key"
description = "Acme deployment key: everything"
shape = "acme_{hex:32}"
EOF
echo "key = acme_$(seq -s '' 10 25)" > a.conf
echo "key = $(fake github-pat)" >> a.conf
echo "key = $(fake github-fine-grained-pat)" >> a.conf
git add .
findings 1 gitward staged <<'EOF'
acme-key a.conf:1:7
github-fine-grained-pat a.conf:3:7
EOF
findings 1 gitward staged --rule acme-key <<'EOF'
acme-key a.conf:1:7
EOF
exits 0 gitward rules test --samples 2
exits 0 gitward rules show acme-key
says "everything"
