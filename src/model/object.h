// A git object: its type and its content.
#pragma once

#include <cstdint>
#include <string>

namespace gitward {

// With the numbers that packs use.
enum class ObjectType : std::uint8_t { kCommit = 1, kTree, kBlob, kTag };

struct Object {
  ObjectType type = ObjectType::kBlob;
  std::string bytes;
};

}  // namespace gitward
