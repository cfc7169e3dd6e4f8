#include "judge/key_name.h"

#include <string>

#include "support/catch.h"

using namespace gitward;

namespace {

// The word of the name that these bytes are in, which stand in it once.
ByteRange word_in(std::string_view name, std::string_view bytes) {
  const std::size_t at = name.find(bytes);
  REQUIRE(at != std::string_view::npos);
  return word_around(name, {0, name.size()}, {at, at + bytes.size()});
}

KeyName read(std::string_view name, std::string_view bytes) {
  return read_key_name(name, {0, name.size()}, word_in(name, bytes));
}

}  // namespace

TEST_CASE("a word of a name ends where case or a sign changes") {
  const auto word = [](std::string_view name, std::string_view bytes) {
    return std::string(word_in(name, bytes).of(name));
  };
  CHECK(word("db_password", "pass") == "password");
  CHECK(word("dbPassword", "Pass") == "Password");
  CHECK(word("userpassword", "pass") == "userpassword");
  CHECK(word("DB_PASSWORD", "PASS") == "PASSWORD");
  CHECK(word("APIKey", "Key") == "Key");
  CHECK(word("db.password2", "pass") == "password");
  CHECK(word("my-token-id", "token") == "token");
  CHECK(word("TOKENFile", "TOKEN") == "TOKEN");
}

TEST_CASE("words that mean a secret") {
  for (const char* const word :
       {"password",     "Password",      "PASSWD",    "passphrase",
        "userpassword", "pwd",           "pass",      "dbpass",
        "token",        "tokens",        "authtoken", "apikey",
        "key",          "keys",          "keystring", "auth",
        "oauth",        "authorization", "creds",     "credentials",
        "secret",       "clientsecret",  "login",     "psw",
        "senha",        "signature",     "passwort"}) {
    CAPTURE(word);
    CHECK(is_key_word(word));
  }
}

TEST_CASE("words that only hold such a word") {
  for (const char* const word :
       {"monkey",    "turkeys",   "hotkey",    "author",    "authors",
        "authority", "tokenizer", "tokenize",  "compass",   "bypass",
        "passed",    "passenger", "secretary", "secretion", "keyboard",
        "keys_",     "credit",    "loginname", "",          "s"}) {
    CAPTURE(word);
    CHECK(!is_key_word(word));
  }
}

TEST_CASE("a token of a page, a lock or a form opens nothing") {
  CHECK(is_ticket("Next", "Token"));
  CHECK(is_ticket("csrf", "token"));
  CHECK(is_ticket("CANCELLATION", "TOKENS"));
  CHECK(!is_ticket("access", "token"));
  CHECK(!is_ticket("next", "password"));
}

TEST_CASE("a name says what kind of secret it is") {
  CHECK(read("db_password", "password").kind == KeyKind::kPassword);
  CHECK(read("client_secret", "secret").kind == KeyKind::kSecret);
  CHECK(read("access_token", "token").kind == KeyKind::kToken);
  CHECK(read("apiKey", "Key").kind == KeyKind::kKey);
  CHECK(read("basic_auth", "auth").kind == KeyKind::kAuth);
  CHECK(read("credentials", "cred").kind == KeyKind::kCredential);
  CHECK(read("login", "login").kind == KeyKind::kLogin);
  CHECK(read("signature", "signature").kind == KeyKind::kSignature);
}

TEST_CASE("the last word of a name makes something else of it") {
  CHECK(read("db_password", "pass").ending == KeyEnding::kKeyword);
  CHECK(read("auth_token", "auth").ending == KeyEnding::kKeyword);
  CHECK(read("password_value", "pass").ending == KeyEnding::kValue);
  CHECK(read("secret_prod", "secret").ending == KeyEnding::kValue);
  CHECK(read("token2", "token").ending == KeyEnding::kNumber);
  CHECK(read("password_file", "pass").ending == KeyEnding::kAbout);
  CHECK(read("tokenTypes", "token").ending == KeyEnding::kAbout);
  CHECK(read("key_ids", "key").ending == KeyEnding::kAbout);
  CHECK(read("tokenUrls", "token").ending == KeyEnding::kAbout);
  CHECK(read("token_banana", "token").ending == KeyEnding::kUnknown);
}

TEST_CASE(
    "the other words of a name tell whose it is, or that it is harmless") {
  CHECK(read("public_key", "key").harmless);
  CHECK(read("primaryKey", "Key").harmless);
  CHECK(!read("api_key", "key").harmless);
  CHECK(read("api_key", "key").serious);
  CHECK(read("db_password", "pass").serious);
  CHECK(!read("password", "pass").serious);
  CHECK(read("getPassword", "Pass").asks);
  CHECK(!read("newPassword", "Pass").asks);
}

TEST_CASE("a name is counted and its case is told") {
  const KeyName upper = read("MY_DB_PASSWORD_FILE", "PASSWORD");
  CHECK(upper.words == 4);
  CHECK(upper.after == 1);
  CHECK(upper.upper);
  CHECK(!upper.camel);
  CHECK(!upper.dotted);
  const KeyName camel = read("app.dbPassword", "Password");
  CHECK(camel.words == 3);
  CHECK(camel.camel);
  CHECK(camel.dotted);
  CHECK(!camel.upper);
}
