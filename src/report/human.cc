// For people: one block for each credential, wherever it stands; what to do
// and how to accept it; all on one screen when there is one finding. Nothing
// is wrapped, so that terminals can open PATH:LINE:COLUMN.
#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "base/text.h"
#include "model/name_mask.h"
#include "report/fix.h"
#include "report/formats.h"
#include "report/short_ids.h"

namespace gitward {
namespace {

constexpr std::size_t kMostPlaces = 5;
constexpr std::size_t kMostExcerpt = 160;  // Characters.
constexpr std::size_t kBeforeCaret = 60;

constexpr std::string_view kRed = "1;31";
constexpr std::string_view kBold = "1";
constexpr std::string_view kDim = "2";

// The findings of one credential under one rule, in report order.
using Group = std::vector<const Finding*>;

std::vector<Group> group_by_secret(const ScanReport& report,
                                   const ReportOptions& options) {
  std::vector<Group> groups;
  std::map<std::pair<std::string_view, std::string>, std::size_t> known;
  for (const Finding& finding : report.findings) {
    if (!is_printed(finding.status, options)) continue;
    const std::string_view value = finding.secret.reveal();
    // Without the value only the same id is surely the same credential.
    std::string key = value.empty() ? finding.id.hex() : xxh3_128(value).hex();
    const auto [place, added] =
        known.try_emplace({finding.rule->id, std::move(key)}, groups.size());
    if (added) groups.emplace_back();
    groups[place->second].push_back(&finding);
  }
  return groups;
}

// Offsets of the characters of valid UTF-8, and its size behind them.
std::vector<std::size_t> characters(std::string_view text) {
  std::vector<std::size_t> offsets;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if ((byte_of(text[i]) & 0xc0U) != 0x80U) offsets.push_back(i);
  }
  offsets.push_back(text.size());
  return offsets;
}

std::size_t character_count(std::string_view text) {
  return characters(text).size() - 1;
}

// Where in the excerpt the finding is: of several like it, the one nearest to
// its column. npos if the excerpt does not show it.
std::size_t find_redacted(std::string_view excerpt, const Finding& finding) {
  if (finding.redacted.empty()) return std::string_view::npos;
  const std::size_t wanted = finding.position.column - 1;
  std::size_t best = std::string_view::npos;
  for (std::size_t at = excerpt.find(finding.redacted);
       at != std::string_view::npos;
       at = excerpt.find(finding.redacted, at + 1)) {
    const auto distance = [wanted](std::size_t place) {
      return place > wanted ? place - wanted : wanted - place;
    };
    if (best == std::string_view::npos || distance(at) < distance(best)) {
      best = at;
    }
  }
  return best;
}

class HumanReport {
 public:
  HumanReport(const ScanReport& report, const ReportOptions& options)
      : report_(report),
        options_(options),
        mask_(report, options.show_secrets),
        short_id_(report) {}

  std::string write() {
    const std::vector<Group> groups = group_by_secret(report_, options_);
    if (groups.empty()) return {};
    text_ = style(kRed, verdict(groups)) + "\n";
    for (const Group& group : groups) add_block(group);
    if (report_.count_findings() > 0) add_advice(groups);
    return std::move(text_);
  }

 private:
  std::string style(std::string_view code, std::string_view text) const {
    if (!options_.color) return std::string(text);
    return fmt::format("\033[{}m{}\033[0m", code, text);
  }

  std::string name(std::string_view bytes) const {
    return visible(mask_(bytes));
  }

  std::string verdict(const std::vector<Group>& groups) const;
  std::string place_of(const Finding& finding) const;
  std::string details_of(const Finding& finding) const;
  void add_block(const Group& group);
  void add_excerpt(const Finding& finding);
  void add_accept_line(const Group& counting);
  void add_advice(const std::vector<Group>& groups);
  void add_line(std::string_view line) {
    const std::size_t label = line.find(": ") + 2;
    text_ += fmt::format("  {}{}\n", style(kDim, line.substr(0, label)),
                         line.substr(label));
  }

