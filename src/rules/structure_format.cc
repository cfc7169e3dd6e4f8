#include "rules/structure_format.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "base/byte_reader.h"
#include "rules/decode.h"
#include "rules/json_fields.h"

namespace gitward {
namespace {

// Bytes of a signature by algorithm (RFC 7518, RFC 8037); RSA's depend on the
// key.
struct Signature {
  std::string_view algorithm;
  std::size_t size = 0;
};
constexpr std::array<Signature, 9> kSignatures = {{{"HS256", 32},
                                                   {"HS384", 48},
                                                   {"HS512", 64},
                                                   {"ES256", 64},
                                                   {"ES256K", 64},
                                                   {"ES384", 96},
                                                   {"ES512", 132},
                                                   {"EdDSA", 64},
                                                   {"Ed25519", 64}}};

bool fits_algorithm(std::string_view algorithm, std::size_t size) {
  for (const Signature& signature : kSignatures) {
    if (signature.algorithm == algorithm) return signature.size == size;
  }
  if (algorithm.starts_with("RS") || algorithm.starts_with("PS")) {
    return size >= 128 && size <= 1024 && size % 8 == 0;
  }
  return !algorithm.empty() && algorithm != "none";
}

struct JwtParts {
  ByteView header;
  ByteView claims;
  ByteView signature;
};

std::optional<JwtParts> jwt_parts(ByteView token) {
  const std::size_t begin = token.find("eyJ");
  if (begin == ByteView::npos) return {};
  token.remove_prefix(begin);
  const std::size_t first = token.find('.');
  if (first == ByteView::npos) return {};
  const std::size_t second = token.find('.', first + 1);
  if (second == ByteView::npos) return {};
  return JwtParts{token.substr(0, first),
                  token.substr(first + 1, second - first - 1),
                  token.substr(second + 1)};
}

// Steps over one value; false where there is none.
bool skip_message_pack(ByteReader& reader, int depth);

bool skip_values(ByteReader& reader, std::uint64_t count, int depth) {
  for (std::uint64_t i = 0; i < count; ++i) {
    if (!skip_message_pack(reader, depth)) return false;
  }
  return true;
}

bool skip_message_pack(ByteReader& reader, int depth) {
  if (depth == 0 || reader.at_end()) return false;
  const unsigned tag = reader.byte();
  const auto sized = [&reader](std::size_t width, std::size_t more = 0) {
    reader.bytes(static_cast<std::size_t>(reader.big_endian(width)) + more);
    return !reader.failed();
  };
  const auto fixed = [&reader](std::size_t size) {
    reader.bytes(size);
    return !reader.failed();
  };
  if (tag < 0x80 || tag >= 0xe0) return true;
  if (tag < 0x90) return skip_values(reader, 2ULL * (tag & 0xfU), depth - 1);
  if (tag < 0xa0) return skip_values(reader, tag & 0xfU, depth - 1);
  if (tag < 0xc0) return fixed(tag & 0x1fU);
  switch (tag) {
    case 0xc0:
    case 0xc2:
    case 0xc3:
      return true;
    case 0xc4:
    case 0xd9:
      return sized(1);
    case 0xc5:
    case 0xda:
      return sized(2);
    case 0xc6:
    case 0xdb:
      return sized(4);
    case 0xc7:
    case 0xc8:
    case 0xc9:
      return sized(std::size_t{1} << (tag - 0xc7), 1);
    case 0xca:
      return fixed(4);
    case 0xcb:
      return fixed(8);
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
      return fixed(std::size_t{1} << (tag - 0xcc));
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return fixed(std::size_t{1} << (tag - 0xd0));
    case 0xd4:
    case 0xd5:
    case 0xd6:
    case 0xd7:
    case 0xd8:
      return fixed((std::size_t{1} << (tag - 0xd4)) + 1);
    case 0xdc:
    case 0xdd:
      return skip_values(reader, reader.big_endian(tag == 0xdc ? 2 : 4),
                         depth - 1);
    case 0xde:
    case 0xdf:
      return skip_values(reader, 2 * reader.big_endian(tag == 0xde ? 2 : 4),
                         depth - 1);
    default:
      return false;
  }
}

std::optional<std::size_t> base36(ByteView text) {
  std::size_t value = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      value = value * 36 + static_cast<std::size_t>(c - '0');
    } else if (c >= 'a' && c <= 'z') {
      value = value * 36 + static_cast<std::size_t>(c - 'a') + 10;
    } else {
      return {};
    }
  }
  return value;
}

