#!/usr/bin/env bash
# A rename brings nothing in; a line added on the way does.
. "$(dirname "$0")/common.sh"
new_repo
{ seq 100; echo "OLD=$(fake github-pat 1)"; } > old.txt
git add .
commit "Add the file"
git mv old.txt new.txt
clean gitward staged
echo "NEW=$(fake github-pat 2)" >> new.txt
git add .
findings 1 gitward staged <<'EOF'
github-pat new.txt:102:5
EOF
