// The matcher, which looks only near keywords, against one that tries every
// rule at every byte; and a content against its parts.
#include <algorithm>
#include <random>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "base/text.h"
#include "judge/key_value.h"
#include "rules/rule_set.h"
#include "rules/shape.h"
#include "rules/structure.h"
#include "scan/line_index.h"
#include "scan/matcher.h"
#include "scan/provider_place.h"
#include "scan/scanner.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// Rule, secret, whole match.
using Found = std::tuple<RuleIndex, ByteRange, ByteRange>;

// The built-in rules, and some of the kinds that only users write.
const RuleSet& all_rules() {
  static const RuleSet rules = [] {
    RuleSetRequest request;
    request.config = RuleText{"test.toml", R"toml(
[[rules]]
id = "whole"
description = "a keyword anywhere in the file"
regex = '''(?i)acme\w*\s*=\s*(\w{8,40})'''
keywords = ["acme"]
[[rules]]
id = "always"
description = "no keyword at all"
regex = '''\bzz[0-9]{4,8}\b'''
[[rules]]
id = "preamble"
description = "a match that begins before its keyword"
regex = '''[\w.-]{0,50}?(?:acme|key)[\w.-]{0,20}[ =:"]{1,5}([\w]{10,50})(?:["\s]|$)'''
keywords = ["acme", "key"]
reach = [20, 60]
maxMatch = 200
[[rules]]
id = "always-shape"
description = "a shape without a literal"
shape = "{digits:4}-{alpha-upper:4}-{digits:4}"
[[rules]]
id = "middle"
description = "a literal far behind the beginning"
shape = "{base64url:3-120}.mid.{base62:8}"
)toml"};
    return load_rules(request);
  }();
  return rules;
}

std::size_t lines_between(ByteView text, std::size_t from, std::size_t to) {
  std::size_t lines = 0;
  for (std::size_t i = from; i < to; ++i) {
    const bool crlf = text[i] == '\r' && text.substr(i + 1, 1) == "\n";
    if (text[i] == '\n' || (text[i] == '\r' && !crlf)) ++lines;
  }
  return lines;
}

bool is_near(const Rule& rule, ByteView text, const std::string& folded,
             std::size_t place) {
  const Reach& reach = rule.reach;
  for (std::size_t i = 0; i < rule.anchors.size(); ++i) {
    const Anchor& anchor = rule.anchors[i];
    std::size_t hit = 0;
    for (; (hit = folded.find(anchor.literal, hit)) != std::string::npos;
         ++hit) {
      const std::size_t end = hit + anchor.literal.size();
      if (!may_lead(rule, text, {static_cast<std::uint32_t>(i), hit})) continue;
      if (reach.calls) {
        const bool is_provider = i >= reach.providers && i < reach.provider_end;
        const ProviderPlace around = provider_place(text, {hit, end});
        if (around.arguments && around.arguments->begin <= place &&
            place <= around.arguments->end &&
            is_argument(text, place, around.in_url)) {
          return true;
        }
        if (is_provider && !around.names_secret) continue;
      }
      const bool behind = place >= hit;
      if (place + rule.reach.before < hit || place > end + rule.reach.after) {
        continue;
      }
      const std::size_t lines =
          behind ? lines_between(text, std::min(end, place), place)
                 : lines_between(text, place, hit);
      if (rule.reach.lines == Reach::kAnyLines || lines <= rule.reach.lines) {
        return true;
      }
    }
  }
  return false;
}

// What stands beside each of the rule's keywords.
void read_beside_all(const Rule& rule, RuleIndex index, ByteView text,
                     const std::string& folded, std::set<Found>& found) {
  for (const Anchor& anchor : rule.anchors) {
    const std::size_t size = anchor.literal.size();
    for (std::size_t at = folded.find(anchor.literal); at != std::string::npos;
         at = folded.find(anchor.literal, at + 1)) {
      std::vector<KeyValue> beside;
      find_key_values(text, {at, at + size}, beside);
      for (const KeyValue& one : beside) {
        found.emplace(index, one.value,
                      ByteRange{std::min(one.key.begin, one.value.begin),
                                std::max(one.key.end, one.value.end)});
      }
    }
  }
}

