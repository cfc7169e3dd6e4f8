#include "rules/checksum.h"

#include <string>

#include "base/error.h"
#include "base/hex.h"
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
  CHECK(crc24("123456789") == 0x21cf02U);
  CHECK(to_hex(sha1("abc")) == "a9993e364706816aba3e25717850c26c9cd0d89d");
  // RFC 2202 and RFC 4231, test case 2.
  CHECK(to_hex(hmac_sha1("Jefe", "what do ya want for nothing?")) ==
        "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  CHECK(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")) ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
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
  CHECK(check_token("azure-eventgrid",
                    azure(33, "AZEG") +
                        checksum_for("azure-eventgrid", azure(33, "AZEG"), 6) +
                        "=") == Proof::kProven);
  check_vector("azure-search", azure(42, "AzSe"), "CjhzCu");
  check_vector("azure-registry", azure(42, "+ACR"), "C5W7f3");
  check_vector("azure-annotated",
               times(52, 'A') + "JQQJ99CA" + times(16, 'A') + "AZDO", "3XY7");
}

TEST_CASE("an annotated key's long form has its check where the short has it") {
  const std::string key = times(52, 'A') + "JQQJ99CA" + times(16, 'A') + "AZDO";
  CHECK(check_token("azure-annotated", key + "3XY7" + "AAAA") ==
        Proof::kProven);
  CHECK(check_token("azure-annotated", key + "3XY8" + "AAAA") ==
        Proof::kFailed);
  CHECK(check_token("azure-annotated", key + "3XY7" + "A") ==
        Proof::kNotApplicable);
}

TEST_CASE("an Entra ID client secret ends in its own check") {
  check_vector("azure-entra", "zzz8Q~" + times(31, 'z'), "blP");
}

TEST_CASE("a Supabase key of one's own server is proven, no other refuted") {
  const std::string before = "sb_secret_" + times(22, 'A') + "_";
  const std::string check = checksum_for("sha256-supabase", before, 8);
  CHECK(check_token("sha256-supabase", before + check) == Proof::kProven);
  CHECK(check_token("sha256-supabase", before + times(8, 'A')) ==
        Proof::kNotApplicable);
}

TEST_CASE("an older Azure DevOps token has its check spread over it") {
  std::string token =
      std::string("aaagaaaaaaamshq") + times(20, 'a') + "mi" + times(15, 'a');
  REQUIRE(token.size() == 52);
  CHECK(check_token("azure-devops", token) == Proof::kProven);
  token[20] = 'b';
  CHECK(check_token("azure-devops", token) == Proof::kFailed);
  CHECK(check_token("azure-devops", token + "a") == Proof::kNotApplicable);
  CHECK(check_token("azure-devops", times(51, 'a') + "1") ==
        Proof::kNotApplicable);
}

TEST_CASE("Base58Check proves Bitcoin keys and extended keys") {
  const std::string kBase58 = std::string("base58") + "check";
  // The Bitcoin wiki's and BIP-32's own examples, in parts.
  std::string wif =
      std::string("5HueCGU8rMjxEXxiPuD5BDku4") + "MkFqeZyd4dZ1jvhTVqvbTLvyTJ";
  CHECK(check_token(kBase58, wif) == Proof::kProven);
  wif[10] = wif[10] == 'x' ? 'y' : 'x';
  CHECK(check_token(kBase58, wif) == Proof::kFailed);
  const std::string extended =
      std::string("xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPP") +
      "qjiChkVvvNKmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi";
  CHECK(check_token(kBase58, extended) == Proof::kProven);
  CHECK(check_token(kBase58, extended.substr(1)) == Proof::kFailed);
  CHECK(check_token(kBase58, times(60, '0')) == Proof::kNotApplicable);
  CHECK(check_token(kBase58, times(100000, 'z')) == Proof::kNotApplicable);
}

TEST_CASE("a recovery phrase is proven by its last word") {
  std::string phrase;
  for (int i = 0; i < 11; ++i) phrase += "abandon ";
  CHECK(check_token("bip39", phrase + "about") == Proof::kProven);
  CHECK(check_token("bip39", phrase + "zoo") == Proof::kFailed);
  CHECK(check_token("bip39", phrase + "gitward") == Proof::kNotApplicable);
  CHECK(check_token("bip39", phrase) == Proof::kNotApplicable);
  // As code writes it; and 24 words, of 256 zero bits.
  std::string listed;
  for (int i = 0; i < 23; ++i) listed += "'Abandon', ";
  CHECK(check_token("bip39", listed + "'art'") == Proof::kProven);
}

TEST_CASE("an OpenPGP block's check counts only where it stands") {
  const auto block = [](const std::string& check) {
    return "-----BEGIN PGP PRIVATE KEY BLOCK-----\n\nMTIzNDU2Nzg5\n" + check +
           "-----END PGP PRIVATE KEY BLOCK-----\n";
  };
  CHECK(check_token("crc24-pgp", block("=Ic8C\n")) == Proof::kProven);
  CHECK(check_token("crc24-pgp", block("=Ic8D\n")) == Proof::kFailed);
  CHECK(check_token("crc24-pgp", block("")) == Proof::kNotApplicable);
}

TEST_CASE("a PuTTY key that is not encrypted is proven by its MAC") {
  // Blobs of filler; the MACs are Python's hmac over the five strings.
  const auto file = [](char version, const std::string& mac) {
    return std::string("PuTTY-User-Key-File-") + version +
           ": ssh-ed25519\nEncryption: none\nComment: a key\n"
           "Public-Lines: 1\nAAAA\nPrivate-Lines: 2\nAAAA\nAAAA\n"
           "Private-MAC: " +
           mac + "\n";
  };
  const std::string older = "5549bd47989a7717931d070c0f6df1ce74b82d77";
  const std::string newer =
      "8e0ff706159a132254421d969d2a7c7d5bc39f4ec0ea9a18a31f42a93b4afe57";
  CHECK(check_token("putty-mac", file('2', older)) == Proof::kProven);
  CHECK(check_token("putty-mac", file('3', newer)) == Proof::kProven);
  CHECK(check_token("putty-mac", file('3', older)) == Proof::kFailed);
  std::string encrypted = file('3', newer);
  encrypted.replace(encrypted.find("none"), 4, "aes256-cbc");
  CHECK(check_token("putty-mac", encrypted) == Proof::kNotApplicable);
  std::string escaped;
  for (const char c : file('3', newer)) {
    escaped += c == '\n' ? std::string("\\n") : std::string(1, c);
  }
  CHECK(check_token("putty-mac", escaped) == Proof::kProven);
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
  CHECK(check_token("azure-annotated", times(87, 'A')) ==
        Proof::kNotApplicable);
}
