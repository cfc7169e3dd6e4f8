#include "rules/checksum.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include "base/error.h"
#include "rules/checksum_digest.h"
#include "rules/checksum_encoded.h"
#include "rules/checksum_whole.h"
#include "rules/kind_table.h"

// A kind is one line of a table: how its characters are named and counted, how
// many bytes follow them, which bytes go in, and what is made of those. Both
// directions, checking and making, go through the same line, so that they
// can't drift apart.

namespace gitward {
namespace {

// From the most significant digit on, padded with the zero digit.
std::string in_base(std::uint32_t value, std::string_view digits,
                    std::size_t size) {
  std::string text(size, digits[0]);
  for (std::size_t i = size; i > 0; --i) {
    text[i - 1] = digits[value % digits.size()];
    value /= static_cast<std::uint32_t>(digits.size());
  }
  return text;
}

constexpr std::uint32_t byte_swapped(std::uint32_t value) {
  return value << 24 | (value & 0xff00U) << 8 | (value >> 8 & 0xff00U) |
         value >> 24;
}

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kBase36 = kBase62.substr(0, 36);
constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::string crc32_base62(ByteView input) {
  return in_base(crc32(input), kBase62, 6);
}

std::string crc32_base36(ByteView input) {
  std::string text = in_base(crc32(input), kBase36, 7);
  for (char& c : text) {
    if (c >= 'A') c = static_cast<char>(c - 'A' + 'a');
  }
  return text;
}

std::string crc32_hex(ByteView input) {
  return fmt::format("{:08x}", crc32(input));
}

std::string crc32_hex_upper(ByteView input) {
  return fmt::format("{:08X}", crc32(input));
}

std::string crc32le_hex(ByteView input) {
  return fmt::format("{:08x}", byte_swapped(crc32(input)));
}

// 32 bits are five characters and two bits of a sixth.
std::string crc32le_base64(ByteView input) {
  const std::uint32_t value = byte_swapped(crc32(input));
  std::string text;
  for (int shift = 26; shift > 0; shift -= 6) {
    text += kBase64[value >> shift & 0x3fU];
  }
  return text + kBase64[(value & 0x3U) << 4];
}

// 40 bits are eight characters.
std::string sha256_base32(ByteView input) {
  const auto digest = sha256(input);
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 5; ++i) value = value << 8 | digest[i];
  std::string text;
  for (int shift = 35; shift >= 0; shift -= 5) {
    text += kBase32[value >> shift & 0x1fU];
  }
  return text;
}

// Which bytes before the checksum go in; nothing if the token has not that
// form.
using Input = std::optional<ByteView> (*)(ByteView before);

std::optional<ByteView> everything(ByteView before) {
  if (before.empty()) return {};
  return before;
}

std::optional<ByteView> after_underscore(ByteView before) {
  const std::size_t at = before.rfind('_');
  if (at == ByteView::npos || at + 1 == before.size()) return {};
  return before.substr(at + 1);
}

std::optional<ByteView> without_underscore(ByteView before) {
  if (before.size() < 2 || before.back() != '_') return {};
  return before.substr(0, before.size() - 1);
}

std::optional<ByteView> between_underscores(ByteView before) {
  const std::optional<ByteView> input = without_underscore(before);
  return input ? after_underscore(*input) : std::nullopt;
}

std::optional<ByteView> last_54(ByteView before) {
  if (before.size() < 54) return {};
  return before.substr(before.size() - 54);
}

// What can't begin like that has no check: empty.
std::string bech32(ByteView before) {
  return bech32_check(before).value_or("");
}

constexpr Crc16Form kNkey{34};
constexpr Crc16Form kStellar{33};

template <const Crc16Form& kForm>
std::string crc16(ByteView before) {
  return crc16_check(before, kForm, {}).value_or("");
}

template <const Crc16Form& kForm>
bool fits_crc16(ByteView before, ByteView written) {
  return crc16_check(before, kForm, written[0]) == written;
}

// A service makes its kinds of keys with different seeds.
struct AzureForm {
  std::array<std::string_view, 7> seeds;  // The rest is empty.
  bool url = false;
};
constexpr AzureForm kStorage{{"Default0"}};
constexpr AzureForm kBatch{{"AbAcct00"}};
constexpr AzureForm kCosmos{{"MastRO00", "MastRW00", "SysAll00", "Resour00",
                             "SystRO00", "SystRW00", "Encryp00"}};
constexpr AzureForm kApim{{"Tenant00", "IoTHub00", "Gatewy00", "GitKey00"}};
constexpr AzureForm kMl{{"Classic0"}};
constexpr AzureForm kFunctions{{"Master00", "System00", "Functi00"}, true};
constexpr AzureForm kRedis{{"Access00"}};
constexpr AzureForm kIot{{"IoTHub00", "DpsKey00", "Device00"}};
constexpr AzureForm kMessaging{{"Send0000", "Manage00", "Listen00"}};
constexpr AzureForm kEventGrid{{"SendRecv"}};
constexpr AzureForm kSearch{{"Query000", "PAdmin00"}};
constexpr AzureForm kRegistry{{"ACRDflt0"}};

template <const AzureForm& kForm>
std::string azure(ByteView before) {
  return azure_check(before, kForm.seeds[0], kForm.url).value_or("");
}

template <const AzureForm& kForm>
bool fits_azure(ByteView before, ByteView written) {
  return std::any_of(
      kForm.seeds.begin(), kForm.seeds.end(), [&](std::string_view seed) {
        return !seed.empty() && azure_check(before, seed, kForm.url) == written;
      });
}

// Redis keys can have '+' and '/' written as letters, after the check was made.
bool fits_azure_redis(ByteView before, ByteView written) {
  if (fits_azure<kRedis>(before, written)) return true;
  std::string check = azure<kRedis>(before);
  std::replace(check.begin(), check.end(), '+', 'P');
  std::replace(check.begin(), check.end(), '/', 'F');
  return check == written;
}

std::optional<ByteView> first_80(ByteView before) {
  if (before.size() != 80) return {};
  return before;
}

std::string azure_annotated(ByteView before) {
  return azure_annotated_check(before, false).value_or("");
}

bool fits_azure_annotated(ByteView before, ByteView written) {
  return azure_annotated_check(before, false) == written ||
         azure_annotated_check(before, true) == written;
}

std::string azure_entra(ByteView before) {
  return azure_entra_check(before).value_or("");
}

// The long form has four more characters behind the check.
Proof check_azure_annotated(ByteView token) {
  constexpr std::size_t kShort = 84;
  constexpr std::size_t kLong = 88;
  if (token.size() != kShort && token.size() != kLong) {
    return Proof::kNotApplicable;
  }
  return fits_azure_annotated(token.substr(0, 80), token.substr(80, 4))
             ? Proof::kProven
             : Proof::kFailed;
}

std::string sha256_supabase(ByteView input) {
  const auto digest = sha256("supabase-self-hosted|" + std::string(input));
  std::uint64_t value = 0;
  for (std::size_t i = 0; i < 6; ++i) value = value << 8 | digest[i];
  std::string text;
  for (int shift = 42; shift >= 0; shift -= 6) {
    text += kBase64Url[value >> shift & 0x3fU];
  }
  return text;
}

Proof check_supabase(ByteView token) {
  constexpr std::size_t kSize = 9;  // With its '_'.
  if (token.size() <= kSize) return Proof::kNotApplicable;
  const ByteView before = token.substr(0, token.size() - kSize);
  return token.substr(before.size()) == "_" + sha256_supabase(before)
             ? Proof::kProven
             : Proof::kNotApplicable;
}

struct ChecksumKind {
  std::string_view name;
  std::string_view alphabet;  // Of the shape language.
  std::size_t size = 0;       // 0: no piece of a shape.
  std::size_t tail = 0;       // Bytes of the token behind the checksum.
  Input input = nullptr;
  std::string (*write)(ByteView input) = nullptr;
  // Where more than what write() gives is right.
  bool (*fits)(ByteView input, ByteView written) = nullptr;
  // Instead of all of this, where a token is checked as a whole.
  Proof (*whole)(ByteView token) = nullptr;
};

constexpr ChecksumKind whole_kind(std::string_view name,
                                  Proof (*check)(ByteView)) {
  ChecksumKind kind;
  kind.name = name;
  kind.whole = check;
  return kind;
}

constexpr std::array kKinds = {
    ChecksumKind{"crc32-base62", "base62", 6, 0, after_underscore,
                 crc32_base62},
    ChecksumKind{"crc32-hex", "hex-lower", 8, 0, after_underscore, crc32_hex},
    ChecksumKind{"crc32-hex-part", "hex-lower", 8, 0, between_underscores,
                 crc32_hex},
    ChecksumKind{"crc32le-hex", "hex-lower", 8, 0, without_underscore,
                 crc32le_hex},
    ChecksumKind{"crc32-base36", "base36-lower", 7, 0, everything,
                 crc32_base36},
    ChecksumKind{"crc32-hex-upper", "hex-upper", 8, 0, everything,
                 crc32_hex_upper},
    ChecksumKind{"crc32le-base64", "base64", 6, 0, last_54, crc32le_base64},
    ChecksumKind{"sha256-base32", "base32-upper", 8, 8, everything,
                 sha256_base32},
    ChecksumKind{"bech32", "bech32-lower", 6, 0, everything, bech32},
    ChecksumKind{"bech32-upper-sum", "bech32-upper", 6, 0, everything, bech32},
    ChecksumKind{"crc16-nkey", "base32-upper", 4, 0, everything, crc16<kNkey>,
                 fits_crc16<kNkey>},
    ChecksumKind{"crc16-stellar", "base32-upper", 4, 0, everything,
                 crc16<kStellar>, fits_crc16<kStellar>},
    ChecksumKind{"azure-storage", "base64", 6, 2, everything, azure<kStorage>,
                 fits_azure<kStorage>},
    ChecksumKind{"azure-batch", "base64", 6, 2, everything, azure<kBatch>,
                 fits_azure<kBatch>},
    ChecksumKind{"azure-cosmos", "base64", 6, 2, everything, azure<kCosmos>,
                 fits_azure<kCosmos>},
    ChecksumKind{"azure-apim", "base64", 6, 2, everything, azure<kApim>,
                 fits_azure<kApim>},
    ChecksumKind{"azure-ml", "base64", 6, 2, everything, azure<kMl>,
                 fits_azure<kMl>},
    ChecksumKind{"azure-functions", "base64url", 6, 2, everything,
                 azure<kFunctions>, fits_azure<kFunctions>},
    ChecksumKind{"azure-redis", "base64", 6, 1, everything, azure<kRedis>,
                 fits_azure_redis},
    ChecksumKind{"azure-iot", "base64", 6, 1, everything, azure<kIot>,
                 fits_azure<kIot>},
    ChecksumKind{"azure-messaging", "base64", 6, 1, everything,
                 azure<kMessaging>, fits_azure<kMessaging>},
    ChecksumKind{"azure-eventgrid", "base64", 6, 1, everything,
                 azure<kEventGrid>, fits_azure<kEventGrid>},
    ChecksumKind{"azure-search", "base64", 6, 0, everything, azure<kSearch>,
                 fits_azure<kSearch>},
    ChecksumKind{"azure-registry", "base64", 6, 0, everything, azure<kRegistry>,
                 fits_azure<kRegistry>},
    ChecksumKind{"azure-annotated", "base62", 4, 0, first_80, azure_annotated,
                 fits_azure_annotated, check_azure_annotated},
    ChecksumKind{"azure-entra", "unreserved", 3, 0, everything, azure_entra},
    ChecksumKind{"sha256-supabase", "base64url", 8, 0, without_underscore,
                 sha256_supabase, nullptr, check_supabase},
    whole_kind("azure-devops", check_azure_devops),
    whole_kind("base58check", check_base58check),
    whole_kind("bip39", check_bip39),
    whole_kind("crc24-pgp", check_crc24_pgp),
    whole_kind("putty-mac", check_putty_mac),
};

const ChecksumKind& checksum_kind(std::string_view name) {
  return known_kind(kKinds, "checksum", name);
}

}  // namespace

