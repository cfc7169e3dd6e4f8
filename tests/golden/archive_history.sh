#!/usr/bin/env bash
# A tar.gz in a zip, deleted later: it is in the history, however that is read.
. "$(dirname "$0")/common.sh"
new_repo
mkdir app
echo "TOKEN=$(fake github-pat 1)" > app/.env
# Uncompressed archives whose versions are deltas of each other, too.
seq 3000 > app/numbers
pack inner.tar.gz app
pack release.zip inner.tar.gz
pack backup.tar app
git add release.zip backup.tar
commit "Release and backup"
git rm -q release.zip
commit "No release"
echo more >> app/numbers
pack backup.tar app
git add backup.tar
commit "Another backup"
sed -i 's/TOKEN/KEY/' app/.env
pack backup.tar app
git add backup.tar
commit "The same, otherwise"
git gc -q

findings 1 gitward history <<'EOF'
github-pat backup.tar!app/.env:1:7 by Release and backup at tip
github-pat release.zip!inner.tar.gz!app/.env:1:7 by Release and backup past
EOF
mv "$out" "$scratch/plain"
for sweep in all none; do
  exits 1 env GITWARD_SWEEP=$sweep gitward history --format jsonl
  diff "$scratch/plain" "$out"
done
exits 1 gitward history --threads 3 --format jsonl
diff "$scratch/plain" "$out"

# A damaged archive is remembered as such.
for i in $(seq 1100); do echo "file $i" > "$i"; done
head -c 200 backup.tar > cut.tar
head -c 300 inner.tar.gz > cut.tgz
git add .
commit "Much, and some of it cut off"
exits 1 gitward history --format jsonl
mv "$out" "$scratch/plain"
for _ in 1 2; do
  exits 1 gitward history --cache --format jsonl
  diff "$scratch/plain" "$out"
done
says "as an earlier run saw them"
jq -e 'select(.summary) | .summary.skipped == {"corrupt": 1}' "$out" > "$err"
exits 1 gitward history --cache --max-archive-depth 0
never grep -q "as an earlier run" "$err"
