#include "scan/ruling_words.h"

#include <fmt/format.h>

#include "base/text.h"
#include "judge/judge.h"

namespace gitward {
namespace {

using Effect = Ruling::Effect;

std::string_view name_of(Allowlist::Target target) {
  switch (target) {
    case Allowlist::Target::kMatch:
      return "match";
    case Allowlist::Target::kLine:
      return "line";
    case Allowlist::Target::kSecret:
      break;
  }
  return "value";
}

std::string name_of_list(const Rule& rule, const Allowlist& list,
                         std::uint32_t index) {
  const std::size_t own = rule.allowlists.size();
  std::string name = index < own
                         ? fmt::format("{} of the rule", index + 1)
                         : fmt::format("{} of all rules", index - own + 1);
  if (!list.description.empty()) {
    name += fmt::format(" ({})", visible(list.description));
  }
  return name;
}

std::string word_of(std::string_view what, const std::string& kind,
                    Proof proof) {
  switch (proof) {
    case Proof::kProven:
      return fmt::format("the {} {} holds", what, kind);
    case Proof::kFailed:
      return fmt::format("the {} {} fails", what, kind);
    case Proof::kNotApplicable:
      break;
  }
  return fmt::format("the {} {} says nothing of it", what, kind);
}

}  // namespace

Ruling ruling_on_entropy(double entropy, double floor) {
  const bool enough = entropy > floor;
  return {"entropy", enough ? Effect::kKeeps : Effect::kDrops,
          fmt::format("{:.2f} bits a byte, {} {:.2f}", entropy,
                      enough ? "above the floor of" : "not above the floor of",
                      floor)};
}

Ruling ruling_on_looks(ByteView text, const KeyValue& candidate) {
  JudgeReasons judged = explain_key_value(text, candidate);
  const auto number = [](int hundredths) {
    return fmt::format("{:.2f}", hundredths / 100.0);
  };
  const std::string levels =
      judged.at_first_look
          ? fmt::format("at a first look, that {} would pass",
                        number(judged.least_first))
          : fmt::format("low from {}, medium from {}, high from {}",
                        number(judged.levels[0]), number(judged.levels[1]),
                        number(judged.levels[2]));
  std::string reason =
      fmt::format("it looks like {}: log odds {} ({})",
                  judged.confidence ? fmt::format("a secret with {} confidence",
                                                  name_of(*judged.confidence))
                                    : "no secret",
                  number(judged.score), levels);
  judged.reasons.insert(judged.reasons.begin(),
                        fmt::format("any value beside such a name starts at {}",
                                    number(judged.start)));
  return {"looks", judged.confidence ? Effect::kKeeps : Effect::kDrops,
          std::move(reason), std::move(judged.reasons)};
}

Ruling ruling_on_unlikely_place(Confidence lower) {
  return {"path", Effect::kLowers,
          fmt::format("the file looks like a test, an example or "
                      "documentation: confidence {}",
                      name_of(lower))};
}

Ruling ruling_on_allowlist(const Rule& rule, const Allowlist& list,
                           std::uint32_t index, const AllowlistHold& held,
                           Effect effect) {
  Ruling ruling{"allowlist", effect, name_of_list(rule, list, index)};
  std::string_view join = ": ";
  if (held.stopword != nullptr) {
    ruling.reason += fmt::format("{}the stopword '{}' is in the value", join,
                                 visible(*held.stopword));
    join = ", ";
  }
  if (held.regex != nullptr) {
    ruling.reason += fmt::format("{}expression {} of {} matches the {}", join,
                                 held.regex - list.regexes.data() + 1,
                                 list.regexes.size(), name_of(list.target));
    ruling.details.push_back(visible(held.regex->pattern()));
    join = ", ";
  }
  if (effect == Effect::kKeeps) {
    ruling.reason +=
        fmt::format("{}{}", join,
                    held.stopword != nullptr ? "but no expression matches"
                                             : "nothing of it matches");
  } else if (effect == Effect::kDepends) {
    ruling.reason += fmt::format("{}the path or the commit decides", join);
  }
  return ruling;
}

Ruling ruling_on_proof(const Rule& rule, Proof checksum, Proof structure,
                       Confidence before, Confidence after) {
  Ruling ruling{"proof", Effect::kKeeps, ""};
  if (!rule.checksum.empty()) {
    ruling.reason = word_of("checksum", rule.checksum, checksum);
  }
  if (!rule.structure.empty()) {
    if (!ruling.reason.empty()) ruling.reason += ", ";
    ruling.reason += word_of("structure", rule.structure, structure);
  }
  if (ruling.reason.empty()) ruling.reason = "the rule knows none";
  if (after > before) {
    ruling.effect = Effect::kRaises;
  } else if (after < before) {
    ruling.effect = Effect::kLowers;
  }
  return ruling;
}

Ruling ruling_on_nesting() {
  return {"nesting", Effect::kDrops,
          "lies within another value of the same rule, which is as sure"};
}

Ruling ruling_on_written_match() {
  return {kAsWritten, Effect::kDrops,
          "the rule has a match in the text as it is written"};
}

Ruling ruling_on_decoded_bytes() {
  return {"decoding", Effect::kDrops,
          "the rule is generic, and what is decoded is no plain text"};
}

Ruling ruling_on_path(const LazyRegex& wanted, bool matches) {
  return {"path",
          matches ? Effect::kKeeps : Effect::kDrops,
          matches ? "one of the files that the rule is for"
                  : "none of the files that the rule is for",
          {visible(wanted.pattern())}};
}

Ruling ruling_on_pending(const Rule& rule, const Allowlist& list,
                         std::uint32_t index, bool holds) {
  return {"path", holds ? Effect::kDrops : Effect::kKeeps,
          fmt::format("allowlist {}: {} this path and commit",
                      name_of_list(rule, list, index),
                      holds ? "holds for" : "does not hold for")};
}

Ruling ruling_on_allow(const std::string& reason) {
  return {"inline allow", Effect::kAllows,
          reason.empty()
              ? "a comment allows it, without a reason"
              : fmt::format("a comment allows it: {}", visible(reason))};
}

Ruling ruling_on_overlap(const Rule& better, Confidence confidence) {
  return {"overlap", Effect::kDrops,
          fmt::format("the {}rule '{}' ({}) takes these bytes",
                      better.generic ? "generic " : "", better.id(),
                      gitward::name_of(confidence))};
}

Ruling ruling_on_unasked_rule() {
  return {"rule", Effect::kDrops, "none of those that --rule asks for"};
}

Ruling ruling_on_second_reading() {
  return {"reading", Effect::kDrops,
          "the rule has these bytes already, read in another way"};
}

Ruling ruling_on_bad_marker(const std::string& place, const std::string& rule) {
  return {"inline allow",
          Effect::kKeeps,
          fmt::format("the comment on {} allows nothing: it has to name the "
                      "rule",
                      place),
          {fmt::format("gitward:allow[{}] reason, on the same line", rule),
           fmt::format("gitward:allow-next-line[{}] reason, alone on the line "
                       "before",
                       rule)}};
}

Ruling ruling_on_other_marker(const std::string& place,
                              const std::string& names) {
  return {"inline allow", Effect::kKeeps,
          fmt::format("the comment on {} is for {}, not for this rule", place,
                      visible(names))};
}

}  // namespace gitward
