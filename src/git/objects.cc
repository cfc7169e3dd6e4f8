#include "git/objects.h"

#include <charconv>
#include <cstdlib>

#include <fmt/format.h>

#include "base/error.h"

namespace gitward {
namespace {

constexpr std::uint32_t kTypeMask = 0170000;

[[noreturn]] void malformed(std::string_view what, std::size_t offset) {
  throw Error(ErrorKind::kInput,
              fmt::format("malformed {} at byte {}", what, offset));
}

// Lines of a header block, one at a time. A line that begins with a space
// continues the one before (gpgsig, mergetag); the first empty line ends it.
class HeaderLines {
 public:
  explicit HeaderLines(ByteView bytes) : bytes_(bytes) {}

  // The next line without its end; nothing once the block is over.
  std::optional<ByteView> next() {
    if (at_ >= bytes_.size()) return std::nullopt;
    begin_ = at_;
    const std::size_t newline = bytes_.find('\n', at_);
    const std::size_t end = newline == ByteView::npos ? bytes_.size() : newline;
    at_ = newline == ByteView::npos ? end : newline + 1;
    if (end == begin_) return std::nullopt;
    return bytes_.substr(begin_, end - begin_);
  }
  // Where the line that next() gave last begins, and the one after it.
  std::size_t line_offset() const { return begin_; }
  std::size_t rest_offset() const { return at_; }

 private:
  ByteView bytes_;
  std::size_t begin_ = 0;
  std::size_t at_ = 0;
};

std::optional<ByteView> value_of(ByteView line, std::string_view key) {
  if (!line.starts_with(key)) return std::nullopt;
  return line.substr(key.size());
}

std::size_t skip_headers(HeaderLines& lines) {
  while (lines.next()) {
  }
  return lines.rest_offset();
}

ByteView trim_spaces(ByteView text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

// 9999-12-31T23:59:59Z: what does not fit into four digits is no date.
constexpr std::int64_t kLastSecond = 253402300799;

std::int64_t parse_seconds(ByteView digits) {
  std::int64_t value = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), value);
  const bool whole = end == digits.data() + digits.size();
  return error == std::errc() && whole && value >= 0 && value <= kLastSecond
             ? value
             : 0;
}

// "+0530": hours and minutes.
int parse_zone(ByteView zone) {
  if (zone.size() != 5 || (zone[0] != '+' && zone[0] != '-')) return 0;
  unsigned value = 0;
  const auto [end, error] =
      std::from_chars(zone.data() + 1, zone.data() + 5, value);
  if (error != std::errc() || end != zone.data() + 5) return 0;
  const int minutes = static_cast<int>(value / 100 * 60 + value % 100);
  if (value % 100 >= 60 || minutes >= 24 * 60) return 0;
  return zone[0] == '-' ? -minutes : minutes;
}

// As git splits it: the name ends at the first '<', the address at the first
// '>' after it, the date follows the last '>'.
Signature parse_signature(ByteView line) {
  Signature signature;
  const std::size_t open = line.find('<');
  if (open == ByteView::npos) {
    signature.name = trim_spaces(line);
    return signature;
  }
  signature.name = trim_spaces(line.substr(0, open));
  const std::size_t close = line.find('>', open);
  if (close == ByteView::npos) {
    signature.email = trim_spaces(line.substr(open + 1));
    return signature;
  }
  signature.email = trim_spaces(line.substr(open + 1, close - open - 1));
  const ByteView date = trim_spaces(line.substr(line.rfind('>') + 1));
  const std::size_t space = date.find(' ');
  signature.seconds = parse_seconds(date.substr(0, space));
  if (space != ByteView::npos) {
    signature.offset_minutes = parse_zone(trim_spaces(date.substr(space)));
  }
  return signature;
}

// Source: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms",
// civil_from_days. libstdc++ 12 has year_month_day, clang 14 can't use it all.
struct CivilDate {
  std::int64_t year = 0;
  std::int64_t month = 0;
  std::int64_t day = 0;
};

CivilDate civil_from_days(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t of_era = days - era * 146097;
  const std::int64_t year =
      (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  const std::int64_t of_year = of_era - (365 * year + year / 4 - year / 100);
  const std::int64_t shifted = (5 * of_year + 2) / 153;
  const std::int64_t month = shifted < 10 ? shifted + 3 : shifted - 9;
  return {year + era * 400 + (month <= 2 ? 1 : 0), month,
          of_year - (153 * shifted + 2) / 5 + 1};
}

}  // namespace

EntryKind kind_of_mode(std::uint32_t mode) {
  switch (mode & kTypeMask) {
    case 0040000:
      return EntryKind::kTree;
    case 0120000:
      return EntryKind::kSymlink;
    case 0160000:
      return EntryKind::kGitlink;
    default:
      return EntryKind::kFile;
  }
}

EntryKind TreeEntry::kind() const {
  return kind_of_mode(mode);
}

std::size_t parse_tree_entry(ByteView bytes, std::size_t at,
                             std::size_t id_size, TreeEntry& entry) {
  const char* begin = bytes.data() + at;
  const char* end = bytes.data() + bytes.size();
  const auto [mode_end, error] = std::from_chars(begin, end, entry.mode, 8);
  if (error != std::errc() || mode_end == end || *mode_end != ' ') {
    malformed("mode of a tree entry", at);
  }
  const std::size_t name = at + static_cast<std::size_t>(mode_end - begin) + 1;
  const std::size_t nul = bytes.find('\0', name);
  if (nul == ByteView::npos || nul == name) {
    malformed("name of a tree entry", at);
  }
  if (bytes.size() - nul - 1 < id_size) malformed("id of a tree entry", at);
  entry.name = bytes.substr(name, nul - name);
  const std::optional<ObjectId> id =
      ObjectId::from_bytes(bytes.substr(nul + 1, id_size));
  if (!id) malformed("id of a tree entry", at);
  entry.id = *id;
  return nul + 1 + id_size;
}

std::vector<TreeEntry> parse_tree(ByteView bytes, std::size_t id_size) {
  std::vector<TreeEntry> entries;
  TreeEntry entry;
  for (std::size_t at = 0; at < bytes.size();) {
    at = parse_tree_entry(bytes, at, id_size, entry);
    entries.push_back(entry);
  }
  return entries;
}

std::string Signature::iso_date() const {
  constexpr std::int64_t kDay = 86400;
  const std::int64_t local = seconds + std::int64_t{60} * offset_minutes;
  const std::int64_t days = (local >= 0 ? local : local - (kDay - 1)) / kDay;
  const std::int64_t of_day = local - days * kDay;
  const CivilDate date = civil_from_days(days);
  const int offset = std::abs(offset_minutes);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}",
                     date.year, date.month, date.day, of_day / 3600,
                     of_day / 60 % 60, of_day % 60,
                     offset_minutes < 0 ? '-' : '+', offset / 60, offset % 60);
}