  const ScanReport& report_;
  const ReportOptions& options_;
  NameMask mask_;
  ShortIds short_id_;
  std::string text_;
};

std::string HumanReport::verdict(const std::vector<Group>& groups) const {
  const std::size_t findings = report_.count_findings();
  if (findings == 0) return "no new finding; all of these are accepted";
  std::string count = count_of(findings, "finding");
  const auto secrets = static_cast<std::size_t>(
      std::count_if(groups.begin(), groups.end(), [](const Group& group) {
        return std::any_of(group.begin(), group.end(),
                           [](const Finding* f) { return f->counts(); });
      }));
  if (secrets != findings) {
    count += fmt::format(" of {}", count_of(secrets, "secret"));
  }
  using Stage = ReportOptions::Stage;
  const Stage stage = options_.stage;
  if (options_.in_hook) {
    return (stage == Stage::kOutgoing ? "gitward stopped this push: "
                                      : "gitward stopped this commit: ") +
           count;
  }
  switch (stage) {
    case Stage::kStaged:
    case Stage::kUnborn:
      return count + " in what would be committed now";
    case Stage::kOutgoing:
      return count + " in these commits";
    case Stage::kStored:
      return count + " in this repository";
    case Stage::kFiles:
      break;
  }
  return count;
}

std::string HumanReport::place_of(const Finding& finding) const {
  const std::string at =
      fmt::format(":{}:{}", finding.position.line, finding.position.column);
  switch (finding.where) {
    case Where::kBlob:
      return (finding.path.empty() ? "(standard input)" : name(finding.path)) +
             at;
    case Where::kCommitMessage:
      return "commit message" + at;
    case Where::kTagMessage:
      return "tag message" + at;
    case Where::kIdentity:
      return "name or address of author, committer or tagger" + at;
    case Where::kHeader:
      return "header of a commit or tag" + at;
    case Where::kPath:
      return "file name " + name(finding.path);
    case Where::kRef:
      return "reference " + name(finding.path);
    case Where::kReflog:
      return "reflog " + name(finding.path) + at;
    case Where::kConfig:
      return "git's own " + name(finding.path) + at;
  }
  return name(finding.path) + at;
}

std::string HumanReport::details_of(const Finding& finding) const {
  std::vector<std::string> parts;
  if (!finding.inside.empty())
    parts.push_back("inside " + name(finding.inside));
  if (!finding.removed_in.empty()) {
    parts.push_back("removed in layer " + name(finding.removed_in) +
                    ", but still in the image");
  }
  for (const std::string& step : finding.via) {
    parts.push_back("through " + visible(step));
  }
  const bool is_text =
      finding.where != Where::kBlob && finding.where != Where::kPath;
  if (finding.provenance && !finding.provenance->commit.is_null()) {
    const Provenance& from = *finding.provenance;
    parts.push_back("commit " + from.commit.short_hex());
    if (from.date.size() >= 10) {
      parts.back() += " of " + visible(from.date.substr(0, 10));
    }
  } else if (is_text && !finding.object.is_null()) {
    parts.push_back("object " + finding.object.short_hex());
  }
  if (finding.provenance && options_.stage == ReportOptions::Stage::kStored) {
    const Provenance& from = *finding.provenance;
    if (!from.reachable) {
      parts.emplace_back("no reference leads to it");
    } else if (!is_text && !from.at_tip) {
      parts.emplace_back("only in the history");
    } else if (from.at_tip) {
      std::string tips = "at a tip";
      for (std::size_t i = 0; i < from.refs.size() && i < 2; ++i) {
        tips += (i == 0 ? ": " : " ") + name(from.refs[i]);
      }
      if (from.refs.size() > 2) {
        tips += fmt::format(" +{} more", grouped(from.refs.size() - 2));
      }
      parts.push_back(tips);
    }
  }
  if (finding.occurrences > 1) {
    parts.push_back(count_of(finding.occurrences, "place"));
  }
  if (finding.status != Status::kNew) {
    parts.push_back(finding.status == Status::kExpired
                        ? "accepted before, expired: " + visible(finding.reason)
                        : fmt::format("{}: {}", name_of(finding.status),
                                      finding.reason.empty()
                                          ? "no reason given"
                                          : visible(finding.reason)));
  }
  return fmt::format("{}", fmt::join(parts, ", "));
}

void HumanReport::add_excerpt(const Finding& finding) {
  if (finding.excerpt.empty()) {
    text_ += fmt::format("      {}\n", visible(finding.redacted));
    return;
  }
  std::string_view excerpt = finding.excerpt;
  std::size_t at = find_redacted(excerpt, finding);
  const bool found = at != std::string_view::npos;
  if (!found) at = 0;

  // A minified file's line does not fit a screen: keep what is around it.
  const std::vector<std::size_t> offsets = characters(excerpt);
  const std::size_t total = offsets.size() - 1;
  const std::size_t caret = character_count(excerpt.substr(0, at));
  std::size_t first = 0;
  std::size_t last = total;
  if (total > kMostExcerpt) {
    first = caret > kBeforeCaret ? caret - kBeforeCaret : 0;
    last = std::min(total, first + kMostExcerpt);
  }
  const std::string line = fmt::format(
      "{}{}{}", first > 0 ? "…" : "",
      excerpt.substr(offsets[first], offsets[last] - offsets[first]),
      last < total ? "…" : "");
  const std::string number = std::to_string(finding.position.line);
  text_ += fmt::format("    {} | {}\n", number, line);
  if (!found) return;
  const std::size_t width = std::min(character_count(finding.redacted),
                                     last > caret ? last - caret : 1);
  text_ += fmt::format(
      "    {} | {}{}\n", std::string(number.size(), ' '),
      std::string(caret - first + (first > 0 ? 1 : 0), ' '),
      style(kRed, "^" + std::string(width > 0 ? width - 1 : 0, '~')));
}

void HumanReport::add_accept_line(const Group& counting) {
  std::vector<std::string> ids;
  for (const Finding* finding : counting) {
    std::string id = short_id_(finding->id);
    if (std::find(ids.begin(), ids.end(), id) == ids.end()) {
      ids.push_back(std::move(id));
    }
    if (ids.size() == kMostPlaces) break;
  }
  add_line(fmt::format("accept: gitward baseline accept {} --reason \"…\"",
                       fmt::join(ids, " ")));
}

void HumanReport::add_block(const Group& group) {
  Group counting;
  std::copy_if(group.begin(), group.end(), std::back_inserter(counting),
               [](const Finding* finding) { return finding->counts(); });
  const Finding& shown = counting.empty() ? *group[0] : *counting[0];
  const RuleInfo& rule = *shown.rule;
  text_ += fmt::format(
      "\n{}: {} ({}, {}{})\n", style(kBold, rule.id), visible(rule.description),
      name_of(rule.severity), name_of(shown.confidence),
      shown.proof == Proof::kFailed ? ": its check fails" : "");
  for (std::size_t i = 0; i < group.size() && i < kMostPlaces; ++i) {
    const std::string details = details_of(*group[i]);
    text_ += fmt::format("  {}{}{}\n", place_of(*group[i]),
                         details.empty() ? "" : "  ", style(kDim, details));
  }
  if (group.size() > kMostPlaces) {
    text_ += fmt::format("  +{} more\n", grouped(group.size() - kMostPlaces));
  }
  add_excerpt(shown);
  if (options_.show_secrets) {
    add_line("secret: " + visible(shown.secret.reveal()));
  }
  if (counting.empty()) return;
  for (const std::string& line : fix_lines(counting, options_.stage, mask_)) {
    add_line(line);
  }
  add_accept_line(counting);
}

void HumanReport::add_advice(const std::vector<Group>& groups) {
  std::string rule = groups[0][0]->rule->id;
  bool has_lines = false;
  for (const Group& group : groups) {
    if (group[0]->rule->id != rule) rule = "RULE";
    has_lines = has_lines || group[0]->where == Where::kBlob;
  }
  text_ += "\n" + general_advice(options_.stage);
  text_ += "If it is no secret, or may stay: run the accept line";
  if (has_lines) {
    text_ += fmt::format(
        ",\nor write gitward:allow[{}] and the reason in a comment on its line",
        rule);
  }
  text_ += ".\n";
}

}  // namespace

std::string write_human(const ScanReport& report,
                        const ReportOptions& options) {
  return HumanReport(report, options).write();
}

}  // namespace gitward
