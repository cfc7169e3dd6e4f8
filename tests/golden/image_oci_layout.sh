#!/usr/bin/env bash
# An OCI layout, as a folder and as a tar, with compressed layers.
. "$(dirname "$0")/common.sh"
mkdir -p base/app top/app
echo "TOKEN=$(fake github-pat 1)" > base/app/.env
pack base/app/lib.jar base/app/.env
: > top/app/.wh.lib.jar
echo '{"config": {"Env": ["PATH=/bin"]}}' > config
pack --oci layout config base top
exits 1 gitward image layout --format jsonl
layer=$(jq -r 'select(.inside // "" | endswith("!app/.env")) | .inside' "$out")
layer=${layer%%!*}
findings 1 gitward image layout <<EOF
github-pat layout!$layer!app/.env:1:7
github-pat layout!$layer!app/lib.jar!base/app/.env:1:7
EOF
[ "$(jq -r 'select(.removed_in) | .inside' "$out")" = \
  "$layer!app/lib.jar!base/app/.env" ]
(cd layout && pack ../layout.tar blobs index.json oci-layout)
findings 1 gitward image layout.tar <<EOF
github-pat layout.tar!$layer!app/.env:1:7
github-pat layout.tar!$layer!app/lib.jar!base/app/.env:1:7
EOF

# What no manifest names is looked at as well.
echo "KEY=$(fake gitlab-pat)" > layout/blobs/sha256/forgotten
findings 1 gitward image layout --rule gitlab-pat <<'EOF'
gitlab-pat layout!blobs/sha256/forgotten:1:5
EOF
