#!/usr/bin/env bash
# The five statuses, and what --exit-zero makes of them.
. "$(dirname "$0")/common.sh"
new_repo
echo plain > large.txt
git add .
exits 0 gitward staged
exits 3 gitward staged --max-blob-size 3
exits 3 gitward staged --max-blob-size 3 --exit-zero
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 gitward staged
exits 0 gitward staged --exit-zero
exits 1 gitward staged --max-blob-size 50 --rule github-pat
seq 100 > large.txt
git add .
exits 1 gitward staged --max-blob-size 50
exits 3 gitward staged --max-blob-size 50 --exit-zero
exits 2 gitward staged --nonsense
