#!/usr/bin/env bash
# Nothing that a repository's configuration names is run: each of these would
# leave a mark.
. "$(dirname "$0")/common.sh"
new_repo
echo "TOKEN=$(fake github-pat)" > a.env
git add .
commit "Add"
# An object that is not there, as a partial clone has it.
tree=$(printf '100644 blob %s\tmissing\n' \
  "$(echo x | git hash-object --stdin)" | git mktree --missing)
git update-ref refs/heads/partial "$(git commit-tree -m "Partial" "$tree")"
cat > "$scratch/mark" <<EOF
#!/bin/sh
touch "$scratch/marked-\${0##*/}"
EOF
chmod +x "$scratch/mark"
for hook in post-index-change post-checkout reference-transaction \
  fsmonitor-watchman pre-auto-gc; do
  cp "$scratch/mark" ".git/hooks/$hook"
done
for key in core.fsmonitor core.sshCommand core.pager core.editor core.askPass \
  core.gitProxy core.alternateRefsCommand credential.helper \
  remote.origin.uploadpack remote.origin.receivepack diff.external \
  diff.x.textconv diff.x.command filter.x.clean filter.x.smudge \
  filter.x.process gpg.program merge.x.driver interactive.diffFilter \
  uploadpack.packObjectsHook sequence.editor trailer.x.cmd pager.log; do
  cp "$scratch/mark" "$scratch/mark-$key"
  echo "$key $scratch/mark-$key"
done > "$scratch/keys"
while read -r key program; do git config "$key" "$program"; done \
  < "$scratch/keys"
git config core.repositoryFormatVersion 1
git config extensions.partialClone origin
git config remote.origin.url "ssh://example.invalid/x.git"
git config remote.origin.promisor true
git config remote.origin.partialclonefilter blob:none
echo '* diff=x filter=x merge=x' > .gitattributes
for index in plain split; do
  # A split index needs the git program, which libgit2 does not.
  [ $index = plain ] || git update-index --split-index
  rm -f "$scratch"/marked-*
  for command in staged "range HEAD..partial" history "dir ." "baseline list" \
    install "hook pre-commit" uninstall; do
    # shellcheck disable=SC2086
    gitward $command > "$out" 2> "$err" < /dev/null || [ $? = 1 ] || [ $? = 3 ]
    [ -z "$(find "$scratch" -name 'marked-*')" ]
  done
done
# The trap works: git itself runs them.
git status > "$out" 2> "$err"
[ -n "$(find "$scratch" -name 'marked-*')" ]
