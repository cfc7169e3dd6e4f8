#include "rules/rule_builder.h"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "judge/key_value.h"
#include "rules/checksum.h"
#include "rules/shape.h"
#include "rules/structure.h"

namespace gitward {
namespace {

// A value with this much guaranteed entropy identifies itself.
constexpr double kStrongBits = 96;
constexpr std::size_t kContextReach = 256;
constexpr std::size_t kContextLines = 1;
constexpr std::size_t kDefaultMaxMatch = 1024;
constexpr std::string_view kKeyValueFinder = "key-value";

bool is_checked(Place place, Check check) {
  return check == Check::kAll || place.file != 0;
}

std::string owner_of(std::string_view rule) {
  return rule.empty() ? "" : fmt::format("rule '{}': ", visible(rule));
}

std::string with_tabs(std::string word) {
  std::replace(word.begin(), word.end(), ' ', '\t');
  return word;
}

bool is_same(const Anchor& a, const Anchor& b) {
  return a.literal == b.literal && a.lead_min == b.lead_min &&
         a.lead_max == b.lead_max;
}

void add_anchors(const Shape& shape, std::vector<Anchor>& anchors) {
  for (const Anchor& anchor : shape.anchors()) {
    if (std::none_of(anchors.begin(), anchors.end(), [&](const Anchor& known) {
          return is_same(known, anchor);
        })) {
      anchors.push_back(anchor);
    }
  }
}

// What all the shapes begin with.
std::vector<MatchHead::Part> head_parts(
    const std::vector<const std::vector<ByteSet>*>& heads) {
  std::size_t size = MatchHead::kMaxSize;
  for (const auto* head : heads) size = std::min(size, head->size());
  std::vector<MatchHead::Part> parts;
  for (std::size_t i = 0; i < size; ++i) {
    ByteSet bytes;
    for (const auto* head : heads) bytes |= (*head)[i];
    if (parts.empty() || parts.back().bytes != bytes) parts.push_back({bytes});
    ++parts.back().count;
  }
  return parts;
}

std::string unknown_kind(std::string_view key, std::string_view name,
                         const std::vector<std::string_view>& known) {
  const std::string_view meant = nearest(name, known);
  return fmt::format("unknown {} '{}'{}; known are {}", key, visible(name),
                     meant.empty() ? "" : fmt::format(", meaning '{}'?", meant),
                     fmt::join(known, ", "));
}

// Compiles what a list of an allowlist holds.
std::vector<LazyRegex> build_regexes(const std::vector<PlacedText>& texts,
                                     std::string_view key,
                                     const AllowlistDefinition& definition,
                                     Check check, Mistakes& mistakes) {
  std::vector<LazyRegex> result;
  for (const PlacedText& text : texts) {
    result.emplace_back(text.text);
    if (!is_checked(text.place, check)) continue;
    try {
      if (result.back().get().matches_empty()) {
        mistakes.add(text.place,
                     fmt::format("{}an expression in '{}' matches the empty "
                                 "string, so it would allow everything",
                                 owner_of(definition.rule), key));
      }
    } catch (const Error& error) {
      mistakes.add(text.place,
                   fmt::format("{}'{}': {}", owner_of(definition.rule), key,
                               error.what()));
    }
  }
  return result;
}

class RuleBuilder {
 public:
  RuleBuilder(RuleDefinition definition, Check check, Mistakes& mistakes)
      : given_(std::move(definition)), check_(check), mistakes_(mistakes) {}

  std::optional<Rule> build() {
    const std::size_t before = mistakes_.count();
    if (!given_.shapes.empty() && !given_.facts) {
      given_.facts = shape_facts(given_, mistakes_);
    }
    build_expression();
    build_path();
    for (const AllowlistDefinition& list : given_.allowlists) {
      if (auto built = build_allowlist(list, check_, mistakes_)) {
        rule_.allowlists.push_back(std::move(*built));
      }
    }
    // What seems to be missing may have been told as mistyped.
    if (!given_.flawed && mistakes_.count() == before) {
      build_reach();
      build_checksum();
      build_structure();
      refuse_without_effect();
    }
    if (given_.flawed || mistakes_.count() != before) return std::nullopt;
    build_verdict();
    build_examples();
    rule_.source = mistakes_.describe(given_.place);
    if (given_.changed) rule_.changed = mistakes_.describe(*given_.changed);
    rule_.is_users = !is_builtin();
    return std::move(rule_);
  }

