// Any bytes have members, or problems, or neither: none lies outside of what it
// came from, and there is an end to what they unfold to.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "archive/container_walk.h"

using namespace gitward;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  // A copy of its own, so that reading past its end is seen.
  const std::string copy(reinterpret_cast<const char*>(data), size);
  std::uint64_t bytes = 0;
  std::uint64_t sum = 0;
  ContainerVisitor visitor;
  visitor.member = [&](const Member& member) {
    require(member.inside.ends_with(member.name));
    require(!member.bytes.empty());
    require(!member.in_place || (member.bytes.data() >= copy.data() &&
                                 member.bytes.data() + member.bytes.size() <=
                                     copy.data() + copy.size()));
    bytes += member.bytes.size();
    sum += byte_of(member.bytes.front());
    sum += byte_of(member.bytes.back());
  };
  visitor.entry = [&](const EntryName& entry) {
    require(entry.inside.ends_with(entry.name));
    require(entry.outermost == (entry.inside.size() == entry.name.size()));
  };
  visitor.unopened = [&](const Unopened& unopened) {
    require(!unopened.cause.empty() && !unopened.identity.empty());
  };
  walk_container(copy, kDefaultArchiveDepth, visitor);
  // The zeros that stand for holes come on top.
  require(bytes <= 2 * kFreeUnpackedBytes);
  return sum == SIZE_MAX ? 1 : 0;
}
