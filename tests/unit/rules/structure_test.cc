#include "rules/structure.h"

#include <cstdint>
#include <string>

#include "rules/decode.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::string times(std::size_t count, char c) {
  return std::string(count, c);
}

// Base64 without padding, or with it; url: in the other alphabet.
std::string base64(ByteView bytes, bool padded = true, bool url = false) {
  std::string digits =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  digits += url ? "-_" : "+/";
  std::string text;
  std::uint32_t value = 0;
  unsigned bits = 0;
  for (const char c : bytes) {
    value = value << 8 | byte_of(c);
    bits += 8;
    while (bits >= 6) {
      bits -= 6;
      text += digits[value >> bits & 63U];
    }
  }
  if (bits > 0) text += digits[value << (6 - bits) & 63U];
  while (padded && text.size() % 4 != 0) text += '=';
  return text;
}

std::string url64(ByteView bytes) {
  return base64(bytes, false, true);
}

std::string bytes_of(ByteView hex) {
  return decode_hex(hex).value();
}

std::string big_endian(std::size_t value, int width) {
  std::string bytes;
  for (int shift = 8 * (width - 1); shift >= 0; shift -= 8) {
    bytes += static_cast<char>(static_cast<std::uint8_t>(value >> shift));
  }
  return bytes;
}

std::string element(char tag, const std::string& content) {
  return tag + ("\x82" + big_endian(content.size(), 2)) + content;
}

std::string sequence(const std::string& content) {
  return element('\x30', content);
}

std::string armored(const std::string& label, const std::string& bytes,
                    const std::string& headers = "") {
  std::string text = "-----BEGIN " + label + "-----\n" + headers;
  const std::string body = base64(bytes);
  for (std::size_t at = 0; at < body.size(); at += 64) {
    text += body.substr(at, 64) + "\n";
  }
  return text + "-----END " + label + "-----\n";
}

// A label that no scanner takes for a key's.
std::string private_key(const std::string& kind) {
  return kind + (kind.empty() ? "" : " ") + "PRIVATE" + " KEY";
}

std::string ssh(const std::string& bytes) {
  return big_endian(bytes.size(), 4) + bytes;
}

std::string openssh(const std::string& cipher, const std::string& derivation,
                    const std::string& inner) {
  return std::string("openssh-key-v1\0", 15) + ssh(cipher) + ssh(derivation) +
         ssh("") + big_endian(1, 4) + ssh(times(51, 'k')) + ssh(inner);
}

const std::string kInteger = element('\x02', times(64, '\x11'));
const std::string kAlgorithm = sequence(
    element('\x06', bytes_of("2a864886f70d010101")) + bytes_of("0500"));

// Proven as it is, and not with a byte less or one changed at the front.
void check_kind(const char* kind, const std::string& token) {
  INFO(kind);
  REQUIRE(is_structure_kind(kind));
  CHECK(check_structure(kind, token) == Proof::kProven);
  CHECK(check_structure(kind, "") == Proof::kFailed);
  CHECK(check_structure(kind, times(64, 'x')) == Proof::kFailed);
}

// The same for a kind that proves nothing.
void check_weak_kind(const char* kind, const std::string& right,
                     const std::string& wrong) {
  INFO(kind);
  CHECK(check_structure(kind, right) == Proof::kNotApplicable);
  CHECK(check_structure(kind, wrong) == Proof::kFailed);
  CHECK(check_structure(kind, "") == Proof::kFailed);
}

}  // namespace

TEST_CASE("a rule without a structure is told nothing by it") {
  CHECK(check_structure("", "anything") == Proof::kNotApplicable);
}

TEST_CASE("what fails outweighs what holds") {
  CHECK(both(Proof::kProven, Proof::kFailed) == Proof::kFailed);
  CHECK(both(Proof::kFailed, Proof::kNotApplicable) == Proof::kFailed);
  CHECK(both(Proof::kProven, Proof::kNotApplicable) == Proof::kProven);
  CHECK(both(Proof::kNotApplicable, Proof::kProven) == Proof::kProven);
  CHECK(both(Proof::kNotApplicable, Proof::kNotApplicable) ==
        Proof::kNotApplicable);
}

