#include "rules/structure_key.h"

#include <algorithm>
#include <cstdint>
#include <vector>

#include "base/byte_reader.h"
#include "rules/decode.h"
#include "rules/key_armor.h"

namespace gitward {
namespace {

// DER (X.690): the tags that keys are made of.
constexpr std::uint8_t kInteger = 0x02;
constexpr std::uint8_t kOctets = 0x04;
constexpr std::uint8_t kObjectId = 0x06;
constexpr std::uint8_t kSequence = 0x30;

struct Element {
  std::uint8_t tag = 0;
  ByteView content;
};

// The next element; the reader fails if there is none.
Element next_element(ByteReader& reader) {
  Element element;
  element.tag = reader.byte();
  std::size_t size = reader.byte();
  if (size >= 0x80) {
    const std::size_t width = size & 0x7fU;
    if (width == 0 || width > 4) {
      reader.fail();
      return element;
    }
    size = static_cast<std::size_t>(reader.big_endian(width));
  }
  element.content = reader.bytes(size);
  return element;
}

// All elements of a sequence that fills `bytes`; empty if it is none.
std::vector<Element> sequence_in(ByteView bytes) {
  constexpr std::size_t kMost = 16;
  ByteReader outer(bytes);
  const Element sequence = next_element(outer);
  if (outer.failed() || !outer.at_end() || sequence.tag != kSequence) return {};
  ByteReader inner(sequence.content);
  std::vector<Element> elements;
  while (!inner.at_end() && elements.size() < kMost) {
    elements.push_back(next_element(inner));
    if (inner.failed()) return {};
  }
  return elements;
}

bool is_number(const Element& element, std::uint8_t value) {
  return element.tag == kInteger && element.content.size() == 1 &&
         byte_of(element.content[0]) == value;
}

bool are_integers(const std::vector<Element>& elements, std::size_t count) {
  return elements.size() == count &&
         std::all_of(elements.begin(), elements.end(), [](const Element& one) {
           return one.tag == kInteger && !one.content.empty();
         });
}

// AlgorithmIdentifier: a sequence that begins with an object id.
bool is_algorithm(const Element& element) {
  if (element.tag != kSequence) return false;
  ByteReader reader(element.content);
  const Element id = next_element(reader);
  return !reader.failed() && id.tag == kObjectId && id.content.size() >= 3;
}

PrivateKeyForm der_form(ByteView bytes) {
  const std::vector<Element> elements = sequence_in(bytes);
  if (elements.size() < 2) return PrivateKeyForm::kNone;
  // EncryptedPrivateKeyInfo: an algorithm and the rest.
  if (elements.size() == 2 && is_algorithm(elements[0]) &&
      elements[1].tag == kOctets && elements[1].content.size() >= 16) {
    return PrivateKeyForm::kEncrypted;
  }
  // RFC 8017's RSAPrivateKey, and OpenSSL's for DSA.
  const bool two_primes =
      is_number(elements[0], 0) &&
      (are_integers(elements, 9) || are_integers(elements, 6));
  // RFC 5915: version 1 and the scalar.
  const bool curve = is_number(elements[0], 1) && elements[1].tag == kOctets &&
                     elements[1].content.size() >= 14;
  // RFC 5958: version, algorithm, key.
  const bool wrapped =
      elements.size() >= 3 &&
      (is_number(elements[0], 0) || is_number(elements[0], 1)) &&
      is_algorithm(elements[1]) && elements[2].tag == kOctets &&
      elements[2].content.size() >= 16;
  return two_primes || curve || wrapped ? PrivateKeyForm::kPlain
                                        : PrivateKeyForm::kNone;
}

// OpenSSH's PROTOCOL.key.
PrivateKeyForm openssh_form(ByteView bytes) {
  constexpr std::string_view kMagic("openssh-key-v1\0", 15);
  if (!bytes.starts_with(kMagic)) return PrivateKeyForm::kNone;
  ByteReader reader(bytes.substr(kMagic.size()));
  const ByteView cipher = reader.ssh_string();
  const ByteView derivation = reader.ssh_string();
  reader.ssh_string();
  const std::uint64_t count = reader.big_endian(4);
  if (count != 1) return PrivateKeyForm::kNone;  // What it says it always is.
  const ByteView public_key = reader.ssh_string();
  ByteReader inner(reader.ssh_string());
  if (reader.failed() || public_key.empty()) return PrivateKeyForm::kNone;
  if (cipher != "none") {
    return derivation != "none" ? PrivateKeyForm::kEncrypted
                                : PrivateKeyForm::kNone;
  }
  const std::uint64_t check = inner.big_endian(4);
  if (inner.big_endian(4) != check || inner.failed())
    return PrivateKeyForm::kNone;
  // The padding at the end counts 1, 2, 3, up to the block's size.
  const ByteView rest = inner.rest();
  if (rest.empty()) return PrivateKeyForm::kNone;
  const std::size_t padding = byte_of(rest.back());
  if (padding >= 8)
    return rest.size() > 32 ? PrivateKeyForm::kPlain : PrivateKeyForm::kNone;
  if (padding > rest.size()) return PrivateKeyForm::kNone;
  for (std::size_t i = 0; i < padding; ++i) {
    if (byte_of(rest[rest.size() - padding + i]) != i + 1) {
      return PrivateKeyForm::kNone;
    }
  }
  return PrivateKeyForm::kPlain;
}

// OpenPGP (RFC 9580).
struct Packet {
  unsigned tag = 0;
  ByteView body;
};

Packet next_packet(ByteReader& reader) {
  Packet packet;
  const std::uint8_t header = reader.byte();
  if ((header & 0x80U) == 0) {
    reader.fail();
    return packet;
  }
  std::size_t size = 0;
  if ((header & 0x40U) != 0) {
    packet.tag = header & 0x3fU;
    size = reader.byte();
    if (size >= 192 && size < 224) {
      size = ((size - 192) << 8) + reader.byte() + 192;
    } else if (size == 255) {
      size = static_cast<std::size_t>(reader.big_endian(4));
    } else if (size >= 224) {
      reader.fail();  // Partial lengths are for data, not for keys.
    }
  } else {
    packet.tag = header >> 2U & 0xfU;
    const unsigned kind = header & 0x3U;
    if (kind == 3) reader.fail();
    size = static_cast<std::size_t>(reader.big_endian(std::size_t{1} << kind));
  }
  packet.body = reader.bytes(size);
  return packet;
}

// A number with its length in bits before it.
void skip_number(ByteReader& reader) {
  reader.bytes((static_cast<std::size_t>(reader.big_endian(2)) + 7) / 8);
}

// Steps over the public half; false for an algorithm that it does not know.
bool skip_public_key(ByteReader& reader, unsigned algorithm) {
  const auto numbers = [&reader](int count) {
    for (int i = 0; i < count; ++i) skip_number(reader);
  };
  switch (algorithm) {
    case 1:
    case 2:
    case 3:
      numbers(2);
      return true;
    case 16:
      numbers(3);
      return true;
    case 17:
      numbers(4);
      return true;
    case 18:
    case 19:
    case 22:
      reader.bytes(reader.byte());  // The curve's object id.
      numbers(1);
      if (algorithm == 18) reader.bytes(reader.byte());
      return true;
    case 25:  // X25519, and below Ed25519, X448 and Ed448.
    case 27:
      reader.bytes(32);
      return true;
    case 26:
      reader.bytes(56);
      return true;
    case 28:
      reader.bytes(57);
      return true;
    default:
      return false;
  }
}

PrivateKeyForm secret_packet_form(ByteView body) {
  ByteReader reader(body);
  const std::uint8_t version = reader.byte();
  if (version < 3 || version > 6) return PrivateKeyForm::kNone;
  reader.big_endian(4);                    // When it was made.
  if (version == 3) reader.big_endian(2);  // For how many days.
  const std::uint8_t algorithm = reader.byte();
  if (version >= 5) reader.big_endian(4);  // The size of what comes next.
  if (!skip_public_key(reader, algorithm)) return PrivateKeyForm::kNone;
  const std::uint8_t usage = reader.byte();
  if (reader.failed() || reader.at_end()) return PrivateKeyForm::kNone;
  return usage == 0 ? PrivateKeyForm::kPlain : PrivateKeyForm::kEncrypted;
}

}  // namespace

PrivateKeyForm key_form(ByteView text) {
  const KeyArmor armor = read_armor(text);
  if (!armor.closed_right) return PrivateKeyForm::kNone;
  const auto bytes = decode_base64(armor.body);
  if (!bytes) return PrivateKeyForm::kNone;
  const bool told = std::any_of(
      armor.headers.begin(), armor.headers.end(), [](const std::string& one) {
        return one.starts_with("Proc-Type: 4,ENCRYPTED");
      });
  // The older PEM encryption leaves nothing to parse but whole blocks.
  if (told) {
    return bytes->size() >= 32 && bytes->size() % 8 == 0
               ? PrivateKeyForm::kEncrypted
               : PrivateKeyForm::kNone;
  }
  const PrivateKeyForm openssh = openssh_form(*bytes);
  return openssh == PrivateKeyForm::kNone ? der_form(*bytes) : openssh;
}

PrivateKeyForm pgp_key_form(ByteView text) {
  constexpr unsigned kSecretKey = 5;
  constexpr unsigned kSecretSubkey = 7;
  const KeyArmor armor = read_armor(text);
  if (!armor.closed_right) return PrivateKeyForm::kNone;
  const auto bytes = decode_base64(armor.body);
  if (!bytes || bytes->empty()) return PrivateKeyForm::kNone;
  ByteReader reader(*bytes);
  PrivateKeyForm form = PrivateKeyForm::kNone;
  bool first = true;
  while (!reader.at_end()) {
    const Packet packet = next_packet(reader);
    if (reader.failed() || (first && packet.tag != kSecretKey)) {
      return PrivateKeyForm::kNone;
    }
    first = false;
    if (packet.tag != kSecretKey && packet.tag != kSecretSubkey) continue;
    const PrivateKeyForm one = secret_packet_form(packet.body);
    if (one == PrivateKeyForm::kNone) return one;
    // One that is not encrypted is enough to be used.
    if (form != PrivateKeyForm::kPlain) form = one;
  }
  return form;
}

bool is_pkcs12(ByteView text) {
  const auto decoded = decode_base64(read_armor(text).body);
  const auto is_store = [](ByteView bytes) {
    const std::vector<Element> elements = sequence_in(bytes);
    return elements.size() >= 2 && is_number(elements[0], 3) &&
           is_algorithm(elements[1]);
  };
  return is_store(text) || (decoded && is_store(*decoded));
}

bool is_plain_der_key(ByteView bytes) {
  if (der_form(bytes) != PrivateKeyForm::kPlain) return false;
  const std::vector<Element> elements = sequence_in(bytes);
  const bool is_curve_key = elements[1].tag == kOctets;
  if (!is_curve_key) return true;
  constexpr std::uint8_t kParameters = 0xa0;
  return elements.size() >= 3 && elements[2].tag == kParameters &&
         elements[1].content.size() <= 66;
}

}  // namespace gitward
