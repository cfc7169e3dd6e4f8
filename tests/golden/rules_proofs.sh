#!/usr/bin/env bash
# What a token parses as moves its confidence, and is told; it hides nothing. A
# key under a passphrase opens nothing, whatever it parses as.
. "$(dirname "$0")/common.sh"
new_repo

b64() { printf '%s' "$1" | base64 -w0 | tr '+/' '-_' | tr -d '='; }
signature=$(b64 "$(printf 's%.0s' {1..32})")
claims=$(b64 '{"sub":"0123456789","name":"somebody"}')
echo "token = \"$(b64 '{"alg":"HS256","typ":"JWT"}').$claims.$signature\"" \
  > proven.txt
echo "token = \"$(b64 '{"alg":"HS512","typ":"JWT"}').$claims.$signature\"" \
  > failed.txt
openssl genpkey -algorithm ed25519 -out plain.pem
openssl pkcs8 -topk8 -in plain.pem -passout pass:x -out locked.pem
git add .
exits 1 gitward staged --format jsonl
grep '"rule"' "$out" | sed -E 's/.*"rule":"([^"]*)".*"confidence":"([^"]*)"(,"proof":"([^"]*)")?.*"path":"([^"]*)".*/\5 \1 \2 \4/' |
  sort > "$scratch/verdicts"
diff "$scratch/verdicts" - <<'VERDICTS'
failed.txt jwt medium failed
locked.pem private-key-encrypted medium proven
plain.pem private-key-pkcs8 proven proven
proven.txt jwt proven proven
VERDICTS
exits 1 gitward staged
says "jwt: JSON Web Token" ": its check fails)"

# Anyone can make a key: one in a test was made for it.
git reset -q
mkdir -p spec/keys && cp plain.pem spec/keys/plain.pem && git add spec
exits 1 gitward staged --format jsonl
says '"rule":"private-key-pkcs8"' '"confidence":"medium","proof":"proven"'
git reset -q && git add -- *.txt *.pem

# The kinds stand in the list of rules, and an unknown one is told with them.
exits 0 gitward rules list --format jsonl
says '"structure":"pypi-token"' '"checksum":"bip39"'
cat > .gitward.toml <<'TOML'
[[rules]]
id = "acme"
shape = "acme_{base62:30}"
structure = "acme"
TOML
exits 2 gitward staged
says ".gitward.toml:4: rule 'acme': unknown structure 'acme'; known are ansible-vault"

# Nor can a pattern silence a rule by matching whatever it finds.
cat > .gitward.toml <<'TOML'
[[allowlists]]
regexes = ['^eyJ']
TOML
exits 2 gitward staged
says ".gitward.toml:2: an expression in 'regexes' matches every value of rule"
