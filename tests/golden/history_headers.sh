#!/usr/bin/env bash
# Headers that git does not know are stored all the same.
. "$(dirname "$0")/common.sh"
new_repo
commit "Root" --allow-empty
tree=$(git rev-parse HEAD:)
id=$({
  echo "tree $tree"
  echo "author Eve <eve@example.com> 1700000000 +0000"
  echo "committer Eve <eve@example.com> 1700000000 +0000"
  echo "x-token $(fake github-pat)"
  echo
  echo "Made by hand"
} | git hash-object -t commit -w --stdin --literally)
git update-ref refs/heads/hand "$id"
findings 1 gitward history <<'EOF'
github-pat :4:9 header by Made by hand at tip
EOF
