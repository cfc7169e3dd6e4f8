#!/usr/bin/env bash
# A hook that doesn't find gitward stops the commit and says why: a guard that
# is gone is not a guard that has nothing to say.
. "$(dirname "$0")/common.sh"
new_repo
cp -L "$GITWARD" "$scratch/bin/other"
rm "$scratch/bin/gitward" "$scratch/bin/git-ward"
mv "$scratch/bin/other" "$scratch/bin/gitward"
exits 0 gitward install
rm "$scratch/bin/gitward"
exits 1 git commit --allow-empty -m "Without a guard"
says "gitward"
