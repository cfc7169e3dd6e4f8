#!/usr/bin/env bash
# A range that can't be worked out is an error, never "nothing" and never
# "everything".
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
expect_error 2 gitward range nowhere..HEAD <<'EOF'
gitward: unknown revision 'nowhere'
EOF
expect_error 2 gitward range HEAD <<'EOF'
gitward: 'HEAD' is no range: write BASE..HEAD
EOF
missing=$(git rev-parse HEAD | tr 0-9a-f 1-9a-f0)
exits 3 gitward range "$missing..HEAD"
says "$missing is not in this repository" "git fetch"
git switch -q --orphan other
commit "Unrelated" --allow-empty
exits 2 gitward range main..HEAD
says "no common history"
