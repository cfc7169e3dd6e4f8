#include "rules/checksum_whole.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/characters.h"
#include "base/hex.h"
#include "base/text.h"
#include "rules/bip39_words.h"
#include "rules/checksum_digest.h"
#include "rules/decode.h"
#include "rules/key_armor.h"

namespace gitward {
namespace {

Proof proof_of(bool right) {
  return right ? Proof::kProven : Proof::kFailed;
}

// The place of a word in the list, by its first letters alone where it is cut.
std::optional<std::size_t> bip39_index(std::string_view word) {
  static const std::vector<std::string_view> words = [] {
    std::vector<std::string_view> list;
    const std::string_view all = bip39_words();
    for (std::size_t begin = 0; begin < all.size();) {
      const std::size_t end = std::min(all.find(' ', begin), all.size());
      list.push_back(all.substr(begin, end - begin));
      begin = end + 1;
    }
    return list;
  }();
  const auto at = std::lower_bound(words.begin(), words.end(), word);
  if (at == words.end() || *at != word) return {};
  return static_cast<std::size_t>(at - words.begin());
}

std::vector<std::string> words_of(ByteView text) {
  std::vector<std::string> words(1);
  for (const char c : text) {
    if (is_alpha(c)) {
      words.back() += c;
    } else if (!words.back().empty()) {
      words.emplace_back();
    }
  }
  if (words.back().empty()) words.pop_back();
  return words;
}

// "Name: value" lines of a .ppk file, and the base64 lines behind a count.
class PuttyFile {
 public:
  explicit PuttyFile(ByteView text) : lines_(unescaped_lines(text)) {}

  std::optional<std::string> value(std::string_view name) const {
    const auto at = find(name);
    if (at == lines_.end()) return {};
    return at->substr(at->find(": ") + 2);
  }
  // The decoded lines that a name's value counts.
  std::optional<std::string> blob(std::string_view name) const {
    auto at = find(name);
    const std::string count = value(name).value_or("");
    if (count.empty() || count.size() > 3) return {};
    std::size_t lines = 0;
    for (const char c : count) {
      if (c < '0' || c > '9') return {};
      lines = lines * 10 + static_cast<std::size_t>(c - '0');
    }
    std::string text;
    for (++at; lines > 0 && at != lines_.end(); ++at, --lines) text += *at;
    return lines == 0 ? decode_base64(text) : std::nullopt;
  }

 private:
  std::vector<std::string>::const_iterator find(std::string_view name) const {
    return std::find_if(
        lines_.begin(), lines_.end(), [&](const std::string& line) {
          return line.starts_with(name) && line.substr(name.size(), 2) == ": ";
        });
  }

  std::vector<std::string> lines_;
};

std::string ssh_string(ByteView bytes) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) {
    text += static_cast<char>(
        static_cast<std::uint8_t>(bytes.size() >> shift & 0xffU));
  }
  return text.append(bytes);
}

}  // namespace

Proof check_azure_devops(ByteView token) {
  constexpr std::size_t kCharacters = 52;
  constexpr std::array<std::uint32_t, 2> kSeeds = {0xe0b9692dU, 0x1019f92eU};
  if (token.size() != kCharacters) return Proof::kNotApplicable;
  // 260 bits: the last character has but one of the 32 bytes.
  std::string whole(token);
  const std::string_view digits = "abcdefghijklmnopqrstuvwxyz234567";
  const std::size_t last = digits.find(whole.back());
  if (last == std::string_view::npos) return Proof::kNotApplicable;
  whole.back() = digits[last & 0x10U];
  const auto bytes = decode_base32(whole);
  if (!bytes || bytes->size() != 32) return Proof::kNotApplicable;
  std::string data;
  for (std::size_t i = 0; i < bytes->size(); ++i) {
    if (i != 2 && i != 7 && i != 8 && i != 22) data += (*bytes)[i];
  }
  const std::uint32_t written = std::uint32_t{byte_of((*bytes)[2])} << 24 |
                                std::uint32_t{byte_of((*bytes)[7])} << 16 |
                                std::uint32_t{byte_of((*bytes)[8])} << 8 |
                                std::uint32_t{byte_of((*bytes)[22])};
  const std::uint32_t crc = crc32(data);
  return proof_of(
      std::any_of(kSeeds.begin(), kSeeds.end(),
                  [&](std::uint32_t seed) { return (crc ^ seed) == written; }));
}

