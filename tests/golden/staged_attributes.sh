#!/usr/bin/env bash
# Attributes, diff drivers and encodings change what git shows, not what it
# stores. They can hide nothing.
. "$(dirname "$0")/common.sh"
new_repo
git config diff.quiet.textconv true
printf '*.a -diff\n*.b binary\n*.c diff=quiet\n*.d working-tree-encoding=UTF-16\n' \
  > .gitattributes
git add .
commit "Attributes"
for name in a b c; do echo "TOKEN=$(fake github-pat)" > f.$name; done
git add .
findings 1 gitward staged <<'EOF'
github-pat f.a:1:7
github-pat f.b:1:7
github-pat f.c:1:7
EOF
