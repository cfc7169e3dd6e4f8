#include "rules/structure_store.h"

#include <string>

#include "base/hex.h"
#include "rules/decode.h"
#include "rules/rule_set.h"
#include "rules/shape.h"
#include "rules/structure.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::string bytes_of(ByteView hex) {
  return decode_hex(hex).value();
}

std::string number(std::size_t value, std::size_t width) {
  std::string bytes;
  for (std::size_t i = width; i > 0; --i) {
    bytes += static_cast<char>(value >> (8 * (i - 1)) & 0xffU);
  }
  return bytes;
}

std::string element(char tag, const std::string& content) {
  std::string head(1, tag);
  if (content.size() < 0x80) {
    head += number(content.size(), 1);
  } else if (content.size() < 0x100) {
    head += "\x81" + number(content.size(), 1);
  } else {
    head += "\x82" + number(content.size(), 2);
  }
  return head + content;
}

std::string sequence(const std::string& content) {
  return element('\x30', content);
}

std::string content_of(std::size_t kind, const std::string& content) {
  return sequence(bytes_of("06092a864886f70d0107") + number(kind, 1) +
                  element('\xa0', content));
}

std::string pkcs12(const std::string& safe) {
  return sequence(bytes_of("020103") +
                  content_of(1, element('\x04', sequence(safe))) +
                  sequence(std::string(40, 'm')));
}

std::string bag_of(std::size_t kind) {
  return element('\x04',
                 sequence(sequence(bytes_of("060b2a864886f70d010c0a01") +
                                   number(kind, 1) + std::string(300, 'b'))));
}

const std::string kEncrypted = content_of(6, std::string(300, 'e'));

std::string java_text(const std::string& text) {
  return number(text.size(), 2) + text;
}

std::string java_entry(std::size_t tag, const std::string& rest) {
  return number(tag, 4) + java_text("alias") + bytes_of("0000018000000000") +
         rest;
}

std::string java_store(const std::string& magic, std::size_t entries,
                       const std::string& rest) {
  return bytes_of(magic) + number(2, 4) + number(entries, 4) + rest;
}

const std::string kSealedKey = sequence(std::string(300, 'k'));
const std::string kCertificate =
    java_entry(2, java_text("X.509") + number(50, 4) + std::string(50, 'c'));
const std::string kJavaKey = java_entry(1, number(304, 4) + kSealedKey);

const std::string kEd25519 =
    bytes_of("302e020100300506032b657004220420") + std::string(32, 's');

}  // namespace

TEST_CASE("a plain key in DER is as long as it says, and all of it is taken") {
  CHECK(der_private_key_size(kEd25519) == 48);
  CHECK(der_private_key_size(kEd25519 + "more") == 48);
  CHECK(der_private_key_size(kEd25519.substr(0, 47)) == 0);
  CHECK(check_structure("der-private-key", kEd25519) == Proof::kProven);
  // Under a passphrase, a public key, a scalar without its curve.
  const std::string algorithm =
      sequence(bytes_of("06092a864886f70d01050d") + sequence("x"));
  CHECK(der_private_key_size(
            sequence(algorithm + element('\x04', std::string(64, 'k')))) == 0);
  CHECK(der_private_key_size(
            sequence(sequence(bytes_of("06032b6570")) +
                     element('\x03', std::string(33, '\0')))) == 0);
  const std::string scalar = bytes_of("020101") + element('\x04', kEd25519);
  CHECK(der_private_key_size(sequence(scalar)) == 0);
  CHECK(der_private_key_size(
            sequence(scalar + element('\xa0', bytes_of("06032b6570")))) > 0);
}

TEST_CASE("an encrypted key in DER is known by its algorithm and its lengths") {
  const std::string derived =
      sequence(sequence(bytes_of("06092a864886f70d01050c") + "\x05") +
               sequence(bytes_of("060960864801650304012a")));
  const std::string salted =
      sequence(element('\x04', "saltsalt") + bytes_of("02020800"));
  const std::string sealed = element('\x04', std::string(400, 'k'));
  const auto size_of = [&](const std::string& algorithm) {
    return der_encrypted_key_size(sequence(sequence(algorithm) + sealed));
  };
  const std::string pbes2 = bytes_of("06092a864886f70d01050d");
  CHECK(size_of(pbes2 + derived) > 400);
  CHECK(size_of(bytes_of("06092a864886f70d010503") + salted) > 400);
  CHECK(size_of(bytes_of("060a2a864886f70d010c0103") + salted) > 400);
  // Parameters of another scheme, no scheme, something behind them.
  CHECK(size_of(pbes2 + salted) == 0);
  CHECK(size_of(bytes_of("06092a864886f70d010503") + derived) == 0);
  CHECK(size_of(bytes_of("06092a864886f70d01050c") + salted) == 0);
  CHECK(size_of(bytes_of("060a2a864886f70d010c0107") + salted) == 0);
  CHECK(size_of(pbes2 + derived + "\x05") == 0);

  const std::string key = sequence(sequence(pbes2 + derived) + sealed);
  CHECK(der_encrypted_key_size(key + "more") == key.size());
  CHECK(der_encrypted_key_size(
            sequence(sequence(pbes2 + derived) + sealed + "more")) == 0);
  CHECK(der_encrypted_key_size(
            sequence(sequence(pbes2 + derived) +
                     element('\x04', std::string(40, 'k')))) == 0);
  for (std::size_t size = 0; size < 50; ++size) {
    CHECK(der_encrypted_key_size(ByteView(key).substr(0, size)) == 0);
  }
  CHECK(is_sealed("der-encrypted-key"));
  CHECK(check_structure("der-private-key", key) != Proof::kProven);
}

