#include "archive/ar_file.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

// "!<arch>\n", then members: a header of 60 bytes (name 16, date 12, owner 6,
// group 6, mode 8, size 10, and "`\n"), the data, and a byte of padding where
// the size is odd. Names: "name/" (GNU), "/123" (GNU, into the member "//"),
// "#1/20" (BSD: so many bytes before the data), "name   " (all others).

namespace gitward {
namespace {

constexpr std::size_t kMagic = 8;
constexpr std::size_t kHeader = 60;
constexpr ByteRange kName{0, 16};
constexpr ByteRange kSize{48, 58};
constexpr ByteRange kTrailer{58, 60};

std::optional<std::size_t> number_of(ByteView digits) {
  const ByteView text = trim_ascii(digits);
  std::size_t number = 0;
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return number;
}

ByteView until(ByteView text, std::string_view ends) {
  return text.substr(0, text.find_first_of(ends));
}

}  // namespace

ArFile::ArFile(ByteView bytes)
    : bytes_(bytes), at_(std::min(kMagic, bytes.size())) {}

std::string ArFile::resolve(ByteView field, ByteView& data) const {
  if (field.starts_with("#1/")) {
    const auto size = number_of(field.substr(3));
    if (!size || *size > data.size()) return std::string(trim_ascii(field));
    const ByteView name = data.substr(0, *size);
    data.remove_prefix(*size);
    return std::string(until(name, std::string_view("\0", 1)));
  }
  if (field[0] == '/') {
    const auto offset = number_of(field.substr(1));
    if (offset && *offset < long_names_.size()) {
      // GNU ends a name with "/\n", Windows with a NUL.
      ByteView name =
          until(long_names_.substr(*offset), std::string_view("\n\0", 2));
      if (name.ends_with('/')) name.remove_suffix(1);
      return std::string(name);
    }
    return std::string(trim_ascii(field));
  }
  return std::string(trim_ascii(until(field, "/")));
}

std::optional<ArFile::Entry> ArFile::next_entry() {
  // A last padding byte may be missing, or be there twice.
  while (!damaged_ && bytes_.size() - at_ > 1) {
    const ByteView header = bytes_.substr(at_, kHeader);
    const auto size = header.size() == kHeader && kTrailer.of(header) == "`\n"
                          ? number_of(kSize.of(header))
                          : std::nullopt;
    damaged_ = !size || *size > bytes_.size() - at_ - kHeader;
    if (damaged_) break;
    const ByteView field = kName.of(header);
    ByteView data = bytes_.substr(at_ + kHeader, *size);
    at_ = std::min(at_ + kHeader + *size + *size % 2, bytes_.size());
    if (field.starts_with("// ")) {
      long_names_ = data;
      continue;
    }
    const bool is_index =
        field.starts_with("/ ") || field.starts_with("/SYM64/");
    std::string name = resolve(field, data);
    if (is_index || name.starts_with("__.SYMDEF")) continue;
    return Entry{std::move(name), data};
  }
  return std::nullopt;
}

}  // namespace gitward