TEST_CASE("encodings are read as strictly as they are written") {
  CHECK(decode_base64("aGk=") == "hi");
  CHECK(decode_base64("aGk") == "hi");
  CHECK(decode_base64("-_-_") == decode_base64("+/+/"));
  CHECK(!decode_base64("aGl"));    // Bits behind the last byte.
  CHECK(!decode_base64("aGk=="));  // More padding than bytes ask for.
  CHECK(!decode_base64("a"));
  CHECK(!decode_base64("aG k"));
  CHECK(decode_base64("") == "");
  CHECK(decode_base32("NBUQ") == "hi");
  CHECK(decode_base32("nbuq") == "hi");
  CHECK(!decode_base32("NBUq"));
  CHECK(!decode_base32("NBUR"));
  CHECK(decode_hex("6869") == "hi");
  CHECK(!decode_hex("686"));
  CHECK(!decode_hex("6g"));
  CHECK(decode_base58("11") == std::string(2, '\0'));
  CHECK(decode_base58("8wr") == "hi");
  CHECK(!decode_base58("0"));
  CHECK(decode_base62("0011", 2) == std::string({'\0', '\x3f'}));
  CHECK(!decode_base62("zzzz", 2));
  CHECK(decode_percent("a%2Bb%") == "a+b%");
}

TEST_CASE("a private key is one if its DER parses, whatever its armour") {
  const std::string rsa =
      sequence(bytes_of("020100") + kInteger + kInteger + kInteger + kInteger +
               kInteger + kInteger + kInteger + kInteger);
  check_kind("private-key", armored(private_key("RSA"), rsa));
  const std::string ec =
      sequence(bytes_of("020101") + element('\x04', times(32, 'k')));
  check_kind("private-key", armored(private_key("EC"), ec));
  const std::string wrapped = sequence(bytes_of("020100") + kAlgorithm +
                                       element('\x04', times(40, 'k')));
  check_kind("private-key", armored(private_key(""), wrapped));
  check_kind("private-key", base64(wrapped));
  check_kind("encoded-private-key", base64(armored(private_key(""), wrapped)));

  SECTION("it is refuted by a byte too few and by another last line") {
    const std::string shorter = rsa.substr(0, rsa.size() - 1);
    CHECK(check_structure("private-key", armored(private_key("RSA"),
                                                 shorter)) == Proof::kFailed);
    std::string other = armored(private_key("RSA"), rsa);
    other.replace(other.rfind("RSA"), 3, "DSA");
    CHECK(check_structure("private-key", other) == Proof::kFailed);
    CHECK(check_structure("encrypted-private-key",
                          armored(private_key("RSA"), rsa)) == Proof::kFailed);
  }
  SECTION("source code may quote, escape and join its lines") {
    std::string code = "\"";
    for (const char c : armored(private_key(""), wrapped)) {
      code += c == '\n' ? std::string("\\n\" +\n    \"") : std::string(1, c);
    }
    CHECK(check_structure("private-key", code) == Proof::kProven);
  }
}

TEST_CASE("an encrypted key is told apart from a plain one") {
  const std::string wrapped =
      sequence(kAlgorithm + element('\x04', times(48, 'k')));
  check_kind("encrypted-private-key",
             armored("ENCRYPTED " + private_key(""), wrapped));
  const std::string headers = "Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC," +
                              times(32, '0') + "\n\n";
  check_kind("encrypted-private-key",
             armored(private_key("RSA"), times(64, 'e'), headers));
  CHECK(check_structure("private-key",
                        armored(private_key("RSA"), times(64, 'e'), headers)) ==
        Proof::kFailed);
  const std::string inner = times(8, 'c') + times(61, 'k') + "\x01\x02\x03";
  const std::string plain = openssh("none", "none", inner);
  check_kind("private-key", armored(private_key("OPENSSH"), plain));
  check_kind("encrypted-private-key",
             armored(private_key("OPENSSH"),
                     openssh("aes256-ctr", "bcrypt", times(64, 'e'))));
  // The two check numbers differ, or the padding does not count.
  CHECK(check_structure(
            "private-key",
            base64(openssh("none", "none", "0123" + inner.substr(4)))) ==
        Proof::kFailed);
  CHECK(check_structure(
            "private-key",
            base64(openssh("none", "none", times(69, 'c') + "\x01\x03\x03"))) ==
        Proof::kFailed);
}

