#include "rules/checksum.h"

#include "base/error.h"
#include "base/hex.h"
#include "rules/checksum_digest.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// A made-up token of a kind, in the parts that keep it from being one here.
struct Vector {
  std::string kind;
  std::string before;
  std::string checksum;
  std::string behind;

  std::string token() const { return before + checksum + behind; }
};

std::string times(std::size_t count, char c) {
  return std::string(count, c);
}

const std::vector<Vector>& vectors() {
  static const std::vector<Vector> all = {
      {"crc32-base62", "ghp_" + times(30, 'A'), "0uCPlr", ""},
      {"crc32-base62", "ghr_" + times(70, 'A'), "2pl4EB", ""},
      {"crc32-base62", "npm_" + times(30, 'B'), "1rpRcy", ""},
      {"crc32-base62", "vcp_" + times(50, 'A'), "1cGWCC", ""},
      {"crc32-base62", "polar_oat_" + times(37, 'A'), "2qTV0e", ""},
      {"crc32-hex", "cfut_" + times(40, 'A'), "2ae98c30", ""},
      {"crc32-hex",
       std::string("cfut_") + "aAbBcCdDeEfFgGhHiIjJ" + "kKlLmMnNoOpPqQrRsStT",
       "03fa099b", ""},
      {"crc32-hex-part", "zpka_" + times(32, 'a') + "_", "cab11777", ""},
      {"crc32le-hex", "glsa_" + times(32, 'A') + "_", "d8dc8af3", ""},
      {"crc32le-hex",
       std::string("glsa_") + "ThisI5NtTheTok3n" + "You8reLo0k1ngF0r_",
       "0a2a3df7", ""},
      {"crc32-base36", "glpat-" + times(21, 'A') + "GM6MQpvOjEKdToxCw.01.12",
       "0071j5m", ""},
      {"crc32-base36", "glpat-" + times(21, 'A') + "GM6MQpvOjEKdToxCw.12",
       "0dzeueh", ""},
      {"crc32-hex-upper", "ATATT3xFfGF0" + times(171, 'A') + "=", "9F90C792",
       ""},
      {"crc32le-base64", "cflt" + times(54, 'A'), "FZQbVQ", ""},
      {"sha256-base32",
       "github_pat_11" + times(7, 'A') + "0" + times(12, 'A') + "_" +
           times(43, 'A'),
       "YMUQSXOM", times(8, 'A')},
  };
  return all;
}

std::string sha256_hex(ByteView bytes) {
  return to_hex(sha256(bytes));
}

}  // namespace

TEST_CASE("CRC-32 and SHA-256 give their published values") {
  CHECK(crc32("") == 0);
  CHECK(crc32("123456789") == 0xcbf43926);
  CHECK(sha256_hex("") ==
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256_hex("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(
      sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256_hex(times(1'000'000, 'a')) ==
        "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a token with the right checksum is proven") {
  for (const Vector& vector : vectors()) {
    CAPTURE(vector.kind, vector.before);
    CHECK(check_token(vector.kind, vector.token()) == Proof::kProven);
  }
}

TEST_CASE("the checksum that is made is the one that is checked") {
  for (const Vector& vector : vectors()) {
    CAPTURE(vector.kind, vector.before);
    CHECK(checksum_for(vector.kind, vector.before,
                       checksum_size(vector.kind)) == vector.checksum);
    CHECK(vector.behind.size() == checksum_tail(vector.kind));
  }
}

TEST_CASE("one wrong character anywhere in what counts fails the check") {
  for (const Vector& vector : vectors()) {
    CAPTURE(vector.kind, vector.before);
    const std::size_t end = vector.before.size() + vector.checksum.size();
    for (std::size_t at = end - 20; at < end; ++at) {
      std::string token = vector.token();
      if (token[at] == '_') continue;
      token[at] = token[at] == 'z' ? 'y' : 'z';
      CHECK(check_token(vector.kind, token) == Proof::kFailed);
    }
  }
}

TEST_CASE("a token of another form is neither proven nor failed") {
  CHECK(check_token("", "ghp_" + times(36, 'A')) == Proof::kNotApplicable);
  for (const std::string_view kind : checksum_kinds()) {
    CAPTURE(kind);
    CHECK(check_token(kind, "") == Proof::kNotApplicable);
    CHECK(check_token(kind, "abc") == Proof::kNotApplicable);
    CHECK(check_token(kind, times(checksum_size(kind) + checksum_tail(kind),
                                  'a')) == Proof::kNotApplicable);
  }
  CHECK(check_token("crc32-base62", times(40, 'A')) == Proof::kNotApplicable);
  CHECK(check_token("crc32le-hex", "glsa_" + times(41, 'A')) ==
        Proof::kNotApplicable);
}

TEST_CASE("a checksum can't be made where its input is missing") {
  CHECK_THROWS_AS(checksum_for("crc32-base62", "nounderscore", 6), Error);
  CHECK_THROWS_AS(checksum_for("crc32le-base64", "short", 6), Error);
}

TEST_CASE("every kind knows its size and its alphabet") {
  for (const std::string_view kind : checksum_piece_kinds()) {
    CAPTURE(kind);
    CHECK(is_checksum_kind(kind));
    // Sixteen bits at least.
    const bool is_short = kind.starts_with("crc16-") ||
                          kind == "azure-annotated" || kind == "azure-entra";
    CHECK(checksum_size(kind) >= (is_short ? 3U : 6U));
    CHECK_FALSE(checksum_alphabet(kind).empty());
  }
  CHECK_FALSE(is_checksum_kind("crc64"));
  CHECK_FALSE(is_checksum_kind(""));
}
