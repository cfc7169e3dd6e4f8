// Reading and writing the file. Its layout, and why it has sections, is in
// FORMAT.md.
#include "baseline/baseline.h"

#include <algorithm>
#include <array>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"

namespace gitward {
namespace {

constexpr std::string_view kFirstLine = "# gitward-baseline 1";
constexpr std::string_view kAnyVersion = "# gitward-baseline ";
constexpr std::string_view kNone = "-";
constexpr int kSections = 256;
constexpr int kBeforeSections = -1;

constexpr std::array<std::pair<BaselineState, std::string_view>, 4> kStates{
    {{BaselineState::kFalsePositive, "false-positive"},
     {BaselineState::kTest, "test"},
     {BaselineState::kAccepted, "accepted"},
     {BaselineState::kToRotate, "to-rotate"}}};

auto key_of(const BaselineEntry& entry) {
  return std::tuple(entry.id, std::string_view(entry.path));
}

bool comes_before(const BaselineEntry& a, const BaselineEntry& b) {
  return key_of(a) < key_of(b);
}

// Which of two entries with the same id and path is to be believed: the one
// that ends first, because the other one accepts more.
bool ends_before(const BaselineEntry& a, const BaselineEntry& b) {
  return !a.expires.empty() && (b.expires.empty() || a.expires < b.expires);
}

std::string section_line(int section) {
  return fmt::format("## {:02x}", section);
}

// The section that a line opens, if it is such a line.
std::optional<int> parse_section(std::string_view line) {
  if (line.size() != 5 || line.substr(0, 3) != "## ") return std::nullopt;
  int section = 0;
  for (const char c : line.substr(3)) {
    const std::size_t digit = std::string_view("0123456789abcdef").find(c);
    if (digit == std::string_view::npos) return std::nullopt;
    section = section * 16 + static_cast<int>(digit);
  }
  return section;
}

// A tab and a newline would end the field, a percent sign begin a code; the
// rest stays readable.
std::string encode_reason(std::string_view reason) {
  if (!is_valid_utf8(reason)) return percent_encode(reason);
  std::string text;
  for (const char c : reason) {
    if (byte_of(c) < 0x20 || byte_of(c) == 0x7f || c == '%') {
      text += fmt::format("%{:02X}", byte_of(c));
    } else {
      text += c;
    }
  }
  return text;
}

std::string encode_path(std::string_view path) {
  if (path.empty()) return std::string(kNone);
  if (path == kNone) return "%2D";
  return percent_encode(path);
}

std::string write_entry(const BaselineEntry& entry) {
  return fmt::format("{}{}\t{}\t{}\t{}\t{}\t{}\n", entry.comment,
                     entry.id.hex(), entry.rule, name_of(entry.state),
                     entry.expires.empty() ? kNone : entry.expires,
                     encode_path(entry.path), encode_reason(entry.reason));
}

std::vector<std::string_view> split(std::string_view line, char separator) {
  std::vector<std::string_view> fields;
  for (;;) {
    const std::size_t end = line.find(separator);
    fields.push_back(line.substr(0, end));
    if (end == std::string_view::npos) return fields;
    line.remove_prefix(end + 1);
  }
}

bool is_rule_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return byte_of(c) > 0x20 && byte_of(c) < 0x7f;
  });
}

BaselineEntry parse_entry(std::string_view line) {
  const auto fail = [](std::string message) {
    return Error(ErrorKind::kConfig, std::move(message));
  };
  const std::vector<std::string_view> fields = split(line, '\t');
  if (fields.size() != 6) {
    throw fail(fmt::format(
        "an entry has 6 fields with a tab between them (id, rule, state, "
        "expiry or -, path, reason), this line has {}",
        fields.size()));
  }
  BaselineEntry entry;
  const std::optional<Digest> id = Digest::from_hex(fields[0]);
  if (!id) throw fail("the id is not 32 hexadecimal digits");
  entry.id = *id;
  if (!is_rule_name(fields[1])) throw fail("the rule's name is not one word");
  entry.rule = fields[1];
  const std::optional<BaselineState> state = parse_baseline_state(fields[2]);
  if (!state) {
    throw fail(fmt::format(
        "unknown state '{}', expected false-positive, test, accepted or "
        "to-rotate",
        visible(fields[2])));
  }
  entry.state = *state;
  if (fields[3] != kNone) {
    if (!is_date(fields[3])) {
      throw fail(fmt::format("'{}' is no date, expected YYYY-MM-DD or -",
                             visible(fields[3])));
    }
    entry.expires = fields[3];
  }
  if (fields[4].empty()) throw fail("the path is empty, expected a path or -");
  if (fields[4] != kNone) entry.path = percent_decode(fields[4]);
  entry.reason = trim_ascii(percent_decode(fields[5]));
  if (entry.reason.empty()) throw fail("the reason is empty");
  return entry;
}

bool is_conflict_marker(std::string_view line) {
  for (const std::string_view marker :
       {"<<<<<<<", "|||||||", "=======", ">>>>>>>"}) {
    if (line.substr(0, 7) == marker && (line.size() == 7 || line[7] == ' ')) {
      return true;
    }
  }
  return false;
}

