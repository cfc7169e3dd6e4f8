#!/usr/bin/env bash
# In CI the range comes from the system's variables; where they don't tell, it
# is an error.
. "$(dirname "$0")/common.sh"
new_repo
commit "Base" --allow-empty
git switch -qc topic
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Leaky"
base=$(git rev-parse main)
head=$(git rev-parse topic)

cat > "$scratch/event.json" <<EOF
{"pull_request": {"base": {"sha": "$base"}, "head": {"sha": "$head"}}}
EOF
findings 1 env GITHUB_ACTIONS=true GITHUB_EVENT_PATH="$scratch/event.json" \
  gitward range --ci <<'EOF'
github-pat a.env:1:7 by Leaky
EOF
findings 1 env GITLAB_CI=true CI_MERGE_REQUEST_DIFF_BASE_SHA="$base" \
  CI_COMMIT_SHA="$head" gitward range --ci <<'EOF'
github-pat a.env:1:7 by Leaky
EOF
exits 1 env GITLAB_CI=true CI_COMMIT_BEFORE_SHA="$base" CI_COMMIT_SHA="$head" \
  gitward range --ci
says "CI_COMMIT_BEFORE_SHA"
exits 2 env GITLAB_CI=true CI_COMMIT_SHA="$head" gitward range --ci
says "CI_MERGE_REQUEST_DIFF_BASE_SHA is not set"
exits 2 env GITHUB_ACTIONS=true GITHUB_EVENT_PATH=/nowhere gitward range --ci
exits 2 gitward range --ci
says "no CI system recognised"
