// explain PATH:LINE | --string TEXT.
#include <algorithm>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "archive/container_kind.h"
#include "archive/container_walk.h"
#include "base/error.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/commands.h"
#include "cli/explain_text.h"
#include "cli/output.h"
#include "cli/scan_session.h"
#include "model/name_mask.h"
#include "pipeline/gaps.h"
#include "pipeline/workers.h"
#include "scan/explain.h"

namespace gitward::cli {
namespace {

namespace fs = std::filesystem;
using Effect = Ruling::Effect;

// A text, and what it is in.
struct Subject {
  std::string bytes;
  std::string path;    // As reports have it; empty: there is none.
  std::string inside;  // See MemberContent; likewise `name`.
  std::size_t name = 0;
  AskedPlace place;
};

// A word that ends in a number: "a:3" is {"a", 3}.
struct Numbered {
  std::string word;
  std::uint64_t number = 0;
};

std::optional<Numbered> split_number(const std::string& word) {
  constexpr std::size_t kMostDigits = 18;
  const std::size_t colon = word.rfind(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  const std::string digits = word.substr(colon + 1);
  if (digits.empty() || digits.size() > kMostDigits ||
      digits.find_first_not_of("0123456789") != std::string::npos) {
    return std::nullopt;
  }
  return Numbered{word.substr(0, colon), std::stoull(digits)};
}

// A file, or what lies in one that is an archive: "a.zip!b.tar!c".
struct FoundFile {
  fs::path file;
  std::string inside;
};

// As it is typed, or as a report in this repository has it.
std::optional<fs::path> existing(const std::string& name,
                                 const Repository* repository) {
  std::error_code error;
  if (fs::exists(name, error)) return name;
  if (repository != nullptr && repository->layout().work_tree &&
      fs::path(name).is_relative()) {
    fs::path below = *repository->layout().work_tree / name;
    if (fs::exists(below, error)) return below;
  }
  return std::nullopt;
}

std::optional<FoundFile> find_file(const std::string& name,
                                   const Repository* repository) {
  if (auto file = existing(name, repository)) return FoundFile{*file, ""};
  for (std::size_t at = name.rfind('!'); at != std::string::npos && at > 0;
       at = name.rfind('!', at - 1)) {
    if (auto file = existing(name.substr(0, at), repository)) {
      return FoundFile{*file, name.substr(at + 1)};
    }
  }
  return std::nullopt;
}

struct FoundPlace {
  FoundFile file;
  AskedPlace place;
};

// PATH:LINE, or PATH:LINE:COLUMN as reports print it; the path may hold colons.
FoundPlace find_file_and_line(const std::string& typed,
                              const Repository* repository) {
  const std::optional<Numbered> last = split_number(typed);
  if (!last) {
    throw Error(ErrorKind::kUsage,
                fmt::format("'{}' names no line: write PATH:LINE, such as "
                            "'{}:1', or --string TEXT",
                            visible(typed), visible(typed)));
  }
  const std::optional<Numbered> line = split_number(last->word);
  AskedPlace place{last->number, 0};
  std::optional<FoundFile> file = find_file(last->word, repository);
  if (!file && line) {
    place = {line->number, last->number};
    if (place.column == 0) {
      throw Error(ErrorKind::kUsage, "columns are counted from 1");
    }
    file = find_file(line->word, repository);
  }
  if (place.line == 0) {
    throw Error(ErrorKind::kUsage, "lines are counted from 1");
  }
  if (!file) {
    throw Error(ErrorKind::kUsage,
                fmt::format("no such file: {}: write it as seen from here, or "
                            "from the top of the work tree",
                            visible(line ? line->word : last->word)));
  }
  std::error_code error;
  if (fs::is_directory(file->file, error)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{} is a folder: name a file in it, and a line",
                            visible(file->file.native())));
  }
  if (!fs::is_regular_file(file->file, error)) {
    throw Error(ErrorKind::kUsage, fmt::format("{} is no regular file",
                                               visible(file->file.native())));
  }
  return {std::move(*file), place};
}

std::string read_whole(const fs::path& file, const ScanOptions& options) {
  std::optional<std::string> bytes = read_file(file);
  if (!bytes) {
    throw Error(ErrorKind::kUsage,
                fmt::format("no such file: {}", visible(file.native())));
  }
  if (options.max_blob_size != 0 && bytes->size() > options.max_blob_size) {
    throw Error(ErrorKind::kInput,
                fmt::format("{}: {} bytes, larger than --max-blob-size {}",
                            visible(file.native()), grouped(bytes->size()),
                            options.max_blob_size));
  }
  return std::move(*bytes);
}

// What lies in the archive under this name.
void open_member(const std::string& inside, unsigned depth, Subject& subject) {
  std::optional<std::string> found;
  std::string cause;
  ContainerVisitor visitor;
  visitor.member = [&](const Member& member) {
    if (found || member.inside != inside) return;
    found = std::string(member.bytes);
    subject.name = member.inside.size() - member.name.size();
  };
  visitor.unopened = [&](const Unopened& unopened) {
    if (cause.empty()) cause = unopened.cause;
  };
  walk_container(subject.bytes, depth, visitor);
  if (!found) {
    const std::string message =
        fmt::format("{}: nothing in it is called '{}'", visible(subject.path),
                    visible(inside));
    if (cause.empty()) throw Error(ErrorKind::kUsage, message);
    throw Error(ErrorKind::kInput, fmt::format("{}; {}", message, cause));
  }
  subject.bytes = std::move(*found);
  subject.inside = inside;
}

std::string name_of(const Subject& subject) {
  if (subject.path.empty()) return "the string";
  std::string name = subject.path;
  if (!subject.inside.empty()) name += "!" + subject.inside;
  name = fmt::format("{}:{}", visible(name), subject.place.line);
  if (subject.place.column > 0) {
    name += fmt::format(":{}", subject.place.column);
  }
  return name;
}

PlaceRanges place_in(const Subject& subject) {
  PlaceRanges place = find_place(subject.bytes, subject.place);
  if (place.lines.empty()) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: the file has {}", name_of(subject),
                            count_of(place.line_count, "line")));
  }
  if (place.bytes.empty()) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: the line has {}: leave the column out",
                            name_of(subject),
                            count_of(place.lines.front().size(), "byte")));
  }
  return place;
}

