// Any bytes are an index or an Error: everything that it counts can be asked
// for, and is in order.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "base/error.h"
#include "store/index_file.h"

namespace {

using namespace gitward;

void require(bool holds) {
  if (!holds) std::abort();
}

void read_all(ByteView bytes, std::size_t id_size) {
  const IndexFile index(bytes, id_size);
  if (index.foreign()) return;
  for (std::uint32_t i = 0; i < index.size(); ++i) {
    require(!index.path(i).empty());
    require(i == 0 || index.path(i - 1) <= index.path(i));
    require(index.path(index.lower_bound(index.path(i))) == index.path(i));
    index.id(i);
    index.mode(i);
    require(index.stage(i) < 4);
    index.intent_to_add(i);
  }
  for (const std::uint32_t position : index.unrecorded()) {
    require(index.stage(position) > 0 || index.intent_to_add(position));
  }
  const auto& trees = index.cached_trees();
  for (std::uint32_t i = 0; i < trees.size(); ++i) {
    require(trees[i].end > i && trees[i].end <= trees.size());
    require(!trees[i].valid || trees[i].raw_id.size() == id_size);
  }
  index_checksum_holds(bytes, id_size);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  for (const std::size_t id_size :
       {ObjectId::kSha1Size, ObjectId::kSha256Size}) {
    try {
      read_all({reinterpret_cast<const char*>(data), size}, id_size);
    } catch (const Error&) {
    }
  }
  return 0;
}
