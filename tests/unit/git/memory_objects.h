// Objects that are made up, and a reader of them.
#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "git/repository.h"

class MemoryObjects : public gitward::ObjectReader {
 public:
  struct Entry {
    std::string mode;
    std::string name;
    gitward::ObjectId id;
  };

  // A name made from the bytes: equal content, equal id.
  gitward::ObjectId add(gitward::ObjectType type, const std::string& bytes) {
    const std::string hex =
        gitward::xxh3_128(bytes).hex() + std::string(8, '0');
    const auto id = gitward::ObjectId::from_hex(hex).value();
    objects_[id] = {type, bytes};
    return id;
  }
  gitward::ObjectId blob(const std::string& bytes) {
    return add(gitward::ObjectType::kBlob, "blob " + bytes);
  }
  // In the order given, sorted or not.
  gitward::ObjectId tree(const std::vector<Entry>& entries) {
    std::string bytes;
    for (const Entry& entry : entries) {
      bytes += entry.mode + " " + entry.name + std::string(1, '\0');
      for (const std::uint8_t byte : entry.id.bytes()) {
        bytes += static_cast<char>(byte);
      }
    }
    return add(gitward::ObjectType::kTree, bytes);
  }
  void lose(const gitward::ObjectId& id) { objects_.erase(id); }
  void damage(const gitward::ObjectId& id) { damaged_.insert(id); }
  const std::set<gitward::ObjectId>& was_read() const { return read_; }
  void forget_reads() { read_.clear(); }

  std::optional<gitward::Object> read(const gitward::ObjectId& id) override {
    read_.insert(id);
    if (damaged_.count(id) > 0) {
      throw gitward::Error(gitward::ErrorKind::kInput, "damaged " + id.hex());
    }
    const auto found = objects_.find(id);
    if (found == objects_.end()) return std::nullopt;
    return found->second;
  }
  std::optional<Header> header(const gitward::ObjectId& id) override {
    const auto object = read(id);
    if (!object) return std::nullopt;
    return Header{object->type, object->bytes.size()};
  }

 private:
  std::map<gitward::ObjectId, gitward::Object> objects_;
  std::set<gitward::ObjectId> damaged_;
  std::set<gitward::ObjectId> read_;
};
