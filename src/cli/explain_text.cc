#include "cli/explain_text.h"

#include <algorithm>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "scan/ruling_words.h"

namespace gitward::cli {
namespace {

using Effect = Ruling::Effect;

// What fits on one screen; --verbose shows all.
constexpr std::size_t kMostTried = 6;
constexpr std::size_t kMostInFull = 3;
constexpr std::size_t kMostKeywords = 3;
constexpr std::size_t kMostKeywordsInFull = 50;
constexpr std::size_t kMostDetails = 4;
constexpr std::size_t kMostColumns = 76;

constexpr std::string_view kBold = "1";
constexpr std::string_view kRed = "1;31";
constexpr std::string_view kDim = "2";

// No more than so many characters of valid UTF-8.
std::string cut(std::string_view text, std::size_t most) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if ((byte_of(text[at]) & 0xc0U) == 0x80U) continue;
    if (count++ == most) return std::string(text.substr(0, at)) + "…";
  }
  return std::string(text);
}

const Ruling* decisive(const ExplainedMatch& match) {
  for (const Ruling& ruling : match.rulings) {
    if (ruling.effect == Effect::kDrops) return &ruling;
  }
  return nullptr;
}

class Writer {
 public:
  Writer(const ExplainedPlace& place, const ScanOptions& options, bool color)
      : place_(place), options_(options), color_(color) {}

  std::string write() {
    const std::vector<const ExplainedMatch*> matches = asked_matches();
    add_head(matches);
    // Why there is no finding is told in full where there is none.
    std::size_t in_full = 0;
    for (const ExplainedMatch* const match : matches) {
      const bool full = decisive(*match) == nullptr || options_.verbose ||
                        in_full == 0 ||
                        (in_full < kMostInFull && decisive(*matches.front()));
      if (full) ++in_full;
      full ? add_match(*match) : add_briefly(*match);
    }
    add_tried();
    add_rules_without_keyword();
    return std::move(text_);
  }

 private:
  const Rule& rule_of(RuleIndex index) const {
    return place_.rules->rules()[index];
  }
  bool is_asked(RuleIndex index) const { return rule_of(index).reported; }
  const Finding* finding_of(const ExplainedMatch& match) const {
    const auto found = place_.reported.find(match.finding);
    return found == place_.reported.end() ? nullptr : found->second;
  }

  std::string style(std::string_view code, std::string_view text) const {
    if (!color_) return std::string(text);
    return fmt::format("\033[{}m{}\033[0m", code, text);
  }
  void add_line(std::string_view label, std::string_view text) {
    text_ += fmt::format("  {}  {}\n",
                         style(kDim, fmt::format("{:<12}", label)), text);
  }

  void add_head(const std::vector<const ExplainedMatch*>& matches);
  void add_match(const ExplainedMatch& match);
  void add_briefly(const ExplainedMatch& match);
  std::string title_of(const ExplainedMatch& match) const;
  void add_allowlists(const ExplainedMatch& match);
  void add_ruling(const Ruling& ruling);
  void add_verdict(const ExplainedMatch& match);
  void add_tried();
  void add_rules_without_keyword();
  std::string value_of(const ExplainedMatch& match) const;
  std::string keywords(const std::vector<KeywordPlace>& places) const;
  bool is_on_line(const TriedRule& tried) const;
  std::vector<const ExplainedMatch*> asked_matches() const;
  std::vector<const TriedRule*> asked_tries() const;

  const ExplainedPlace& place_;
  const ScanOptions& options_;
  bool color_;
  bool brief_ = false;  // The last match was told briefly.
  std::string text_;
};

std::string via_text(const std::vector<std::string>& via) {
  return via.empty() ? "" : fmt::format(", in {}", fmt::join(via, " in "));
}

std::string Writer::value_of(const ExplainedMatch& match) const {
  const ByteView value = match.value.reveal();
  return options_.show_secrets
             ? visible(value)
             : redact(value, rule_of(match.rule).public_prefix);
}

std::string Writer::keywords(const std::vector<KeywordPlace>& places) const {
  std::string text;
  const std::size_t most =
      options_.verbose ? kMostKeywordsInFull : kMostKeywords;
  for (std::size_t i = 0; i < std::min(most, places.size()); ++i) {
    text += fmt::format("{}'{}' at {}:{}", i == 0 ? "" : ", ",
                        visible(places[i].keyword), places[i].position.line,
                        places[i].position.column);
  }
  if (places.size() > most) text += ", …";
  return text;
}

