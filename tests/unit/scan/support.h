// What the tests of the scanner share: rules from text, tokens from shapes,
// and contents in wide encodings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "rules/rule_set.h"
#include "rules/shape.h"
#include "scan/encoding.h"
#include "scan/scanner.h"

namespace gitward {

// Only the rules of this configuration.
inline RuleSet rules_of(std::string_view toml) {
  RuleSetRequest request;
  request.config = RuleText{
      "test.toml", "[extend]\nuseDefault = false\n" + std::string(toml)};
  return load_rules(request);
}

// A fresh text of this shape.
inline std::string fresh(std::string_view shape, unsigned seed = 1) {
  SampleEngine engine(seed);
  return Shape::parse(shape).sample(engine);
}

inline ScannedContent scan(const RuleSet& rules, std::string_view content) {
  ScanScratch scratch;
  return Scanner(rules).scan(content, scratch);
}

inline std::vector<Judged> judge(const RuleSet& rules,
                                 const ScannedContent& content,
                                 std::string_view path = "file",
                                 std::string_view commit = "") {
  return Scanner(rules).judge(content, {Where::kBlob, path, commit});
}

// The ids of the rules whose findings are left, in order of place.
inline std::vector<std::string> found(const RuleSet& rules,
                                      std::string_view content,
                                      std::string_view path = "file",
                                      std::string_view commit = "") {
  const ScannedContent scanned = scan(rules, content);
  std::vector<std::string> ids;
  for (const Judged& one : judge(rules, scanned, path, commit)) {
    ids.push_back(rules.rules()[one.candidate->rule].id());
  }
  return ids;
}

// The characters in this encoding, without a byte order mark.
inline std::string encoded(std::u32string_view text, Encoding encoding) {
  std::string bytes;
  const bool little =
      encoding == Encoding::kUtf16Le || encoding == Encoding::kUtf32Le;
  const auto put = [&](char32_t unit, unsigned size) {
    for (unsigned i = 0; i < size; ++i) {
      const unsigned shift = 8 * (little ? i : size - 1 - i);
      bytes += static_cast<char>(unit >> shift & 0xffU);
    }
  };
  for (const char32_t c : text) {
    if (encoding == Encoding::kUtf32Le || encoding == Encoding::kUtf32Be) {
      put(c, 4);
    } else if (c >= 0x10000) {
      put(0xd800 + ((c - 0x10000) >> 10), 2);
      put(0xdc00 + ((c - 0x10000) & 0x3ff), 2);
    } else {
      put(c, 2);
    }
  }
  return bytes;
}

inline std::u32string widened(std::string_view ascii) {
  return {ascii.begin(), ascii.end()};
}

}  // namespace gitward
