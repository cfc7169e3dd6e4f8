#!/usr/bin/env bash
# What is encoded is decoded and scanned, whatever reads it; columns are those
# of the encoded part, and neither form of the secret is shown.
. "$(dirname "$0")/common.sh"
token=$(fake github-pat)
tail=${token#ghp_}
# Each encoding, in a file of its own.
samples() {
  local folder=$1
  mkdir -p "$folder"
  printf 'k: %s\n' "$(printf 'TOKEN=%s' "$token" | base64 -w0)" > "$folder/base64"
  printf 'k: %s\n' "$(printf 'it is %s' "$token" | base64 -w0 | tr '+/' '-_' |
    tr -d =)" > "$folder/base64url"
  printf 'first line\n%s\nlast line, %s\n' 'second line' "$token" |
    base64 -w 64 > "$folder/base64-lines"
  printf '%s' "$token" | base64 -w0 | base64 -w0 > "$folder/base64-twice"
  printf 'k: %s\n' "$(printf '%s\n' "$token" | gzip -n | base64 -w0)" \
    > "$folder/gzip"
  printf 'k = "%s"\n' "$(printf '%s' "$token" | od -An -v -tx1 |
    tr -d ' \n')" > "$folder/hex"
  printf '<a b="&#103;hp&#x5f;%s">\n' "$tail" > "$folder/html"
  printf '{"a": "\\u0067hp\\u005f%s"}\n' "$tail" > "$folder/json"
  printf 'a=3Db %s=\n%s\n' "${token:0:10}" "${token:10}" > "$folder/mail"
  printf '/?t=ghp%%5F%s&u\n' "$tail" > "$folder/url"
}
samples files
findings 1 gitward dir files <<'EOF'
github-pat base64:1:12
github-pat base64-lines:1:46
github-pat base64-twice:1:1
github-pat base64url:1:12
github-pat gzip:1:4
github-pat hex:1:6
github-pat html:1:7
github-pat json:1:8
github-pat mail:1:7
github-pat url:1:5
EOF
exits 1 gitward dir files --format jsonl
[ "$(jq -r 'select(.rule) | [.path, (.via | join(" "))] | @tsv' "$out")" = \
  "$(printf '%s\t%s\n' base64 base64 base64-lines base64 base64-twice \
    'base64 base64' base64url base64 gzip 'base64 gzip' hex hex html html json \
    escape mail quoted-printable url percent)" ]
for file in files/*; do
  exits 1 gitward dir "$file"
  says "through " "1 | "
  never grep -qF -e "${token:8:8}" -e "${token: -8}" "$out"
  # Nor what stands for it, in the middle of its line.
  if [ "${file%64*}" != "$file" ] || [ "$file" = files/gzip ]; then
    never grep -qF -e "$(head -1 "$file" | cut -c 30-37)" "$out"
  fi
done

# The depth is a setting.
findings 1 gitward dir files/base64 files/base64-twice --max-decode-depth 1 <<'EOF'
github-pat files/base64:1:12
EOF
clean gitward dir files --max-decode-depth 0
exits 2 gitward dir files --max-decode-depth x

# A value is judged with what stands on its line.
mkdir other
printf 'data:\n  AWS_SECRET_ACCESS_KEY: %s\n' \
  "$(fake aws-secret-access-key | tr -d '\n' | base64 -w0)" > other/secret.yaml
findings 1 gitward dir other <<'EOF'
aws-secret-access-key secret.yaml:2:26
EOF

# The same from every command.
new_repo
samples .
git add .
exits 1 gitward staged
says "10 findings of 1 secret"
commit "Encoded"
samples more
git add .
git commit -qm "A copy"
exits 1 gitward range HEAD~..HEAD
says "10 findings of 1 secret"
exits 1 gitward history --format jsonl
[ "$(jq -r 'select(.rule).id' "$out" | sort -u | wc -l)" = 1 ]
gitward stdin < base64 > "$out" 2> "$err" || [ $? = 1 ]
says "through base64"

# A marker on the line, and the baseline, know what is encoded.
echo "k: $(printf 'it is %s' "$token" | base64 -w0) # gitward:allow[github-pat] ok" \
  > allowed
clean gitward dir allowed
exits 1 gitward dir . --format jsonl
accept "a test"
clean gitward dir .

# A stream of gzip that is damaged is a gap, but not what only looks a little like one.
mkdir damaged
printf 'k: %s\n' "$(head -c 3000 /dev/urandom | gzip -n | base64 -w0 |
  tr 'abc' 'xyz')" > damaged/file
exits 3 gitward dir damaged
says "a gzip stream in base64 is damaged"
# No object of a repository is.
says "look at it by hand"
never grep -q fsck "$out" "$err"
echo "H4sIAAAAAAAAA0000000 H4sI and more" > damaged/file
clean gitward dir damaged

# One of zlib is one if some of it can be read: its own mark are two bytes.
zlib_base64() {
  python3 -c 'import sys, zlib
sys.stdout.buffer.write(zlib.compress(sys.stdin.buffer.read()))' | base64 -w0
}
printf 'k: %s\n' "$(seq 700 | zlib_base64 | sed 's/[^A]/A/500')" > damaged/file
exits 3 gitward dir damaged
says "a zlib stream in base64 is damaged"
printf 'k: %s\n' "$(seq 700 | zlib_base64 | cut -c -400)" > damaged/file
exits 3 gitward dir damaged
says "a zlib stream in base64 is damaged"
# As soon as 128 bytes can be read.
printf 'k: %s\n' "$(python3 -c 'import base64, random, zlib
random.seed(1)
stream = zlib.compress(bytes(random.randrange(32, 122) for _ in range(2000)))
size = next(size for size in range(len(stream))
            if len(zlib.decompressobj().decompress(stream[:size])) >= 128)
print(base64.b64encode(stream[:size]).decode())')" > damaged/file
exits 3 gitward dir damaged
says "a zlib stream in base64 is damaged"
printf 'k: %s\n' "$(seq 700 | zlib_base64 | cut -c -40)" > damaged/file
clean gitward dir damaged
printf 'k: eJwBAg%s\n' "$(seq 700 | sha512sum | base64 -w0)" > damaged/file
clean gitward dir damaged

# More than is looked at is a gap.
mkdir bomb
head -c 3000000 /dev/zero | gzip -n | base64 -w0 > bomb/file
exits 3 gitward dir bomb
says "not scanned"
