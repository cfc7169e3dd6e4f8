// What is known of a candidate in numbers: all that the learned judge sees.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "judge/key_value.h"

namespace gitward {

// The order is that of the forest's data file: scripts/judge/train writes
// names, and the build refuses a forest that was trained on others.
#define GITWARD_JUDGE_FEATURES(X)                                              \
  X(length)                                                                    \
  X(lower_share) X(upper_share) X(digit_share) X(symbol_share) X(distinct) X(  \
      entropy) X(entropy_of_most) X(class_changes) X(case_changes)             \
      X(longest_letters) X(longest_digits) X(letters) X(mean_cost) X(          \
          worst_cost) X(best_cost) X(uncovered) X(uncovered_share)             \
          X(longest_uncovered) X(words) X(longest_word) X(separators) X(       \
              spaces) X(distinct_symbols) X(first_class) X(last_class)         \
              X(alphabet) X(looks_like) X(identifier) X(brackets) X(           \
                  begins_as_reference) X(ends_as_reference) X(names_secret)    \
                  X(is_key) X(placeholder_share) X(longest_sequence) X(        \
                      longest_repeat) X(padding) X(length_mod_4)               \
                      X(round_length) X(escapes) X(most_frequent) X(           \
                          vowel_share) X(longest_consonants) X(non_ascii)      \
                          X(key_kind) X(key_ending) X(key_words) X(key_after)  \
                              X(key_harmless) X(key_serious) X(key_asks) X(    \
                                  key_upper) X(key_camel) X(key_dotted)        \
                                  X(key_length) X(form) X(quote) X(wrapped) X( \
                                      next_line) X(before_key) X(after_value)  \
                                      X(indentation) X(line_length) X(comment) \
                                          X(code_words) X(companions)          \
                                              X(example_words)                 \
                                                  X(quotes_on_line) X(gap)     \
                                                      X(sentence) X(xml)       \
                                                          X(call_after)

enum class Feature : std::uint8_t {
#define GITWARD_FEATURE(name) name,
  GITWARD_JUDGE_FEATURES(GITWARD_FEATURE)
#undef GITWARD_FEATURE
      count_
};

inline constexpr std::size_t kFeatures =
    static_cast<std::size_t>(Feature::count_);
using Features = std::array<std::int16_t, kFeatures>;

std::string_view name_of(Feature feature);

// Reads no byte that find_key_values() could not have read.
Features features_of(ByteView text, const KeyValue& candidate);

}  // namespace gitward