// Whether a match of a regex with `lead` may begin here: one of its keywords
// stands that far behind.
bool may_begin_at(const Rule& rule, const std::string& folded,
                  std::size_t place) {
  if (rule.reach.kind != Reach::Kind::kAnchored || !rule.shapes.empty()) {
    return true;
  }
  for (const Anchor& anchor : rule.anchors) {
    for (std::size_t lead = anchor.lead_min; lead <= anchor.lead_max; ++lead) {
      if (place + lead <= folded.size() &&
          folded.compare(place + lead, anchor.literal.size(), anchor.literal) ==
              0) {
        return true;
      }
    }
  }
  return false;
}

// What the rule finds if it is tried at every byte.
void try_everywhere(const Rule& rule, RuleIndex index, ByteView text,
                    std::set<Found>& found) {
  const std::string folded = to_lower_ascii(text);
  if (rule.is_learned()) {
    read_beside_all(rule, index, text, folded, found);
    return;
  }
  MatchScratch scratch;
  Regex::Match match;
  // Needs no keyword.
  const bool is_small = text.size() <= rule.max_content;
  if (rule.max_content > 0 && rule.anchors.empty() && !is_small) return;
  const auto add = [&] {
    ByteRange secret = secret_of(rule, text, match);
    secret.end = secret.begin + structure_size(rule.structure, secret.of(text));
    if (secret.empty()) return;
    if (rule.reach.kind == Reach::Kind::kNear && !is_small &&
        !is_near(rule, text, folded, secret.begin)) {
      return;
    }
    found.emplace(index, secret, match.whole());
  };
  if (rule.max_match == 0) {
    const bool gated =
        !is_small && !rule.anchors.empty() &&
        std::none_of(rule.anchors.begin(), rule.anchors.end(),
                     [&](const Anchor& anchor) {
                       return folded.find(anchor.literal) != std::string::npos;
                     });
    std::size_t from = 0;
    while (!gated && rule.regex().search(text, from, scratch, match) ==
                         Regex::Outcome::kMatch) {
      add();
      from = match.whole().end;
    }
    return;
  }
  for (std::size_t at = 0; at <= text.size(); ++at) {
    const ByteView visible_part = text.substr(0, at + rule.max_match + 1);
    if (!may_begin_at(rule, folded, at)) continue;
    if (rule.regex().match_at(visible_part, at, scratch, match) ==
            Regex::Outcome::kMatch &&
        match.whole().size() <= rule.max_match) {
      add();
    }
  }
}

std::vector<Found> find_naively(const RuleSet& rules, ByteView text) {
  std::set<Found> found;
  for (RuleIndex i = 0; i < rules.rules().size(); ++i) {
    try_everywhere(rules.rules()[i], i, text, found);
  }
  // Of the matches with the same secret the one that begins first.
  std::vector<Found> unique;
  for (const Found& one : found) {
    if (unique.empty() || std::get<0>(unique.back()) != std::get<0>(one) ||
        std::get<1>(unique.back()) != std::get<1>(one)) {
      unique.push_back(one);
    }
  }
  return unique;
}

// Samples, keywords and noise in a row.
class Composer {
 public:
  explicit Composer(unsigned seed) : random_(seed) {}

  std::string compose(const RuleSet& rules, std::size_t parts) {
    std::string text;
    for (std::size_t i = 0; i < parts; ++i) {
      const Rule& rule = rules.rules()[below(rules.rules().size())];
      switch (below(5)) {
        case 0:
          if (!rule.shapes.empty()) {
            const std::string& shape = rule.shapes[below(rule.shapes.size())];
            text += Shape::parse(shape).sample(random_);
          }
          break;
        case 1:
          if (!rule.anchors.empty()) {
            text += rule.anchors[below(rule.anchors.size())].literal;
          }
          break;
        case 2:
          if (!rule.matches.empty()) text += expand(rule);
          break;
        default:
          add_noise(text);
      }
    }
    return text;
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }

