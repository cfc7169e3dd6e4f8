#include "scan/provider_place.h"

#include <string>
#include <vector>

#include "support.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// A name that means nothing else, and one that is a word.
constexpr std::string_view kRules = R"(
[[rules]]
id = "formless"
description = "a value near a name"
context = ["acmesoft"]
shape = "{base62:32}"
entropy = 3
[[rules]]
id = "wordy"
description = "a value where a word names a provider"
provider = ["coder"]
shape = "{base62:32}"
entropy = 3
[[rules]]
id = "short"
description = "a value near a word of few letters"
context = ["qot"]
shape = "q{base62:32}"
entropy = 3
)";

using Rules = std::vector<std::string>;

Rules found_in(std::string text) {
  static const RuleSet rules = rules_of(kRules);
  const std::string value = fresh("{base62:32}", 7);
  for (std::size_t at = text.find('@'); at != std::string::npos;
       at = text.find('@')) {
    text.replace(at, 1, value);
  }
  return found(rules, text);
}

const Rules kNone;
const Rules kFormless = {"formless"};
const Rules kWordy = {"wordy"};

}  // namespace

TEST_CASE("the arguments of a provider's call count on all of its lines") {
  for (const std::string call :
       {"Acmesoft(", "new AcmesoftClient(", "acmesoft.Client(",
        "Acmesoft::Client.new(", "acmesoft.NewClient(", "acmesoft.Config{",
        "new \\Acmesoft\\Api\\Client("}) {
    CAPTURE(call);
    CHECK(found_in(call + "\n  1,\n  2,\n  '@')") == kFormless);
    CHECK(found_in(call + "\n  'a(',\n  f(2),\n  api_key='@')") == kFormless);
    CHECK(found_in(call + "{\n  a: 1,\n  b: 2,\n  apiKey: \"@\"})") ==
          kFormless);
    CHECK(found_in(call + "\n  1,\n  2)\ng('@')") == kNone);
    CHECK(found_in(call + "\n  1,\n  2,\n  commit='@')") == kNone);
    CHECK(found_in(call + "\n  1,\n  2,\n  @)") == kNone);
  }
  CHECK(found_in("Acmesoft.configure do |c|\n  c.a = 1\n  c.b = 2\n"
                 "  c.token = '@'\nend") == kFormless);
  CHECK(found_in("acmesoft (see below)\n\n\n'@'") == kNone);
}

TEST_CASE("a header or parameter counts a few lines from the URL of an API") {
  const std::string url = "'https://api.acmesoft.com/v2/users'";
  for (const std::string given :
       {"'X-Api-Key': '@'", "Authorization: Bearer @", "-u '@:'",
        "access_token = @", "{\"auth\": \"@\"}", "-H \"X-Token: @\""}) {
    CAPTURE(given);
    CHECK(found_in(url + "\n1\n2\n" + given) == kFormless);
    CHECK(found_in(given + "\n1\n2\n" + url) == kFormless);
  }
  CHECK(found_in(url + "\n1\n2\ncommit = '@'") == kNone);
  CHECK(found_in(url + "\n1\n2\n'@'") == kNone);
  CHECK(found_in(url + "\n1\n2\n3\n4\n5\ntoken = '@'") == kNone);
  CHECK(found_in("https://www.acmesoft.com/news\n1\n2\ntoken = '@'") == kNone);
}

TEST_CASE("a provider that is a word counts only where it is one") {
  CHECK(found_in("new Coder('@')") == kWordy);
  CHECK(found_in("coder.Client(\n\n\ntoken='@')") == kWordy);
  CHECK(found_in("CODER_API_KEY=@") == kWordy);
  CHECK(found_in("coderToken: '@'") == kWordy);
  CHECK(found_in("apiKeyOfCoder = '@'") == kWordy);
  CHECK(found_in("fetch('https://coder.io/api/x',\n {'X-Token': '@'})") ==
        kWordy);
  CHECK(found_in("the coder wrote @") == kNone);
  CHECK(found_in("coder = '@'") == kNone);
  CHECK(found_in("decoder('@')") == kNone);
  CHECK(found_in("decoder_key = '@'") == kNone);
  CHECK(found_in("coders('@')") == kNone);
  CHECK(found_in("new Coder({\n  commit: '@'})") == kNone);
}

TEST_CASE("a place is decided by the bytes within its reach") {
  // The same with whatever farther away.
  const std::string text = "acmesoft.Client(\n1,\n2,\n'@";
  const std::string far(kProviderAfter, ' ');
  CHECK(found_in(text + "'" + far) == kFormless);
  CHECK(found_in(text + "'" + far + ")") == kFormless);
  CHECK(found_in("acmesoft.Client(\n\n\n" + far + "'@')") == kNone);
}

TEST_CASE("a short word of a context counts only where it stands for itself") {
  for (const std::string word : {"qot", "QOT", "my_qot", "qot2", "qotToken",
                                 "QotName", "myQot", "QOTPREFIX", "qotapi"}) {
    CAPTURE(word);
    CHECK(found_in(word + " = 'q@'") == Rules{"short"});
  }
  for (const std::string word : {"qotted", "aqot", "AQOT", "7qot", "Qotted"}) {
    CAPTURE(word);
    CHECK(found_in(word + " = 'q@'") == kNone);
  }
}