Commit parse_commit(ByteView bytes) {
  HeaderLines lines(bytes);
  Commit commit;
  std::optional<ByteView> line = lines.next();
  const std::optional<ByteView> tree =
      line ? value_of(*line, "tree ") : std::nullopt;
  const std::optional<ObjectId> tree_id =
      tree ? ObjectId::from_hex(*tree) : std::nullopt;
  if (!tree_id) malformed("tree line of a commit", 0);
  commit.tree = *tree_id;
  // Parents stand directly below the tree; git looks nowhere else.
  while ((line = lines.next())) {
    const std::optional<ByteView> parent = value_of(*line, "parent ");
    if (!parent) break;
    const std::optional<ObjectId> id = ObjectId::from_hex(*parent);
    if (!id) malformed("parent line of a commit", lines.line_offset());
    commit.parents.push_back(*id);
  }
  while (line) {
    if (const auto author = value_of(*line, "author ")) {
      commit.author = parse_signature(*author);
    } else if (const auto committer = value_of(*line, "committer ")) {
      commit.committer = parse_signature(*committer);
      break;
    }
    line = lines.next();
  }
  commit.message_offset = line ? skip_headers(lines) : lines.rest_offset();
  return commit;
}

Tag parse_tag(ByteView bytes) {
  HeaderLines lines(bytes);
  Tag tag;
  std::optional<ByteView> line = lines.next();
  const std::optional<ByteView> target =
      line ? value_of(*line, "object ") : std::nullopt;
  const std::optional<ObjectId> id =
      target ? ObjectId::from_hex(*target) : std::nullopt;
  if (!id) malformed("object line of a tag", 0);
  tag.target = *id;
  while ((line = lines.next())) {
    if (const auto tagger = value_of(*line, "tagger ")) {
      tag.tagger = parse_signature(*tagger);
    }
  }
  tag.message_offset = lines.rest_offset();
  return tag;
}

ObjectPart part_at(ByteView object, std::size_t offset) {
  HeaderLines lines(object);
  while (const std::optional<ByteView> line = lines.next()) {
    if (offset >= lines.rest_offset()) continue;
    const bool identity = value_of(*line, "author ") ||
                          value_of(*line, "committer ") ||
                          value_of(*line, "tagger ");
    return identity ? ObjectPart::kIdentity : ObjectPart::kHeader;
  }
  return offset < lines.rest_offset() ? ObjectPart::kHeader
                                      : ObjectPart::kMessage;
}

}  // namespace gitward
