#!/usr/bin/env bash
# No command opens a socket, not even where git would fetch something.
. "$(dirname "$0")/common.sh"
command -v strace > /dev/null || skip "needs strace"
strace -o "$scratch/probe" true || skip "strace may not trace here"
# LeakSanitizer can't work under a tracer.
export ASAN_OPTIONS=$ASAN_OPTIONS:detect_leaks=0
new_repo origin
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add"
git config uploadpack.allowFilter true
git clone -q --filter=blob:none --no-checkout "file://$scratch/origin" ../partial
cd ../partial
git config remote.origin.url https://gitward.invalid/x.git
for command in staged "range HEAD..HEAD" history "dir ." "rules list" version; do
  # shellcheck disable=SC2086
  strace -f -qq -e trace=socket,connect -o "$scratch/trace" \
    gitward $command > "$out" 2> "$err" < /dev/null || [ $? = 3 ]
  never grep -E '^[0-9]+ +(socket|connect)\(' "$scratch/trace"
done
