#!/usr/bin/env bash
# A baseline that can't be trusted is an error: conflict markers, an unknown
# version, a broken entry.
. "$(dirname "$0")/common.sh"
new_repo
echo plain > plain
git add .
accept_one() {
  echo "TOKEN=$(fake github-pat "$1")" > "$1.env"
  exits 1 gitward dir "$1.env" --format jsonl
  accept "number $1"
}
accept_one 1
cp .gitward-baseline good
{ cat good; printf '<<<<<<< HEAD\n'; } > .gitward-baseline
exits 2 gitward staged
says ".gitward-baseline:" "conflict"
sed '1s/1$/99/' good > .gitward-baseline
exits 2 gitward staged
says ".gitward-baseline:1:" "99"
{ cat good; echo "not an entry"; } > .gitward-baseline
exits 2 gitward staged
says ".gitward-baseline:"
echo > .gitward-baseline
exits 2 gitward staged
