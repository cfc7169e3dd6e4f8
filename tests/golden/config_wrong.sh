#!/usr/bin/env bash
# Each mistake is one line that names the file, the line and the cause.
. "$(dirname "$0")/common.sh"
new_repo
wrong() { # TEXT OF THE FILE; what is said comes from standard input.
  printf '%b' "$1" > .gitward.toml
  expect_error 2 gitward staged
}
wrong '[[rules]]\nid = "a"\nregx = "x"\n' <<'EOF'
EOF
wrong 'title = "open\n' <<'EOF'
EOF
wrong '[[rules]]\nid = "a"\nregex = "a(b"\n' <<'EOF'
EOF
wrong '[[rules]]\nid = "a"\nregex = "one"\nkeywords = ["one"]\n\n[[rules]]\nid = "a"\nregex = "two"\nkeywords = ["two"]\n' <<'EOF'
EOF
wrong '[extend]\ndisabledRules = ["github-pta"]\n' <<'EOF'
EOF
wrong '[[rules]]\nid = "a"\nshape = "x_{base63:10}"\n' <<'EOF'
EOF