// Credentials in the names themselves: what is told of the place hides them.
void add_names(const Scanner& scanner, const std::string& names, Worker& worker,
               ScanReport& report) {
  for (std::size_t begin = 0; begin < names.size();) {
    const std::size_t end =
        std::min(names.find_first_of("/!", begin), names.size());
    const std::string name = names.substr(begin, end - begin);
    const ContentPtr content = scan_bytes(name, scanner, worker).content;
    for (const Place& place :
         judge_places(scanner, content, Where::kPath, name, ObjectId(), "")) {
      report.findings.push_back(finding_of(scanner, place, ""));
    }
    begin = end + 1;
  }
}

// What a run does with the findings, once it has them all: filters, comments
// that a commit does not have, the baseline.
ScanReport settled(const Session& session, const ScanOptions& options,
                   const Subject& subject, const PathContext& context,
                   const Explanation& told) {
  const Scanner& scanner = session.policy->scanner;
  ScanReport report;
  report.command = "explain";
  for (const Judged& judged : told.findings) {
    report.findings.push_back(
        make_finding(scanner.rules(), judged, context, ObjectId()));
  }
  Gaps gaps;
  Workers workers(nullptr, 1);
  add_names(scanner, subject.path + "!" + subject.inside, workers.own(),
            report);
  Content limits;
  ScannedContent& limited =
      subject.inside.empty()
          ? limits.scanned
          : limits.members
                .emplace_back(MemberContent{subject.inside, subject.name, {}})
                .scanned;
  limited.limits = told.content.limits;
  add_content_gaps(gaps, scanner, limits, ObjectId(), subject.path,
                   subject.path.empty() ? "string" : "file", workers.own());
  finish_report(report, gaps, scanner, run_options(options, *session.policy));
  settle(session, report, path_below(session.root));
  return report;
}

// Which of the report's findings is this one, if it has it.
const Finding* find_in(const ScanReport& report, const RuleSet& rules,
                       const Candidate& candidate) {
  const auto found = std::find_if(
      report.findings.begin(), report.findings.end(), [&](const Finding& one) {
        return one.rule == rules.rules()[candidate.rule].info &&
               one.where == Where::kBlob && one.id == candidate.id &&
               one.position == candidate.position && one.via == candidate.via;
      });
  return found == report.findings.end() ? nullptr : &*found;
}

std::string words_of(const BaselineEntry& entry) {
  std::string words =
      fmt::format("{} at {}", name_of(entry.state), visible(entry.path));
  if (!entry.expires.empty()) words += " until " + entry.expires;
  return words + ": " + visible(entry.reason);
}

