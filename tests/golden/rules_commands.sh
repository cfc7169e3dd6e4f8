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
