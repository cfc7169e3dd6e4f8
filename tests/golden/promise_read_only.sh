#!/usr/bin/env bash
# No scan changes the work tree, the index, the refs or the object store.
. "$(dirname "$0")/common.sh"
new_repo
echo one > one
ln -s one link
git add .
commit "One"
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Two"
echo two > one
git stash -q
echo "staged $(fake github-pat 2)" > b.env
git add b.env
touch -d '2001-01-01' b.env # The index's cached times no longer hold.
snapshot() {
  find . -printf '%p %m %T@ %s %l\n' | sort
  find . -type f -print0 | sort -z | xargs -0 sha256sum
}
snapshot > "$scratch/before"
for command in staged "range HEAD^..HEAD" history "dir ." "baseline list" \
  "rules list" "rules test --samples 2"; do
  # shellcheck disable=SC2086
  gitward $command > "$out" 2> "$err" < /dev/null || [ $? = 1 ]
  snapshot > "$scratch/after"
  diff "$scratch/before" "$scratch/after"
done