TEST_CASE("a PGP key is plain or under a passphrase, by its packets") {
  const auto packet = [](char usage) {
    const std::string body = "\x04" + big_endian(0, 4) + "\x16\x09" +
                             times(9, 'o') + big_endian(263, 2) +
                             times(33, 'q') + usage + times(34, 's');
    return "\x94" + big_endian(body.size(), 1) + body;
  };
  const std::string user = "\xb4\x02me";
  const auto block = [](const std::string& packets) {
    return armored("PGP " + private_key("") + " BLOCK", packets,
                   "Version: 1\n\n");
  };
  check_kind("pgp-private-key", block(packet('\0') + user));
  check_kind("pgp-encrypted-key", block(packet('\xfe') + user));
  CHECK(check_structure("pgp-encrypted-key", block(packet('\0'))) ==
        Proof::kFailed);
  CHECK(check_structure("pgp-private-key", block(user + packet('\0'))) ==
        Proof::kFailed);
  CHECK(check_structure("pgp-private-key",
                        block(packet('\0') + "\xb4\x7fme")) == Proof::kFailed);
}

TEST_CASE("PGP keys of the older and the newest version are read too") {
  const auto block = [](const std::string& body) {
    return armored("PGP " + private_key("") + " BLOCK",
                   "\x94" + big_endian(body.size(), 1) + body,
                   "Version: 1\n\n");
  };
  const auto newest = [](char usage) {
    return "\x06" + big_endian(0, 4) + "\x1b" + big_endian(32, 4) +
           times(32, 'q') + usage + times(32, 's');
  };
  check_kind("pgp-private-key", block(newest('\0')));
  check_kind("pgp-encrypted-key", block(newest('\xfd')));
  const std::string number = big_endian(16, 2) + "nn";
  check_kind("pgp-private-key",
             block("\x03" + big_endian(0, 4) + big_endian(0, 2) + "\x01" +
                   number + number + std::string(1, '\0') + times(9, 's')));
}

TEST_CASE("a PKCS#12 store is known by its first bytes") {
  const std::string store = sequence(
      bytes_of("020103") + sequence(kAlgorithm.substr(4)) + kAlgorithm);
  check_kind("pkcs12", base64(store));
  check_kind("pkcs12", store);
}

TEST_CASE("a JSON Web Token is JSON with a signature of the right length") {
  const auto token = [](const std::string& header, const std::string& claims,
                        std::size_t size) {
    return url64(header) + "." + url64(claims) + "." + url64(times(size, 's'));
  };
  const std::string header = R"({"alg":"HS256","typ":"JWT"})";
  check_kind("jwt", token(header, R"({"a":[1,-2.5e3,{"b":null}]})", 32));
  check_kind("jwt", "ghs_12_" + token(header, "{}", 32));
  check_kind("jwt", token(R"({"alg":"RS256"})", "{}", 256));
  check_kind("kubernetes-jwt",
             token(header, R"({"sub":"system:serviceaccount:a:b"})", 32));
  const auto fails = [&](const std::string& one) {
    return check_structure("jwt", one) == Proof::kFailed;
  };
  CHECK(fails(token(header, "{}", 31)));
  CHECK(fails(token(header, "{", 32)));
  CHECK(fails(token(header, "[]", 32)));
  CHECK(fails(token(R"({"typ":"JWT"})", "{}", 32)));
  CHECK(fails(token(R"({"alg":"none"})", "{}", 32)));
  CHECK(fails(url64(header) + "." + url64("{}")));
  // Deeper than any token.
  CHECK(fails(token(header, "{\"a\":" + times(5000, '['), 32)));
  CHECK(check_structure("kubernetes-jwt", token(header, "{}", 32)) ==
        Proof::kFailed);
}

TEST_CASE("what an issuer puts into its tokens is found in them") {
  check_kind(
      "ansible-vault", "$ANSIBLE_" + std::string("VAULT;1.1;AES256\n  ") + [] {
        std::string body;
        for (const char c :
             times(64, 'a') + "\n" + times(64, 'b') + "\n" + times(6, 'c')) {
          const std::string digits = "0123456789abcdef";
          body += digits[byte_of(c) >> 4U];
          body += digits[byte_of(c) & 15U];
          if (body.size() % 83 == 80) body += "\n  ";
        }
        return body;
      }());
  check_kind("atlassian-data-center", base64("012345678901:" + times(20, 's')));
  check_kind("basic-auth", base64("user:pass"));
  check_kind("bedrock-key",
             "ABSK" + base64("BedrockAPI" + std::string("Key-a:b")));
  check_kind("bedrock-key",
             "bedrock-api-key-" + base64("bedrock.amazonaws.com/?Action=x"));
  check_kind("clerk-key", "pk_live_" + base64("clerk.example.com$"));
  check_kind("discord-token", base64("12345678901234567", false) + ".a.b");
  check_kind("fly-token", "fm2_" + base64(bytes_of("92c40141a142")) + ",fm2_" +
                              base64(bytes_of("91dc0001cd0102")));
  check_kind("grafana-cloud", "glc_" + base64(R"({"o":"1","n":"a","k":"b"})"));
  check_kind("grafana-key", base64(R"({"k":"a","n":"b","id":1})"));
  check_kind("intercom-token", base64("tok:01234567_89ab_cdef"));
  check_kind("jfrog-reference", base64("reftkn:01:0123456789:abcdef"));
  check_kind("mapbox-token",
             "sk." + url64(R"({"u":"me","a":"b"})") + "." + times(22, 'A'));
  check_kind(
      "onepassword-token",
      "ops_" + base64(R"({"signInAddress":1,"userAuth":{},"email":""})"));
  check_kind("sentry-org",
             "sntrys_" +
                 base64(R"({"iat":1,"url":"","region_url":"","org":"x"})") +
                 "_" + base64(times(32, 's'), false));
  check_kind("teamcity",
             "a.b." + base64("01234567-89ab-cdef-0123-456789abcdef"));
  check_kind("workos-key",
             "sk_test_" + base64("key_01ARZ3NDEKTSV4RRFFQ69G5FAV,abc"));
}

