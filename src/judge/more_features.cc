// What is more work than a first look: words, and what is around.
#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "judge/feature_numbers.h"
#include "judge/features.h"
#include "judge/key_name.h"
#include "judge/language.h"
#include "judge/lowered.h"
#include "judge/word_list.h"

namespace gitward {
namespace {

constexpr std::size_t kNearby = 150;  // Bytes around that count as context.

constexpr WordList kSecretWords(std::to_array<std::string_view>(
    {"pass", "secret", "token", "key", "auth", "credential", "pwd"}));
constexpr WordList kCodeWords(std::to_array<std::string_view>(
    {" if", " return", " def ", " func", " class ", " public ", " static ",
     " final ", " const", " var ", " let ", " import", " assert", " expect",
     " print", " log"}));
// Companions of a secret, and what is in examples.
constexpr std::size_t kCompanions = 10;
constexpr WordList kWordsNearby(std::to_array<std::string_view>(
    {"user",    "login",    "email",  "host",        "port",
     "url",     "database", "client", "secret",      "account",
     "example", "test",     "fake",   "dummy",       "mock",
     "sample",  "assert",   "expect", "placeholder", "docs"}));

// Letters of the value that words cover which stand for a secret that is not
// there.
constexpr WordList kPlaceholders(std::to_array<std::string_view>(
    {"your",    "example",  "change",  "placeholder", "insert",   "replace",
     "enter",   "todo",     "dummy",   "fake",        "sample",   "test",
     "foobar",  "foo",      "bar",     "baz",         "my",       "some",
     "here",    "none",     "null",    "true",        "false",    "undefined",
     "xxx",     "yyy",      "zzz",     "redacted",    "hidden",   "masked",
     "secret",  "password", "passwd",  "token",       "key",      "value",
     "string",  "default",  "user",    "username",    "admin",    "root",
     "invalid", "wrong",    "valid",   "correct",     "bad",      "good",
     "empty",   "missing",  "unknown", "this",        "the",      "api",
     "access",  "client",   "public",  "private",     "optional", "required"}));

int placeholder_letters(std::string_view folded) {
  std::size_t covered = 0;
  for (std::size_t i = 0; i < folded.size();) {
    const std::size_t longest = kPlaceholders.longest_at(folded, i);
    covered += longest;
    i += std::max<std::size_t>(longest, 1);
  }
  return static_cast<int>(covered);
}

// 1 if a user is named on the same line, 2 on an earlier one: "user" or the
// like, what joins it with a value, and the value.
long user_before(std::string_view text) {
  constexpr WordList kUsers(std::to_array<std::string_view>(
      {"user", "login", "uid", "email", "usr"}));
  std::size_t last = text.size();
  while (last > 0 && kUsers.longest_at(text, last - 1) == 0) --last;
  if (last == 0) return 0;
  --last;
  const std::string_view rest = text.substr(last, 80);
  const std::size_t join = rest.find_first_of("=:,>(");
  if (join == std::string_view::npos || join > 24) return 0;
  return text.find('\n', last) == std::string_view::npos ? 1 : 2;
}

}  // namespace

const Features& FeatureMaker::all() {
  runs();
  words();
  line();
  surroundings();
  return features_;
}

Features features_of(ByteView text, const KeyValue& candidate) {
  FeatureMaker maker(text, candidate);
  maker.first();
  return maker.all();
}

void FeatureMaker::runs() {
  int class_changes = 0;
  int case_changes = 0;
  int letters = 0;
  int digits = 0;
  int consonants = 0;
  int repeat = 1;
  int sequence = 1;
  int step = 0;
  std::array<int, 5> longest{};
  for (std::size_t i = 0; i < value_.size(); ++i) {
    const char c = value_[i];
    letters = is_alpha(c) ? letters + 1 : 0;
    digits = is_digit(c) ? digits + 1 : 0;
    consonants = is_alpha(c) && !is_vowel(c) ? consonants + 1 : 0;
    if (i > 0) {
      const char p = value_[i - 1];
      const bool alike = class_of(p) == class_of(c);
      if (is_alpha(p) && is_alpha(c)) {
        case_changes += alike ? 0 : 1;
      } else {
        class_changes += alike ? 0 : 1;
      }
      repeat = p == c ? repeat + 1 : 1;
      const int by = c - p;
      sequence = (by == 1 || by == -1) && is_alnum(c)
                     ? (by == step || sequence == 1 ? sequence + 1 : 2)
                     : 1;
      step = by;
    }
    longest[0] = std::max(longest[0], letters);
    longest[1] = std::max(longest[1], digits);
    longest[2] = std::max(longest[2], consonants);
    longest[3] = std::max(longest[3], repeat);
    longest[4] = std::max(longest[4], sequence);
  }
  at(Feature::class_changes) = share(class_changes, value_.size());
  at(Feature::case_changes) = share(case_changes, value_.size());
  set(Feature::longest_letters, longest[0]);
  set(Feature::longest_digits, longest[1]);
  set(Feature::longest_consonants, longest[2]);
  set(Feature::longest_repeat, longest[3]);
  set(Feature::longest_sequence, longest[4]);
  int padding = 0;
  while (padding < 3 && value_.size() > static_cast<std::size_t>(padding) &&
         value_[value_.size() - 1 - static_cast<std::size_t>(padding)] == '=') {
    ++padding;
  }
  set(Feature::padding, padding);
}

void FeatureMaker::words() {
  const WordCover cover = word_cover(value_);
  set(Feature::uncovered, cover.uncovered);
  at(Feature::uncovered_share) =
      share(cover.uncovered, static_cast<std::size_t>(at(Feature::letters)));
  set(Feature::longest_uncovered, cover.longest_uncovered);
  set(Feature::words, cover.words);
  set(Feature::longest_word, cover.longest_word);

  const Lowered<128> lowered(value_);
  const std::string_view folded = lowered.text();
  at(Feature::placeholder_share) =
      share(placeholder_letters(folded), folded.size());
  set(Feature::names_secret, kSecretWords.held_by(folded) != 0 ? 1 : 0);
  const Lowered<kLongestKey> lowered_key(candidate_.key.of(text_));
  const std::string_view key = lowered_key.text();
  const std::string_view word = key.substr(
      candidate_.word.begin - candidate_.key.begin, candidate_.word.size());
  long same = 0;
  if (folded == key || folded == word) {
    same = 3;
  } else if (key.find(folded) != std::string_view::npos) {
    same = 2;
  } else if (folded.find(word) != std::string_view::npos) {
    same = 1;
  }
  set(Feature::is_key, same);
  set(Feature::sentence,
      cover.words > 2 && at(Feature::spaces) > 1 ? at(Feature::spaces) : 0);
}

// The line, or lines, that name and value are on.
void FeatureMaker::line() {
  const ByteRange key = candidate_.key;
  const ByteRange value = candidate_.value;
  const std::size_t first = std::min(key.begin, value.begin);
  const std::size_t last = std::max(key.end, value.end);
  std::size_t begin = first;
  while (begin > 0 && first - begin < kNearby &&
         !is_line_end(text_[begin - 1])) {
    --begin;
  }
  std::size_t end = last;
  while (end < text_.size() && end - last < kNearby &&
         !is_line_end(text_[end])) {
    ++end;
  }
  const ByteView lead = text_.substr(begin, key.begin - begin);
  std::size_t indentation = 0;
  while (indentation < lead.size() && is_blank(lead[indentation])) {
    ++indentation;
  }
  set(Feature::indentation,
      static_cast<long>(std::min<std::size_t>(indentation, 40)));
  set(Feature::line_length, static_cast<long>(end - begin - value.size()));
  const ByteView body = lead.substr(indentation);
  const bool comment =
      !body.empty() &&
      (body.front() == '#' || body.front() == ';' ||
       body.substr(0, 2) == "//" || body.substr(0, 2) == "/*" ||
       body.front() == '*' || body.substr(0, 2) == "--" ||
       body.substr(0, 4) == "<!--");
  set(Feature::comment, comment ? 1 : 0);
  const Lowered<2 * kNearby> before(" ", lead);
  set(Feature::code_words, std::popcount(kCodeWords.held_by(before.text())));
  long quotes = 0;
  for (const char c : text_.substr(begin, end - begin))
    quotes += is_quote(c) ? 1 : 0;
  set(Feature::quotes_on_line, std::min(quotes, 20L));
}

void FeatureMaker::surroundings() {
  const std::size_t first =
      std::min(candidate_.key.begin, candidate_.value.begin);
  const std::size_t last = std::max(candidate_.key.end, candidate_.value.end);
  const std::size_t around_begin = first > kNearby ? first - kNearby : 0;
  const Lowered<kNearby> before(
      text_.substr(around_begin, first - around_begin));
  const Lowered<kNearby> behind(text_.substr(last, kNearby));
  const std::uint64_t words =
      kWordsNearby.held_by(before.text()) | kWordsNearby.held_by(behind.text());
  constexpr std::uint64_t kAreCompanions = (1U << kCompanions) - 1;
  set(Feature::companions, std::popcount(words & kAreCompanions));
  set(Feature::user_before, user_before(before.text()));
  set(Feature::example_words, std::popcount(words & ~kAreCompanions));
}

}  // namespace gitward
