#!/usr/bin/env bash
# No output of any command holds a credential, unless --show-secrets is given.
. "$(dirname "$0")/common.sh"
new_repo
token=$(fake github-pat 1)
part=${token:8:16}
all=$scratch/all
echo "TOKEN=$token" > a.env
git add .
commit "Message $token"
git branch "branch-$token"
git tag -a -m "tag $token" v1
git config remote.origin.url "https://$token@example.com/x.git"
mkdir "folder-$token"
echo "TOKEN=$token # and $token" > "folder-$token/$token.env"
git add .
for command in staged "range HEAD~0..v1" "history --verbose" "dir ." \
  "staged --report human=$scratch/report --report json=$scratch/report.json"; do
  for format in human jsonl json; do
    # shellcheck disable=SC2086
    gitward $command --format $format >> "$all" 2>&1 < /dev/null ||
      [ $? -le 2 ]
  done
done
exits 1 bash -c 'gitward stdin < a.env'
cat "$out" "$err" >> "$all"
for place in a.env:1 "folder-$token/$token.env:1"; do
  exits 0 gitward explain "$place" --verbose
  cat "$out" "$err" >> "$all"
done
exits 0 gitward install
exits 1 git commit -m x
cat "$out" "$err" >> "$all"
exits 1 gitward history --format jsonl
accept "all"
cat "$out" "$err" >> "$all"
exits 0 gitward baseline list
cat "$out" "$err" "$scratch/report" "$scratch/report.json" .gitward-baseline \
  >> "$all"
grep -q github-pat "$all"
never grep -n "$part" "$all"
exits 1 gitward dir a.env --show-secrets --format jsonl
grep -q "$part" "$out"
