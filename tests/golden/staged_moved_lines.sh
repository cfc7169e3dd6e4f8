#!/usr/bin/env bash
# Lines that move, and edits elsewhere in the file, bring nothing in; the same
# credential twice where it stood once does.
. "$(dirname "$0")/common.sh"
new_repo
printf 'one\nTOKEN=%s\n' "$(fake github-pat)" > a.env
git add .
commit "Add it"
printf 'TOKEN=%s\none\ntwo\n' "$(fake github-pat)" > a.env
git add .
clean gitward staged
printf 'TOKEN=%s\none\ntwo\nCOPY=%s\n' "$(fake github-pat)" \
  "$(fake github-pat)" > a.env
git add .
exits 1 gitward staged --format jsonl
[ "$(grep -c '"rule":"github-pat"' "$out")" = 1 ]
