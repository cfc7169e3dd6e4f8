#!/usr/bin/env bash
# Everything that a repository stores: what no branch reaches any more, stashes,
# notes, tags, blobs that only a tag or nothing at all names.
. "$(dirname "$0")/common.sh"
new_repo
echo hello > readme
git add .
commit "Root"

echo "TOKEN=$(fake github-pat 1)" > amended.env
git add .
commit "Amended away"
git rm -q --cached amended.env && rm amended.env
commit "Instead" --amend --allow-empty

echo "TOKEN=$(fake github-pat 2)" > readme
tick
git stash -q

git notes add -m "Reviewed with $(fake github-pat 3)" HEAD
git tag -a -m "Built with $(fake github-pat 4)" v1
git tag blob "$(echo "TOKEN=$(fake github-pat 5)" | git hash-object -w --stdin)"
echo "TOKEN=$(fake github-pat 6)" | git hash-object -w --stdin > "$out"
echo "TOKEN=$(fake github-pat 7)" > indexed.env
git add indexed.env

exits 1 gitward history --format jsonl
brief | sed "s/$(git rev-parse HEAD)/NOTE/; s/$(git rev-parse --short HEAD)/HEAD/" |
  sort > "$out.brief"
compare "$out.brief" <<'EOF'
github-pat :1:12 tag-message at tip
github-pat :1:7 at tip
github-pat :1:7 unreachable
github-pat NOTE:1:15 by Notes added by 'git notes add' at tip
github-pat amended.env:1:7 by Amended away unreachable
github-pat indexed.env:1:7 unreachable
github-pat readme:1:7 by WIP on main: HEAD Instead past
EOF
