#!/usr/bin/env bash
# No command makes a socket call, nor does git for it, not even where git would
# fetch something.
. "$(dirname "$0")/common.sh"
command -v strace > /dev/null || skip "needs strace"
strace -o "$scratch/probe" true || skip "strace may not trace here"
# LeakSanitizer can't work under a tracer.
export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0

# offline STATUS COMMAND...: as exits(), and the trace has nothing but programs.
offline() {
  local wanted=$1
  shift
  exits "$wanted" strace -f -qq -s 200 -e trace=%network,execve -e signal=none \
    -o "$scratch/trace" "$@"
  cat "$scratch/trace" >> "$scratch/traces"
  never grep -v -w execve "$scratch/trace"
}

never offline 0 python3 -c "import socket; socket.socket()" > "$out" 2>&1

new_repo origin
echo plain > readme && git add . && commit "Clean"
echo "TOKEN=$(fake github-pat)" > a.env && git add . && commit "Add"
echo "TOKEN=$(fake github-pat 2)" > b.env && git add .

# Each command, and the hooks as git runs them.
offline 0 gitward --help
commands=$(sed -n '/^Subcommands:/,/^$/s/^  \([a-z]*\) .*/\1/p' "$out")
offline 0 gitward version
offline 0 gitward rules list
offline 0 gitward rules show github-pat
offline 0 gitward rules sample github-pat
offline 0 gitward rules test --samples 2
offline 1 gitward staged
offline 1 gitward range HEAD~..HEAD
offline 1 gitward history
offline 1 gitward dir .
offline 1 sh -c "gitward stdin < a.env"
echo '{}' > "$scratch/config"
pack --oci "$scratch/layout" "$scratch/config" .
offline 1 gitward image "$scratch/layout"
offline 0 gitward explain --string "password = none"
offline 0 gitward install
offline 1 git commit -m "Stopped"
git clone -q --bare . ../server
git switch -qc topic
commit "Not stopped" --no-verify
offline 1 git push ../server topic
printf '#!/bin/sh\nexec gitward hook pre-receive\n' > ../server/hooks/pre-receive
chmod +x ../server/hooks/pre-receive
offline 1 git push --no-verify ../server topic
exits 1 gitward history --format jsonl
mapfile -t ids < <(jq -r '.id // empty' "$out")
offline 0 gitward baseline accept "${ids[@]}" --reason "made up"
offline 0 gitward baseline list
offline 0 gitward baseline prune
offline 0 gitward uninstall
offline 0 gitward install --global
for command in $commands; do
  grep -q "\"gitward\", \"$command\"" "$scratch/traces" ||
    never echo "not tried: $command"
done

# A partial clone, whose missing blobs git would fetch.
git config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$PWD" ../partial
cd ../partial
git config remote.origin.url https://gitward.invalid/x.git
offline 3 gitward history
offline 3 gitward range HEAD~..HEAD
offline 0 gitward staged
