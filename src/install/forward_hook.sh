#!/bin/sh
# gitward-hook 1
# A global core.hooksPath hides the hooks in each repository's own folder. This
# runs the one that it hides. `gitward install --global` writes this file.
hook=${0##*/}
hook=${hook%.before-gitward}
own=$(git rev-parse --git-common-dir) || exit
own=$own/hooks/$hook
if [ -f "$own" ] && [ -x "$own" ]; then
  exec "$own" "$@"
fi