  std::string expand(const Rule& rule) {
    const Example& example = rule.matches[below(rule.matches.size())];
    if (rule.shapes.empty()) {
      return expand_template(example.text, nullptr, random_);
    }
    const Shape shape = Shape::parse(rule.shapes[below(rule.shapes.size())]);
    return expand_template(example.text, &shape, random_);
  }

  void add_noise(std::string& text) {
    constexpr std::string_view kNoise = " \n\r\"'=:.,-_/aZ09acmekey\t\xff";
    for (std::size_t i = below(30); i > 0; --i) {
      text += kNoise[below(kNoise.size())];
    }
  }

  SampleEngine random_;
};

}  // namespace

TEST_CASE("looking near keywords finds what looking everywhere finds") {
  const unsigned seed = GENERATE(range(0U, 80U));
  CAPTURE(seed);
  const RuleSet& rules = all_rules();
  const std::string text = Composer(seed).compose(rules, 25);
  ScanScratch scratch;
  std::vector<ScanLimit> limits;
  std::set<Found> found;
  for (const RawMatch& match : find_matches(rules, text, scratch, limits)) {
    CHECK(found.emplace(match.rule, match.secret, match.whole).second);
  }
  CHECK(limits.empty());
  const std::vector<Found> naive = find_naively(rules, text);
  std::vector<std::string> differences;
  const auto tell = [&](const Found& one, std::string_view who) {
    differences.push_back(rules.rules()[std::get<0>(one)].id() + " at " +
                          std::to_string(std::get<1>(one).begin) + ": " +
                          std::string(who));
  };
  for (const Found& one : naive) {
    if (found.erase(one) == 0) tell(one, "only everywhere");
  }
  for (const Found& one : found) tell(one, "only near keywords");
  CHECK(differences == std::vector<std::string>());
}

TEST_CASE("what is found in a part does not depend on parts out of reach") {
  const unsigned seed = GENERATE(range(0U, 200U));
  CAPTURE(seed);
  // Rules of unbounded reach are promised nothing.
  static const RuleSet rules = load_rules({});
  std::size_t gap = 0;
  for (const Rule& rule : rules.rules()) {
    gap = std::max(gap, rule.max_match + rule.reach.before + rule.reach.after);
  }
  Composer composer(seed);
  const std::string first = composer.compose(rules, 30);
  const std::string second = composer.compose(rules, 30);
  const std::string between(gap + 100, '\n');
  ScanScratch scratch;
  const Scanner scanner(rules);

  using Seen = std::tuple<RuleIndex, std::size_t, std::size_t, std::string,
                          Confidence, std::string>;
  std::set<Seen> apart;
  std::set<Seen> together;
  const auto see = [&](const ScannedContent& content, std::size_t shift,
                       std::set<Seen>& seen) {
    CHECK(content.limits.empty());
    for (const Candidate& candidate : content.candidates) {
      seen.emplace(candidate.rule, candidate.span.begin + shift,
                   candidate.span.end + shift, candidate.id.hex(),
                   candidate.confidence, candidate.excerpt);
    }
  };
  see(scanner.scan(first + between, scratch), 0, apart);
  see(scanner.scan(between + second, scratch), first.size(), apart);
  see(scanner.scan(first + between + second, scratch), 0, together);
  std::vector<std::string> differences;
  const auto tell = [&](const Seen& one, std::string_view who) {
    differences.push_back(rules.rules()[std::get<0>(one)].id() + " at " +
                          std::to_string(std::get<1>(one)) + ": " +
                          std::string(who));
  };
  for (const Seen& one : apart) {
    if (together.erase(one) == 0) tell(one, "only apart");
  }
  for (const Seen& one : together) tell(one, "only together");
  CHECK(differences == std::vector<std::string>());
}
