#!/usr/bin/env bash
# Objects that a partial clone left out are named, counted, and make the run
# incomplete; everything else is scanned. Nothing is fetched.
. "$(dirname "$0")/common.sh"
new_repo origin
echo "TOKEN=$(fake github-pat 1)" > old.env
git add .
commit "Old"
echo "replaced" > old.env
echo "TOKEN=$(fake github-pat 2)" > new.env
git add .
commit "New"
old=$(git rev-parse HEAD^:old.env)
git config uploadpack.allowFilter true
git clone -q --filter=blob:none "file://$scratch/origin" ../partial
cd ../partial
exits 1 gitward history --format jsonl
says '"missing":1' "$old"
brief > "$out.brief"
compare "$out.brief" <<'EOF'
github-pat new.env:1:7 by New at tip
gap missing old.env
EOF
git rev-list --objects --all --missing=print | grep -q "^?$old"
# Without findings the status says that it is incomplete.
exits 3 gitward history --rule gitlab-pat
says "1 missing" "old.env"
