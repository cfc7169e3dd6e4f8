// Trees, commits, tags and index listings: any bytes are parsed or refused,
// and what is parsed lies within them. The first byte chooses the parser.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "base/error.h"
#include "git/index_listing.h"
#include "git/objects.h"

using namespace gitward;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void try_tree(ByteView bytes, std::size_t id_size) {
  std::size_t used = 0;
  for (const TreeEntry& entry : parse_tree(bytes, id_size)) {
    require(entry.id.bytes().size() == id_size && !entry.name.empty());
    require(entry.name.data() >= bytes.data() + used);
    used = static_cast<std::size_t>(entry.name.data() - bytes.data()) +
           entry.name.size() + 1 + id_size;
    require(used <= bytes.size());
  }
  require(used == bytes.size());  // Nothing is left out.
}

void check_message(ByteView bytes, std::size_t offset) {
  require(offset <= bytes.size());
  if (offset < bytes.size()) {
    require(part_at(bytes, offset) == ObjectPart::kMessage);
  }
  if (offset > 0) require(part_at(bytes, offset - 1) != ObjectPart::kMessage);
}

void try_commit(ByteView bytes) {
  const Commit commit = parse_commit(bytes);
  check_message(bytes, commit.message_offset);
  require(commit.author.iso_date().size() >= 25);
  require(commit.committer.iso_date().size() >= 25);
}

void try_tag(ByteView bytes) {
  const Tag tag = parse_tag(bytes);
  check_message(bytes, tag.message_offset);
  require(tag.tagger.iso_date().size() >= 25);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  if (size == 0) return 0;
  // A copy of its own, so that reading past its end is seen.
  const std::string copy(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0] % 5) {
      case 0:
        try_tree(copy, ObjectId::kSha1Size);
        break;
      case 1:
        try_tree(copy, ObjectId::kSha256Size);
        break;
      case 2:
        try_commit(copy);
        break;
      case 3:
        try_tag(copy);
        break;
      default:
        parse_index_listing(copy);
    }
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::kInput);
  }
  return 0;
}
