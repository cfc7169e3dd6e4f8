// A token planted at a random place of a random content is found there,
// whatever the encoding, and whatever ends the lines around it.
#include <array>
#include <random>
#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "rules/shape.h"
#include "scan/scanner.h"
#include "support/catch.h"

using namespace gitward;

namespace {

enum class Form { kBytes, kUtf16Le, kUtf16Be };

// A content before it is encoded: bytes, or units of UTF-16.
using Units = std::vector<std::uint16_t>;

// Counts line ends one unit at a time.
struct Counter {
  std::size_t line = 1;
  std::size_t line_start = 0;

  void pass(const Units& units, std::size_t at) {
    const bool crlf =
        units[at] == '\r' && at + 1 < units.size() && units[at + 1] == '\n';
    if (units[at] != '\n' && (units[at] != '\r' || crlf)) return;
    ++line;
    line_start = at + 1;
  }
};

Position place_of(const Units& units, ByteRange token, std::size_t unit_size) {
  Counter counter;
  Position place;
  for (std::size_t at = 0; at < token.end; ++at) {
    if (at == token.begin) {
      place.line = counter.line;
      place.column = (at - counter.line_start) * unit_size + 1;
    }
    if (at + 1 == token.end) {
      place.end_line = counter.line;
      place.end_column = (token.end - counter.line_start) * unit_size + 1;
    }
    counter.pass(units, at);
  }
  return place;
}

std::string encode(const Units& units, Form form) {
  std::string bytes;
  for (const std::uint16_t unit : units) {
    const char low = static_cast<char>(unit & 0xff);
    const char high = static_cast<char>(unit >> 8);
    if (form == Form::kBytes) {
      bytes += low;
    } else {
      bytes += form == Form::kUtf16Le ? low : high;
      bytes += form == Form::kUtf16Le ? high : low;
    }
  }
  return bytes;
}

class Planter {
 public:
  explicit Planter(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return random_() % limit; }

  // Noise of any units, with many line ends.
  void add_noise(Units& units, std::size_t size, Form form) {
    for (std::size_t i = 0; i < size; ++i) {
      if (below(8) == 0) {
        units.push_back(below(2) == 0 ? '\n' : '\r');
      } else {
        const std::size_t all = form == Form::kBytes ? 0x100 : 0x10000;
        units.push_back(static_cast<std::uint16_t>(below(all)));
      }
    }
  }

  // What may stand beside a token: anything else would make it a part of
  // something longer.
  void add_boundary(Units& units) {
    constexpr std::array<std::string_view, 7> kBoundaries = {
        "\n", "\r", "\r\n", "\"", " ", ",", "\n\r"};
    for (const char c : kBoundaries[below(kBoundaries.size())]) {
      units.push_back(static_cast<std::uint16_t>(c));
    }
  }

  std::string sample(const std::string& shape) {
    return Shape::parse(shape).sample(random_);
  }

 private:
  SampleEngine random_;
};

// The rules that find every sample of their shape.
std::vector<RuleIndex> rules_for_planting(const RuleSet& rules) {
  std::vector<RuleIndex> indices;
  for (RuleIndex i = 0; i < rules.rules().size(); ++i) {
    const Rule& rule = rules.rules()[i];
    if (rule.reach.kind == Reach::Kind::kAnchored && !rule.shapes.empty() &&
        rule.allowlists.empty() && !rule.entropy) {
      indices.push_back(i);
    }
  }
  return indices;
}

}  // namespace

TEST_CASE("a planted token is found at its line and column") {
  static const RuleSet rules = load_rules({});
  static const std::vector<RuleIndex> usable = rules_for_planting(rules);
  REQUIRE(usable.size() >= 20);
  const unsigned seed = GENERATE(range(0U, 2000U));
  CAPTURE(seed);
  Planter planter(seed);
  const Form form =
      std::array{Form::kBytes, Form::kUtf16Le, Form::kUtf16Be}[seed % 3];
  const RuleIndex index = usable[planter.below(usable.size())];
  const Rule& rule = rules.rules()[index];
  CAPTURE(rule.id());
  const std::string token =
      planter.sample(rule.shapes[planter.below(rule.shapes.size())]);

  const std::size_t most = seed % 50 == 0 ? 100'000 : 500;
  Units units;
  // Without a byte order mark, the token itself tells that it is UTF-16.
  if (form != Form::kBytes && planter.below(2) == 0) units.push_back(0xfeff);
  if (planter.below(4) != 0) {
    planter.add_noise(units, planter.below(most), form);
    planter.add_boundary(units);
  }
  const std::size_t begin = units.size();
  for (const char c : token) units.push_back(static_cast<std::uint16_t>(c));
  const ByteRange span{begin, units.size()};
  if (planter.below(4) != 0) {
    planter.add_boundary(units);
    planter.add_noise(units, planter.below(most), form);
  }
  const std::string content = encode(units, form);

  ScanScratch scratch;
  const ScannedContent scanned = Scanner(rules).scan(content, scratch);
  CHECK(scanned.limits.empty());
  const std::size_t unit_size = form == Form::kBytes ? 1 : 2;
  std::size_t times = 0;
  for (const Candidate& candidate : scanned.candidates) {
    if (candidate.rule != index) continue;
    ++times;
    CHECK(candidate.value.reveal() == token);
    CHECK(candidate.position == place_of(units, span, unit_size));
    CHECK(candidate.span ==
          ByteRange{span.begin * unit_size, span.end * unit_size});
  }
  CHECK(times == 1);
}
