#!/usr/bin/env bash
# What the rules are, whether they hold, and fresh tokens of their shapes.
. "$(dirname "$0")/common.sh"
mkdir here
cd here
exits 0 gitward rules list --format jsonl
[ "$(jq -r 'select(.id == "github-pat") | "\(.severity) \(.keywords) \(.kind)"' \
  "$out")" = 'critical ["ghp_"] shape' ]
[ "$(jq -s 'length' "$out")" -ge 100 ]
[ "$(jq -r '.id' "$out" | sort | uniq -d)" = "" ]
exits 0 gitward rules test
says " 0 failed"

# The same seed, the same token; no seed, another one each time.
[ "$(fake github-pat 1)" = "$(fake github-pat 1)" ]
[ "$(fake github-pat 1)" != "$(fake github-pat 2)" ]
[ "$(gitward rules sample github-pat)" != "$(gitward rules sample github-pat)" ]

# A rule that misses its example, and one that matches what it should not.
cat > mine.toml <<'EOF'
[[rules]]
id = "acme-key"
shape = "acme_{hex:32}"
matches = ["{sample}", "acme_{hex:31}"]

[[rules]]
id = "acme-id"
shape = "acmeid_{digits:12}"
ignores = ["id {sample}"]
EOF
exits 1 gitward rules test mine.toml
says "mine.toml:4: rule 'acme-key'" "mine.toml:9: rule 'acme-id'" " 2 failed"
exits 2 gitward rules test nowhere.toml
echo 'broken' > broken.toml
exits 2 gitward rules test broken.toml

# Of a file only its own rules are tested, among the built-in ones: one of
# those may take over what an example finds. An id that is taken already is an
# override, and is told as one.
cat > team.toml <<'EOF'
[[rules]]
id = "acme-key"
shape = "acme_{hex:32}"
matches = ["{sample}"]

[[rules]]
id = "our-gitlab"
shape = "glpat-{base64url:20}"
matches = ["key = {sample}"]
EOF
exits 1 gitward rules test --samples 1 team.toml
says "team.toml:9: rule 'our-gitlab': an example in 'matches' is found, but" \
  "rule 'gitlab-pat' at rules/" "2 rules, 2 examples, 2 fresh samples, 1 failed"

cat > change.toml <<'EOF'
[[rules]]
id = "github-pat"
severity = "low"
EOF
exits 0 gitward rules test --samples 1 change.toml
says "note: change.toml:1: rule 'github-pat' changes the one at rules/" "1 rule, "
exits 0 gitward rules show --config change.toml github-pat
says "severity     low" "defined in   change.toml:1" "changes      rules/"
exits 0 gitward rules list --config change.toml --format jsonl
[ "$(jq -r 'select(.changes) | "\(.id) \(.source)"' "$out")" = \
  'github-pat change.toml:1' ]

# The same from a repository's own configuration.
new_repo
mv "$scratch/here/change.toml" .gitward.toml
exits 0 gitward rules show github-pat
says "defined in   .gitward.toml:1"
exits 0 gitward rules list --format jsonl
[ "$(jq -r 'select(.changes) | .source' "$out")" = .gitward.toml:1 ]
exits 2 gitward rules test --config .gitward.toml .gitward.toml
