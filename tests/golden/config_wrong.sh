#!/usr/bin/env bash
# Each mistake is one line that names the file, the line and the cause; all of
# a file's mistakes are told at once.
. "$(dirname "$0")/common.sh"
new_repo
wrong() { # THE FILE; what is said comes from standard input.
  printf '%b' "$1" > .gitward.toml
  expect_error 2 gitward staged
}
wrong '[[rules]]\nid = "a"\nregx = "x"\n\n[[rules]]\nid = "b"\nregex = "a(b"\n' \
  <<'EOF'
gitward: .gitward.toml:3: rule 'a': unknown key 'regx' in [[rules]]; did you mean 'regex'?
.gitward.toml:7: rule 'b': bad regex at offset 3: missing closing parenthesis
EOF
wrong '[[rules]]\nid = "a"\nregex = "one"\n\n[[rules]]\nid = "a"\nregex = "two"\n' \
  <<'EOF'
gitward: .gitward.toml:6: rule 'a' is defined twice, first at .gitward.toml:2
EOF
wrong '[extend]\ndisabledRules = ["github-pta"]\n' <<'EOF'
gitward: .gitward.toml:2: unknown rule 'github-pta' in 'disabledRules'; did you mean 'github-pat'?
EOF
wrong '[[allowlists]]\nregexes = [".*"]\n' <<'EOF'
gitward: .gitward.toml:2: an expression in 'regexes' matches the empty string, so it would allow everything
EOF
wrong 'unknown = 1\n' <<'EOF'
gitward: .gitward.toml:1: unknown key 'unknown'
EOF
# The library that reads TOML chooses the words.
printf 'title = "open\n' > .gitward.toml
exits 2 gitward staged
says "gitward: .gitward.toml:1:14: "
printf '[[rules]]\nid = "a"\nshape = "x_{base63:10}"\n' > .gitward.toml
exits 2 gitward staged
says ".gitward.toml:3: rule 'a': column 4: unknown alphabet 'base63'" "'base62'"
# Every command that needs the rules says so, and none of them is green.
for command in "range HEAD" history "dir ." "rules list" "baseline list"; do
  # shellcheck disable=SC2086
  exits 2 gitward $command
done
