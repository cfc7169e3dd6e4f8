#!/usr/bin/env bash
# Nothing that a repository's configuration names is run: each of these would
# leave a mark.
. "$(dirname "$0")/common.sh"
cat > "$scratch/mark" <<EOF
#!/bin/sh
touch "$scratch/marked-\${0##*/}"
EOF
chmod +x "$scratch/mark"
keys="core.fsmonitor core.sshCommand core.pager core.editor core.askPass
  core.gitProxy core.alternateRefsCommand credential.helper
  remote.origin.uploadpack remote.origin.receivepack diff.external
  diff.x.textconv diff.x.command filter.x.clean filter.x.smudge
  filter.x.process gpg.program merge.x.driver interactive.diffFilter
  uploadpack.packObjectsHook sequence.editor trailer.x.cmd pager.log"

# `split` has an index that libgit2 can't read, so that git must.
for index in plain split; do
  new_repo $index
  echo "TOKEN=$(fake github-pat)" > a.env
  echo '* diff=x filter=x merge=x' > .gitattributes
  git add .
  commit "Add"
  # A partial clone: an object is not there, and git would fetch it.
  tree=$(printf '100644 blob %s\tmissing\n' \
    "$(echo x | git hash-object --stdin)" | git mktree --missing)
  git update-ref refs/heads/partial \
    "$(git commit-tree -m "Partial" -p HEAD "$tree")"
  [ $index = plain ] || git update-index --split-index
  git config core.repositoryFormatVersion 1
  git config extensions.partialClone origin
  git config remote.origin.url "ssh://example.invalid/x.git"
  git config remote.origin.promisor true
  git config remote.origin.partialclonefilter blob:none
  for key in $keys; do
    cp "$scratch/mark" "$scratch/mark-$key"
    git config "$key" "$scratch/mark-$key"
  done
  for hook in post-index-change post-checkout reference-transaction \
    fsmonitor-watchman pre-auto-gc; do
    cp "$scratch/mark" ".git/hooks/$hook"
  done
  for command in staged "range HEAD..partial" history "dir ." "baseline list" \
    "hook pre-commit" install uninstall; do
    # shellcheck disable=SC2086
    gitward $command > "$out" 2> "$err" < /dev/null || [[ $? = [13] ]]
    [ -z "$(find "$scratch" -name 'marked-*')" ]
  done
done

# The traps are real: git itself runs into them.
git status > "$out" 2>&1 || true
[ -e "$scratch/marked-mark-core.fsmonitor" ]
git cat-file -p partial:missing > "$out" 2>&1 || true
[ -e "$scratch/marked-mark-core.sshCommand" ]
