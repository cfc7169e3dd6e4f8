#include "rules/checksum_digest.h"

#include <bit>
#include <string>

// Tokens are short, so these are the plain textbook loops: no library is worth
// a dependency of rules/ for them.

namespace gitward {
namespace {

constexpr std::array<std::uint32_t, 256> crc_table() {
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < table.size(); ++i) {
    std::uint32_t value = i;
    for (int bit = 0; bit < 8; ++bit) {
      value = (value >> 1) ^ ((value & 1U) != 0 ? 0xedb88320U : 0U);
    }
    table[i] = value;
  }
  return table;
}

constexpr std::array<std::uint32_t, 256> kCrcTable = crc_table();

constexpr std::array<std::uint32_t, 64> kRoundConstants = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
    0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
    0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
    0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
    0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
    0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
    0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
    0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
    0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

using Sha256State = std::array<std::uint32_t, 8>;

std::uint32_t big_endian_word(ByteView block, std::size_t at) {
  return std::uint32_t{byte_of(block[at])} << 24 |
         std::uint32_t{byte_of(block[at + 1])} << 16 |
         std::uint32_t{byte_of(block[at + 2])} << 8 |
         std::uint32_t{byte_of(block[at + 3])};
}

// Takes in one block of 64 bytes.
void compress(Sha256State& state, ByteView block) {
  std::array<std::uint32_t, 64> words{};
  for (std::size_t i = 0; i < 16; ++i) words[i] = big_endian_word(block, 4 * i);
  for (std::size_t i = 16; i < 64; ++i) {
    const std::uint32_t a = words[i - 15];
    const std::uint32_t b = words[i - 2];
    words[i] = words[i - 16] + words[i - 7] +
               (std::rotr(a, 7) ^ std::rotr(a, 18) ^ (a >> 3)) +
               (std::rotr(b, 17) ^ std::rotr(b, 19) ^ (b >> 10));
  }
  auto [a, b, c, d, e, f, g, h] = state;
  for (std::size_t i = 0; i < 64; ++i) {
    const std::uint32_t first =
        h + (std::rotr(e, 6) ^ std::rotr(e, 11) ^ std::rotr(e, 25)) +
        ((e & f) ^ (~e & g)) + kRoundConstants[i] + words[i];
    const std::uint32_t second =
        (std::rotr(a, 2) ^ std::rotr(a, 13) ^ std::rotr(a, 22)) +
        ((a & b) ^ (a & c) ^ (b & c));
    h = g, g = f, f = e, e = d + first;
    d = c, c = b, b = a, a = first + second;
  }
  const Sha256State mixed = {a, b, c, d, e, f, g, h};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += mixed[i];
}

using Sha1State = std::array<std::uint32_t, 5>;

void compress(Sha1State& state, ByteView block) {
  std::array<std::uint32_t, 80> words{};
  for (std::size_t i = 0; i < 16; ++i) words[i] = big_endian_word(block, 4 * i);
  for (std::size_t i = 16; i < 80; ++i) {
    words[i] = std::rotl(
        words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16], 1);
  }
  auto [a, b, c, d, e] = state;
  for (std::size_t i = 0; i < 80; ++i) {
    std::uint32_t mixed = b ^ c ^ d;
    std::uint32_t constant = i < 40 ? 0x6ed9eba1 : 0xca62c1d6;
    if (i < 20) {
      mixed = (b & c) | (~b & d);
      constant = 0x5a827999;
    } else if (i >= 40 && i < 60) {
      mixed = (b & c) | (b & d) | (c & d);
      constant = 0x8f1bbcdc;
    }
    const std::uint32_t next =
        std::rotl(a, 5) + mixed + e + constant + words[i];
    e = d, d = c, c = std::rotl(b, 30), b = a, a = next;
  }
  const Sha1State mixed = {a, b, c, d, e};
  for (std::size_t i = 0; i < state.size(); ++i) state[i] += mixed[i];
}

