#!/usr/bin/env bash
# UTF-16 with and without a byte-order mark, NUL bytes, every kind of line end.
# Columns count the bytes of the file.
. "$(dirname "$0")/common.sh"
mkdir files
cd files
token=$(fake github-pat)
wide() { iconv -f UTF-8 -t "$1"; }
printf 'a\nKEY=%s\n' "$token" | wide UTF-16LE > utf16le
printf 'a\nKEY=%s\n' "$token" | wide UTF-16BE > utf16be
{ printf '\377\376'; printf 'KEY=%s\n' "$token" | wide UTF-16LE; } > utf16le-bom
{ printf '\376\377'; printf 'KEY=%s\n' "$token" | wide UTF-16BE; } > utf16be-bom
printf 'a\0b\0\nKEY=%s\0\n' "$token" > nul
printf 'a\r\nb\r\nKEY=%s\r\n' "$token" > crlf
printf 'a\rb\rKEY=%s\r' "$token" > cr
printf 'a\nKEY=%s' "$token" > no-newline
{ head -c 3000 /dev/zero; printf '\nKEY=%s\n' "$token"; } > binary
findings 1 gitward dir . <<'EOF'
github-pat binary:2:5
github-pat cr:3:5
github-pat crlf:3:5
github-pat no-newline:2:5
github-pat nul:2:5
github-pat utf16be:2:9
github-pat utf16be-bom:1:11
github-pat utf16le:2:9
github-pat utf16le-bom:1:11
EOF
