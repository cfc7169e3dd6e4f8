#include "judge/features.h"

#include <algorithm>
#include <bitset>
#include <cmath>
#include <string>

#include "base/text.h"
#include "judge/characters.h"
#include "judge/key_name.h"
#include "judge/language.h"
#include "judge/value_look.h"
#include "judge/word_list.h"

namespace gitward {
namespace {

constexpr std::size_t kNearby = 150;  // Bytes around that count as context.

std::int16_t clipped(long value) {
  return static_cast<std::int16_t>(std::clamp(value, -1L, 4095L));
}

std::int16_t share(int part, std::size_t whole) {
  return whole == 0 ? std::int16_t{0}
                    : clipped(100L * part / static_cast<long>(whole));
}

// The same as a search of the string, which is a call for each character.
template <char... kOf>
bool is_one_of(char c) {
  return ((c == kOf) || ...);
}

bool is_vowel(char c) {
  return is_one_of<'a', 'e', 'i', 'o', 'u', 'y'>(to_lower(c));
}

enum Class : std::int16_t { kLower, kUpper, kDigit, kSymbol };

Class class_of(char c) {
  if (is_lower(c)) return kLower;
  if (is_upper(c)) return kUpper;
  return is_digit(c) ? kDigit : kSymbol;
}

// log2 of n in 1/1024 bits, from integers alone: the same on every machine.
int log2_of(unsigned n) {
  int whole = 0;
  while (n >> (whole + 1) != 0) ++whole;
  std::uint64_t x = (std::uint64_t{n} << 31) >> whole;  // In [1, 2), 31 bits.
  int log = whole << 10;
  for (int bit = 9; bit >= 0; --bit) {
    x = (x * x) >> 31;
    if (x >= std::uint64_t{2} << 31) {
      x >>= 1;
      log += 1 << bit;
    }
  }
  return log;
}

class FeatureMaker {
 public:
  FeatureMaker(ByteView text, const KeyValue& candidate)
      : text_(text), candidate_(candidate), value_(candidate.value.of(text)) {}

  Features make() {
    count_characters();
    runs();
    language();
    kind();
    key();
    line();
    neighbours();
    return features_;
  }

 private:
  std::int16_t& at(Feature feature) {
    return features_[static_cast<std::size_t>(feature)];
  }
  void set(Feature feature, long value) { at(feature) = clipped(value); }

  void count_characters();
  void runs();
  void language();
  void kind();
  void key();
  void line();
  void neighbours();