 private:
  bool has_shape() const { return !given_.shapes.empty(); }
  bool is_builtin() const { return given_.place.file == 0; }

  void wrong(Place place, std::string_view cause) {
    mistakes_.add(place, fmt::format("{}{}", owner_of(given_.id), cause));
  }

  void build_expression() {
    if (has_shape()) {
      if (!given_.facts) return;
      rule_.expression = LazyRegex(std::move(given_.facts->regex),
                                   std::move(given_.facts->head));
      check_expression(given_.shapes[0].place);
    } else if (given_.regex) {
      rule_.expression = LazyRegex(std::move(given_.regex->text));
      check_expression(given_.regex->place);
    } else if (given_.finder) {
      if (given_.finder->text != kKeyValueFinder) {
        wrong(given_.finder->place,
              unknown_kind("finder", given_.finder->text, {kKeyValueFinder}));
      }
    } else if (!given_.flawed && given_.path) {
      wrong(given_.place,
            "'path' alone is not supported yet: say with 'regex' or 'shape' "
            "what the file holds");
    } else if (!given_.flawed) {
      wrong(given_.place, "none of 'regex', 'shape' and 'finder' is given");
    }
  }

  void check_expression(Place place) {
    const auto& group = given_.secret_group;
    if (group) rule_.secret_group = group->number;
    if (!is_checked(place, check_) &&
        !(group && is_checked(group->place, check_))) {
      return;
    }
    try {
      const std::size_t groups = rule_.regex().group_count();
      if (rule_.secret_group <= groups) return;
      wrong(group->place,
            fmt::format("'secretGroup' is {}, but the regex has "
                        "{}",
                        group->number, count_of(groups, "group")));
    } catch (const Error& error) {
      wrong(place, error.what());
    }
  }

  void build_path() {
    if (!given_.path) return;
    rule_.path.emplace(std::move(given_.path->text));
    if (!is_checked(given_.path->place, check_)) return;
    try {
      (void)rule_.path->get();
    } catch (const Error& error) {
      wrong(given_.path->place, fmt::format("'path': {}", error.what()));
    }
  }

  void build_reach() {
    if (given_.small_content) {
      rule_.max_content = given_.small_content->number;
    }
    if (has_shape() && given_.context.empty() && given_.provider.empty() &&
        !given_.facts->anchors.empty()) {
      // Keywords can add nothing: every match holds one of the literals.
      rule_.anchors = std::move(given_.facts->anchors);
      rule_.reach.kind = Reach::Kind::kAnchored;
      rule_.max_match = given_.facts->max_size;
      return;
    }
    if (given_.finder) return build_beside();
    for (const PlacedText& word : given_.context) add_keyword(word.text);
    rule_.reach.providers = rule_.anchors.size();
    for (const PlacedText& word : given_.provider) add_keyword(word.text);
    rule_.reach.provider_end = rule_.anchors.size();
    for (const std::string& word : given_.keywords) {
      add_keyword(word);
      // People put a tab where they could put a space: the expression says
      // whether it may be one.
      if (given_.lead || given_.reach) add_keyword(with_tabs(word));
    }
    if (given_.lead && !has_shape()) {
      for (Anchor& anchor : rule_.anchors)
        anchor.lead_max = given_.lead->number;
      rule_.reach.kind = Reach::Kind::kAnchored;
      set_max_match();
      return;
    }
    const bool has_context =
        !given_.context.empty() || !given_.provider.empty();
    const bool near = has_context || given_.reach;
    if (!near) return;
    rule_.reach.calls = has_context && !given_.reach && !given_.reach_lines;
    rule_.reach.kind = Reach::Kind::kNear;
    rule_.reach.before = given_.reach ? given_.reach->before : kContextReach;
    rule_.reach.after = given_.reach ? given_.reach->after : kContextReach;
    if (given_.reach_lines) {
      rule_.reach.lines = given_.reach_lines->number;
    } else if (has_context) {
      rule_.reach.lines = kContextLines;
    }
    set_max_match();
  }

  // The keywords are some of those that names of secrets hold.
  void build_beside() {
    rule_.reach.kind = Reach::Kind::kBeside;
    rule_.max_match = kKeyValueBefore + kKeyValueAfter;
    for (const std::string& word : given_.keywords) {
      if (std::find(std::begin(kKeyWords), std::end(kKeyWords), word) ==
          std::end(kKeyWords)) {
        wrong(given_.finder->place,
              fmt::format("'{}' is no keyword of a '{}' rule; known are {}",
                          visible(word), kKeyValueFinder,
                          fmt::join(kKeyWords, ", ")));
      }
      add_keyword(word);
    }
    if (!given_.keywords.empty()) return;
    for (const std::string_view word : kKeyWords) {
      add_keyword(std::string(word));
    }
  }

