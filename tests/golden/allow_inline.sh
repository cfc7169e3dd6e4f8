#!/usr/bin/env bash
# A comment on the line, or alone on the line before, allows a finding of the
# rule that it names, and nothing else.
. "$(dirname "$0")/common.sh"
new_repo
cat > app.conf <<EOF
a = $(fake github-pat 1)  # gitward:allow[github-pat] only an example
b = $(fake github-pat 2)  # gitward:allow names no rule
# gitward:allow-next-line[github-pat] another example
c = $(fake github-pat 3)
d = $(fake github-pat 4)  # gitleaks:allow
e = $(fake github-pat 5)  # gitward:allow[gitlab-pat] not this rule
# gitward:allow-next-line[gitlab-pat] nor here
f = $(fake github-pat 6)
x = 1  # gitward:allow-next-line not alone on its line
g = $(fake github-pat 7)
EOF
git add .
findings 1 gitward staged <<'EOF'
github-pat app.conf:2:5
github-pat app.conf:6:5
github-pat app.conf:8:5
github-pat app.conf:10:5
EOF
exits 1 gitward staged --format jsonl --show-accepted
[ "$(grep -c '"status":"allowed"' "$out")" = 3 ]
says '"reason":"only an example"'
