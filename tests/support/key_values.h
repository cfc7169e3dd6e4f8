// All that stands beside names in a text.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"
#include "judge/key_value.h"

// The places of all words of names, by word.
inline std::vector<gitward::ByteRange> key_words_in(gitward::ByteView text) {
  const std::string folded = gitward::to_lower_ascii(text);
  std::vector<gitward::ByteRange> places;
  for (const std::string_view word : gitward::kKeyWords) {
    for (std::size_t at = folded.find(word); at != std::string::npos;
         at = folded.find(word, at + 1)) {
      places.push_back({at, at + word.size()});
    }
  }
  return places;
}

// Each name and value once.
inline std::vector<gitward::KeyValue> key_values_in(gitward::ByteView text) {
  std::vector<gitward::KeyValue> all;
  for (const gitward::ByteRange& keyword : key_words_in(text)) {
    std::vector<gitward::KeyValue> found;
    gitward::find_key_values(text, keyword, found);
    for (const gitward::KeyValue& one : found) {
      const bool known = std::any_of(
          all.begin(), all.end(), [&](const gitward::KeyValue& other) {
            return other.key == one.key && other.value == one.value;
          });
      if (!known) all.push_back(one);
    }
  }
  return all;
}