void check_first_line(std::string_view line) {
  if (line == kFirstLine) return;
  if (line.substr(0, kAnyVersion.size()) == kAnyVersion) {
    throw Error(ErrorKind::kConfig,
                fmt::format("unknown baseline version '{}', this gitward reads "
                            "version 1: use the version that wrote it",
                            visible(line.substr(kAnyVersion.size()))));
  }
  throw Error(
      ErrorKind::kConfig,
      fmt::format("not a baseline, the first line must be '{}'", kFirstLine));
}

}  // namespace

std::string_view name_of(BaselineState state) {
  for (const auto& [known, name] : kStates) {
    if (known == state) return name;
  }
  return "unknown";
}

std::optional<BaselineState> parse_baseline_state(std::string_view name) {
  for (const auto& [state, known] : kStates) {
    if (known == name) return state;
  }
  return std::nullopt;
}

bool is_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
  std::array<int, 3> parts{};
  std::size_t part = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (i == 4 || i == 7) {
      ++part;
    } else if (text[i] < '0' || text[i] > '9') {
      return false;
    } else {
      parts.at(part) = parts.at(part) * 10 + (text[i] - '0');
    }
  }
  const auto [year, month, day] = parts;
  if (month < 1 || month > 12 || day < 1) return false;
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  constexpr std::array kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const int days = kDays.at(static_cast<std::size_t>(month - 1));
  return day <= (month == 2 && leap ? 29 : days);
}

std::string gap_rule(GapReason reason) {
  return "gap:" + std::string(name_of(reason));
}

Baseline Baseline::parse(std::string_view text, std::string_view name) {
  Baseline baseline;
  std::string comment;
  int section = kBeforeSections;
  std::size_t number = 0;
  if (text.empty()) text = "\n";  // An empty file has an empty first line.
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1);
    std::string_view line = text.substr(0, end + 1);
    text.remove_prefix(end + 1);
    ++number;
    while (!line.empty() && (line.back() == '\n' || line.back() == '\r')) {
      line.remove_suffix(1);
    }
    try {
      if (is_conflict_marker(line)) {
        throw Error(ErrorKind::kConfig,
                    "conflict marker of a merge: remove the lines that begin "
                    "with <<<<<<<, |||||||, ======= and >>>>>>>, and keep the "
                    "entries of both sides");
      }
      if (number == 1) {
        check_first_line(line);
      } else if (const std::optional<int> opened = parse_section(line)) {
        baseline.loose_comments_[section] += std::exchange(comment, {});
        section = *opened;
      } else if (!line.empty() && line[0] == '#') {
        comment += std::string(line) + "\n";
      } else if (!trim_ascii(line).empty()) {
        baseline.entries_.push_back(parse_entry(line));
        baseline.entries_.back().comment = std::exchange(comment, {});
      }
    } catch (Error& error) {
      error.in(fmt::format("{}:{}", visible(name), number));
      throw;
    }
  }
  baseline.loose_comments_[section] += comment;

  std::vector<BaselineEntry>& entries = baseline.entries_;
  std::stable_sort(entries.begin(), entries.end(),
                   [](const BaselineEntry& a, const BaselineEntry& b) {
                     if (key_of(a) != key_of(b)) return comes_before(a, b);
                     return ends_before(a, b);
                   });
  entries.erase(std::unique(entries.begin(), entries.end(),
                            [](const BaselineEntry& a, const BaselineEntry& b) {
                              return key_of(a) == key_of(b);
                            }),
                entries.end());
  return baseline;
}

std::string Baseline::write() const {
  const auto loose = [this](int section) {
    const auto found = loose_comments_.find(section);
    return found == loose_comments_.end() ? std::string() : found->second;
  };
  std::string text = std::string(kFirstLine) + "\n" + loose(kBeforeSections);
  auto entry = entries_.begin();
  for (int section = 0; section < kSections; ++section) {
    text += section_line(section) + "\n";
    for (; entry != entries_.end() && entry->id.bytes[0] == section; ++entry) {
      text += write_entry(*entry);
    }
    text += loose(section);
  }
  return text;
}

void Baseline::accept(BaselineEntry entry) {
  entry.reason = trim_ascii(entry.reason);
  if (entry.reason.empty()) {
    throw Error(ErrorKind::kUsage, "a reason is needed to accept a finding");
  }
  if (!entry.expires.empty() && !is_date(entry.expires)) {
    throw Error(ErrorKind::kUsage,
                fmt::format("'{}' is no date, expected YYYY-MM-DD",
                            visible(entry.expires)));
  }
  if (!is_rule_name(entry.rule)) {
    throw Error(ErrorKind::kBug, "a baseline entry without a rule");
  }
  const auto place =
      std::lower_bound(entries_.begin(), entries_.end(), entry, comes_before);
  if (place == entries_.end() || comes_before(entry, *place)) {
    entries_.insert(place, std::move(entry));
    return;
  }
  if (entry.comment.empty()) entry.comment = std::move(place->comment);
  *place = std::move(entry);
}

void Baseline::remove(const BaselineEntry& entry) {
  const auto place =
      std::lower_bound(entries_.begin(), entries_.end(), entry, comes_before);
  if (place != entries_.end() && key_of(*place) == key_of(entry)) {
    entries_.erase(place);
  }
}

}  // namespace gitward