  void set_max_match() {
    if (has_shape()) {
      rule_.max_match = given_.facts->max_size;
    } else {
      rule_.max_match =
          given_.max_match ? given_.max_match->number : kDefaultMaxMatch;
    }
  }

  void add_keyword(const std::string& word) {
    if (std::none_of(
            rule_.anchors.begin(), rule_.anchors.end(),
            [&](const Anchor& anchor) { return anchor.literal == word; })) {
      rule_.anchors.push_back({word, 0, 0});
    }
  }

  void build_checksum() {
    if (has_shape()) rule_.checksum = given_.facts->checksum;
    if (!given_.checksum) return;
    const auto& [kind, place] = *given_.checksum;
    if (!is_checksum_kind(kind)) {
      wrong(place, unknown_kind("checksum", kind, checksum_kinds()));
    } else if (!rule_.checksum.empty() && rule_.checksum != kind) {
      wrong(place, fmt::format("'checksum' is {}, but the shape has {}", kind,
                               rule_.checksum));
    }
    rule_.checksum = kind;
  }

  void build_structure() {
    if (!given_.structure) return;
    const auto& [kind, place] = *given_.structure;
    if (!is_structure_kind(kind)) {
      wrong(place, unknown_kind("structure", kind, structure_kinds()));
    }
    rule_.structure = kind;
  }

  // A key that changes nothing is a misunderstanding; one that is missing
  // from a built-in rule would make it unbounded.
  void refuse_without_effect() {
    const bool anchored = rule_.reach.kind == Reach::Kind::kAnchored;
    const bool near = rule_.reach.kind == Reach::Kind::kNear;
    if (given_.finder && (!given_.context.empty() || !given_.provider.empty() ||
                          given_.lead || given_.reach || given_.reach_lines ||
                          given_.max_match || given_.secret_group)) {
      wrong(given_.finder->place,
            "a 'finder' knows its own reach: of keys for expressions only "
            "'keywords' has an effect");
    }
    if (!has_shape() && !given_.context.empty()) {
      wrong(given_.context[0].place,
            "'context' is for shapes: a regex takes 'keywords' and 'reach'");
    }
    if (!has_shape() && !given_.provider.empty()) {
      wrong(given_.provider[0].place,
            "'provider' is for shapes: a regex says itself what is beside");
    }
    if (given_.lead && has_shape()) {
      wrong(given_.lead->place,
            "'lead' is for a regex: a shape's literal has its place");
    } else if (given_.lead && rule_.anchors.empty()) {
      wrong(given_.lead->place, "'lead' needs 'keywords' to begin before");
    }
    if (given_.reach && anchored) {
      wrong(given_.reach->place,
            has_shape()
                ? "'reach' has no effect: the shape's own literal is searched "
                  "for"
                : "'reach' has no effect: with 'lead' the keyword is part of "
                  "the match");
    } else if (given_.reach && rule_.anchors.empty()) {
      wrong(given_.reach->place, "'reach' needs 'keywords' to be near to");
    }
    if (given_.reach_lines && !near) {
      wrong(given_.reach_lines->place, "'reachLines' needs 'reach'");
    }
    if (given_.max_match && (has_shape() || (!near && !given_.lead))) {
      wrong(given_.max_match->place,
            "'maxMatch' needs a 'regex' with 'reach' or 'lead'");
    }
    if (has_shape() && given_.strong) {
      wrong(given_.place,
            "'strong' is for a regex: the strength of a shape is computed");
    }
    if (given_.small_content && (given_.finder || anchored)) {
      wrong(given_.small_content->place,
            "'smallContent' is for a rule that searches: neither with a "
            "'finder', nor with a literal of its own or 'lead'");
    }
    if (is_builtin() && !anchored && !near && !given_.finder &&
        !given_.small_content) {
      wrong(given_.place,
            "a built-in rule needs a literal, 'context', 'reach' or "
            "'smallContent'");
    }
    if (is_builtin() && !given_.description) {
      wrong(given_.place, "a built-in rule needs a 'description'");
    }
  }

