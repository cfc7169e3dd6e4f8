#include "scan/provider_place.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "base/characters.h"
#include "base/text.h"
#include "scan/line_index.h"

namespace gitward {
namespace {

// How far a name, a host or a chain of calls may go on on either side.
constexpr std::size_t kLongestName = 48;
constexpr std::size_t kLongestUrl = 128;
constexpr std::size_t kUrlLines = 4;
constexpr std::size_t kCallLines = 12;
constexpr std::size_t kBlockLines = 4;
// Of what may stand between a name and its value, quotes and brackets.
constexpr std::size_t kMostBetween = 12;

bool is_name_byte(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}

bool is_host_byte(char c) {
  return is_alnum(c) || c == '.' || c == '-';
}

bool is_chain_byte(char c) {
  return is_alnum(c) || c == '_' || c == '.' || c == ':' || c == '\\';
}

bool is_url_byte(char c) {
  return c > ' ' && c < 0x7f && !is_quote(c) && c != '<' && c != '>' &&
         c != '\\' && c != ',' && c != ';';
}

template <class Holds>
ByteRange grown(ByteView text, ByteRange range, std::size_t most_before,
                std::size_t most_after, Holds holds) {
  const std::size_t first =
      range.begin > most_before ? range.begin - most_before : 0;
  const std::size_t last = std::min(text.size(), range.end + most_after);
  while (range.begin > first && holds(text[range.begin - 1])) --range.begin;
  while (range.end < last && holds(text[range.end])) ++range.end;
  return range;
}

template <std::size_t kCount>
bool holds_any(const std::string& lower,
               const std::array<std::string_view, kCount>& words) {
  return std::any_of(words.begin(), words.end(), [&](std::string_view word) {
    return lower.find(word) != std::string::npos;
  });
}

bool says_secret(ByteView name) {
  static constexpr std::array<std::string_view, 9> kWords = {
      "key",  "token",  "secret", "auth", "pass",
      "cred", "bearer", "pwd",    "_pat"};
  // What is shown to everyone, and what things are found by.
  static constexpr std::array<std::string_view, 8> kOthers = {
      "public", "pubkey",      "keyword", "_path",
      "author", "primary_key", "foreign", "cache"};
  const std::string lower = to_lower_ascii(name);
  return holds_any(lower, kWords) && !holds_any(lower, kOthers);
}

// A host with the name in it, of a URL that says that it is of an API.
bool is_in_api_url(ByteView text, ByteRange name) {
  static constexpr std::array<std::string_view, 7> kWords = {
      "api", "/v1", "/v2", "/v3", "/v4", "rest", "graphql"};
  const ByteRange host =
      grown(text, name, kLongestName, kLongestName, is_host_byte);
  const ByteView before = text.substr(0, host.begin);
  const bool has_scheme = before.ends_with("://");
  if (!has_scheme && !to_lower_ascii(host.of(text)).starts_with("api.")) {
    return false;
  }
  const ByteRange url = grown(text, host, 0, kLongestUrl, is_url_byte);
  return holds_any(to_lower_ascii(url.of(text)), kWords);
}

// Behind the bracket that closes the one at `open`, or as far as is looked.
std::size_t end_of_call(ByteView text, std::size_t open, std::size_t most) {
  std::size_t depth = 0;
  for (std::size_t at = open; at < most; ++at) {
    const char c = text[at];
    if (is_quote(c)) {
      // A quoted text ends on its line, or it is none.
      std::size_t end = at + 1;
      while (end < most && text[end] != c && !is_line_end(text[end])) ++end;
      if (end < most && text[end] == c) at = end;
    } else if (c == '(' || c == '[' || c == '{') {
      ++depth;
    } else if (c == ')' || c == ']' || c == '}') {
      if (--depth == 0) return at;
    }
  }
  return most;
}

// Where the arguments are of what the name, or a chain that begins with it,
// calls: acme.Client(…), Acme::Client.new(…), acme.Config{…}, Acme.setup do.
std::optional<ByteRange> arguments_of_call(ByteView text, ByteRange name) {
  const ByteRange chain = grown(text, name, 0, kLongestName, is_chain_byte);
  const ByteView behind = text.substr(chain.end, 8);
  if (behind.starts_with(" do |") || behind.starts_with(" do\n")) {
    return ByteRange{
        chain.end, lines_near(text, chain, kBlockLines, 0, kProviderAfter).end};
  }
  if (!behind.starts_with('(') && !behind.starts_with('{')) return std::nullopt;
  const std::size_t most =
      lines_near(text, {chain.end, chain.end + 1}, kCallLines, 0,
                 kProviderAfter - (chain.end - name.end) - 1)
          .end;
  return ByteRange{chain.end, end_of_call(text, chain.end, most)};
}

}  // namespace

bool is_whole_word(ByteView text, ByteRange name) {
  static constexpr std::array<std::string_view, 12> kEndings = {
      "api", "client", "sdk",  "ai",  "js",     "key",
      "io",  "token",  "auth", "app", "secret", "rest"};
  if (name.begin > 0) {
    const char before = text[name.begin - 1];
    const bool hump = is_upper(text[name.begin]) && is_lower(before);
    if (is_alnum(before) && !hump) return false;
  }
  if (name.end == text.size() || !is_alpha(text[name.end])) return true;
  if (is_upper(text[name.end])) return is_lower(text[name.end - 1]);
  const std::string rest = to_lower_ascii(text.substr(name.end, kBehindWord));
  return std::any_of(
      kEndings.begin(), kEndings.end(),
      [&](std::string_view word) { return rest.starts_with(word); });
}

ProviderPlace provider_place(ByteView text, ByteRange name) {
  ProviderPlace place;
  const ByteRange around =
      grown(text, name, kLongestName, kLongestName, is_name_byte);
  place.names_secret =
      says_secret(text.substr(around.begin, name.begin - around.begin)) ||
      says_secret(text.substr(name.end, around.end - name.end));
  place.arguments = arguments_of_call(text, name);
  if (place.arguments) return place;
  if (is_in_api_url(text, name)) {
    place.in_url = true;
    place.arguments =
        lines_near(text, name, kUrlLines, kProviderBefore, kProviderAfter);
  }
  return place;
}

bool is_argument(ByteView text, std::size_t value, bool must_have_name) {
  const ByteView before =
      text.substr(value < kNameBefore ? 0 : value - kNameBefore,
                  std::min(value, kNameBefore));
  const auto ends_in = [&](std::size_t end, std::string_view word) {
    return end >= word.size() && to_lower_ascii(before.substr(
                                     end - word.size(), word.size())) == word;
  };
  std::size_t end = before.size();
  for (const std::string_view scheme : {"bearer ", "token ", "basic "}) {
    if (ends_in(end, scheme)) return true;
  }
  bool quoted = false;
  bool assigned = false;
  const std::size_t least = end - std::min(end, kMostBetween);
  for (; end > least; --end) {
    const char c = before[end - 1];
    if (is_quote(c)) {
      quoted = true;
    } else if (c == ':' || c == '=' || c == '>') {
      assigned = true;
    } else if (!is_blank(c) && c != '\\' && c != '(' && c != '[') {
      break;
    }
  }
  if (ends_in(end, "-u") || ends_in(end, "--user")) return true;
  if (!assigned) return quoted && !must_have_name;
  std::size_t begin = end;
  while (begin > 0 && is_name_byte(before[begin - 1])) --begin;
  return says_secret(before.substr(begin, end - begin));
}

}  // namespace gitward
