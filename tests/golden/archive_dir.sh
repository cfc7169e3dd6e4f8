#!/usr/bin/env bash
# Archives in folders and on standard input, by content and not by name.
. "$(dirname "$0")/common.sh"
mkdir files
cd files
echo "TOKEN=$(fake github-pat 1)" > settings.properties
pack lib.jar settings.properties
cp lib.jar a.png
# shellcheck disable=SC2016
printf '#!/bin/sh\nexec java -jar "$0"\n' | cat - lib.jar > tool
pack dump.gz settings.properties
rm settings.properties
findings 1 gitward dir . <<'EOF'
github-pat a.png!settings.properties:1:7
github-pat dump.gz!data:1:7
github-pat lib.jar!settings.properties:1:7
github-pat tool!settings.properties:1:7
EOF
findings 1 bash -c 'gitward stdin "$@" < dump.gz' - <<'EOF'
github-pat !data:1:7
EOF
exits 1 bash -c 'gitward stdin < lib.jar'
says "(standard input)" "inside settings.properties"

# What only looks like an archive is a text.
printf 'PK\n070701 is a number\nBZh\n!<arch>' > text
clean gitward dir text

# A name can be the credential itself: it is told where, and not what.
mkdir -p "$(fake github-pat 2)/empty"
pack names.tgz "$(fake github-pat 2)"
rm -r "$(fake github-pat 2)"
exits 1 gitward dir names.tgz --format jsonl
jq -se '.[0] | .where == "path" and .path == "names.tgz"' "$out" > "$err"
never grep -q "$(fake github-pat 2)" "$out"
