#!/usr/bin/env bash
# Paths are bytes: spaces, quotes, newlines, a leading dash, what is not UTF-8.
. "$(dirname "$0")/common.sh"
new_repo
for name in '-dash' 'a b' 'quote"s' "$(printf 'new\nline')" 'tab	s' \
  "$(printf 'latin\351')"; do
  echo "TOKEN=$(fake github-pat)" > "./$name"
done
git add .
findings 1 gitward staged <<'EOF'
github-pat -dash:1:7
github-pat a b:1:7
github-pat latin%E9:1:7
github-pat new\nline:1:7
github-pat quote"s:1:7
github-pat tab\ts:1:7
EOF
