#!/usr/bin/env bash
# What can't be unpacked is said, changes the exit status, and can be accepted:
# by one id, whichever command looks.
. "$(dirname "$0")/common.sh"
new_repo
echo readme > readme
git add .
commit "First"
echo secret > notes
pack --encrypted locked.zip notes
git add locked.zip
findings 3 gitward staged <<'EOF'
gap encrypted locked.zip
EOF
says "locked.zip"
id=$(jq -r '.gap | select(.) | .id' "$out")
for command in "dir ." "history"; do
  # shellcheck disable=SC2086
  exits 3 gitward $command --format jsonl
  [ "$(jq -r '.gap | select(.) | .id' "$out")" = "$id" ]
done
accept "the key is with operations"
git add .gitward-baseline
findings 0 gitward staged --show-accepted <<'EOF'
gap encrypted locked.zip accepted
EOF
clean gitward staged
jq -e 'select(.summary) | .summary.skipped.encrypted == 1' "$out" > "$err"
commit "Locked"
clean gitward dir .
clean gitward history
clean gitward range HEAD~1..HEAD
git rm -q --cached .gitward-baseline
rm .gitward-baseline

# An old one is no gap of a change, also where something around it is new.
commit "No baseline"
git mv locked.zip moved.zip
clean gitward staged
pack outer.tar moved.zip
git add outer.tar
git rm -q --cached moved.zip
clean gitward staged
git reset -q --hard

# Damaged, too deep, too much.
echo more > extra
pack deep.zip extra
for i in 1 2 3; do
  mv deep.zip "$i.zip"
  pack deep.zip "$i.zip"
done
seq 1000 > numbers
pack whole.tgz numbers
head -c 1000 whole.tgz > cut.tgz
git add deep.zip cut.tgz
findings 3 gitward staged <<'EOF'
gap corrupt cut.tgz
gap limit deep.zip
EOF
says "raise --max-archive-depth"
findings 3 gitward staged --max-archive-depth 4 <<'EOF'
gap corrupt cut.tgz
EOF
git reset -q

# Known, and not unpacked.
printf 'Rar!\032\007\001\000' > backup.rar
seq 100 >> backup.rar
git add backup.rar
findings 3 gitward staged <<'EOF'
gap unsupported backup.rar
EOF
says "a rar archive, which is not unpacked here"
git reset -q
head -c 300000000 /dev/zero > zeros
echo "TOKEN=$(fake github-pat)" > token
pack bomb.zip token zeros
rm zeros
git add bomb.zip
findings 1 gitward staged <<'EOF'
github-pat bomb.zip!token:1:7
gap limit bomb.zip
EOF
says "unfolds to more than"
git reset -q

# Taken out of a zip's directory, and still in the zip.
pack all.zip token readme
pack listed.zip readme
cat all.zip listed.zip > hidden.zip
git add hidden.zip
findings 1 gitward staged <<'EOF'
github-pat hidden.zip!token:1:7
EOF