  const ByteView text_;
  const KeyValue& candidate_;
  const ByteView value_;
  Features features_{};
};

void FeatureMaker::count_characters() {
  std::array<unsigned, 256> count{};
  std::array<int, 4> classes{};
  int vowels = 0;
  int letters = 0;
  int non_ascii = 0;
  int spaces = 0;
  int separators = 0;
  int brackets = 0;
  int escapes = 0;
  for (const char c : value_) {
    ++count[byte_of(c)];
    ++classes[static_cast<std::size_t>(class_of(c))];
    letters += is_alpha(c) ? 1 : 0;
    vowels += is_vowel(c) ? 1 : 0;
    non_ascii += byte_of(c) >= 0x80 ? 1 : 0;
    spaces += c == ' ' ? 1 : 0;
    separators += is_one_of<'-', '_', '.', '/', ':', ' '>(c) ? 1 : 0;
    brackets +=
        is_one_of<'(', ')', '[', ']', '{', '}', '<', '>', '$', '%'>(c) ? 1 : 0;
    escapes += c == '\\' ? 1 : 0;
  }
  const std::size_t size = value_.size();
  long distinct = 0;
  long symbols = 0;
  unsigned most = 0;
  std::int64_t sum = 0;
  for (std::size_t c = 0; c < count.size(); ++c) {
    if (count[c] == 0) continue;
    ++distinct;
    symbols += class_of(static_cast<char>(c)) == kSymbol ? 1 : 0;
    most = std::max(most, count[c]);
    sum += std::int64_t{count[c]} * log2_of(count[c]);
  }
  const long entropy = log2_of(static_cast<unsigned>(size)) -
                       sum / static_cast<std::int64_t>(size);
  const long possible = std::max(1, log2_of(static_cast<unsigned>(size)));
  set(Feature::length, static_cast<long>(size));
  at(Feature::lower_share) = share(classes[kLower], size);
  at(Feature::upper_share) = share(classes[kUpper], size);
  at(Feature::digit_share) = share(classes[kDigit], size);
  at(Feature::symbol_share) = share(classes[kSymbol], size);
  set(Feature::distinct, distinct);
  set(Feature::entropy, entropy * 100 / 1024);
  set(Feature::entropy_of_most, entropy * 100 / possible);
  set(Feature::distinct_symbols, symbols);
  at(Feature::most_frequent) = share(static_cast<int>(most), size);
  at(Feature::vowel_share) = share(vowels, static_cast<std::size_t>(letters));
  set(Feature::non_ascii, non_ascii);
  set(Feature::spaces, spaces);
  set(Feature::separators, separators);
  set(Feature::brackets, brackets);
  set(Feature::escapes, escapes);
  set(Feature::first_class, class_of(value_.front()));
  set(Feature::last_class, class_of(value_.back()));
  set(Feature::length_mod_4, static_cast<long>(size % 4));
  set(Feature::round_length, size == 16 || size == 20 || size == 24 ||
                                     size == 32 || size == 40 || size == 48 ||
                                     size == 64 || size == 128
                                 ? 1
                                 : 0);
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

constexpr WordList kSecretWords(std::to_array<std::string_view>(
    {"pass", "secret", "token", "key", "auth", "credential", "pwd"}));
constexpr WordList kCodeWords(std::to_array<std::string_view>(
    {" if", " return", " def ", " func", " class ", " public ", " static ",
     " final ", " const", " var ", " let ", " import", " assert", " expect",
     " print", " log"}));
constexpr WordList kCompanions(std::to_array<std::string_view>(
    {"user", "login", "email", "host", "port", "url", "database", "client",
     "secret", "account"}));
constexpr WordList kExampleWords(std::to_array<std::string_view>(
    {"example", "test", "fake", "dummy", "mock", "sample", "assert", "expect",
     "placeholder", "docs"}));

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

void FeatureMaker::language() {
  const LetterStatistics statistics = letter_statistics(value_);
  set(Feature::letters, statistics.letters);
  set(Feature::mean_cost, statistics.mean_cost);
  set(Feature::worst_cost, statistics.worst_cost);
  set(Feature::best_cost, statistics.best_cost);
  set(Feature::uncovered, statistics.uncovered);
  at(Feature::uncovered_share) =
      share(statistics.uncovered, static_cast<std::size_t>(statistics.letters));
  set(Feature::longest_uncovered, statistics.longest_uncovered);
  set(Feature::words, statistics.words);
  set(Feature::longest_word, statistics.longest_word);

  const std::string folded = to_lower_ascii(value_.substr(0, 128));
  at(Feature::placeholder_share) =
      share(placeholder_letters(folded), folded.size());
  set(Feature::names_secret, kSecretWords.count_in(folded) > 0 ? 1 : 0);
  const std::string key = to_lower_ascii(candidate_.key.of(text_));
  const std::string word = to_lower_ascii(candidate_.word.of(text_));
  long same = 0;
  if (folded == key || folded == word) {
    same = 3;
  } else if (key.find(folded) != std::string::npos) {
    same = 2;
  } else if (folded.find(word) != std::string::npos) {
    same = 1;
  }
  set(Feature::is_key, same);
  set(Feature::sentence, statistics.words > 2 && at(Feature::spaces) > 1
                             ? at(Feature::spaces)
                             : 0);
}

void FeatureMaker::kind() {
  const ByteView v = value_;
  set(Feature::alphabet, alphabet_of(v));
  set(Feature::looks_like, look_of(v));

  set(Feature::identifier, identifier_of(v));
  const std::size_t begins =
      std::string_view("$%<{&@*([.!#:/-").find(v.front());
  set(Feature::begins_as_reference,
      begins == ByteView::npos ? 0 : static_cast<long>(begins) + 1);
  const std::size_t ends = std::string_view("}>)]%;,.:!?").find(v.back());
  set(Feature::ends_as_reference,
      ends == ByteView::npos ? 0 : static_cast<long>(ends) + 1);
}

void FeatureMaker::key() {
  const KeyName name = read_key_name(text_, candidate_.key, candidate_.word);
  set(Feature::key_kind, static_cast<long>(name.kind));
  set(Feature::key_ending, static_cast<long>(name.ending));
  set(Feature::key_words, name.words);
  set(Feature::key_after, name.after);
  set(Feature::key_harmless, name.harmless ? 1 : 0);
  set(Feature::key_serious, name.serious ? 1 : 0);
  set(Feature::key_asks, name.asks ? 1 : 0);
  set(Feature::key_upper, name.upper ? 1 : 0);
  set(Feature::key_camel, name.camel ? 1 : 0);
  set(Feature::key_dotted, name.dotted ? 1 : 0);
  set(Feature::key_length, static_cast<long>(candidate_.key.size()));
  set(Feature::form, static_cast<long>(candidate_.form));
  set(Feature::quote, static_cast<long>(candidate_.quote));
  set(Feature::wrapped, candidate_.wrapped ? 1 : 0);
  set(Feature::next_line, candidate_.next_line ? 1 : 0);
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

long position_in(std::string_view all, char c) {
  const std::size_t at = all.find(c);
  return at == ByteView::npos ? static_cast<long>(all.size()) + 1
                              : static_cast<long>(at) + 1;
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
  const std::string before = " " + to_lower_ascii(lead);
  set(Feature::code_words, kCodeWords.count_in(before));
  long quotes = 0;
  for (const char c : text_.substr(begin, end - begin))
    quotes += is_quote(c) ? 1 : 0;
  set(Feature::quotes_on_line, std::min(quotes, 20L));
}

void FeatureMaker::neighbours() {
  const ByteRange key = candidate_.key;
  const ByteRange value = candidate_.value;
  const std::size_t first = std::min(key.begin, value.begin);
  const std::size_t last = std::max(key.end, value.end);
  set(Feature::before_key,
      key.begin == 0
          ? 0
          : position_in("\n \t\"'`-<>.$({[_&?@/:#", text_[key.begin - 1]));
  std::size_t after = value.end;
  while (after < text_.size() && after < value.end + 4 &&
         (is_quote(text_[after]) || text_[after] == '\\')) {
    ++after;
  }
  set(Feature::after_value,
      after >= text_.size() ? 0
                            : position_in("\n\r,; )}].+<:&|(", text_[after]));
  std::size_t call = after;
  while (call < text_.size() && call < after + 4 && is_blank(text_[call]))
    ++call;
  set(Feature::call_after,
      call < text_.size() && (text_[call] == '+' || text_[call] == '.' ||
                              text_[call] == '(' || text_[call] == '[')
          ? 1
          : 0);
  const std::size_t around_begin = first > kNearby ? first - kNearby : 0;
  std::string around =
      to_lower_ascii(text_.substr(around_begin, first - around_begin));
  around += '\n';
  around += to_lower_ascii(text_.substr(last, kNearby));
  set(Feature::companions, kCompanions.count_in(around));
  set(Feature::user_before,
      user_before(around.substr(0, first - around_begin)));
  set(Feature::example_words, kExampleWords.count_in(around));
  set(Feature::gap,
      value.begin > key.end
          ? std::min<long>(static_cast<long>(value.begin - key.end), 99)
          : 0);
}

}  // namespace

Features features_of(ByteView text, const KeyValue& candidate) {
  return FeatureMaker(text, candidate).make();
}

}  // namespace gitward