// Lines of one letter, a colon and more, the letters in order, 'o' among them.
bool is_routing(ByteView text) {
  char last = 0;
  bool has_organization = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const ByteView line = text.substr(0, end);
    if (line.size() < 3 || line[1] != ':' || line[0] <= last) return false;
    last = line[0];
    has_organization = has_organization || last == 'o';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return has_organization;
}

}  // namespace

bool is_jwt(ByteView token) {
  const auto parts = jwt_parts(token);
  if (!parts) return false;
  const auto header_text = decode_base64(parts->header);
  const auto claims_text = decode_base64(parts->claims);
  const auto signature = decode_base64(parts->signature);
  if (!header_text || !claims_text || !signature) return false;
  const auto header = JsonFields::parse(*header_text);
  return header && JsonFields::parse(*claims_text) &&
         fits_algorithm(header->text("alg").value_or(""), signature->size());
}

ByteView jwt_claims(ByteView token) {
  const auto parts = jwt_parts(token);
  return parts ? parts->claims : ByteView();
}

bool is_message_pack_array(ByteView bytes) {
  constexpr int kMaxDepth = 16;
  if (bytes.empty()) return false;
  const unsigned tag = byte_of(bytes[0]);
  if ((tag & 0xf0U) != 0x90 && tag != 0xdc && tag != 0xdd) return false;
  ByteReader reader(bytes);
  return skip_message_pack(reader, kMaxDepth) && !reader.failed() &&
         reader.at_end();
}

bool is_macaroon(ByteView bytes, ByteView location) {
  constexpr std::uint64_t kEnd = 0;
  constexpr std::uint64_t kLocation = 1;
  constexpr std::uint64_t kIdentifier = 2;
  constexpr std::uint64_t kVerification = 4;
  constexpr std::uint64_t kSignature = 6;
  ByteReader reader(bytes);
  if (reader.byte() != 2) return false;
  bool first = true;
  bool section_is_empty = true;
  while (!reader.failed() && !reader.at_end()) {
    const std::uint64_t kind = reader.varint();
    if (kind == kEnd) {
      // An empty section ends the caveats.
      if (section_is_empty) break;
      section_is_empty = true;
      continue;
    }
    const ByteView value =
        reader.bytes(static_cast<std::size_t>(reader.varint()));
    if (first && (kind != kLocation || value != location)) return false;
    first = false;
    if (kind != kLocation && kind != kIdentifier && kind != kVerification) {
      return false;
    }
    section_is_empty = false;
  }
  const bool signs = reader.varint() == kSignature && reader.varint() == 32;
  reader.bytes(32);
  return !first && signs && !reader.failed() && reader.at_end();
}

bool is_vault_message(ByteView bytes) {
  if (!bytes.starts_with("\x08\x01\x12")) return false;
  ByteReader reader(bytes);
  while (!reader.at_end() && !reader.failed()) {
    const std::uint64_t field = reader.varint();
    switch (field & 7U) {
      case 0:
        reader.varint();
        break;
      case 2:
        reader.bytes(static_cast<std::size_t>(reader.varint()));
        break;
      default:
        return false;
    }
    if (field >> 3U == 0) return false;
  }
  return !reader.failed();
}

bool is_gitlab_routable(ByteView token) {
  constexpr std::size_t kRandom = 16;
  const std::size_t dot = token.find('.');
  const std::size_t last = token.rfind('.');
  std::size_t begin = token.find('-');
  if (dot == ByteView::npos || begin == ByteView::npos || begin > dot ||
      token.size() - last < 3) {
    return false;
  }
  ++begin;
  // t1_, t2_ and t3_ count as prefix.
  if (begin + 3 <= dot && token[begin] == 't' && token[begin + 2] == '_') {
    begin += 3;
  }
  const ByteView payload = token.substr(begin, dot - begin);
  if (base36(token.substr(last + 1, 2)) != payload.size()) return false;
  const auto bytes = decode_base64(payload);
  if (!bytes || bytes->size() <= kRandom + 1) return false;
  const ByteView routing =
      ByteView(*bytes).substr(kRandom, bytes->size() - kRandom - 1);
  return byte_of(bytes->back()) == routing.size() && is_routing(routing);
}

}  // namespace gitward
