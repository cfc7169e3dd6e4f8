#!/usr/bin/env bash
# Wrong usage is one line on stderr and status 2.
. "$(dirname "$0")/common.sh"
new_repo
exits 2 gitward
exits 2 gitward stagde
exits 2 gitward staged --no-such-option
says "--no-such-option"
exits 2 gitward staged --format yaml
says "unknown format 'yaml'" "human"
exits 2 gitward staged --min-severity terrible
exits 2 gitward dir
exits 2 gitward range
exits 2 gitward range --ci
says "no CI system recognised"
exits 2 gitward staged --rule no-such-rule
says "no-such-rule"
exits 2 gitward staged --config nowhere.toml
says "nowhere.toml"
exits 2 gitward staged --baseline nowhere
says "nowhere"
exits 2 gitward baseline accept 0123
exits 2 gitward baseline accept xyz --reason "no id"
says "'xyz' is no id"
exits 2 gitward baseline accept 0123456789abcdef --reason "not there"
says "0123456789abcdef"
exits 2 gitward image x.tar
exits 2 gitward rules show github-pta
says "did you mean 'github-pat'"
cd "$scratch"
exits 2 gitward staged
says "repository"
exits 0 gitward --help
says "staged" "history" "Exit status"
exits 0 gitward --version
says "gitward "
