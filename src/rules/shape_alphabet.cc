#include "rules/shape_alphabet.h"

#include <array>

namespace gitward {
namespace {

#define GITWARD_DIGITS "0123456789"
#define GITWARD_LOWER "abcdefghijklmnopqrstuvwxyz"
#define GITWARD_UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

using Form = Alphabet::Form;

// In the order in which an error message lists them. The left side is
// narrower than the alphabet where a byte is common in front of a token: '='
// before base64, every sign before printable.
constexpr std::array kAlphabets = {
    Alphabet{"digits", GITWARD_DIGITS, "0-9", "", ""},
    Alphabet{"alpha", GITWARD_UPPER GITWARD_LOWER, "A-Za-z", "", ""},
    Alphabet{"alpha-lower", GITWARD_LOWER, "a-z", "", ""},
    Alphabet{"alpha-upper", GITWARD_UPPER, "A-Z", "", ""},
    Alphabet{"alnum-lower", GITWARD_DIGITS GITWARD_LOWER, "0-9a-z", "", ""},
    Alphabet{"alnum-upper", GITWARD_DIGITS GITWARD_UPPER, "0-9A-Z", "", ""},
    Alphabet{"base32-lower", GITWARD_LOWER "234567", "a-z2-7", "", ""},
    Alphabet{"base32-upper", GITWARD_UPPER "234567", "A-Z2-7", "", ""},
    Alphabet{"base36-lower", GITWARD_DIGITS GITWARD_LOWER, "0-9a-z", "", ""},
    Alphabet{"base36-upper", GITWARD_DIGITS GITWARD_UPPER, "0-9A-Z", "", ""},
    Alphabet{"base58",
             "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz",
             "1-9A-HJ-NP-Za-km-z", "", ""},
    Alphabet{"base62", GITWARD_DIGITS GITWARD_UPPER GITWARD_LOWER, "0-9A-Za-z",
             "", ""},
    Alphabet{"base64", GITWARD_UPPER GITWARD_LOWER GITWARD_DIGITS "+/",
             "0-9A-Za-z+/", "+/", "+/=", Form::kPadded},
    Alphabet{"base64url", GITWARD_UPPER GITWARD_LOWER GITWARD_DIGITS "-_",
             "0-9A-Za-z_\\-", "_\\-", "_\\-"},
    Alphabet{"base64url-dot", GITWARD_UPPER GITWARD_LOWER GITWARD_DIGITS "-_.",
             "0-9A-Za-z_.\\-", "_.\\-", "_\\-"},
    Alphabet{"bech32-lower", "qpzry9x8gf2tvdw0s3jn54khce6mua7l",
             "02-9ac-hj-np-z", "", ""},
    Alphabet{"bech32-upper", "QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L",
             "02-9AC-HJ-NP-Z", "", ""},
    Alphabet{"hex", GITWARD_DIGITS "abcdef", "0-9a-f", "", "", Form::kOneCase},
    Alphabet{"hex-lower", GITWARD_DIGITS "abcdef", "0-9a-f", "", ""},
    Alphabet{"hex-upper", GITWARD_DIGITS "ABCDEF", "0-9A-F", "", ""},
    Alphabet{"printable",
             "!#$%&()*+-./" GITWARD_DIGITS ":=?@" GITWARD_UPPER
             "[]^_" GITWARD_LOWER "{|}~",
             "!#-&(-+\\--:=?-\\[\\]^_a-~", "", "!#-&(-+\\-./:=?@\\[\\]^_{-~"},
    Alphabet{"unreserved", GITWARD_UPPER GITWARD_LOWER GITWARD_DIGITS "-._~",
             "0-9A-Za-z._~\\-", "_~.\\-", "_~\\-"},
    Alphabet{"word", GITWARD_DIGITS GITWARD_UPPER "_" GITWARD_LOWER,
             "0-9A-Z_a-z", "_", "_"},
};

#undef GITWARD_DIGITS
#undef GITWARD_LOWER
#undef GITWARD_UPPER

}  // namespace

const Alphabet* find_alphabet(std::string_view name) {
  for (const Alphabet& alphabet : kAlphabets) {
    if (alphabet.name == name) return &alphabet;
  }
  return nullptr;
}

std::vector<std::string_view> alphabet_names() {
  std::vector<std::string_view> names;
  names.reserve(kAlphabets.size());
  for (const Alphabet& alphabet : kAlphabets) names.push_back(alphabet.name);
  return names;
}

ByteSet set_of(std::string_view bytes) {
  ByteSet set;
  for (const char c : bytes) set.set(byte_of(c));
  return set;
}

}  // namespace gitward
