#!/usr/bin/env bash
# What lies in a staged archive is what the change brings in.
. "$(dirname "$0")/common.sh"
new_repo
mkdir app
echo "TOKEN=$(fake github-pat 1)" > app/.env
echo plain > app/readme
pack release.zip app
git add release.zip
findings 1 gitward staged <<'EOF'
github-pat release.zip!app/.env:1:7
EOF
says "1 blob, 2 files in archives"
id=$(jq -r 'select(.id) | .id' "$out")
exits 1 gitward staged
says "release.zip:1:7" "inside app/.env"

# In an archive in an archive, and packed again: it is the same finding.
pack inner.tar.gz app
pack release.jar inner.tar.gz
git rm -q --cached release.zip
git add release.jar
findings 1 gitward staged <<'EOF'
github-pat release.jar!inner.tar.gz!app/.env:1:7
EOF
[ "$(jq -r 'select(.id) | .id' "$out")" = "$id" ]
exits 0 gitward baseline accept "$id" --reason "not in use"
clean gitward staged
rm .gitward-baseline

# Only what is new in it counts.
commit "A release"
echo more > app/more
pack inner.tar.gz app
pack release.jar inner.tar.gz
git add release.jar
clean gitward staged
echo "TOKEN=$(fake github-pat 2)" >> app/.env
pack inner.tar.gz app
pack release.jar inner.tar.gz
git add release.jar
findings 1 gitward staged <<'EOF'
github-pat release.jar!inner.tar.gz!app/.env:2:7
EOF

# Allowed on its line, or by the path within the archive or of the archive.
echo "TOKEN=$(fake github-pat 3) # gitward:allow[github-pat] story" > app/.env
pack release.jar app
git add release.jar
findings 0 gitward staged --show-accepted <<'EOF'
github-pat release.jar!app/.env:1:7 allowed
EOF
echo "TOKEN=$(fake github-pat 3)" > app/.env
pack release.jar app
git add release.jar
for path in '^app/[.]env$' '^release[.]jar$'; do
  printf '[[allowlists]]\npaths = ["%s"]\n' "$path" > .gitward.toml
  clean gitward staged
done
rm .gitward.toml
exits 1 gitward staged
exits 0 gitward staged --max-archive-depth 0
