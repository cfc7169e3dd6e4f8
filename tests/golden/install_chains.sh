#!/usr/bin/env bash
# A hook that was there still runs, with its arguments, its input and its exit
# status; uninstalling brings it back byte for byte.
. "$(dirname "$0")/common.sh"
git init -q --bare "$scratch/remote"
new_repo
git remote add origin "$scratch/remote"
cat > .git/hooks/pre-commit <<'EOF'
#!/bin/sh
echo "previous pre-commit" >> "$HOME/log"
[ ! -e "$HOME/fail" ]
EOF
cat > .git/hooks/pre-push <<'EOF'
#!/bin/sh
echo "previous pre-push $1 $(wc -l)" >> "$HOME/log"
EOF
chmod +x .git/hooks/pre-commit .git/hooks/pre-push
sha256sum .git/hooks/* > "$scratch/before"
exits 0 gitward install
exits 0 gitward install
commit "Runs both" --allow-empty
exits 0 git push -q origin main
[ "$(cat "$HOME/log")" = "previous pre-commit
previous pre-push origin 1" ]
touch "$HOME/fail"
exits 1 git commit --allow-empty -m "The previous hook says no"
rm "$HOME/fail"
echo "TOKEN=$(fake github-pat)" > a.env
git add .
exits 1 git commit -m "gitward says no"
exits 0 gitward uninstall
sha256sum .git/hooks/* > "$scratch/after"
diff "$scratch/before" "$scratch/after"
