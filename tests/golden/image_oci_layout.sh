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

# A layer that is no tar is a gap, also if another image calls it something else.
head -c 2000 "$GITWARD" > noise
for type in json tar; do
  jq -n --arg type "application/vnd.oci.image.layer.v1.$type" \
    --arg digest "sha256:$(sha256sum noise | cut -d ' ' -f 1)" \
    '{config: {digest: "sha256:000000000000"},
      layers: [{mediaType: $type, digest: $digest}]}' > "manifest.$type"
done
rm -rf layout
mkdir -p layout/blobs/sha256
for file in noise manifest.json manifest.tar; do
  mv "$file" "layout/blobs/sha256/$(sha256sum "$file" | cut -d ' ' -f 1)"
done
jq -n '{manifests: [$ARGS.positional[] | {digest: "sha256:\(.)"}]}' --args \
  "$(cd layout/blobs/sha256 && grep -l v1.json ./* | cut -c 3-)" \
  "$(cd layout/blobs/sha256 && grep -l v1.tar ./* | cut -c 3-)" \
  > layout/index.json
exits 3 gitward image layout --format jsonl
jq -e 'select(.summary) | .summary.skipped == {"missing": 1, "unsupported": 1}' \
  "$out" > "$err"
