#!/usr/bin/env bash
# By rule, severity and confidence.
. "$(dirname "$0")/common.sh"
new_repo
cat > .gitward.toml <<'EOF'
[extend]
useDefault = false

[[rules]]
id = "minor"
shape = "minor_{hex:16}"
severity = "low"

[[rules]]
id = "likely"
shape = "likely_{hex:16}"
confidence = "medium"

[[rules]]
id = "guess"
shape = "guess_{hex:16}"
confidence = "low"
EOF
for rule in minor likely guess; do fake $rule; done > tokens
git add .
findings 1 gitward staged <<'EOF'
minor tokens:1:1
likely tokens:2:1
EOF
findings 1 gitward staged --min-confidence low <<'EOF'
minor tokens:1:1
likely tokens:2:1
guess tokens:3:1
EOF
findings 1 gitward staged --min-severity medium <<'EOF'
likely tokens:2:1
EOF
findings 1 gitward staged --min-confidence high <<'EOF'
minor tokens:1:1
EOF
clean gitward staged --min-confidence proven
findings 1 gitward staged --rule likely --rule guess <<'EOF'
likely tokens:2:1
EOF
