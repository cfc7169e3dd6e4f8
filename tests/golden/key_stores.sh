#!/usr/bin/env bash
# Private keys and key stores as a developer's own programs write them: each is
# found by its rule, whatever it lies in, and what is under a password is never
# proven. Certificates and public keys are nobody's secret.
. "$(dirname "$0")/common.sh"
mkdir keys public
: > "$scratch/wanted"
password=$(gitward rules sample url-password --seed 1 | tr -dc 'A-Za-z0-9')
export password=pw$password

# wanted RULE CONFIDENCE FILE
wanted() { echo "$*" >> "$scratch/wanted"; }
# has PROGRAM
has() {
  command -v "$1" > "$out" && return
  echo "not here: $1"
  return 1
}

if has openssl; then
  key() { openssl genpkey -algorithm "$@" 2> "$err"; }
  sealed() { openssl pkcs8 -topk8 -in "$1" -passout env:password "${@:2}"; }
  key RSA -pkeyopt rsa_keygen_bits:2048 > keys/rsa.pem
  wanted private-key-pkcs8 proven keys/rsa.pem
  key EC -pkeyopt ec_paramgen_curve:P-256 > keys/ec.pem
  wanted private-key-pkcs8 proven keys/ec.pem
  key ED25519 > keys/ed25519.pem
  wanted private-key-pkcs8 proven keys/ed25519.pem
  for kind in rsa ec ed25519; do
    openssl pkcs8 -topk8 -nocrypt -in keys/$kind.pem -outform DER \
      > keys/$kind.der
    wanted private-key-der-bytes proven keys/$kind.der
    sealed keys/$kind.pem -outform DER > keys/$kind.p8
    wanted private-key-der-encrypted medium keys/$kind.p8
    sealed keys/$kind.pem > keys/$kind.sealed.pem
    wanted private-key-encrypted medium keys/$kind.sealed.pem
    openssl pkey -in keys/$kind.pem -pubout -outform DER > public/$kind.der
    openssl pkey -in keys/$kind.pem -pubout > public/$kind.pem
  done
  sealed keys/rsa.pem -outform DER -scrypt > keys/scrypt.p8
  wanted private-key-der-encrypted medium keys/scrypt.p8
  sealed keys/rsa.pem -outform DER -v1 PBE-SHA1-3DES > keys/pkcs12-way.p8
  wanted private-key-der-encrypted medium keys/pkcs12-way.p8
  { cat public/rsa.der keys/ec.p8 public/ec.der; } > keys/between.bin
  wanted private-key-der-encrypted medium keys/between.bin
  openssl req -x509 -new -key keys/ec.pem -subj /CN=here -days 9 \
    > public/certificate.pem
  openssl pkcs12 -export -inkey keys/ec.pem -in public/certificate.pem \
    -passout env:password > keys/store.p12
  wanted pkcs12-store medium keys/store.p12
  openssl pkcs12 -export -nokeys -in public/certificate.pem \
    -passout env:password > public/certificates.p12
fi

if has ssh-keygen; then
  for kind in ed25519 rsa ecdsa; do
    ssh-keygen -q -t $kind -N "" -C me -f keys/ssh-$kind
    wanted private-key-openssh proven keys/ssh-$kind
    ssh-keygen -q -t $kind -N "$password" -C me -f keys/sealed-$kind
    wanted private-key-encrypted medium keys/sealed-$kind
  done
  ssh-keygen -q -t ecdsa -m PEM -N "" -C me -f keys/ssh-pem
  wanted private-key-ec proven keys/ssh-pem
  mv keys/*.pub public
fi

if has gpg; then
  export GNUPGHOME=$scratch/gpg
  mkdir -m 700 "$GNUPGHOME"
  pgp() {
    gpg --batch --quiet --pinentry-mode loopback --passphrase "$@" 2> "$err"
  }
  pgp "" --quick-generate-key alice ed25519 sign never
  pgp "$password" --quick-generate-key bob ed25519 sign never
  pgp "" --armor --export-secret-keys alice > keys/alice.asc
  wanted private-key-pgp proven keys/alice.asc
  pgp "$password" --armor --export-secret-keys bob > keys/bob.asc
  wanted private-key-pgp-encrypted medium keys/bob.asc
  pgp "" --armor --export alice bob > public/both.asc
  gpgconf --kill all
fi

if has keytool; then
  for kind in jks jceks pkcs12; do
    keytool -genkeypair -alias here -keyalg EC -dname CN=here \
      -storetype $kind -keystore keys/java.$kind -storepass:env password \
      -keypass:env password 2> "$err"
  done
  wanted java-keystore medium keys/java.jks
  wanted java-keystore medium keys/java.jceks
  wanted pkcs12-store medium keys/java.pkcs12
  keytool -exportcert -alias here -keystore keys/java.jks \
    -storepass:env password > public/java.cer 2> "$err"
  keytool -importcert -noprompt -alias here -file public/java.cer \
    -storetype jks -keystore public/trusted.jks -storepass:env password \
    2> "$err"
fi

[ -s "$scratch/wanted" ] || skip "none of these programs is here"

# In files, in a commit, in an archive.
exits 1 gitward dir keys --format jsonl
jq -r 'select(.rule) | "\(.rule) \(.confidence) keys/\(.path)"' "$out" | sort |
  diff -u <(sort "$scratch/wanted") - >&2
new_repo
cp -r "$scratch/keys" .
git add .
exits 1 gitward staged --format jsonl
jq -r 'select(.rule) | "\(.rule) \(.confidence) \(.path)"' "$out" | sort |
  diff -u <(sort "$scratch/wanted") - >&2
tar -cf keys.tar keys
exits 1 gitward dir keys.tar --format jsonl
jq -r 'select(.rule) | "\(.rule) \(.confidence) \(.inside)"' "$out" | sort |
  diff -u <(sort "$scratch/wanted") - >&2
cd ..
if [ -n "$(ls public)" ]; then clean gitward dir public; fi
