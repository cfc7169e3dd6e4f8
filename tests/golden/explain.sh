#!/usr/bin/env bash
# Why a line is a finding, or why it is none: what was tried there, and what
# decided, with numbers; no value is shown. It tells what a scan does.
. "$(dirname "$0")/common.sh"
new_repo
token=$(fake github-pat)
id() { jq -r "select(.line == $1).id" "$scratch/ids"; }
explain() { exits 0 gitward explain "$@"; }
{
  echo "TOKEN=$token"
  echo "acme_key = abcdabcdabcd"
  echo "acme_key = sample-9f3b6c1e"
  echo "acme_key: none"
  echo "acme_key = 9f3b6c1e7a24  # gitward:allow[acme-key] of a test server"
  echo "acme_key = 0f1b2c3e7a45  # gitward:allow[other] mine"
  echo "nothing at all"
  echo "run: $(printf 'TOKEN=%s' "$token" | base64 -w0)"
} > a.conf
cat > .gitward.toml <<'CONFIG'
[[rules]]
id = "acme-key"
description = "Acme key"
regex = '''acme_key = ([\w-]+)'''
keywords = ["acme_key"]
reach = 100
entropy = 3.0

[[rules.allowlists]]
description = "samples"
regexes = ['^test', '^sample']
CONFIG
git add .
commit "Base"
exits 1 gitward dir . --format jsonl
cp "$out" "$scratch/ids"

expect 0 gitward explain a.conf:1:7 --rule github-pat <<TOLD
a.conf:1:7: 1 finding
  TOKEN=ghp_…

github-pat at 1:7: ghp_…
  keyword       'ghp_' at 1:7
  expression    matches; the rule's confidence is high
  allowlists    none of 1 holds
  proof         the checksum crc32-base62 holds -> surer
  verdict       a finding, confidence proven, severity critical, id $(id 1)
TOLD
explain a.conf:1
says "generic-secret at 1:7: …: no finding, by overlap: the rule 'github-pat'"

expect 0 gitward explain a.conf:2 --rule acme-key <<'TOLD'
a.conf:2: no finding; 1 match that counts as none

acme-key at 2:12: …
  keyword       'acme_key' at 2:1, 'acme_key' at 3:1, 'acme_key' at 4:1, …
  expression    matches; the rule's confidence is medium
  entropy       2.00 bits a byte, not above the floor of 3.00 -> no finding
  verdict       no finding, by entropy
TOLD
explain a.conf:3 --rule acme-key
says "1 of the rule (samples): expression 2 of 2 matches the value" \
  "^sample" "no finding, by allowlist"
expect 0 gitward explain a.conf:4 --rule acme-key <<'TOLD'
a.conf:4: no finding; 1 rule tried without a match

tried, and there is nothing here that they describe:
  acme-key  'acme_key' at 4:1, 'acme_key' at 3:1, 'acme_key' at 5:1, …
TOLD
explain a.conf:5 --rule acme-key
says "a comment allows it: of a test server" "allowed, fails nothing"
explain a.conf:6 --rule acme-key
says "1 finding" "the comment on line 6 is for other, not for this rule"
expect 0 gitward explain a.conf:7 --rule github-pat <<'TOLD'
a.conf:7: no finding

github-pat: not tried: none of its keywords is here: 'ghp_'
TOLD
explain a.conf:8 --rule github-pat
says "github-pat at 8:14, in base64: ghp_…"

# What follows the judging: levels, the baseline, another commit's policy.
explain a.conf:6 --min-confidence high
says "confidence medium is below --min-confidence high" "no finding"
exits 0 gitward baseline accept "$(id 1)" --reason "revoked" --state test
explain a.conf:1
says "a.conf:1: no finding" "accepted" "test at a.conf: revoked"
exits 0 gitward baseline accept "$(id 1)" --reason "soon" --expires 2020-01-01
explain a.conf:1
says "1 finding" "has expired" "until 2020-01-01: soon"
explain a.conf:1 --no-baseline
never grep -q baseline "$out"
cp a.conf b.conf
explain b.conf:1
says "accepted elsewhere, where it still is"
explain .gitward-baseline:1
says "the baseline itself is not scanned"
sed -i 's/# gitward:allow.other.*//' a.conf
explain a.conf:5 --policy-from HEAD
says "allowed, fails nothing"
sed -i '6s/$/ # gitward:allow[acme-key] now/' a.conf
explain a.conf:6
says "allowed, fails nothing"
explain a.conf:6 --policy-from HEAD
says "1 finding" "the commit of --policy-from has no such comment"

# A text in no file; a file in an archive, a folder with a colon, from below.
explain --string "TOKEN=$token"
says "the string: 1 finding" "github-pat at 1:7: ghp_…"
mkdir -p "odd:3/below"
cp a.conf "odd:3/x:1"
pack odd.zip a.conf
explain "odd:3/x:1:1"
says "odd:3/x:1:1: 1 finding"
explain "odd:3/x:1:1:7"
says "odd:3/x:1:1:7: 1 finding"
explain 'odd.zip!a.conf:1'
says "odd.zip!a.conf:1: 1 finding"
explain odd.zip:1
says "PATH!NAME:LINE"
cd "odd:3/below"
explain a.conf:1
says "github-pat"
cd ../..

# Nothing is shown that a report would hide.
for place in a.conf:1 a.conf:8 b.conf:2 b.conf:5; do
  explain "$place" --verbose
  never grep -E "${token:8:16}|abcdabcd|9f3b6c1e" "$out"
done
mkdir "$token"
cp a.conf "$token/a"
explain "$token/a:1"
never grep "${token:8:16}" "$out"
explain a.conf:1 --show-secrets
says "github-pat at 1:7: $token"

expect_error 2 gitward explain a.conf:9 <<'TOLD'
gitward: a.conf:9: the file has 8 lines
TOLD
expect_error 2 gitward explain a.conf:7:15 <<'TOLD'
gitward: a.conf:7:15: the line has 14 bytes: leave the column out
TOLD
expect_error 2 gitward explain a.conf <<'TOLD'
gitward: 'a.conf' names no line: write PATH:LINE, such as 'a.conf:1', or --string TEXT
TOLD
expect_error 2 gitward explain nowhere:3 <<'TOLD'
gitward: no such file: nowhere: write it as seen from here, or from the top of the work tree
TOLD
expect_error 2 gitward explain .:3 <<'TOLD'
gitward: . is a folder: name a file in it, and a line
TOLD
expect_error 2 gitward explain 'odd.zip!b.conf:3' <<'TOLD'
gitward: odd.zip: nothing in it is called 'b.conf'
TOLD
expect_error 2 gitward explain a.conf:0 <<'TOLD'
gitward: lines are counted from 1
TOLD
expect_error 2 gitward explain <<'TOLD'
gitward: explain needs PATH:LINE or --string TEXT, and not both
TOLD

# A rule that could not be followed to its end.
cat > .gitward.toml <<'CONFIG'
[extend]
useDefault = false
[[rules]]
id = "slow"
description = "never done"
regex = '''slow(a+)+(a+)+(a+)+$'''
keywords = ["slow"]
CONFIG
echo "slow$(printf 'a%.0s' {1..200})b" > slow.conf
exits 3 gitward explain slow.conf:1
says "not looked at: limit: file 'slow.conf': rule 'slow'"