// Both hashes pad in the same way and write their words in the same order.
template <std::size_t kSize, class State>
std::array<std::uint8_t, kSize> digest_of(ByteView bytes, State state) {
  std::string padded(bytes);
  padded += '\x80';
  padded.append((120 - padded.size() % 64) % 64, '\0');
  const std::uint64_t bits = std::uint64_t{bytes.size()} * 8;
  for (int shift = 56; shift >= 0; shift -= 8) {
    padded += static_cast<char>(bits >> shift & 0xffU);
  }
  for (std::size_t at = 0; at < padded.size(); at += 64) {
    compress(state, ByteView(padded).substr(at, 64));
  }
  std::array<std::uint8_t, kSize> digest{};
  for (std::size_t i = 0; i < digest.size(); ++i) {
    digest[i] = static_cast<std::uint8_t>(state[i / 4] >> (24 - 8 * (i % 4)));
  }
  return digest;
}

template <class Hash>
auto hmac(ByteView key, ByteView bytes, const Hash& hash) {
  std::string inner(64, '\x36');
  std::string outer(64, '\x5c');
  for (std::size_t i = 0; i < key.size(); ++i) {
    inner[i] = static_cast<char>(inner[i] ^ key[i]);
    outer[i] = static_cast<char>(outer[i] ^ key[i]);
  }
  const auto digest = hash(inner + std::string(bytes));
  for (const std::uint8_t byte : digest) outer += static_cast<char>(byte);
  return hash(outer);
}

}  // namespace

std::uint32_t crc32(ByteView bytes) {
  std::uint32_t value = 0xffffffffU;
  for (const char c : bytes) {
    value = (value >> 8) ^ kCrcTable[(value ^ byte_of(c)) & 0xffU];
  }
  return ~value;
}

std::uint16_t crc16_xmodem(ByteView bytes) {
  std::uint32_t value = 0;
  for (const char c : bytes) {
    value ^= std::uint32_t{byte_of(c)} << 8;
    for (int bit = 0; bit < 8; ++bit) {
      value = value << 1 ^ ((value & 0x8000U) != 0 ? 0x1021U : 0U);
    }
    value &= 0xffffU;
  }
  return static_cast<std::uint16_t>(value);
}

std::uint32_t crc24(ByteView bytes) {
  std::uint32_t value = 0xb704ceU;
  for (const char c : bytes) {
    value ^= std::uint32_t{byte_of(c)} << 16;
    for (int bit = 0; bit < 8; ++bit) {
      value <<= 1;
      if ((value & 0x1000000U) != 0) value ^= 0x1864cfbU;
    }
  }
  return value & 0xffffffU;
}

std::uint32_t marvin32(ByteView bytes, std::uint64_t seed) {
  auto p0 = static_cast<std::uint32_t>(seed);
  auto p1 = static_cast<std::uint32_t>(seed >> 32);
  const auto round = [&p0, &p1](std::uint32_t word) {
    p0 += word;
    p1 ^= p0;
    p0 = std::rotl(p0, 20) + p1;
    p1 = std::rotl(p1, 9) ^ p0;
    p0 = std::rotl(p0, 27) + p1;
    p1 = std::rotl(p1, 19);
  };
  const auto word_at = [&bytes](std::size_t at, std::size_t size) {
    std::uint32_t word = 0;
    for (std::size_t i = size; i > 0; --i) {
      word = word << 8 | byte_of(bytes[at + i - 1]);
    }
    return word;
  };
  std::size_t at = 0;
  for (; bytes.size() - at >= 4; at += 4) round(word_at(at, 4));
  const std::size_t rest = bytes.size() - at;
  round(word_at(at, rest) | std::uint32_t{0x80} << 8 * rest);
  round(0);
  return p0 ^ p1;
}

std::array<std::uint8_t, 32> sha256(ByteView bytes) {
  return digest_of<32>(
      bytes, Sha256State{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                         0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19});
}

std::array<std::uint8_t, 20> sha1(ByteView bytes) {
  return digest_of<20>(bytes, Sha1State{0x67452301, 0xefcdab89, 0x98badcfe,
                                        0x10325476, 0xc3d2e1f0});
}

std::array<std::uint8_t, 32> hmac_sha256(ByteView key, ByteView bytes) {
  return hmac(key, bytes, sha256);
}

std::array<std::uint8_t, 20> hmac_sha1(ByteView key, ByteView bytes) {
  return hmac(key, bytes, sha1);
}

}  // namespace gitward
