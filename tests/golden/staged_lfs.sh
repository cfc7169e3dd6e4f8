#!/usr/bin/env bash
# A pointer to Git LFS stands for content that is elsewhere: counted, and said.
. "$(dirname "$0")/common.sh"
new_repo
printf 'version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize 12345\n' \
  "$(echo x | sha256sum | cut -d' ' -f1)" > big.bin
git add .
clean gitward staged
exits 0 gitward staged --format jsonl
says '"lfs-pointer":1'