  void build_verdict() {
    RuleInfo info;
    info.id = given_.id;
    info.description = given_.description.value_or(given_.id);
    info.severity = given_.severity.value_or(Severity::kHigh);
    info.rotate = given_.rotate.value_or("");
    info.tags = std::move(given_.tags);
    rule_.info = std::make_shared<const RuleInfo>(std::move(info));
    rule_.generic = given_.generic.value_or(false);
    rule_.confidence = given_.confidence.value_or(default_confidence());
    if (has_shape()) {
      rule_.strong = given_.facts->guaranteed_bits >= kStrongBits;
      rule_.public_prefix = given_.facts->public_prefix;
    } else {
      rule_.strong = given_.strong.value_or(false);
    }
    // Nothing to be above.
    if (given_.entropy.value_or(0) > 0) rule_.entropy = given_.entropy;
  }

  Confidence default_confidence() const {
    if (rule_.generic) return Confidence::kLow;
    return rule_.reach.kind == Reach::Kind::kAnchored ? Confidence::kHigh
                                                      : Confidence::kMedium;
  }

  void build_examples() {
    for (PlacedText& shape : given_.shapes) {
      rule_.shapes.push_back(std::move(shape.text));
    }
    rule_.matches = examples(given_.matches);
    rule_.ignores = examples(given_.ignores);
  }

  std::vector<Example> examples(std::vector<ExampleDefinition>& given) const {
    std::vector<Example> result;
    result.reserve(given.size());
    for (ExampleDefinition& example : given) {
      result.push_back({std::move(example.text),
                        mistakes_.describe(example.place),
                        std::move(example.path)});
    }
    return result;
  }

  RuleDefinition given_;
  Check check_;
  Mistakes& mistakes_;
  Rule rule_;
};

}  // namespace

std::optional<ShapeFacts> shape_facts(const RuleDefinition& rule,
                                      Mistakes& mistakes) {
  const std::size_t before = mistakes.count();
  ShapeFacts facts;
  std::vector<Shape> shapes;
  for (const PlacedText& text : rule.shapes) {
    try {
      shapes.push_back(Shape::parse(text.text));
    } catch (const Error& error) {
      mistakes.add(text.place,
                   fmt::format("{}{}", owner_of(rule.id), error.what()));
      continue;
    }
    // Older tokens of a kind have none: the check does not apply to them.
    const std::string& checksum = shapes.back().checksum();
    if (facts.checksum.empty()) facts.checksum = checksum;
    if (!checksum.empty() && checksum != facts.checksum) {
      mistakes.add(text.place,
                   fmt::format("{}the shapes of a rule can't have different "
                               "checksums: {} and {}",
                               owner_of(rule.id), facts.checksum, checksum));
    }
  }
  if (mistakes.count() != before || shapes.empty()) return std::nullopt;

  facts.public_prefix = shapes[0].public_prefix();
  facts.guaranteed_bits = shapes[0].guaranteed_bits();
  bool anchored = true;
  std::vector<std::string_view> regexes;
  std::vector<const std::vector<ByteSet>*> heads;
  for (const Shape& shape : shapes) {
    regexes.push_back(shape.regex());
    heads.push_back(&shape.head());
    add_anchors(shape, facts.anchors);
    anchored = anchored && !shape.anchors().empty();
    facts.max_size = std::max(facts.max_size, shape.max_size());
    facts.public_prefix = std::min(facts.public_prefix, shape.public_prefix());
    facts.guaranteed_bits =
        std::min(facts.guaranteed_bits, shape.guaranteed_bits());
  }
  if (!anchored) facts.anchors.clear();
  facts.head = head_parts(heads);
  facts.regex = shapes.size() == 1
                    ? shapes[0].regex()
                    : fmt::format("(?:{})", fmt::join(regexes, "|"));
  return facts;
}

std::optional<Rule> build_rule(RuleDefinition definition, Check check,
                               Mistakes& mistakes) {
  return RuleBuilder(std::move(definition), check, mistakes).build();
}

std::optional<Allowlist> build_allowlist(const AllowlistDefinition& definition,
                                         Check check, Mistakes& mistakes) {
  const std::size_t before = mistakes.count();
  Allowlist list;
  list.description = definition.description;
  list.condition = definition.condition;
  list.commits = definition.commits;
  list.paths =
      build_regexes(definition.paths, "paths", definition, check, mistakes);
  list.regexes =
      build_regexes(definition.regexes, "regexes", definition, check, mistakes);
  list.target = definition.target;
  list.stopwords = definition.stopwords;
  if (mistakes.count() != before) return std::nullopt;
  return list;
}

}  // namespace gitward
