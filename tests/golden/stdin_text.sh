#!/usr/bin/env bash
# Standard input is one content without a name.
. "$(dirname "$0")/common.sh"
mkdir empty
cd empty
echo "TOKEN=$(fake github-pat)" > ../text
findings 1 bash -c 'gitward stdin "$@" < ../text' - <<'EOF'
github-pat :1:7
EOF
clean bash -c 'echo nothing | gitward stdin "$@"' -
