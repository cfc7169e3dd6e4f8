#!/usr/bin/env bash
# Commit messages, identities, file and folder names, ref names, reflog
# messages and the repository's configuration.
. "$(dirname "$0")/common.sh"
new_repo
commit "Deploy

with $(fake github-pat 1)" --allow-empty
GIT_AUTHOR_EMAIL=$(fake github-pat 2)@example.com \
  commit "By a token" --allow-empty
echo x > "$(fake github-pat 3).txt"
git add .
commit "A file's name"
git branch "fix-$(fake github-pat 4)"
git update-ref -m "pull $(fake github-pat 5)" refs/heads/other HEAD
git config remote.origin.url "https://$(fake github-pat 6)@example.com/x.git"
exits 1 gitward history --format jsonl
brief | sort > "$out.brief"
compare "$out.brief" <<'EOF'
github-pat :3:15 identity by By a token past
github-pat :3:6 commit-message by Deploy past
github-pat config:7:16 config
github-pat ghp_….txt:1:1 path by A file's name at tip
github-pat logs/refs/heads/other:1:127 reflog
github-pat refs/heads/fix-ghp_…:1:16 ref at tip
EOF
