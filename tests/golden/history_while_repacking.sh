#!/usr/bin/env bash
# While git commits, collects garbage, repacks and packs references, nothing
# is lost and no gap appears: a pack that vanishes is found in its successor.
. "$(dirname "$0")/common.sh"
new_repo
for i in $(seq 40); do
  seq $((i * 7)) > "file$((i % 5))"
  [ $((i % 4)) != 0 ] || echo "TOKEN=$(fake github-pat "$i")" >> "file$((i % 5))"
  git add .
  commit "Version $i"
done
git branch side
old=$(git rev-parse HEAD~10)
new=$(git rev-parse HEAD)
echo "TOKEN=$(fake github-pat 100)" > staged.env
git add staged.env
# Nothing refers to it: it lies in a pack or alone, as git likes.
echo "TOKEN=$(fake github-pat 101)" | git hash-object -w --stdin > /dev/null

run() {
  exits 1 gitward "$@" --format jsonl
  brief
}
all() {
  run history | sed 's/\(refs\|logs\)\/[^ ]*//'
  run range "$old..$new"
  run staged
}
all > "$scratch/alone"
grep -q unreachable "$scratch/alone"

# Each round leaves the objects somewhere else.
disturb() {
  local round tree commit
  for round in $(seq 12); do
    tree=$(git rev-parse "side^{tree}")
    commit=$(git commit-tree -p side -m "Aside $round" "$tree")
    git update-ref refs/heads/side "$commit"
    git repack -q -a -d -k
    git update-ref "refs/heads/round$round" "$commit"
    git pack-refs --all
    git repack -q -A -d -f
    git gc -q
    git repack -q -a -d
  done
}
disturb > "$scratch/disturb" 2>&1 &
rounds=0
while kill -0 $! 2> /dev/null; do
  all > "$scratch/amid"
  diff "$scratch/alone" "$scratch/amid"
  rounds=$((rounds + 1))
done
wait $!
[ "$rounds" -gt 0 ]
all > "$scratch/after"
diff "$scratch/alone" "$scratch/after"
