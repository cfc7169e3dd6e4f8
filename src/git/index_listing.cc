#include "git/index_listing.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include <fmt/format.h>

#include "base/error.h"

namespace gitward {
namespace {

// CE_INTENT_TO_ADD in git's read-cache-ll.h; on disk it is an extended flag.
constexpr std::uint32_t kIntentToAdd = 1U << 29;

[[noreturn]] void malformed(std::size_t offset) {
  throw Error(ErrorKind::kInput,
              fmt::format("'git ls-files --stage --debug -z' wrote something "
                          "unknown at byte {}",
                          offset));
}

class Listing {
 public:
  explicit Listing(ByteView bytes) : bytes_(bytes) {}

  bool at_end() const { return at_ == bytes_.size(); }

  // Up to and without `end`, which is passed over.
  ByteView until(char end) {
    const std::size_t found = bytes_.find(end, at_);
    if (found == ByteView::npos) malformed(at_);
    const ByteView text = bytes_.substr(at_, found - at_);
    at_ = found + 1;
    return text;
  }
  std::uint32_t number_until(char end, int base) {
    const std::size_t begin = at_;
    const ByteView text = until(end);
    std::uint32_t value = 0;
    const auto [rest, error] =
        std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc() || rest != text.data() + text.size()) {
      malformed(begin);
    }
    return value;
  }
  void expect(std::string_view text) {
    if (!bytes_.substr(at_).starts_with(text)) malformed(at_);
    at_ += text.size();
  }
  std::size_t offset() const { return at_; }

 private:
  ByteView bytes_;
  std::size_t at_ = 0;
};

// "100644 <id> 0\t<path>\0" and five lines, of which the last ends in flags:
//   ctime: 1:2
//   mtime: 1:2
//   dev: 1<tab>ino: 2
//   uid: 0<tab>gid: 0
//   size: 3<tab>flags: 0
IndexEntry parse_entry(Listing& listing) {
  const std::size_t begin = listing.offset();
  IndexEntry entry;
  entry.mode = listing.number_until(' ', 8);
  const std::optional<ObjectId> id = ObjectId::from_hex(listing.until(' '));
  if (!id) malformed(begin);
  entry.id = *id;
  entry.stage = static_cast<int>(listing.number_until('\t', 10));
  if (entry.stage > 3) malformed(begin);
  entry.path = listing.until('\0');
  for (const std::string_view line :
       {"  ctime: ", "  mtime: ", "  dev: ", "  uid: "}) {
    listing.expect(line);
    listing.until('\n');
  }
  listing.expect("  size: ");
  listing.until('\t');
  listing.expect("flags: ");
  entry.intent_to_add = (listing.number_until('\n', 16) & kIntentToAdd) != 0;
  return entry;
}

}  // namespace

std::vector<IndexEntry> parse_index_listing(ByteView listing) {
  std::vector<IndexEntry> entries;
  Listing rest(listing);
  while (!rest.at_end()) entries.push_back(parse_entry(rest));
  return entries;
}

std::vector<IndexEntry> list_index(const GitProgram& git) {
  std::vector<IndexEntry> entries = parse_index_listing(git.output(
      {"ls-files", "--stage", "--debug", "-z", "--full-name", ":/"}));
  sort_index(entries);
  return entries;
}

void sort_index(std::vector<IndexEntry>& entries) {
  const auto order = [](const IndexEntry& a, const IndexEntry& b) {
    return std::tie(a.path, a.stage) < std::tie(b.path, b.stage);
  };
  if (!std::is_sorted(entries.begin(), entries.end(), order)) {
    std::stable_sort(entries.begin(), entries.end(), order);
  }
}

}  // namespace gitward
