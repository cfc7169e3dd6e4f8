#!/usr/bin/env bash
# SKIP=gitward, as with other hook managers, lets one commit through, and says
# so: never in silence.
. "$(dirname "$0")/common.sh"
new_repo
exits 0 gitward install
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 env SKIP=other git commit -m "Still checked"
exits 0 env SKIP=other,gitward git commit -m "Unchecked"
says "SKIP" "not scanned"
