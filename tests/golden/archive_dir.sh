#!/usr/bin/env bash
# Archives in folders and on standard input, by content and not by name.
. "$(dirname "$0")/common.sh"
mkdir files
cd files
echo "TOKEN=$(fake github-pat 1)" > settings.properties
pack lib.jar settings.properties
cp lib.jar a.png
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
