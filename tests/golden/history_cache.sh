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

# Whatever happens in between: the same as without a cache. The old trees are
# not looked at again unless something asks for it.
same() { # old|all
  exits 1 gitward history --format jsonl
  mv "$out" "$scratch/plain"
  GITWARD_SWEEP_STATISTICS=1 exits 1 gitward history --cache --format jsonl
  diff "$scratch/plain" "$out"
  if [ "$1" = old ]; then
    says "old trees not looked at"
  else
    never grep -q "old trees not looked at" "$err"
  fi
}
same old
# A name that a rule asks for, a folder that moves, a content that comes back.
printf 'defaults\npassword %s\n' "$(fake slack-bot-token 3 | tail -c 11)" > notes
git add .
commit "Notes"
same old
git mv notes .msmtprc
git mv files moved
commit "Moved"
same old
git rm -q config.env
commit "Removed"
same old
git branch side HEAD~2
git checkout -q side
echo "TOKEN=$(fake github-pat 1)" > again.env
git add .
commit "On the side"
same old
git checkout -q -
git merge -q -m "Merged" side
same old
# Refs that go, come and are forced elsewhere.
git branch -q -D side
git branch other HEAD~3
git tag -a -m "A tag" v1 HEAD~1
same old
git branch -q -f other HEAD
git tag -d v1 > "$scratch/git"
same old
# What was a branch is none any more, but stored.
git branch gone
git checkout -q gone
echo "KEY=$(fake gitlab-pat 5)" > gone.env
git add .
commit "To be lost"
git checkout -q -
git branch -q -D gone
same old
git repack -adfq
same old
# A tree that no commit has, a reference to a tree: once.
git tag tree 'HEAD~1^{tree}'
same all
same old
git tag -d tree > "$scratch/git"
same all
same old
# Pruned: everything is read.
git reflog expire --expire=now --all
git gc -q --prune=now
same all
same old

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
