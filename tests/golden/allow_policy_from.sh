#!/usr/bin/env bash
# In CI the policy comes from the base: a pull request can't allow its own
# credential, neither inline nor by configuration nor by the baseline.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git tag base
echo "key = $(fake github-pat 1)  # gitward:allow[github-pat] mine" > inline.conf
echo "key = $(fake github-pat 2)" > listed.conf
echo "key = $(fake github-pat 3)" > accepted.conf
printf '[[allowlists]]\npaths = ["^listed"]\n' > .gitward.toml
git add .
exits 1 gitward staged --format jsonl
accept "mine too"
git add .
commit "Everything allowed"
clean gitward range base..HEAD
findings 1 gitward range base..HEAD --policy-from base <<'EOF'
github-pat accepted.conf:1:7 by Everything allowed
github-pat inline.conf:1:7 by Everything allowed
github-pat listed.conf:1:7 by Everything allowed
EOF
