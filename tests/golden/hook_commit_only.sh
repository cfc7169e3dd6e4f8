#!/usr/bin/env bash
# `git commit PATH` records only those paths: what else is staged neither stops
# it nor hides anything.
. "$(dirname "$0")/common.sh"
new_repo
exits 0 gitward install
echo one | tee a b > c
git add .
commit "Three files"
echo "TOKEN=$(fake github-pat)" > a
git add a
echo two > b
silent git commit -q --only b -m "Only b"
echo "TOKEN=$(fake github-pat 2)" > c
exits 1 git commit c -m "Only c"
says "c:1:7"
