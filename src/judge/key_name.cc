#include "judge/key_name.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "judge/characters.h"
#include "judge/lowered.h"
#include "judge/word_list.h"

namespace gitward {
namespace {

using Words = std::initializer_list<std::string_view>;

bool any_of(std::string_view word, Words words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool holds(std::string_view word, std::string_view part) {
  return word.find(part) != std::string_view::npos;
}

// "monkey" and "hotkeys" end in key and open nothing.
bool is_key(std::string_view word) {
  if (word.ends_with("s")) word.remove_suffix(1);
  if (word.ends_with("key")) {
    return !any_of(word,
                   {"monkey",   "turkey", "donkey",     "hockey",     "whiskey",
                    "jockey",   "hotkey", "lackey",     "mickey",     "smokey",
                    "pokey",    "dokey",  "subkey",     "nokey",      "anykey",
                    "multikey", "keykey", "foreignkey", "primarykey", "sortkey",
                    "shortkey"});
  }
  return word.starts_with("key") &&
         any_of(word.substr(3), {"data", "string", "str", "value", "val", "hex",
                                 "bytes", "text", "material", "base"});
}

bool is_pass(std::string_view word) {
  if (!holds(word, "pass")) return false;
  if (holds(word, "password") || holds(word, "passwd") ||
      holds(word, "passphrase") || holds(word, "passcode") ||
      holds(word, "passwort") || holds(word, "passwrd")) {
    return true;
  }
  if (word.ends_with("pass")) {
    return !any_of(word, {"compass", "bypass", "encompass", "surpass",
                          "trespass", "overpass", "underpass", "onepass",
                          "twopass", "multipass", "firstpass", "renderpass"});
  }
  return word.starts_with("pass") &&
         any_of(word.substr(4),
                {"key", "keys", "str", "string", "text", "wrd", "w", "word"});
}

bool is_token(std::string_view word) {
  if (word.ends_with("token") || word.ends_with("tokens")) {
    return true;
  }
  return word.starts_with("token") &&
         any_of(word.substr(5), {"value", "val", "string", "str", "secret",
                                 "key", "data", "text", "hash"});
}

bool is_auth(std::string_view word) {
  return word.ends_with("auth") || word.starts_with("authorization") ||
         (word.starts_with("auth") &&
          any_of(word.substr(4), {"key", "code", "data", "string", "str",
                                  "header", "value", "secret", "pass"}));
}

bool is_credential(std::string_view word) {
  return any_of(word, {"cred", "creds", "credential", "credentials"}) ||
         word.ends_with("creds") || word.ends_with("credential") ||
         word.ends_with("credentials");
}

bool is_login(std::string_view word) {
  return any_of(word, {"login", "signin", "logon"});
}

// Calls use(word, is_last) with the words of a name, in lower case.
template <typename Use>
void for_each_word(ByteView text, ByteRange name, Use use) {
  const auto begin_from = [&](std::size_t at) {
    while (at < name.end && !is_alnum(text[at])) ++at;
    return at;
  };
  const Lowered<kLongestKey> lowered(name.of(text));
  for (std::size_t at = begin_from(name.begin); at < name.end;) {
    ByteRange word{at, at};
    if (is_digit(text[at])) {
      while (word.end < name.end && is_digit(text[word.end])) ++word.end;
    } else {
      word = word_around(text, name, {at, at + 1});
    }
    at = begin_from(word.end);
    use(lowered.text().substr(word.begin - name.begin, word.size()),
        at == name.end);
  }
}

// Without an s at its end, but in words that are too short for a plural.
bool is_about(std::string_view word) {
  if (word.ends_with("s") && word.size() > 3) word.remove_suffix(1);
  static constexpr WordSet kWords{
      "id",        "ids",          "name",        "file",        "filename",
      "path",      "dir",          "directory",   "folder",      "url",
      "uri",       "endpoint",     "link",        "type",        "kind",
      "length",    "len",          "size",        "count",       "num",
      "number",    "limit",        "max",         "min",         "expiry",
      "expire",    "expiration",   "expiresin",   "ttl",         "timeout",
      "age",       "time",         "date",        "at",          "algorithm",
      "alg",       "algo",         "format",      "field",       "label",
      "title",     "hint",         "prompt",      "message",     "msg",
      "error",     "err",          "regex",       "pattern",     "rule",
      "policy",    "scheme",       "strategy",    "index",       "idx",
      "version",   "prefix",       "suffix",      "header",      "param",
      "parameter", "arg",          "arn",         "host",        "region",
      "mode",      "scope",        "fingerprint", "state",       "statu",
      "uuid",      "method",       "provider",    "manager",     "store",
      "storage",   "service",      "handler",     "factory",     "helper",
      "util",      "test",         "spec",        "validator",   "encoder",
      "generator", "resolver",     "reset",       "change",      "update",
      "confirm",   "confirmation", "required",    "enabled",     "disabled",
      "valid",     "invalid",      "input",       "placeholder", "description",
      "desc",      "column",       "attribute",   "attr",        "property",
      "option",    "setting",      "config",      "ref",         "reference",
      "source",    "var",          "variable",    "env",         "environ",
      "strength",  "history",      "usage",       "user",        "username",
      "login",     "email",        "request",     "response",    "form",
      "page",      "view",         "button",      "icon",        "color",
      "event",     "action",       "callback",    "listener",    "down",
      "up",        "code",         "map",         "list",        "set",
      "array",     "object",       "info",        "meta",        "metadata",
      "issuer",    "audience",     "subject",     "server",      "client",
      "cookie",    "session",      "grant",       "flow",        "hash",
      "digest",    "checksum",     "salt",        "iv",          "nonce",
      "vault"};
  return kWords.holds(word);
}

bool is_harmless(std::string_view word) {
  static constexpr WordSet kWords{
      "public",      "pub",          "primary",      "foreign",
      "sort",        "partition",    "cache",        "object",
      "row",         "group",        "translation",  "i18n",
      "locale",      "lookup",       "hash",         "map",
      "dict",        "unique",       "composite",    "range",
      "search",      "index",        "column",       "field",
      "css",         "csrf",         "xsrf",         "page",
      "next",        "continuation", "cursor",       "pagination",
      "verify",      "verification", "host",         "known",
      "parent",      "child",        "first",        "last",
      "prev",        "shift",        "alt",          "ctrl",
      "arrow",       "message",      "msg",          "label",
      "string",      "sync",         "cancellation", "cancel",
      "idempotency", "request",      "dependency",   "query",
      "param",       "registry",     "reg",          "license",
      "licence",     "answer",       "symbol",       "punctuation",
      "operator",    "lex",          "lexer",        "parse",
      "parser",      "syntax",       "eof",          "author"};
  return kWords.holds(word);
}

bool is_serious(std::string_view word) {
  static constexpr WordSet kWords{
      "api",        "access",   "secret",     "private",     "priv",
      "client",     "consumer", "app",        "application", "db",
      "database",   "mysql",    "postgres",   "pg",          "redis",
      "mongo",      "mongodb",  "sql",        "ldap",        "smtp",
      "mail",       "email",    "imap",       "ftp",         "sftp",
      "ssh",        "admin",    "root",       "user",        "master",
      "encryption", "encrypt",  "crypt",      "crypto",      "cipher",
      "signing",    "sign",     "hmac",       "jwt",         "session",
      "shared",     "account",  "storage",    "service",     "auth",
      "oauth",      "oauth2",   "bearer",     "refresh",     "id",
      "bot",        "webhook",  "deploy",     "personal",    "aws",
      "azure",      "gcp",      "google",     "github",      "gitlab",
      "slack",      "stripe",   "twilio",     "sendgrid",    "wifi",
      "wpa",        "keystore", "truststore", "proxy",       "vpn",
      "sudo",       "basic",    "login"};
  return kWords.holds(word);
}

bool asks(std::string_view word) {
  static constexpr WordSet kWords{
      "get",     "is",     "has",       "set",      "check",    "validate",
      "verify",  "forgot", "forgotten", "forget",   "reset",    "change",
      "confirm", "enter",  "ask",       "read",     "parse",    "show",
      "hide",    "toggle", "require",   "required", "requires", "missing",
      "invalid", "wrong",  "incorrect", "no",       "without",  "use",
      "with",    "on",     "handle",    "create",   "generate", "make",
      "find",    "load",   "fetch",     "expired"};
  return kWords.holds(word);
}

bool is_value(std::string_view word) {
  static constexpr WordSet kWords{
      "value",    "val",         "string",  "str",    "text",
      "plain",    "raw",         "hex",     "base64", "b64",
      "bytes",    "data",        "default", "prod",   "production",
      "dev",      "development", "staging", "stage",  "local",
      "live",     "sandbox",     "old",     "new",    "current",
      "primary",  "secondary",   "main",    "backup", "1",
      "one",      "two",         "a",       "b",      "encoded",
      "encrypted"};
  return kWords.holds(word);
}

KeyKind kind_of(std::string_view word) {
  if (is_pass(word) || holds(word, "pwd") || holds(word, "psw") ||
      word == "senha" || holds(word, "identified")) {
    return KeyKind::kPassword;
  }
  if (holds(word, "secret")) return KeyKind::kSecret;
  if (is_token(word)) return KeyKind::kToken;
  if (is_credential(word)) return KeyKind::kCredential;
  if (is_key(word)) return KeyKind::kKey;
  if (is_login(word)) return KeyKind::kLogin;
  if (holds(word, "signature")) return KeyKind::kSignature;
  return KeyKind::kAuth;
}

// What a name ends in behind the telling word.
KeyEnding ending_of(std::string_view last) {
  if (is_key_word(last)) return KeyEnding::kKeyword;
  if (is_about(last)) return KeyEnding::kAbout;
  if (is_digit(last.front())) return KeyEnding::kNumber;
  return is_value(last) ? KeyEnding::kValue : KeyEnding::kUnknown;
}

}  // namespace

ByteRange word_around(ByteView text, ByteRange name, ByteRange keyword) {
  std::size_t begin = keyword.begin;
  if (is_lower(text[begin])) {
    while (begin > name.begin && is_lower(text[begin - 1])) --begin;
    if (begin > name.begin && is_upper(text[begin - 1])) --begin;
  } else if (keyword.size() == 1 || !is_lower(text[begin + 1])) {
    while (begin > name.begin && is_upper(text[begin - 1])) --begin;
  }
  std::size_t end = keyword.end;
  // One capital may begin a word in small letters.
  const bool begins_word =
      keyword.size() == 1 && end < name.end && is_lower(text[end]);
  if (is_lower(text[end - 1]) || begins_word) {
    while (end < name.end && is_lower(text[end])) ++end;
  } else {
    while (end < name.end && is_upper(text[end]) &&
           !(end + 1 < name.end && is_lower(text[end + 1]))) {
      ++end;
    }
  }
  return {begin, end};
}

bool is_key_word(ByteView in_any_case) {
  const Lowered<kLongestKey> lowered(in_any_case);
  const std::string_view word = lowered.text();
  return is_pass(word) || is_token(word) || is_key(word) || is_auth(word) ||
         is_credential(word) || is_login(word) || word.ends_with("pwd") ||
         word.starts_with("pwd") || word.ends_with("psw") || word == "pswd" ||
         word == "senha" || word == "signature" || word == "identified by" ||
         (holds(word, "secret") && !holds(word, "secreta") &&
          !holds(word, "secreti"));
}

bool is_ticket(ByteView before, ByteView in_any_case) {
  const Lowered<kLongestKey> word(in_any_case);
  return (word.text() == "token" || word.text() == "tokens") &&
         any_of(Lowered<kLongestKey>(before).text(),
                {"next",   "page",    "paging",   "pagination",  "continuation",
                 "cursor", "lock",    "sync",     "idempotency", "cancellation",
                 "resume", "request", "previous", "prev",        "starting",
                 "start",  "marker",  "csrf",     "xsrf",        "update",
                 "change", "eof",     "parser",   "lexer",       "list"});
}

KeyName read_key_name(ByteView text, ByteRange name, ByteRange word) {
  KeyName key;
  const Lowered<kLongestKey> lowered(word.of(text));
  const std::string_view keyword = lowered.text();
  key.kind = kind_of(keyword);
  key.words = 1;
  key.harmless = keyword.starts_with("public") || keyword.starts_with("cache");
  key.serious = keyword.starts_with("api") || keyword.starts_with("access") ||
                keyword.starts_with("private") || keyword.starts_with("secret");
  for_each_word(text, {name.begin, word.begin},
                [&](std::string_view before, bool /*is_last*/) {
                  if (key.words == 1) key.asks = asks(before);
                  ++key.words;
                  key.harmless |= is_harmless(before);
                  key.serious |= is_serious(before);
                });
  for_each_word(text, {word.end, name.end},
                [&](std::string_view after, bool is_last) {
                  ++key.words;
                  ++key.after;
                  if (is_last) key.ending = ending_of(after);
                });
  const ByteView all = name.of(text);
  const bool any_lower = std::any_of(all.begin(), all.end(), is_lower);
  const bool any_upper = std::any_of(all.begin(), all.end(), is_upper);
  key.upper = any_upper && !any_lower;
  key.camel = any_upper && any_lower && is_lower(all.front());
  key.dotted = all.find('.') != ByteView::npos;
  return key;
}

}  // namespace gitward
