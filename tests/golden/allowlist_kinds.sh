#!/usr/bin/env bash
# Allowlists as in gitleaks: by path, by the secret, the match or the line, by
# stop word, by commit; joined by OR or AND; for one rule or for all.
. "$(dirname "$0")/common.sh"
new_repo
cat > .gitward.toml <<'EOF'
[[allowlists]]
description = "anything below vendor"
paths = ['^vendor/']

[[allowlists]]
description = "marked lines of tests"
condition = "AND"
paths = ['^test/']
regexes = ['# fake']
regexTarget = "line"

[[allowlists]]
description = "for another rule only"
targetRules = ["gitlab-pat"]
paths = ['^lib/']
EOF
mkdir vendor test lib
echo "key = $(fake github-pat 1)" > vendor/a
printf 'key = %s # fake\nkey = %s\n' "$(fake github-pat 2)" \
  "$(fake github-pat 3)" > test/b
echo "key = $(fake github-pat 4) # fake" > lib/c
git add .
findings 1 gitward staged <<'EOF'
github-pat lib/c:1:7
github-pat test/b:2:7
EOF
commit "Everything"
cat > .gitward.toml <<EOF
[[allowlists]]
commits = ["$(git rev-parse HEAD)"]
EOF
clean gitward history HEAD
