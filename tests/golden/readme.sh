#!/usr/bin/env bash
# Everything that README.md shows is true: its console blocks are run, one after
# the other in one shell, and say what is written there; its configuration is
# loaded; its workflow's steps run. What needs preparation that nobody wants to
# read has it in comments.
#
# To take what is said now: tests/golden/readme.sh | patch
. "$(dirname "$0")/common.sh"
readme=$(realpath "$(dirname "$story")/../../README.md")
trap - ERR
set +e

status=0 # Of the command before, for $?.
run() {
  (exit "$status")
  eval "$1" > "$out" 2>&1 < /dev/null
  status=$?
  sed "s|$scratch|/home/me|g" "$out"
}

actual=$scratch/README.md
kind=
while IFS= read -r line; do
  case "$kind:$line" in
    :'```console' | :'```yaml' | :'```toml' | :'<!--')
      kind=${line#'```'}
      : > "$scratch/block"
      ;;
    console:'```' | yaml:'```' | '<!--:-->') kind= ;;
    toml:'```')
      kind=
      cp "$scratch/block" .gitward.toml
      ;;
    console:'$ '*)
      echo "$line"
      run "${line#'$ '}"
      continue
      ;;
    console:*) continue ;; # Output: what comes now is what counts.
    '<!--:$ '*)
      run "${line#'$ '}" > "$scratch/prepared"
      [ $status = 0 ] || cat "$scratch/prepared"
      ;;
    yaml:*'- run: '*)
      run "${line#*'- run: '}" > "$scratch/step"
      [ $status -le 1 ] || cat "$scratch/step"
      ;;
    toml:*) echo "$line" >> "$scratch/block" ;;
  esac
  echo "$line"
done < "$readme" > "$actual"

set -e
diff -u --label README.md --label actual "$readme" "$actual"
