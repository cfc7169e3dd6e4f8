#!/usr/bin/env bash
# A password in quotes is hidden to its end: what a shell reads as a sign
# outside of quotes is a part of it.
. "$(dirname "$0")/common.sh"
new_repo
first=$(fake generic-password 1 | sed 's/.*=//' | cut -c 1-7)
last=$(fake generic-password 2 | sed 's/.*=//' | cut -c 1-7)
for sign in '$' '&' ';' '<' '|'; do
  password=$first$sign$last
  cat > deploy.sh <<EOF
sshpass -p '$password' ssh app@db
mysql -u root -p'$password' app
curl -u 'app:$password' https://files.internal/a
echo 'root:$password' | chpasswd
echo '$password' | docker login -u app --password-stdin registry.internal
EOF
  for format in human jsonl; do
    exits 1 gitward dir . --format $format
    never grep -q -e "$first" -e "$last" "$out" "$err"
  done
  [ "$(jq -s '[.[] | select(.rule).line] | unique | length' "$out")" = 5 ]
done
