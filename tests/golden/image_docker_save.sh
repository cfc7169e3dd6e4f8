#!/usr/bin/env bash
# `docker save`: each layer, what a later one hides, and the configuration.
. "$(dirname "$0")/common.sh"
mkdir -p base/app base/etc top/app top/etc
echo "TOKEN=$(fake github-pat 1)" > base/app/.env
echo "TOKEN=$(fake github-pat 2)" > base/app/kept
echo "TOKEN=$(fake github-pat 3)" > base/etc/conf
echo "TOKEN=$(fake github-pat 4)" > base/etc/old
: > top/app/.wh..env
: > top/etc/.wh..wh..opq
echo fine > top/etc/conf
jq -n --arg env "$(fake gitlab-pat 1)" --arg named "$(fake gitlab-pat 2)" \
  --arg build "$(fake gitlab-pat 3)" --arg command "$(fake gitlab-pat 4)" '{
    config: {Env: ["PATH=/bin", "KEY=\($env)"], Labels: {key: $named},
             Cmd: ["run", "--key=\($command)"]},
    history: [{created_by: "RUN |1 KEY=\($build) /bin/sh -c make"}]}' > config
pack --docker image.tar config base top
exits 1 gitward image image.tar --format jsonl
layer=$(jq -r 'select(.inside // "" | endswith("kept")) | .inside' "$out")
layer=${layer%%!*}
config=$(jq -r 'select(.inside // "" | endswith("!env")) | .inside' "$out")
config=${config%%!*}
[[ $layer =~ ^sha256:[0-9a-f]{12}$ && $config =~ ^config\ sha256:[0-9a-f]{12}$ ]]
findings 1 gitward image image.tar <<EOF
gitlab-pat image.tar!$config:1:$(jq -r --arg c "$config" \
  'select(.inside == $c) | .column' "$out")
gitlab-pat image.tar!$config!env:2:5
gitlab-pat image.tar!$config!history:1:12
gitlab-pat image.tar!$config!labels:1:5
github-pat image.tar!$layer!app/.env:1:7
github-pat image.tar!$layer!app/kept:1:7
github-pat image.tar!$layer!etc/conf:1:7
github-pat image.tar!$layer!etc/old:1:7
EOF
jq -r 'select(.removed_in) | .inside | sub(".*!"; "")' "$out" |
  diff - <(printf '%s\n' app/.env etc/conf etc/old)
exits 1 gitward image image.tar
says "removed in layer sha256:" "but still in the image"

# Compressed as a whole, the same; two images share their layers.
gzip -nk image.tar
mv "$out" "$scratch/human"
exits 1 gitward image image.tar.gz --format jsonl
[ "$(jq -s 'map(select(.id)) | length' "$out")" = 8 ]
exits 1 gitward image image.tar image.tar.gz --format jsonl
[ "$(jq -s 'map(select(.id)) | length' "$out")" = 8 ]

# Looked at as any archive, the layers are archives in it.
exits 1 gitward dir image.tar --format jsonl
[ "$(jq -s 'map(select(.inside // "" | startswith("layer0/layer.tar!"))) |
  length' "$out")" = 4 ]

# A layer that is missing, one that is cut off, and no image at all.
mkdir broken
tar -C broken -xf image.tar
rm broken/layer1/layer.tar
head -c 700 broken/layer0/layer.tar > rest
mv rest broken/layer0/layer.tar
exits 1 gitward image broken --format jsonl
jq -e 'select(.summary) | .summary.skipped == {"corrupt": 1, "missing": 1}' \
  "$out" > "$err"
pack none.tar base
expect_error 2 gitward image none.tar <<'EOF'
gitward: none.tar: no container image: there is neither a manifest.json (docker save) nor an index.json (OCI) in it
EOF
exits 2 gitward image nowhere.tar
