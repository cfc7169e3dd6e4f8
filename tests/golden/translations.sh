#!/usr/bin/env bash
# What a password is called in some language is none, where translations are;
# a password there is one, and so is such a word elsewhere.
. "$(dirname "$0")/common.sh"
new_repo
word=Wachtwoord
mkdir locales values-da config
echo "{\"password\": \"$word\"}" > locales/nl.json
echo '<string name="password">Adgangskode</string>' > values-da/strings.xml
echo 'login.password=Salasana' > messages_fi.properties
clean gitward dir .
echo "{\"password\": \"$word\"}" > config/app.json
fake generic-password > locales/en.properties
exits 1 gitward dir . --format jsonl
jq -r 'select(.rule).path' "$out" | sort | diff - <(printf '%s\n' \
  config/app.json locales/en.properties)
