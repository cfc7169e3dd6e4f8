#include "rules/structure_store.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "base/byte_reader.h"
#include "rules/structure_key.h"

// Sources: X.690, RFC 5958 and 8018 (PKCS#8, PKCS#5), RFC 7292 (PKCS#12),
// OpenJDK's JavaKeyStore and JceKeyStore, Bouncy Castle's BcKeyStoreSpi,
// KeePass's file format, Apple's libsecurity.

namespace gitward {
namespace {

using namespace std::string_view_literals;

constexpr std::uint8_t kSequence = 0x30;
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kExplicit = 0xa0;

// Tag and length of a DER element: where its content begins, and its size, of
// which nothing need be there.
struct Head {
  std::size_t begin = 0;
  std::size_t size = 0;

  std::size_t end() const { return begin + size; }
};

std::optional<Head> head_at(ByteView bytes, std::size_t at, std::uint8_t tag) {
  if (at >= bytes.size()) return std::nullopt;
  ByteReader reader(bytes.substr(at));
  const std::uint8_t found = reader.byte();
  std::size_t size = reader.byte();
  std::size_t width = 0;
  if (size >= 0x80) {
    width = size & 0x7fU;
    if (width == 0 || width > 4) return std::nullopt;
    size = static_cast<std::size_t>(reader.big_endian(width));
    // DER: no longer than it has to be.
    if (size < 0x80 || (width > 1 && size >> (8 * (width - 1)) == 0)) {
      return std::nullopt;
    }
  }
  if (reader.failed() || found != tag) return std::nullopt;
  return Head{at + 2 + width, size};
}

bool stands_at(ByteView bytes, std::size_t at, std::string_view wanted) {
  return at <= bytes.size() && bytes.substr(at, wanted.size()) == wanted;
}

// PKCS#7's content types, but for the last byte.
constexpr std::string_view kContent =
    "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"sv;
// PKCS#12's bags, likewise.
constexpr std::string_view kBag =
    "\x06\x0b\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x0a\x01"sv;

// Whether an algorithm with these parameters, all that the element has, is one
// that derives a key from a password.
bool derives_from_password(ByteView bytes, const Head& algorithm) {
  constexpr std::string_view kPkcs5 =
      "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x05"sv;
  constexpr std::string_view kPkcs12 =
      "\x06\x0a\x2a\x86\x48\x86\xf7\x0d\x01\x0c\x01"sv;
  constexpr std::string_view kPkcs5Schemes = "\x01\x03\x04\x06\x0a\x0b\x0d"sv;
  constexpr std::string_view kPkcs12Schemes = "\x01\x02\x03\x04\x05\x06"sv;
  constexpr char kPbes2 = '\x0d';
  const bool is_pkcs5 = stands_at(bytes, algorithm.begin, kPkcs5);
  if (!is_pkcs5 && !stands_at(bytes, algorithm.begin, kPkcs12)) return false;
  const std::size_t at =
      algorithm.begin + (is_pkcs5 ? kPkcs5.size() : kPkcs12.size());
  const auto parameters = head_at(bytes, at + 1, kSequence);
  if (!parameters || parameters->end() != algorithm.end()) return false;
  if ((is_pkcs5 ? kPkcs5Schemes : kPkcs12Schemes).find(bytes[at]) ==
      std::string_view::npos) {
    return false;
  }
  // PBES2: how the key is derived, and the cipher. Else a salt and a count.
  const bool is_pbes2 = is_pkcs5 && bytes[at] == kPbes2;
  const auto first =
      head_at(bytes, parameters->begin, is_pbes2 ? kSequence : kOctets);
  if (!first || first->end() >= parameters->end()) return false;
  const auto second =
      head_at(bytes, first->end(), is_pbes2 ? kSequence : kInteger);
  return second && second->end() == parameters->end();
}

// Whether the safe, a list of contents, has something else than certificates.
// One content that is encrypted is what programs write of certificates alone;
// with a key there are two, or the key's is not encrypted as a whole.
bool may_hold_key(ByteView bytes, const Head& safe) {
  constexpr char kData = '\x01';
  const auto first = head_at(bytes, safe.begin, kSequence);
  if (!first || first->end() > safe.end() ||
      !stands_at(bytes, first->begin, kContent)) {
    return false;
  }
  if (first->end() < safe.end()) return true;
  const std::size_t kind = first->begin + kContent.size();
  if (kind >= bytes.size() || bytes[kind] != kData) return false;
  const auto wrapped = head_at(bytes, kind + 1, kExplicit);
  const auto data = wrapped ? head_at(bytes, wrapped->begin, kOctets) : wrapped;
  const auto bags = data ? head_at(bytes, data->begin, kSequence) : data;
  const auto bag = bags ? head_at(bytes, bags->begin, kSequence) : bags;
  if (!bag || !stands_at(bytes, bag->begin, kBag)) return false;
  const std::size_t bag_kind = bag->begin + kBag.size();
  return bag_kind < bytes.size() && byte_of(bytes[bag_kind]) <= 2;
}

std::size_t beginning_of(ByteView bytes) {
  return std::min(bytes.size(), kMostOfStore);
}

bool is_printable(ByteView text) {
  return std::none_of(text.begin(), text.end(),
                      [](char c) { return byte_of(c) < 0x20; });
}

// Milliseconds, from 1990 to 2100.
bool is_time(std::uint64_t time) {
  return time > 631'152'000'000 && time < 4'102'444'800'000;
}

ByteView java_text(ByteReader& reader) {
  return reader.bytes(static_cast<std::size_t>(reader.big_endian(2)));
}

std::uint64_t little_endian(ByteReader& reader, std::size_t width) {
  std::uint64_t value = 0;
  std::size_t shift = 0;
  for (const char c : reader.bytes(width)) {
    value |= std::uint64_t{byte_of(c)} << shift;
    shift += 8;
  }
  return value;
}

}  // namespace

std::size_t der_private_key_size(ByteView bytes) {
  const auto outer = head_at(bytes, 0, kSequence);
  if (!outer || outer->end() > bytes.size()) return 0;
  return is_plain_der_key(bytes.substr(0, outer->end())) ? outer->end() : 0;
}

std::size_t der_encrypted_key_size(ByteView bytes) {
  // The least key, of Curve25519, in whole blocks.
  constexpr std::size_t kLeast = 48;
  const auto outer = head_at(bytes, 0, kSequence);
  const auto algorithm =
      outer ? head_at(bytes, outer->begin, kSequence) : outer;
  if (!algorithm || !derives_from_password(bytes, *algorithm)) return 0;
  const auto key = head_at(bytes, algorithm->end(), kOctets);
  if (!key || key->size < kLeast || key->end() != outer->end()) return 0;
  return std::min(beginning_of(bytes), outer->end());
}

std::size_t pkcs12_store_size(ByteView bytes) {
  // PFX ::= SEQUENCE { version 3, ContentInfo { data, [0] OCTET STRING }, mac }
  constexpr std::size_t kMostOfMac = 512;
  const auto outer = head_at(bytes, 0, kSequence);
  if (!outer || !stands_at(bytes, outer->begin, "\x02\x01\x03")) return 0;
  const auto info = head_at(bytes, outer->begin + 3, kSequence);
  if (!info || info->end() > outer->end() ||
      outer->end() - info->end() > kMostOfMac ||
      !stands_at(bytes, info->begin, kContent)) {
    return 0;
  }
  const auto wrapped =
      head_at(bytes, info->begin + kContent.size() + 1, kExplicit);
  if (!wrapped || wrapped->end() != info->end()) return 0;
  const auto data = head_at(bytes, wrapped->begin, kOctets);
  if (!data || data->end() != wrapped->end()) return 0;
  const auto safe = head_at(bytes, data->begin, kSequence);
  if (!safe || safe->end() != data->end()) return 0;
  if (!may_hold_key(bytes, *safe)) return 0;
  return std::min(beginning_of(bytes), outer->end());
}

std::size_t java_keystore_size(ByteView bytes) {
  constexpr std::uint64_t kJks = 0xfeedfeed;
  constexpr std::uint64_t kJceks = 0xcececece;
  constexpr std::uint64_t kPrivateKey = 1;
  constexpr std::uint64_t kCertificate = 2;
  constexpr std::uint64_t kSecretKey = 3;
  constexpr std::size_t kDigest = 20;
  ByteReader reader(bytes);
  const std::uint64_t magic = reader.big_endian(4);
  const std::uint64_t version = reader.big_endian(4);
  const std::uint64_t entries = reader.big_endian(4);
  if ((magic != kJks && magic != kJceks) || version < 1 || version > 2 ||
      entries > 65535) {
    return 0;
  }
  const auto skip_certificate = [&] {
    if (version == 2) java_text(reader);
    reader.bytes(static_cast<std::size_t>(reader.big_endian(4)));
  };
  bool has_key = false;
  // Where its end is not to be found.
  const auto beginning = [&] { return has_key ? beginning_of(bytes) : 0; };
  for (std::uint64_t i = 0; i < entries && !reader.failed(); ++i) {
    const std::uint64_t tag = reader.big_endian(4);
    const ByteView alias = java_text(reader);
    const std::uint64_t time = reader.big_endian(8);
    if (reader.failed()) break;
    if (!is_printable(alias) || !is_time(time)) return beginning();
    if (tag == kPrivateKey) {
      const std::uint64_t size = reader.big_endian(4);
      const auto key = head_at(reader.rest(), 0, kSequence);
      if (!key || key->end() != size) return beginning();
      has_key = true;
      reader.bytes(static_cast<std::size_t>(size));
      std::uint64_t chain = reader.big_endian(4);
      for (; chain > 0 && !reader.failed(); --chain) skip_certificate();
    } else if (tag == kSecretKey && magic == kJceks) {
      // How long it is only Java knows.
      has_key = has_key || reader.rest().starts_with("\xac\xed\x00\x05"sv);
      return beginning();
    } else if (tag == kCertificate) {
      skip_certificate();
    } else {
      return beginning();
    }
  }
  if (!has_key || reader.failed()) return beginning();
  const std::size_t end = bytes.size() - reader.rest().size() + kDigest;
  return std::min(beginning_of(bytes), end);
}

std::size_t bks_keystore_size(ByteView bytes) {
  constexpr std::uint64_t kKey = 2;
  constexpr std::uint64_t kSealed = 4;
  ByteReader reader(bytes);
  const std::uint64_t version = reader.big_endian(4);
  const std::uint64_t salt = reader.big_endian(4);
  if (version > 2 || salt != 20) return 0;
  reader.bytes(20);
  const std::uint64_t rounds = reader.big_endian(4);
  const std::uint64_t kind = reader.byte();
  if (reader.failed() || rounds < 1024 || rounds >= 2048) return 0;
  // UBER: all that comes next is encrypted.
  if (version == 1 && kind > kSealed) return beginning_of(bytes);
  const ByteView alias = java_text(reader);
  const std::uint64_t time = reader.big_endian(8);
  if (reader.failed() || kind < kKey || kind > kSealed ||
      !is_printable(alias) || !is_time(time)) {
    return 0;
  }
  return beginning_of(bytes);
}

std::size_t keepass_size(ByteView bytes) {
  constexpr std::uint64_t kSignature = 0x9aa2d903;
  ByteReader reader(bytes);
  const std::uint64_t signature = little_endian(reader, 4);
  const std::uint64_t kind = little_endian(reader, 4);
  if (signature != kSignature) return 0;
  if (kind == 0xb54bfb65) {  // KDB: which cipher, then the version.
    const std::uint64_t flags = little_endian(reader, 4);
    const std::uint64_t version = little_endian(reader, 4);
    return flags < 16 && version >> 16 <= 3 && version >> 16 >= 1
               ? beginning_of(bytes)
               : 0;
  }
  if (kind != 0xb54bfb66 && kind != 0xb54bfb67) return 0;
  little_endian(reader, 2);
  const std::uint64_t major = little_endian(reader, 2);
  const std::uint64_t field = reader.byte();
  const bool is_known = major >= 1 && major <= 4 && field >= 1 && field <= 12;
  return is_known && !reader.failed() ? beginning_of(bytes) : 0;
}

std::size_t keychain_size(ByteView bytes) {
  ByteReader reader(bytes);
  const bool has_magic = reader.bytes(4) == "kych";
  const std::uint64_t version = reader.big_endian(4);
  const std::uint64_t header = reader.big_endian(4);
  const std::uint64_t schema = reader.big_endian(4);
  const bool holds = has_magic && version >> 16 == 1 && header == 16 &&
                     schema >= 16 && schema < 1U << 24U && !reader.failed();
  return holds ? beginning_of(bytes) : 0;
}

}  // namespace gitward