// What is decided after judging, as rulings like those of the filters.
void add_late_rulings(const Session& session, const ScanOptions& options,
                      const Finding* finding, ExplainedMatch& match) {
  const auto add = [&](std::string_view filter, Effect effect,
                       std::string reason) -> Ruling& {
    return match.rulings.emplace_back(
        Ruling{filter, effect, std::move(reason)});
  };
  const Rule& rule = session.policy->rules.rules()[match.rule];
  if (match.finding->confidence < options.min_confidence) {
    add("level", Effect::kDrops,
        fmt::format("confidence {} is below --min-confidence {}",
                    name_of(match.finding->confidence),
                    name_of(options.min_confidence)));
  }
  if (rule.info->severity < options.min_severity) {
    add("level", Effect::kDrops,
        fmt::format("severity {} is below --min-severity {}",
                    name_of(rule.info->severity),
                    name_of(options.min_severity)));
  }
  if (finding == nullptr) return;
  if (match.candidate->inline_allowed && finding->status != Status::kAllowed) {
    add("policy", Effect::kKeeps,
        "the commit of --policy-from has no such comment: it does not count");
  }
  std::vector<std::string> entries;
  for (const BaselineEntry& entry : session.policy->baseline.entries()) {
    if (entry.id == finding->id) entries.push_back(words_of(entry));
  }
  if (finding->status == Status::kAccepted) {
    add("baseline", Effect::kAllows, "accepted").details = std::move(entries);
  } else if (finding->status == Status::kExpired) {
    add("baseline", Effect::kKeeps, "what accepted it has expired").details =
        std::move(entries);
  } else if (!entries.empty() && finding->status == Status::kNew) {
    add("baseline", Effect::kKeeps, "accepted elsewhere, where it still is")
        .details = std::move(entries);
  }
}

ExitStatus explain_subject(const Session& session, const ScanOptions& options,
                           const Subject& subject) {
  const RuleSet& rules = session.policy->rules;
  const PlaceRanges ranges = place_in(subject);
  const std::string_view inside = subject.inside;
  const PathContext context{Where::kBlob, subject.path, "", inside,
                            inside.substr(subject.name)};
  ExplainedPlace place{
      name_of(subject),
      &rules,
      explain(session.policy->scanner, subject.bytes, context, ranges),
      {},
      subject.place.line};
  const ScanReport report =
      settled(session, options, subject, context, place.told);
  const NameMask mask(report, options.show_secrets);
  place.name = mask(name_of(subject));
  for (ExplainedMatch& match : place.told.matches) {
    if (match.finding == nullptr) continue;
    const Finding* const finding = find_in(report, rules, *match.candidate);
    if (finding != nullptr) place.reported.emplace(match.finding, finding);
    add_late_rulings(session, options, finding, match);
  }
  write_out(explanation_text(place, options,
                             use_color(options.color, STDOUT_FILENO)));
  if (container_kind(subject.bytes) != ContainerKind::kNone) {
    write_err(fmt::format(
        "note: {} is an archive: what lies in it is named PATH!NAME:LINE\n",
        mask(visible(subject.path))));
  }
  for (const Gap& gap : report.gaps) {
    if (gap.status == Status::kAccepted) continue;
    write_err(fmt::format("not looked at: {}: {}\n", name_of(gap.reason),
                          mask(gap.detail)));
  }
  return report.count_gaps() > 0 ? ExitStatus::kIncomplete : ExitStatus::kClean;
}

std::unique_ptr<Repository> repository_at(const ScanOptions& options,
                                          const fs::path& folder) {
  return Repository::find(options.repository ? fs::path(*options.repository)
                                             : folder);
}

ExitStatus explain_string(const ScanOptions& options, const std::string& text) {
  Session session;
  session.repository = repository_at(options, fs::current_path());
  session.root = session.repository && session.repository->layout().work_tree
                     ? *session.repository->layout().work_tree
                     : fs::current_path();
  session.policy = load_policy(options, session.repository.get(), session.root);
  Subject subject;
  subject.bytes = text;
  return explain_subject(session, options, subject);
}

ExitStatus explain_file(const ScanOptions& options, const std::string& typed) {
  const std::unique_ptr<Repository> here =
      repository_at(options, fs::current_path());
  const FoundPlace found = find_file_and_line(typed, here.get());
  const fs::path file = fs::canonical(found.file.file);
  Session session;
  session.repository = repository_at(options, file.parent_path());
  session.root = image_root({file.native()}, session);
  session.policy = load_policy(options, session.repository.get(), session.root);
  Subject subject;
  subject.place = found.place;
  subject.path = file.lexically_relative(session.root).generic_string();
  if (subject.path == session.policy->baseline_path) {
    write_out(
        fmt::format("{}: no finding: the baseline itself is not "
                    "scanned\n",
                    visible(subject.path)));
    return ExitStatus::kClean;
  }
  subject.bytes = read_whole(file, options);
  if (!found.file.inside.empty()) {
    open_member(found.file.inside, options.max_archive_depth, subject);
  }
  return explain_subject(session, options, subject);
}

}  // namespace

ExitStatus explain_command(const ScanOptions& options,
                           const ExplainOptions& typed) {
  if (typed.place.empty() != typed.text.has_value()) {
    throw Error(ErrorKind::kUsage,
                "explain needs PATH:LINE or --string TEXT, and not both");
  }
  return typed.text ? explain_string(options, *typed.text)
                    : explain_file(options, typed.place);
}

}  // namespace gitward::cli