TEST_CASE("a PKCS#12 store counts if there can be a key in it") {
  const std::string two = pkcs12(kEncrypted + kEncrypted);
  CHECK(pkcs12_store_size(two) == kMostOfStore);
  CHECK(pkcs12_store_size(two.substr(0, 100)) == 100);
  CHECK(pkcs12_store_size(pkcs12(content_of(1, bag_of(2)))) > 0);
  CHECK(pkcs12_store_size(pkcs12(content_of(1, bag_of(1)))) > 0);
  CHECK(pkcs12_store_size(pkcs12(content_of(1, bag_of(3)))) == 0);
  CHECK(pkcs12_store_size(pkcs12(kEncrypted)) == 0);
  CHECK(check_structure("pkcs12-store", two) == Proof::kProven);
  CHECK(is_sealed("pkcs12-store"));
  CHECK_FALSE(is_sealed("der-private-key"));
}

TEST_CASE("a PKCS#12 store whose lengths don't agree is none") {
  const std::string store = pkcs12(kEncrypted + kEncrypted);
  for (const std::size_t length : {10U, 25U, 29U, 33U}) {
    CAPTURE(length);
    std::string wrong = store;
    wrong[length] = static_cast<char>(wrong[length] + 2);
    CHECK(pkcs12_store_size(wrong) == 0);
  }
  for (std::size_t size = 0; size < 40; ++size) {
    CHECK(pkcs12_store_size(ByteView(store).substr(0, size)) == 0);
  }
}

TEST_CASE("a Java key store counts if its first entries lead to a key") {
  CHECK(java_keystore_size(java_store("feedfeed", 1, kJavaKey)) > 0);
  CHECK(java_keystore_size(java_store("cececece", 2, kCertificate + kJavaKey)) >
        0);
  CHECK(java_keystore_size(java_store(
            "cececece", 1, java_entry(3, bytes_of("aced0005")))) > 0);
  CHECK(java_keystore_size(java_store("feedfeed", 1, kCertificate)) == 0);
  CHECK(java_keystore_size(java_store(
            "feedfeed", 1, java_entry(3, bytes_of("aced0005")))) == 0);
  CHECK(java_keystore_size(java_store("feedface", 1, kJavaKey)) == 0);
  CHECK(java_keystore_size(java_store("feedfeed", 0, kJavaKey)) == 0);
  CHECK(java_keystore_size(java_store(
            "feedfeed", 1, java_entry(1, number(305, 4) + kSealedKey))) == 0);
  const std::string store = java_store("feedfeed", 1, kJavaKey);
  const std::string whole =
      java_store("feedfeed", 1,
                 kJavaKey + number(1, 4) + java_text("X.509") + number(9, 4) +
                     std::string(9, 'c') + std::string(20, 'd'));
  CHECK(java_keystore_size(whole) == whole.size());
  CHECK(java_keystore_size(whole + "more") == whole.size());
  for (std::size_t size = 0; size < 35; ++size) {
    CHECK(java_keystore_size(ByteView(store).substr(0, size)) == 0);
  }
}

TEST_CASE("the stores of other programs are known by more than their magic") {
  const std::string salt = number(20, 4) + std::string(20, 's');
  const std::string entry =
      java_text("alias") + bytes_of("0000018000000000") + "…";
  CHECK(bks_keystore_size(number(2, 4) + salt + number(1500, 4) + "\x04" +
                          entry) > 0);
  CHECK(bks_keystore_size(number(2, 4) + salt + number(1500, 4) + "\x01" +
                          entry) == 0);
  CHECK(bks_keystore_size(number(1, 4) + salt + number(1500, 4) + "z…") > 0);
  CHECK(bks_keystore_size(number(1, 4) + salt + number(9, 4) + "z…") == 0);

  CHECK(keepass_size(bytes_of("03d9a29a67fb4bb50000040002")) > 0);
  CHECK(keepass_size(bytes_of("03d9a29a67fb4bb50000090002")) == 0);
  CHECK(keepass_size(bytes_of("03d9a29a65fb4bb50300000004000300")) > 0);
  CHECK(keepass_size(bytes_of("03d9a29a65fb4bb5ff00000004000300")) == 0);
  CHECK(keepass_size(bytes_of("03d9a29a67fb4bb5")) == 0);

  CHECK(keychain_size("kych" + bytes_of("000100000000001000000014")) > 0);
  CHECK(keychain_size("kych" + bytes_of("000100000000001100000014")) == 0);
  CHECK(keychain_size("kych") == 0);
}

TEST_CASE("words of bytes are keywords like others, and templates write them") {
  RuleSetRequest request;
  request.config = RuleText{"test.toml", R"(
[extend]
useDefault = false
[[rules]]
id = "bytes"
regex = '''\xfe\xed..'''
keywords = ["Word"]
keywordsHex = ["FEED0041"]
)"};
  const RuleSet rules = load_rules(request);
  const Rule& rule = rules.rules()[0];
  REQUIRE(rule.anchors.size() == 2);
  CHECK(rule.anchors[0].literal == "word");
  CHECK(rule.anchors[1].literal == bytes_of("feed0061"));

  SampleEngine engine(1);
  CHECK(expand_template(R"(a\xfe\x00\x7Db)", nullptr, engine) ==
        "a" + bytes_of("fe007d") + "b");
  CHECK_THROWS(expand_template(R"(\xf)", nullptr, engine));
  CHECK_THROWS(expand_template(R"(\xgg)", nullptr, engine));
}

TEST_CASE("of a kind of text, a structure takes the whole match") {
  CHECK(structure_size("", "abc") == 3);
  CHECK(structure_size("jwt", "abc") == 3);
  CHECK(structure_size("der-private-key", "abc") == 0);
}
