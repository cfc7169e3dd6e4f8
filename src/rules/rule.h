// One detection rule, ready to run.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "match/regex.h"
#include "model/finding.h"
#include "rules/lazy_regex.h"
#include "rules/shape.h"

namespace gitward {

// A reason not to report. All lists may be empty but not together.
struct Allowlist {
  enum class Condition { kAny, kAll };  // "OR" and "AND".
  enum class Target { kSecret, kMatch, kLine };

  std::string description;
  Condition condition = Condition::kAny;
  std::vector<std::string> commits;  // Whole ids in lower case.
  std::vector<LazyRegex> paths;      // Searched in the path.
  std::vector<LazyRegex> regexes;    // Searched in the target.
  Target target = Target::kSecret;
  std::vector<std::string> stopwords;  // Lower case; substrings of the secret.
};

// How far from a prefilter hit a rule looks (design: locality).
struct Reach {
  enum class Kind {
    // The literal is part of the match: the rule is matched at
    // hit.begin - lead, for each lead of the anchor, longest first.
    kAnchored,
    // All matches whose secret begins within `before`/`after` bytes and
    // `lines` line ends of a hit.
    kNear,
    // No expression: the hit is part of a name, and the secrets are the values
    // beside it (judge/key_value.h).
    kBeside,
    // The hit (or no keyword at all) lets the rule search the whole content.
    kWhole,
  };
  static constexpr std::size_t kAnyLines = SIZE_MAX;

  Kind kind = Kind::kWhole;
  std::size_t before = 0;  // Bytes; kNear only.
  std::size_t after = 0;
  std::size_t lines = kAnyLines;
  // Of a `context`: where a word is called, or is in a URL, arguments count in
  // a wider reach (scan/provider_place.h).
  bool calls = false;
  // The anchors that count only where they are called, in a URL, or in the name
  // of a secret: those in [providers, provider_end).
  std::size_t providers = 0;
  std::size_t provider_end = 0;
};

struct Example {
  std::string text;  // A template: see expand_template().
  std::string file;  // Where it was written: "rules.toml:123".
  std::string path;  // The path it is scanned under; may be empty.
};

using RuleIndex = std::uint32_t;

// Immutable once its RuleSet is built; safe to share between threads.
class Rule {
 public:
  std::shared_ptr<const RuleInfo> info;
  Confidence confidence = Confidence::kHigh;  // Before any proof.
  // Yields to a rule that is not generic where both claim the same bytes.
  bool generic = false;
  // False: not asked for (--rule). It still takes part in identities and
  // overlaps, so that what is reported does not depend on what was asked.
  bool reported = true;
  // The value has 96 bits of entropy or more, guaranteed (scan/identity.h).
  bool strong = false;

  // Prefilter: the rule runs only where one of these occurs. But for kAnchored,
  // `lead_*` mean nothing. Empty: it always runs, over everything.
  std::vector<Anchor> anchors;
  Reach reach;
  // A content of at most so many bytes is searched whole, with a keyword or
  // without; 0: none.
  std::size_t max_content = 0;
  // Longest match in bytes that all but kWhole promise; 0 for kWhole.
  std::size_t max_match = 0;

  LazyRegex expression{""};       // PCRE2; see regex() and pattern().
  std::size_t secret_group = 0;   // 0: the first group that is not empty, or
                                  // the whole match if there are no groups.
  std::optional<double> entropy;  // Shannon bits per byte: must be above.
  std::optional<LazyRegex> path;  // Only files whose path matches.
  std::string checksum;           // A kind of rules/checksum.h, or "".
  std::string structure;          // A kind of rules/structure.h, or "".
  std::size_t public_prefix = 0;  // Bytes that redaction may show.
  std::vector<Allowlist> allowlists;

  // The rule's shapes as they were written, for Shape::parse(): what
  // `rules sample` generates from. Empty for a regex rule.
  std::vector<std::string> shapes;
  std::vector<Example> matches;
  std::vector<Example> ignores;

  std::string source;     // Where it is defined: "rules.toml:120".
  std::string changed;    // Where the rule is that it changes, or "".
  bool is_users = false;  // Defined, or changed, by a configuration.

  // Its matches are judged by what they look like (judge/forest.h).
  bool is_learned() const { return reach.kind == Reach::Kind::kBeside; }
  bool has_proof() const { return !checksum.empty() || !structure.empty(); }
  const std::string& id() const { return info->id; }
  // Compiled on first use, by one thread, and kept. Throws Error(kConfig);
  // never for rules of a built RuleSet: see LazyRegex.
  const Regex& regex() const { return expression.get(); }
  const std::string& pattern() const { return expression.pattern(); }
};

}  // namespace gitward
