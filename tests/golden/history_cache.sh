#!/usr/bin/env bash
# --cache: the next run says the same, sees what is new, and nothing but the
# cache's own folder is written.
. "$(dirname "$0")/common.sh"
new_repo
mkdir files
for i in $(seq 1100); do echo "file $i" > "files/$i"; done
echo "TOKEN=$(fake github-pat 1)" > config.env
git add .
commit "Many files"

exits 1 gitward history --format jsonl
mv "$out" "$scratch/plain"
find .git -type f | sort > "$scratch/before"
exits 1 gitward history --cache --format jsonl
diff "$scratch/plain" "$out"
find .git -type f | sort | comm -13 "$scratch/before" - > "$scratch/written"
echo .git/gitward/history.cache | diff - "$scratch/written"
never grep -q "$(fake github-pat 1 | tail -c 30)" .git/gitward/history.cache

exits 1 gitward history --cache --format jsonl
diff "$scratch/plain" "$out"
says "as an earlier run saw them"

echo "KEY=$(fake gitlab-pat 2)" > other.env
git add .
commit "Another"
findings 1 gitward history --cache << 'EOF'
github-pat config.env:1:7 by Many files at tip
gitlab-pat other.env:1:5 by Another at tip
EOF
says "as an earlier run saw them"

# Other rules, a damaged file: everything is read.
printf '[extend]\ndisabledRules = ["gitlab-pat"]\n' > .gitward.toml
exits 1 gitward history --cache
never grep -q "as an earlier run" "$err"
rm .gitward.toml
echo damage > .git/gitward/history.cache
exits 1 gitward history --cache
never grep -q "as an earlier run" "$err"

# A folder of one's own.
exits 1 gitward history --cache-dir "$scratch/elsewhere"
[ -s "$scratch/elsewhere/history.cache" ]
