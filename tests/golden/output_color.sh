#!/usr/bin/env bash
# Colour follows --color, then NO_COLOR, then CLICOLOR_FORCE, then the
# terminal.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
colored() { # STATUS COMMAND...
  exits 1 "$@"
  grep -q "$(printf '\033')" "$out"
}
never colored gitward staged
colored gitward staged --color always
colored env CLICOLOR_FORCE=1 gitward staged
never colored env CLICOLOR_FORCE=1 NO_COLOR=1 gitward staged
colored env NO_COLOR=1 gitward staged --color always
never colored env CLICOLOR_FORCE=1 gitward staged --color never
