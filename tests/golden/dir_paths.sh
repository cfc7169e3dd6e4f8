#!/usr/bin/env bash
# Paths are relative to the repository's root if all are in it, else to the
# only folder given, else to where we stand.
. "$(dirname "$0")/common.sh"
new_repo
mkdir -p a/b
echo "TOKEN=$(fake github-pat)" > a/b/c.env
findings 1 gitward dir a/b <<'EOF'
github-pat a/b/c.env:1:7
EOF
cd a
findings 1 gitward dir b/c.env <<'EOF'
github-pat a/b/c.env:1:7
EOF
mkdir -p "$scratch/plain/x" "$scratch/plain/y"
echo "TOKEN=$(fake github-pat)" | tee "$scratch/plain/x/1" > "$scratch/plain/y/2"
cd "$scratch"
findings 1 gitward dir plain <<'EOF'
github-pat x/1:1:7
github-pat y/2:1:7
EOF
cd plain
findings 1 gitward dir x y <<'EOF'
github-pat x/1:1:7
github-pat y/2:1:7
EOF
exits 2 gitward dir nowhere
says "nowhere"