// Findings first, and what is for other files last.
std::vector<const ExplainedMatch*> Writer::asked_matches() const {
  std::vector<const ExplainedMatch*> matches;
  for (const ExplainedMatch& match : place_.told.matches) {
    if (!is_asked(match.rule)) continue;
    const Ruling* const why = decisive(match);
    if (why != nullptr && why->filter == kAsWritten && !options_.verbose) {
      continue;
    }
    matches.push_back(&match);
  }
  const auto rank = [](const ExplainedMatch* match) {
    const Ruling* const why = decisive(*match);
    return why == nullptr ? 0 : why->filter == "path" ? 2 : 1;
  };
  std::stable_sort(matches.begin(), matches.end(),
                   [&](const ExplainedMatch* a, const ExplainedMatch* b) {
                     return rank(a) < rank(b);
                   });
  return matches;
}

bool Writer::is_on_line(const TriedRule& tried) const {
  return place_.line == 0 ||
         std::any_of(tried.keywords.begin(), tried.keywords.end(),
                     [&](const KeywordPlace& keyword) {
                       return keyword.position.line <= place_.line &&
                              place_.line <= keyword.position.end_line;
                     });
}

// Those with a keyword on the line first.
std::vector<const TriedRule*> Writer::asked_tries() const {
  std::vector<const TriedRule*> tried;
  for (const TriedRule& one : place_.told.tried) {
    if (is_asked(one.rule)) tried.push_back(&one);
  }
  std::stable_partition(tried.begin(), tried.end(),
                        [&](const TriedRule* one) { return is_on_line(*one); });
  return tried;
}

void Writer::add_head(const std::vector<const ExplainedMatch*>& matches) {
  std::size_t findings = 0;
  for (const ExplainedMatch* const match : matches) {
    const Finding* const finding = finding_of(*match);
    if (finding != nullptr && finding->counts()) ++findings;
  }
  const std::size_t others = matches.size() - findings;
  const std::size_t tried = asked_tries().size();
  std::string line =
      findings == 0 ? "no finding" : count_of(findings, "finding");
  if (others > 0) {
    line += fmt::format("; {} that {}", count_of(others, "match", "matches"),
                        others == 1 ? "counts as none" : "count as none");
  }
  if (tried > 0) {
    line += fmt::format("; {} tried without a match", count_of(tried, "rule"));
  }
  if (matches.empty() && tried == 0 && options_.rules.empty()) {
    line += ": no rule has a keyword here ('gitward rules list' has them all)";
  }
  text_ += fmt::format("{}: {}\n", style(kBold, place_.name),
                       style(findings > 0 ? kRed : kBold, line));
  for (const ExplainedMatch* const match : matches) {
    if (match->candidate == nullptr) continue;
    text_ += fmt::format("  {}\n", match->candidate->excerpt);
    break;
  }
}

std::string Writer::title_of(const ExplainedMatch& match) const {
  return fmt::format("{} at {}:{}{}: {}",
                     style(kBold, rule_of(match.rule).id()),
                     match.position.line, match.position.column,
                     via_text(match.via), value_of(match));
}

// The one filter that decided.
void Writer::add_briefly(const ExplainedMatch& match) {
  const Ruling& why = *decisive(match);
  if (!std::exchange(brief_, true)) text_ += "\n";
  text_ += fmt::format("{}: no finding, by {}: {}\n", title_of(match),
                       why.filter, why.reason);
}

void Writer::add_match(const ExplainedMatch& match) {
  const Rule& rule = rule_of(match.rule);
  text_ += fmt::format("\n{}\n", title_of(match));
  if (options_.verbose) add_line("description", rule.info->description);
  add_line("keyword", match.keywords.empty()
                          ? "none: the rule looks at everything"
                          : keywords(match.keywords));
  add_line("expression",
           rule.is_learned()
               ? "none: the rule reads what stands beside names"
               : fmt::format("matches; the rule's confidence is {}",
                             name_of(rule.confidence)));
  if (options_.verbose && !rule.is_learned()) {
    text_ += fmt::format("  {:<12}    {}\n", "", visible(rule.pattern()));
  }
  bool allowlists = false;
  for (const Ruling& ruling : match.rulings) {
    if (ruling.filter != "allowlist" || options_.verbose) {
      add_ruling(ruling);
    } else if (!std::exchange(allowlists, true)) {
      add_allowlists(match);
    }
  }
  add_verdict(match);
}

// All allowlists in one line, but for the one that rules the match out.
void Writer::add_allowlists(const ExplainedMatch& match) {
  std::size_t asked = 0;
  std::size_t depend = 0;
  for (const Ruling& ruling : match.rulings) {
    if (ruling.filter != "allowlist") continue;
    if (ruling.effect == Effect::kDrops) return add_ruling(ruling);
    ++asked;
    if (ruling.effect == Effect::kDepends) ++depend;
  }
  std::string line = fmt::format("none of {} holds", asked);
  if (depend > 0) {
    line += fmt::format(" for the content; {} {} on the path", depend,
                        depend == 1 ? "depends" : "depend");
  }
  add_line("allowlists", line);
}

