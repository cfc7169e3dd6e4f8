#!/usr/bin/env bash
# Installing twice is installing once; uninstalling leaves what was there.
. "$(dirname "$0")/common.sh"
new_repo
find .git | sort > "$scratch/before"
exits 0 gitward install
[ -x .git/hooks/pre-commit ] && [ -x .git/hooks/pre-push ]
sha256sum .git/hooks/* > "$scratch/once"
exits 0 gitward install
sha256sum .git/hooks/* > "$scratch/twice"
diff "$scratch/once" "$scratch/twice"
exits 0 gitward uninstall
find .git | sort > "$scratch/after"
diff "$scratch/before" "$scratch/after"
exits 0 gitward uninstall