std::vector<std::string_view> checksum_kinds() {
  return kind_names(kKinds);
}

bool is_checksum_kind(std::string_view kind) {
  return find_kind(kKinds, kind) != nullptr;
}

bool is_self_made(std::string_view kind) {
  static constexpr std::array<std::string_view, 8> kSelfMade = {
      "base58check", "bech32",        "bech32-upper-sum", "bip39",
      "crc16-nkey",  "crc16-stellar", "crc24-pgp",        "putty-mac"};
  return std::find(kSelfMade.begin(), kSelfMade.end(), kind) != kSelfMade.end();
}

std::vector<std::string_view> checksum_piece_kinds() {
  std::vector<std::string_view> names;
  for (const ChecksumKind& kind : kKinds) {
    if (kind.size > 0) names.push_back(kind.name);
  }
  return names;
}

bool is_checksum_piece(std::string_view kind) {
  const ChecksumKind* known = find_kind(kKinds, kind);
  return known != nullptr && known->size > 0;
}

std::size_t checksum_size(std::string_view kind) {
  return checksum_kind(kind).size;
}

std::size_t checksum_tail(std::string_view kind) {
  return checksum_kind(kind).tail;
}

std::string_view checksum_alphabet(std::string_view kind) {
  return checksum_kind(kind).alphabet;
}

