#!/usr/bin/env bash
# Commit messages, identities and annotated tags in a range count too.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git tag base
commit "Use the token

It is $(fake github-pat 1)" --allow-empty
GIT_AUTHOR_EMAIL=$(fake github-pat 2)@example.com \
  commit "By a token" --allow-empty
git tag -a -m "Signed with $(fake github-pat 3)" release
findings 1 gitward range base..release <<'EOF'
github-pat :3:7 commit-message by Use the token
github-pat :1:13 tag-message
github-pat :3:15 identity by By a token
EOF
