#!/usr/bin/env bash
# Findings go to standard output, everything else to standard error; --quiet
# leaves only what matters.
. "$(dirname "$0")/common.sh"
new_repo
echo plain > plain
git add .
silent gitward staged --quiet
exits 0 gitward staged
[ ! -s "$out" ]
says "scanned 1 blob"
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 gitward staged --quiet
[ ! -s "$err" ]
says "a.env:1:7"
exits 3 gitward staged --quiet --max-blob-size 1
[ ! -s "$out" ]
says "2 not scanned"