Proof check_token(std::string_view kind, ByteView token) {
  if (kind.empty()) return Proof::kNotApplicable;
  const ChecksumKind& known = checksum_kind(kind);
  if (known.whole != nullptr) return known.whole(token);
  const std::size_t behind = known.size + known.tail;
  if (token.size() < behind) return Proof::kNotApplicable;
  const ByteView before = token.substr(0, token.size() - behind);
  const std::optional<ByteView> input = known.input(before);
  if (!input) return Proof::kNotApplicable;
  const ByteView written = token.substr(before.size(), known.size);
  const bool right = known.fits != nullptr ? known.fits(*input, written)
                                           : written == known.write(*input);
  return right ? Proof::kProven : Proof::kFailed;
}

std::string checksum_for(std::string_view kind, ByteView token_so_far,
                         std::size_t size) {
  const ChecksumKind& known = checksum_kind(kind);
  assert(size == known.size);
  const std::optional<ByteView> input = known.input(token_so_far);
  if (!input) {
    throw Error(ErrorKind::kConfig,
                fmt::format("a {} checksum can't stand here: see the bytes "
                            "that it is made from",
                            kind));
  }
  std::string text = known.write(*input);
  if (text.size() != size) {
    throw Error(ErrorKind::kConfig,
                fmt::format("a {} checksum can't stand here: see the bytes "
                            "that it is made from",
                            kind));
  }
  return text;
}

}  // namespace gitward
