#!/usr/bin/env bash
# A file that can't be read is a gap; the others are scanned.
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