void Writer::add_ruling(const Ruling& ruling) {
  std::string_view mark;
  switch (ruling.effect) {
    case Effect::kDrops:
      mark = " -> no finding";
      break;
    case Effect::kAllows:
      mark = " -> allowed";
      break;
    case Effect::kRaises:
      mark = " -> surer";
      break;
    case Effect::kLowers:
      mark = " -> less sure";
      break;
    case Effect::kKeeps:
    case Effect::kDepends:
      break;
  }
  add_line(ruling.filter,
           ruling.reason + (mark.empty() ? "" : style(kBold, mark)));
  const std::size_t most =
      options_.verbose ? ruling.details.size() : kMostDetails;
  for (std::size_t i = 0; i < std::min(most, ruling.details.size()); ++i) {
    text_ +=
        fmt::format("  {:<12}    {}\n", "",
                    options_.verbose ? ruling.details[i]
                                     : cut(ruling.details[i], kMostColumns));
  }
}

void Writer::add_verdict(const ExplainedMatch& match) {
  std::string text;
  if (const Ruling* const why = decisive(match)) {
    text = fmt::format("no finding, by {}", why->filter);
  } else {
    const Finding* const finding = finding_of(match);
    text = finding == nullptr || finding->counts()
               ? std::string("a finding")
               : fmt::format("{}, fails nothing", name_of(finding->status));
    if (finding != nullptr && finding->status == Status::kExpired) {
      text += " (expired)";
    }
    text += fmt::format(", confidence {}, severity {}, id {}",
                        name_of(match.candidate->confidence),
                        name_of(rule_of(match.rule).info->severity),
                        match.candidate->id.hex());
  }
  add_line("verdict", style(kBold, text));
}

void Writer::add_tried() {
  const std::vector<const TriedRule*> tried = asked_tries();
  if (tried.empty() && place_.told.tried_everywhere == 0) return;
  text_ += "\ntried, and there is nothing here that they describe:\n";
  std::size_t shown = tried.size();
  if (!options_.verbose) {
    const auto elsewhere =
        std::find_if(tried.begin(), tried.end(),
                     [&](const TriedRule* one) { return !is_on_line(*one); });
    shown = std::min(kMostTried,
                     static_cast<std::size_t>(elsewhere - tried.begin()));
  }
  std::size_t width = 0;
  for (std::size_t i = 0; i < shown; ++i) {
    width = std::max(width, rule_of(tried[i]->rule).id().size());
  }
  for (std::size_t i = 0; i < shown; ++i) {
    text_ +=
        fmt::format("  {:<{}}  {}{}{}\n", rule_of(tried[i]->rule).id(), width,
                    keywords(tried[i]->keywords), via_text(tried[i]->via),
                    rule_of(tried[i]->rule).is_learned()
                        ? ": no value beside a name that says secret"
                        : "");
  }
  if (tried.size() > shown) {
    text_ += fmt::format(
        "  {}{}{} (--verbose has them all)\n",
        count_of(tried.size() - shown, shown > 0 ? "more rule" : "rule"),
        shown > 0 ? "" : ", by a keyword ", shown > 0 ? "" : "on another line");
  }
  if (place_.told.tried_everywhere > 0) {
    text_ += fmt::format("  {} without a keyword\n",
                         count_of(place_.told.tried_everywhere, "rule"));
  }
}

// Rules that --rule asks for, and that nothing led to.
void Writer::add_rules_without_keyword() {
  for (const std::string& id : options_.rules) {
    const Rule* const rule = place_.rules->find(id);
    const auto is_it = [&](const auto& one) {
      return &rule_of(one.rule) == rule;
    };
    const auto& matches = place_.told.matches;
    const auto& tried = place_.told.tried;
    if (rule == nullptr || rule->anchors.empty() ||
        std::any_of(matches.begin(), matches.end(), is_it) ||
        std::any_of(tried.begin(), tried.end(), is_it)) {
      continue;
    }
    std::vector<std::string> words;
    for (const Anchor& anchor : rule->anchors) {
      words.push_back(fmt::format("'{}'", visible(anchor.literal)));
    }
    std::sort(words.begin(), words.end());
    words.erase(std::unique(words.begin(), words.end()), words.end());
    const std::size_t most = options_.verbose ? words.size() : kMostTried;
    const bool more = words.size() > most;
    if (more) words.resize(most);
    text_ += fmt::format(
        "\n{}: not tried: none of its keywords is here: {}{}\n",
        style(kBold, id), fmt::join(words, ", "), more ? ", …" : "");
  }
}

}  // namespace

std::string explanation_text(const ExplainedPlace& place,
                             const ScanOptions& options, bool color) {
  return Writer(place, options, color).write();
}

}  // namespace gitward::cli
