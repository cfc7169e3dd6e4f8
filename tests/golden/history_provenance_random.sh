#!/usr/bin/env bash
# Amid merges, renames, reverts and copies, the commit that `history` names for
# an object is the first that git finds it in.
. "$(dirname "$0")/common.sh"
new_repo
RANDOM=12 # The seed: the same history each time.
echo start > start
git add .
commit Start

# pick N COMMAND...: $picked is one of the first N lines that it prints, or
# nothing. RANDOM is drawn here: a subshell would start from a seed of its own.
pick() {
  local line=$((RANDOM % $1 + 1))
  picked=$("${@:2}" | sed -n "${line}p")
}
for i in $(seq 60); do
  pick 5 git ls-files '*.env'
  file=$picked
  case $((RANDOM % 8)) in
    0 | 1) echo "TOKEN=$(fake github-pat $((RANDOM % 12 + 1)))" > "new$i.env" ;;
    2) [ -z "$file" ] || git mv "$file" "moved$i.env" ;;
    3) [ -z "$file" ] || cp "$file" "copy$i.env" ;;
    4) [ -z "$file" ] || git rm -qf "$file" ;;
    5) git revert -n "HEAD~$((RANDOM % 2))" > "$out" 2>&1 ||
      git reset -q --hard ;;
    6) git checkout -q -B "side$((RANDOM % 3))" ;;
    7)
      pick 4 git for-each-ref --format='%(refname:short)' refs/heads
      git merge -q --no-ff -X ours -m "Merge $i" "$picked" > "$out" 2>&1 ||
        git reset -q --hard
      ;;
  esac
  # Commits of one second, and clocks that go backwards, are part of life.
  clock=$((clock - RANDOM % 150))
  git add -A
  commit "Step $i" --allow-empty
  [ $((RANDOM % 3)) != 0 ] || git checkout -q main
done
[ "$(git rev-list --all --merges | wc -l)" -gt 1 ]

exits 1 gitward history --format jsonl
# What `checkout -B` left behind has no reference.
jq -r 'select(.blob and .reachable) | "\(.commit) \(.blob) \(.path)"' "$out" \
  > "$scratch/named"
[ "$(wc -l < "$scratch/named")" -gt 10 ]

# first OBJECT [PATH]: the commit that git finds it in first. Of a merge it
# shows nothing unless told to: a file can get its path there.
first() {
  local shown found
  for shown in --no-diff-merges --diff-merges=separate; do
    found=$(git log --reverse --topo-order --full-history "$shown" \
      --find-object="$1" --all --format=%H -- "${@:2}" | sed -n 1p)
    [ -z "$found" ] || break
  done
  echo "$found"
}
while read -r commit blob path; do
  echo "$(first "$blob" "$path") $blob $path"
done < "$scratch/named" > "$scratch/expected"
diff "$scratch/expected" "$scratch/named"
# Whatever its paths, too.
cut -d' ' -f2 "$scratch/named" | sort -u | while read -r blob; do
  grep -q "^$(first "$blob") $blob " "$scratch/named"
done
