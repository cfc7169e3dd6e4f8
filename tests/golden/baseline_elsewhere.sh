#!/usr/bin/env bash
# Only the baseline in use is not scanned; a file of its name elsewhere can't
# hide anything.
. "$(dirname "$0")/common.sh"
new_repo
mkdir sub
echo "TOKEN=$(fake github-pat)" > sub/.gitward-baseline
git add .
findings 1 gitward staged <<'EOF'
github-pat sub/.gitward-baseline:1:7
EOF
findings 1 gitward dir . <<'EOF'
github-pat sub/.gitward-baseline:1:7
EOF