TEST_CASE("a macaroon names its site and ends in its signature") {
  const auto token = [](const std::string& site) {
    return "pypi-" + url64("\x02\x01" + big_endian(site.size(), 1) + site +
                           "\x02\x01i" + std::string("\0\x02\x03one\0\0", 8) +
                           "\x06\x20" + times(32, 's'));
  };
  check_kind("pypi-token", token("pypi.org"));
  check_kind("pypi-token", token("test.pypi.org"));
  CHECK(check_structure("pypi-token", token("pypi.com")) == Proof::kFailed);
  // A signature alone signs nothing.
  CHECK(check_structure("pypi-token",
                        "pypi-" + url64(std::string("\x02\0\x06\x20", 4) +
                                        times(32, 's'))) == Proof::kFailed);
  CHECK(check_structure("pypi-token", token("pypi.org") + "AAAA") ==
        Proof::kFailed);
}

TEST_CASE("a Vault token is protocol buffer fields to its end") {
  check_kind("vault-token", "hvs." + url64("\x08\x01\x12\x04once"));
  CHECK(
      check_structure("vault-token", "hvs." + url64("\x08\x01\x12\x05once")) ==
      Proof::kFailed);
}

TEST_CASE("a GitLab payload holds its routing text and its own length") {
  // The payload of the documented example, of filler bytes.
  const std::string payload = url64(times(16, '\0') + "c:1\no:1\nt:1" + "\x0b");
  REQUIRE(payload.size() == 38);
  check_kind("gitlab-routable", "glpat-" + payload + ".01.120000000");
  check_kind("gitlab-routable", "glrt-t1_" + payload + ".120000000");
  CHECK(check_structure("gitlab-routable",
                        "glpat-" + payload + ".01.130000000") ==
        Proof::kFailed);
}

TEST_CASE("a form that too many texts have proves nothing, but can refute") {
  check_weak_kind("aws-key-id", "AKIA" + times(16, 'A'),
                  "AKIA" + times(16, '7'));
  check_weak_kind("azure-sas", times(43, 'A') + "%3D", times(42, 'A') + "B%3D");
  check_weak_kind("defined-networking",
                  "dnkey-" + times(26, 'A') + "-" + times(52, 'A'),
                  "dnkey-" + times(26, 'B') + "-" + times(52, 'A'));
  check_weak_kind("docker-pat", "dckr_pat_" + times(27, 'A'),
                  "dckr_pat_" + times(27, 'B'));
  check_weak_kind("docker-swarm",
                  "SWMTKN-1-" + times(50, '0') + "-" + times(25, '0'),
                  "SWMTKN-1-" + times(50, 'z') + "-" + times(25, '0'));
  check_weak_kind("docker-swarm", "SWMKEY-1-" + times(43, 'A'),
                  "SWMKEY-1-" + times(43, 'B'));
  check_weak_kind("ksuid", "0ujtsYcgvSTl8PAuAdqWYSMnLOv", times(27, 'z'));
  check_weak_kind("sendgrid", "SG." + times(22, 'A') + "." + times(43, 'A'),
                  "SG." + times(22, 'B') + "." + times(43, 'A'));
  check_weak_kind("uuid4", "sdk-00000000-0000-4000-8000-000000000000",
                  "sdk-00000000-0000-1000-8000-000000000000");
  std::string scalar(32, '\0');
  scalar.back() = '\x40';
  check_weak_kind("wireguard-key", base64(scalar), base64(times(32, '\1')));
}