Proof check_base58check(ByteView token) {
  constexpr std::size_t kCheck = 4;
  const auto bytes = decode_base58(token);
  if (!bytes || bytes->size() < kCheck + 33) return Proof::kNotApplicable;
  const ByteView data = ByteView(*bytes).substr(0, bytes->size() - kCheck);
  const auto first = sha256(data);
  const auto second = sha256(
      ByteView(reinterpret_cast<const char*>(first.data()), first.size()));
  const ByteView check(reinterpret_cast<const char*>(second.data()), kCheck);
  // A WIF's version and 32 bytes, and maybe a 1; or an extended key.
  const bool known = data.size() == 33 ||
                     (data.size() == 34 && data.back() == '\x01') ||
                     data.size() == 78;
  return proof_of(known && bytes->ends_with(check));
}

Proof check_bip39(ByteView phrase) {
  const std::vector<std::string> words = words_of(phrase);
  if (words.size() < 12 || words.size() > 24 || words.size() % 3 != 0) {
    return Proof::kNotApplicable;
  }
  std::vector<bool> bits;
  for (const std::string& word : words) {
    const auto index = bip39_index(to_lower_ascii(word));
    if (!index) return Proof::kNotApplicable;
    for (unsigned bit = 11; bit > 0; --bit) {
      bits.push_back((*index >> (bit - 1) & 1U) != 0);
    }
  }
  const std::size_t checks = words.size() / 3;
  std::string entropy((bits.size() - checks) / 8, '\0');
  for (std::size_t i = 0; i < entropy.size() * 8; ++i) {
    if (bits[i]) {
      entropy[i / 8] =
          static_cast<char>(byte_of(entropy[i / 8]) | (0x80U >> i % 8));
    }
  }
  const auto digest = sha256(entropy);
  for (std::size_t i = 0; i < checks; ++i) {
    const bool wanted = (digest[0] >> (7 - i) & 1U) != 0;
    if (bits[entropy.size() * 8 + i] != wanted) return Proof::kFailed;
  }
  return Proof::kProven;
}

Proof check_crc24_pgp(ByteView block) {
  const KeyArmor armor = read_armor(block);
  const auto bytes = decode_base64(armor.body);
  const auto check = decode_base64(armor.check);
  // Absent is right too, and a base64 that is damaged has nothing to check.
  if (armor.check.empty() || !bytes || !check || check->size() != 3) {
    return Proof::kNotApplicable;
  }
  std::uint32_t written = 0;
  for (const char c : *check) written = written << 8 | byte_of(c);
  return proof_of(crc24(*bytes) == written);
}

Proof check_putty_mac(ByteView file) {
  constexpr std::string_view kFirst = "PuTTY-User-Key-File-";
  if (!file.starts_with(kFirst) || file.size() <= kFirst.size()) {
    return Proof::kNotApplicable;
  }
  const bool older = file[kFirst.size()] == '2';
  const PuttyFile putty(file);
  const auto algorithm = putty.value(std::string(kFirst) + file[kFirst.size()]);
  const auto encryption = putty.value("Encryption");
  const auto comment = putty.value("Comment");
  const auto mac = putty.value("Private-MAC");
  const auto public_blob = putty.blob("Public-Lines");
  const auto private_blob = putty.blob("Private-Lines");
  if (!algorithm || !encryption || !comment || !mac || *encryption != "none") {
    return Proof::kNotApplicable;
  }
  if (!public_blob || !private_blob) return Proof::kFailed;
  std::string signed_bytes;
  for (const std::string* part :
       {&*algorithm, &*encryption, &*comment, &*public_blob, &*private_blob}) {
    signed_bytes += ssh_string(*part);
  }
  if (!older) return proof_of(to_hex(hmac_sha256("", signed_bytes)) == *mac);
  const auto key = sha1("putty-private-key-file-mac-key");
  return proof_of(
      to_hex(hmac_sha1(
          ByteView(reinterpret_cast<const char*>(key.data()), key.size()),
          signed_bytes)) == *mac);
}

}  // namespace gitward
