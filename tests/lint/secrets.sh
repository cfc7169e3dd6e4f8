#!/usr/bin/env bash
# No file of this repository and nothing in its history looks like a
# credential: tests make theirs from templates.
set -euo pipefail
gitward=$1

home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
# The checkout may belong to somebody else, as it often does in CI.
printf '[safe]\n\tdirectory = %s\n' "$PWD" > "$home/.gitconfig"
export HOME=$home XDG_CONFIG_HOME=$home
if ! git rev-parse --git-dir > /dev/null 2>&1; then
  echo "not a repository: only the files that are here are scanned"
  exec "$gitward" dir .
fi

git ls-files --cached --others --exclude-standard | cut -d/ -f1 | sort -u |
  xargs -d '\n' "$gitward" dir
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
  echo "a shallow clone: the history is not scanned"
  exit
fi
# What HEAD reaches: other branches and forgotten objects are not what is
# being tested.
"$gitward" history HEAD
