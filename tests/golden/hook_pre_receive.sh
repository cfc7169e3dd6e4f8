#!/usr/bin/env bash
# On the server: objects are still in quarantine, the repository is bare.
. "$(dirname "$0")/common.sh"
git init -q --bare "$scratch/server"
printf '#!/bin/sh\nexec gitward hook pre-receive\n' \
  > "$scratch/server/hooks/pre-receive"
chmod +x "$scratch/server/hooks/pre-receive"
new_repo
git remote add origin "$scratch/server"
echo hello > readme
git add .
commit "Clean"
git push -q origin main
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Leaky"
exits 1 git push origin main
says "a.env:1:7" "remote:"
[ "$(git -C "$scratch/server" log --format=%s)" = Clean ]
