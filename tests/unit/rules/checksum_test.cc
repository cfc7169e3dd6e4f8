#include "rules/checksum.h"

#include <string>

#include "base/error.h"
#include "rules/checksum_digest.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::string times(std::size_t count, char c) {
  return std::string(count, c);
}

// A token of filler characters whose check somebody else worked out, its twin
// with one byte of the data changed, and the check that is made for it.
void check_vector(const char* kind, const std::string& before,
                  const std::string& check, const std::string& behind = "") {
  INFO(kind);
  REQUIRE(is_checksum_kind(kind));
  CHECK(checksum_size(kind) == check.size());
  CHECK(checksum_tail(kind) == behind.size());
  CHECK(check_token(kind, before + check + behind) == Proof::kProven);
  CHECK(checksum_for(kind, before, check.size()) == check);
  std::string other = before;
  other[other.size() / 2] = other[other.size() / 2] == 'a' ? 'c' : 'a';
  CHECK(check_token(kind, other + check + behind) != Proof::kProven);
}

// A key of Microsoft's identifiable kind: filler and the service's signature.
std::string azure(std::size_t filler, const char* signature) {
  return times(filler, 'a') + signature;
}

}  // namespace

TEST_CASE("the digests give what their authors say that they give") {
  CHECK(crc32("123456789") == 0xcbf43926U);
  CHECK(crc16_xmodem("123456789") == 0x31c3U);
  CHECK(crc16_xmodem("") == 0);
  CHECK(marvin32("abc", 0xd53cd9cecd0893b7U) == 0x6be02a86U);
  CHECK(marvin32("", 0x004fb61a001bdbccU) == 0x302009bcU);
}

TEST_CASE("a service's own check proves its keys") {
  check_vector("azure-storage", azure(76, "+ASt"), "5mnCaw", "==");
  check_vector("azure-batch", azure(76, "+ABa"), "13FZVQ", "==");
  check_vector("azure-cosmos", azure(76, "ACDb"), "Prl7og", "==");
  check_vector("azure-apim", azure(76, "APIM"), "HbKhsQ", "==");
  check_vector("azure-ml", azure(76, "+AMC"), "FNqWyA", "==");
  check_vector("azure-functions", azure(44, "AzFu"), "Zs2k4g", "==");
  check_vector("azure-redis", azure(33, "AzCa"), "JM04l8", "=");
  check_vector("azure-iot", azure(33, "AIoT"), "Oumzco", "=");
  check_vector("azure-messaging", azure(33, "+ASb"), "HpHeAI", "=");
  check_vector("azure-messaging", azure(33, "+AEh"), "G2s/8w", "=");
  check_vector("azure-messaging", azure(33, "+ARm"), "D7h+qo", "=");
  check_vector("azure-search", azure(42, "AzSe"), "CjhzCu");
  check_vector("azure-registry", azure(42, "+ACR"), "C5W7f3");
  check_vector("azure-annotated",
               times(52, 'A') + "JQQJ99CA" + times(16, 'A') + "AZDO", "3XY7");
}

TEST_CASE("Bech32 is checked over the human part and the data") {
  // NIP-19's and age's own examples, in parts.
  check_vector("bech32",
               std::string("nsec") +
                   "1vl029mgpspedva04g90vltkh6fvh240zqtv9k0t9af8935ke9laq",
               "snlfe5");
  std::string age = "AGE-SECRET-KEY-1";
  for (int i = 0; i < 5; ++i) age += "GFPYYSJZ";
  age += "GFPYYSJZGFP";
  age += "Q4EGAEX";
  CHECK(age.size() == 74);
  CHECK(check_token("bech32-upper-sum", age) == Proof::kProven);
  age[30] = age[30] == 'Q' ? 'P' : 'Q';
  CHECK(check_token("bech32-upper-sum", age) == Proof::kFailed);
}

TEST_CASE("a CRC-16 in base32 shares its first character with the data") {
  // NATS' and Stellar's own examples, in parts.
  const std::string nkey = std::string("SUACSSL3UAHUDXKFSNVUZRF5UHPMWZ6B") +
                           "FDTJ7M6USDXIEDNPPQYYYCU3VY";
  CHECK(check_token("crc16-nkey", nkey) == Proof::kProven);
  const std::string seed = std::string("SBGWSG6BTNCKCOB3DIFBGCVMUPQFYPA2") +
                           "G4O34RMTB343OYPXU5DJDVMN";
  CHECK(check_token("crc16-stellar", seed) == Proof::kProven);
  std::string other = nkey;
  other[20] = other[20] == 'A' ? 'B' : 'A';
  CHECK(check_token("crc16-nkey", other) == Proof::kFailed);
  for (const char* kind : {"crc16-nkey", "crc16-stellar"}) {
    const std::size_t size = std::string(kind) == "crc16-nkey" ? 54 : 52;
    const std::string before = "S" + times(size - 1, 'A');
    CHECK(check_token(kind, before + checksum_for(kind, before, 4)) ==
          Proof::kProven);
  }
}

TEST_CASE("a token of another length is not judged") {
  CHECK_THROWS_AS(checksum_for("crc16-nkey", times(50, 'A'), 4), Error);
  CHECK_THROWS_AS(checksum_for("azure-annotated", times(79, 'A'), 4), Error);
  CHECK(check_token("azure-annotated", times(88, 'A')) ==
        Proof::kNotApplicable);
}
