#!/usr/bin/env bash
# `cmake --install` makes `gitward` and `git ward` work, with the files that
# belong to them.
. "$(dirname "$0")/common.sh"
build=$(dirname "$(dirname "$GITWARD")")
[ -f "$build/CMakeCache.txt" ] || skip "not run from a build folder"
exits 0 cmake --install "$build" --prefix "$scratch/prefix"
rm "$scratch/bin/gitward" "$scratch/bin/git-ward"
PATH=$scratch/prefix/bin:$PATH
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
findings 1 git ward staged <<'EOF'
github-pat a.env:1:7
EOF
for file in README.md rules.toml hooks/pre-commit hooks/pre-push; do
  [ -f "$scratch/prefix/share/gitward/$file" ]
done
exits 0 gitward rules test --samples 2 "$scratch/prefix/share/gitward/rules/"*.toml
