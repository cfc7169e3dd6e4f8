// What is known of a candidate in numbers: all that the learned judge sees.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/bytes.h"
#include "judge/feature_numbers.h"
#include "judge/key_value.h"

namespace gitward {

// The order is that of the forest's data file: scripts/judge/train writes
// names, and the build refuses a forest that was trained on others.
// clang-format off
// What a first look takes in.
#define GITWARD_JUDGE_FIRST_FEATURES(X) \
  X(length, "bytes of the value") \
  X(lower_share, "percent small letters") \
  X(upper_share, "percent capitals") \
  X(digit_share, "percent digits") \
  X(symbol_share, "percent signs") \
  X(distinct, "different characters") \
  X(entropy, "entropy in hundredths of a bit a character") \
  X(entropy_of_most, "percent of the entropy that is possible at that length") \
  X(letters, "letters") \
  X(mean_cost, "how unusual its letters follow each other, in eighths of a bit") \
  X(worst_cost, "its most unusual four letters, in eighths of a bit") \
  X(best_cost, "its most usual four letters, in eighths of a bit") \
  X(separators, "separators") \
  X(spaces, "spaces") \
  X(distinct_symbols, "different signs") \
  X(first_class, "kind of its first character") \
  X(last_class, "kind of its last character") \
  X(alphabet, "alphabet of the value") \
  X(looks_like, "form of the value (UUID, date, path, URL, ...)") \
  X(identifier, "written as a name in a program") \
  X(brackets, "brackets, $ and %") \
  X(begins_as_reference, "begins as a reference") \
  X(ends_as_reference, "ends as a reference") \
  X(length_mod_4, "length modulo 4") \
  X(round_length, "length of a common key") \
  X(escapes, "backslashes") \
  X(most_frequent, "percent of its most frequent character") \
  X(vowel_share, "percent of its letters that are vowels") \
  X(non_ascii, "bytes beyond ASCII") \
  X(key_kind, "kind of secret that the name says, of password (0), secret, token, key, auth, credential, login, signature (7)") \
  X(key_ending, "what the name ends in, of the telling word (0), value, number, something about it (3), something else (4)") \
  X(key_words, "words in the name") \
  X(key_after, "words of the name behind the telling one") \
  X(key_harmless, "the name says public, cache or the like") \
  X(key_serious, "the name says whose secret it is") \
  X(key_asks, "the name asks for something (get, is, reset)") \
  X(key_upper, "the name is in capitals") \
  X(key_camel, "the name is in camel case") \
  X(key_dotted, "the name has dots") \
  X(key_length, "bytes of the name") \
  X(form, "how name and value are joined") \
  X(quote, "what stands around the value, of nothing (0), double quotes, single, backticks, escaped, a block, numbers (6)") \
  X(wrapped, "the value is in a call or a list") \
  X(next_line, "the value is on another line") \
  X(before_key, "what stands before the name") \
  X(after_value, "what stands behind the value") \
  X(gap, "bytes between name and value") \
  X(call_after, "the value is part of an expression")
// What is more work: words in the value, and what is around it.
#define GITWARD_JUDGE_MORE_FEATURES(X) \
  X(class_changes, "changes between letters, digits and signs, percent") \
  X(case_changes, "changes between capitals and small letters, percent") \
  X(longest_letters, "letters in a row") \
  X(longest_digits, "digits in a row") \
  X(uncovered, "letters that belong to no word") \
  X(uncovered_share, "percent of its letters that belong to no word") \
  X(longest_uncovered, "letters in a row that belong to no word") \
  X(words, "words in the value") \
  X(longest_word, "letters of its longest word") \
  X(names_secret, "the value itself says secret") \
  X(is_key, "the value repeats the name") \
  X(placeholder_share, "percent that are words of placeholders") \
  X(longest_sequence, "characters in sequence, as in abc or 123") \
  X(longest_repeat, "the same character in a row") \
  X(padding, "= at its end") \
  X(longest_consonants, "consonants in a row") \
  X(indentation, "indentation of the line") \
  X(line_length, "bytes of the line beside the value") \
  X(comment, "the line is a comment") \
  X(code_words, "words of programs before the name") \
  X(companions, "words like user, host, login nearby") \
  X(example_words, "words like example, test, mock nearby") \
  X(quotes_on_line, "quotes on the line") \
  X(sentence, "the value is a sentence") \
  X(user_before, "a user is named before it")
#define GITWARD_JUDGE_FEATURES(X)  \
  GITWARD_JUDGE_FIRST_FEATURES(X) \
  GITWARD_JUDGE_MORE_FEATURES(X)
// clang-format on

#define GITWARD_FEATURE(name, words) name,
enum class Feature : std::uint8_t { GITWARD_JUDGE_FEATURES(GITWARD_FEATURE) };
#undef GITWARD_FEATURE

#define GITWARD_FEATURE(name, words) Feature::name,
inline constexpr std::size_t kFeatures =
    std::to_array({GITWARD_JUDGE_FEATURES(GITWARD_FEATURE)}).size();
inline constexpr std::size_t kFirstFeatures =
    std::to_array({GITWARD_JUDGE_FIRST_FEATURES(GITWARD_FEATURE)}).size();
#undef GITWARD_FEATURE
using Features = std::array<std::int16_t, kFeatures>;

std::string_view name_of(Feature feature);
// What it counts, for people.
std::string_view words_of(Feature feature);

// Of one candidate, in two steps: a first look refuses most. Borrows its
// arguments. Reads up to 160 bytes more on each side than find_key_values()
// does.
class FeatureMaker {
 public:
  FeatureMaker(ByteView text, const KeyValue& candidate)
      : text_(text), candidate_(candidate), value_(candidate.value.of(text)) {}

  // The first kFirstFeatures; the others are 0.
  const Features& first();
  // All. Requires: first() was called.
  const Features& all();

 private:
  std::int16_t& at(Feature feature) {
    return features_[static_cast<std::size_t>(feature)];
  }
  void set(Feature feature, long value) { at(feature) = clipped(value); }

  void count_characters();
  void letters();
  void kind();
  void key();
  void neighbours();

  void runs();
  void words();
  void line();
  void surroundings();

  const ByteView text_;
  const KeyValue& candidate_;
  const ByteView value_;
  Features features_{};
};

// All of them at once.
Features features_of(ByteView text, const KeyValue& candidate);

}  // namespace gitward
