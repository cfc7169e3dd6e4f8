#!/usr/bin/env bash
# A file or folder that can't be read is a gap; the others are scanned.
. "$(dirname "$0")/common.sh"
mkdir files
echo "secret" > files/closed
echo "plain" > files/open
chmod 000 files/closed
run=()
if [ "$(id -u)" = 0 ]; then
  # Root may read everything, so somebody else must look.
  command -v setpriv > "$out" || skip "needs setpriv"
  cp -L "$GITWARD" "$scratch/gitward"
  chmod 755 "$scratch" "$scratch/gitward"
  chown -R 65534 "$HOME"
  run=(setpriv --reuid=65534 --regid=65534 --clear-groups "$scratch/gitward")
else
  run=(gitward)
fi
findings 3 "${run[@]}" dir files <<'EOF'
gap unreadable closed
EOF
exits 3 "${run[@]}" dir files
says "1 unreadable" "closed"

# Of many folders, which threads share.
mkdir -p many/{1,2,3,4,5,6,7,8,9}/{a,b,c}/deep
for folder in many/?/?/deep; do echo "plain" > "$folder/file"; done
fake github-pat > many/1/a/deep/file
fake github-pat 2 > many/9/c/deep/file
[ "$(id -u)" != 0 ] || chown -R 65534 many
chmod 000 many/5/b
for threads in 1 4; do
  findings 1 "${run[@]}" dir --threads "$threads" many <<'EOF'
github-pat 1/a/deep/file:1:1
github-pat 9/c/deep/file:1:1
gap unreadable 5/b
EOF
done
chmod 700 many/5/b
