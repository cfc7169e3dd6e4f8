#include "rules/rule_set.h"

#include <map>
#include <set>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "base/digest.h"
#include "base/error.h"
#include "base/file.h"
#include "judge/judge.h"
#include "rules/builtin.h"
#include "support/catch.h"

using namespace gitward;

namespace {

using Files = std::map<std::string, std::string>;

RuleSetRequest request_for(const std::string& text, const Files& files = {}) {
  RuleSetRequest request;
  request.config = RuleText{".gitward.toml", text};
  request.read =
      [files](const std::string& path) -> std::optional<std::string> {
    const auto found = files.find(path);
    if (found == files.end()) return std::nullopt;
    return found->second;
  };
  return request;
}

RuleSet load(const std::string& text, const Files& files = {}) {
  return load_rules(request_for(text, files));
}

// Without the built-in rules.
RuleSet load_alone(const std::string& text, const Files& files = {}) {
  return load("[extend]\nuseDefault = false\n" + text, files);
}

std::string message_of(const RuleSetRequest& request) {
  try {
    (void)load_rules(request);
  } catch (const Error& error) {
    CHECK(error.kind() == ErrorKind::kConfig);
    return error.what();
  }
  return "";
}

const Rule& rule_of(const RuleSet& set, const std::string& id) {
  const Rule* rule = set.find(id);
  REQUIRE(rule != nullptr);
  return *rule;
}

bool finds(const LazyRegex& regex, const std::string& text) {
  MatchScratch scratch;
  Regex::Match match;
  return regex.search(text, 0, scratch, match) == Regex::Outcome::kMatch;
}

std::vector<std::string> literals_of(const Rule& rule) {
  std::vector<std::string> result;
  for (const Anchor& anchor : rule.anchors) result.push_back(anchor.literal);
  return result;
}

using Words = std::vector<std::string>;

}  // namespace

TEST_CASE("a gitleaks configuration means here what it means there") {
  const RuleSet set = load(R"(
title = "my rules"
minVersion = "v8.25.0"

[extend]
useDefault = true
disabledRules = ["github-pat"]

[[rules]]
id = "Example_Token"
description = "a token of example"
regex = '''(?i)example[^\n]{0,9}['"](ex[0-9a-f]{20})['"]'''
secretGroup = 1
entropy = 3
path = '''\.(env|toml)$'''
keywords = ["Example", "EXA"]
tags = ["example", "token"]
[[rules.allowlists]]
description = "tests"
condition = "and"
regexTarget = "line"
paths = ['''^tests/''']
regexes = ['''fixture''']
stopwords = ["DUMMY"]
commits = ["ABCDEFABCDEFABCDEFABCDEFABCDEFABCDEFABCD"]

[[allowlists]]
condition = "||"
paths = ['''^vendor/''']
regexTarget = "match"
)");
  CHECK(set.find("github-pat") == nullptr);
  CHECK(set.find("github-fine-grained-pat") != nullptr);
  const Rule& rule = rule_of(set, "Example_Token");
  CHECK(&rule == &set.rules().back());
  CHECK(rule.info->description == "a token of example");
  CHECK(rule.info->tags == Words{"example", "token"});
  CHECK(rule.info->severity == Severity::kHigh);
  CHECK(rule.confidence == Confidence::kMedium);
  CHECK(rule.secret_group == 1);
  CHECK(rule.entropy == 3.0);
  CHECK(literals_of(rule) == Words{"example", "exa"});
  CHECK(rule.reach.kind == Reach::Kind::kWhole);
  CHECK(rule.max_match == 0);
  CHECK_FALSE(rule.strong);
  CHECK_FALSE(rule.generic);
  CHECK(finds(*rule.path, "a/.env"));
  CHECK_FALSE(finds(*rule.path, "a/.env.c"));

  REQUIRE(rule.allowlists.size() == 1);
  const Allowlist& list = rule.allowlists[0];
  CHECK(list.description == "tests");
  CHECK(list.condition == Allowlist::Condition::kAll);
  CHECK(list.target == Allowlist::Target::kLine);
  CHECK(list.stopwords == Words{"dummy"});
  CHECK(list.commits == Words{"abcdefabcdefabcdefabcdefabcdefabcdefabcd"});
  REQUIRE(list.paths.size() == 1);
  CHECK(finds(list.paths[0], "tests/a"));
  REQUIRE(list.regexes.size() == 1);
  CHECK(finds(list.regexes[0], "a fixture"));

  const Allowlist& global = set.allowlists().back();
  CHECK(global.condition == Allowlist::Condition::kAny);
  CHECK(global.target == Allowlist::Target::kMatch);
  CHECK(finds(global.paths.at(0), "vendor/a"));
}

TEST_CASE("the singular allowlists of older gitleaks files are read") {
  const RuleSet set = load_alone(R"(
[allowlist]
paths = ["^vendor/"]
[[rules]]
id = "sample-token"
regex = "sample_[a-z]{9}"
[rules.allowlist]
stopwords = ["example"]
)");
  CHECK(set.allowlists().size() == 1);
  CHECK(rule_of(set, "sample-token").allowlists.size() == 1);
}

TEST_CASE("the built-in rules stay unless the configuration drops them") {
  const std::string rule = "[[rules]]\nid = \"mine\"\nregex = \"mine_\"\n";
  const std::size_t builtin = load_rules({}).rules().size();
  CHECK(builtin > 100);
  CHECK(load("").rules().size() == builtin);
  CHECK(load(rule).rules().size() == builtin + 1);
  CHECK(load("[extend]\nuseDefault = true\n" + rule).rules().size() ==
        builtin + 1);
  const RuleSet alone = load_alone(rule);
  CHECK(alone.rules().size() == 1);
  CHECK(alone.allowlists().empty());
}

TEST_CASE("the topmost file that says so decides on the built-in rules") {
  const Files files = {{"base.toml",
                        "[extend]\nuseDefault = false\n"
                        "[[rules]]\nid = \"base\"\nregex = \"base_\"\n"}};
  CHECK(load("[extend]\npath = \"base.toml\"\n", files).rules().size() == 1);
  CHECK(load("[extend]\npath = \"base.toml\"\nuseDefault = true\n", files)
            .rules()
            .size() > 100);
}

TEST_CASE("a path stands relative to the file that names it") {
  const Files files = {
      {"team/base.toml",
       "[extend]\npath = \"more/deep.toml\"\n"
       "[[rules]]\nid = \"base\"\nregex = \"base_\"\n"},
      {"team/more/deep.toml",
       "[extend]\npath = \"../../top.toml\"\n"
       "[[rules]]\nid = \"deep\"\nregex = \"deep_\"\n"},
      {"top.toml", "[[rules]]\nid = \"top\"\nregex = \"top_\"\n"}};
  const RuleSet set = load_alone("path = \"./team/base.toml\"\n", files);
  REQUIRE(set.rules().size() == 3);
  CHECK(set.rules()[0].id() == "top");
  CHECK(set.rules()[1].id() == "deep");
  CHECK(set.rules()[2].id() == "base");
  CHECK(set.rules()[1].source == "team/more/deep.toml:3");
}

TEST_CASE("the folder of the configuration is in messages, not in paths") {
  RuleSetRequest request = request_for(
      "[extend]\npath = \"team/rules.toml\"\n",
      // A path that looks like the configuration's name is another file.
      {{"team/rules.toml", "[extend]\npath = \"more.toml\"\n"},
       {"team/more.toml", "[limits]\n"}});
  request.config->name = "team/rules.toml";
  CHECK(message_of(request) == "team/team/more.toml:1: unknown key 'limits'");
  request.config->name = "HEAD:rules.toml";
  CHECK(message_of(request) == "HEAD:team/more.toml:1: unknown key 'limits'");
}

TEST_CASE("eight files may build on each other") {
  Files files;
  for (int i = 1; i < 7; ++i) {
    files[std::to_string(i)] =
        "[extend]\npath = \"" + std::to_string(i + 1) + "\"\n";
  }
  files["7"] = "[[rules]]\nid = \"deepest\"\nregex = \"deepest_\"\n";
  CHECK(load_alone("path = \"1\"\n", files).rules().size() == 1);
}

TEST_CASE("a file that can't be read is a mistake of the one that names it") {
  RuleSetRequest request = request_for("[extend]\npath = \"a.toml\"\n");
  request.read = [](const std::string&) -> std::optional<std::string> {
    throw Error(ErrorKind::kInput, "permission denied");
  };
  CHECK(message_of(request) ==
        ".gitward.toml:2: can't extend 'a.toml': permission denied");
  request.read = nullptr;
  CHECK(message_of(request) ==
        ".gitward.toml:2: can't extend 'a.toml': no other file can be read "
        "here");
}

TEST_CASE("a rule that is defined again keeps what it does not give") {
  const Files files = {{"base.toml", R"(
[[rules]]
id = "first"
regex = 'first_(a)'
[[rules]]
id = "sample"
description = "old"
severity = "low"
confidence = "low"
rotate = "https://example.com/"
regex = 'sample_(a)(b)'
secretGroup = 2
entropy = 3
path = "old$"
tags = ["one"]
keywords = ["sample"]
reach = 99
reachLines = 2
maxMatch = 77
matches = ["sample_ab"]
[[rules.allowlists]]
stopwords = ["one"]
[[rules]]
id = "last"
regex = 'last_(a)'
)"}};
  const std::string extend =
      "path = \"base.toml\"\n[[rules]]\nid = \"sample\"\n";
  SECTION("all of it") {
    const RuleSet set = load_alone(extend, files);
    const Rule& rule = rule_of(set, "sample");
    CHECK(&rule == &set.rules()[1]);
    CHECK(rule.info->description == "old");
    CHECK(rule.info->severity == Severity::kLow);
    CHECK(rule.info->rotate == "https://example.com/");
    CHECK(rule.confidence == Confidence::kLow);
    CHECK(rule.pattern() == "sample_(a)(b)");
    CHECK(rule.secret_group == 2);
    CHECK(rule.entropy == 3.0);
    CHECK(finds(*rule.path, "old"));
    CHECK(rule.reach.kind == Reach::Kind::kNear);
    CHECK(rule.reach.before == 99);
    CHECK(rule.reach.after == 99);
    CHECK(rule.reach.lines == 2);
    CHECK(rule.max_match == 77);
    CHECK(rule.matches.size() == 1);
    CHECK(rule.allowlists.size() == 1);
    CHECK(rule.source == ".gitward.toml:4");
  }
  SECTION("and what it gives wins or is added") {
    const RuleSet set = load_alone(extend + R"(
description = "new"
severity = "critical"
entropy = 0
path = "new$"
tags = ["two"]
keywords = ["other"]
[[rules.allowlists]]
stopwords = ["two"]
)",
                                   files);
    const Rule& rule = rule_of(set, "sample");
    CHECK(rule.info->description == "new");
    CHECK(rule.info->severity == Severity::kCritical);
    CHECK_FALSE(rule.entropy.has_value());
    CHECK(finds(*rule.path, "new"));
    CHECK(rule.info->tags == Words{"one", "two"});
    CHECK(literals_of(rule) == Words{"sample", "other"});
    REQUIRE(rule.allowlists.size() == 2);
    CHECK(rule.allowlists[1].stopwords == Words{"two"});
    // They may no longer hold.
    CHECK(rule.matches.empty());
  }
  SECTION("but another regex brings its own reach") {
    const RuleSet set =
        load_alone(extend + "regex = \"example_(a)(b)\"", files);
    const Rule& rule = rule_of(set, "sample");
    CHECK(rule.pattern() == "example_(a)(b)");
    CHECK(rule.secret_group == 2);
    CHECK(rule.reach.kind == Reach::Kind::kWhole);
    CHECK(rule.entropy == 3.0);
  }
  SECTION("and so does a shape") {
    const RuleSet set =
        load_alone(extend + "shape = \"example_{base62:9}\"", files);
    const Rule& rule = rule_of(set, "sample");
    CHECK(rule.reach.kind == Reach::Kind::kAnchored);
    CHECK(rule.secret_group == 0);
    CHECK(literals_of(rule) == Words{"example_"});
    CHECK(rule.shapes == Words{"example_{base62:9}"});
  }
}

TEST_CASE("a built-in rule can be given another regex") {
  const RuleSet set = load(
      "[[rules]]\nid = \"github-pat\"\nregex = \"ours_[a-z]{9}\"\n"
      "keywords = [\"ours\"]\n");
  const Rule& rule = rule_of(set, "github-pat");
  CHECK(rule.pattern() == "ours_[a-z]{9}");
  CHECK(rule.shapes.empty());
  CHECK(rule.checksum.empty());
  CHECK_FALSE(rule.strong);
  CHECK(rule.public_prefix == 0);
  CHECK(literals_of(rule) == Words{"ours"});
  CHECK(rule.info->severity == Severity::kCritical);
}

TEST_CASE("disabled rules are gone, and a disabled id can be defined anew") {
  const Files files = {{"base.toml",
                        "[[rules]]\nid = \"a\"\nregex = \"aa\"\n"
                        "tags = [\"old\"]\n"
                        "[[rules]]\nid = \"b\"\nregex = \"bb\"\n"}};
  const RuleSet set = load_alone(
      "path = \"base.toml\"\n"
      // Known, though it is not there.
      "disabledRules = [\"a\", \"github-pat\"]\n"
      "[[rules]]\nid = \"a\"\nregex = \"cc\"\n",
      files);
  REQUIRE(set.rules().size() == 2);
  CHECK(set.rules()[0].id() == "b");
  CHECK(set.rules()[1].pattern() == "cc");
  CHECK(set.rules()[1].info->tags.empty());
}

TEST_CASE("an allowlist with targets belongs to those rules alone") {
  const Files files = {{"base.toml",
                        "[[rules]]\nid = \"a\"\nregex = \"aa\"\n"
                        "[[rules]]\nid = \"b\"\nregex = \"bb\"\n"
                        "[[rules]]\nid = \"c\"\nregex = \"cc\"\n"
                        "[[allowlists]]\ntargetRules = [\"c\"]\n"
                        "paths = [\"^vendor/\"]\n"}};
  const RuleSet set = load_alone(
      "path = \"base.toml\"\n"
      "[[allowlists]]\ntargetRules = [\"a\", \"b\", \"a\"]\n"
      "regexes = [\"x\"]\n",
      files);
  CHECK(set.allowlists().empty());
  CHECK(rule_of(set, "a").allowlists.size() == 1);
  CHECK(rule_of(set, "b").allowlists.size() == 1);
  REQUIRE(rule_of(set, "c").allowlists.size() == 1);
  CHECK(finds(rule_of(set, "c").allowlists[0].paths.at(0), "vendor/x"));
}

TEST_CASE("a shape's literal is its anchor; context and reach make it near") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "anchored"
shape = "Sample_{base62:30}"
keywords = ["no-effect"]
[[rules]]
id = "context"
shape = "{base62:8}"
context = ["Sample", "example"]
keywords = ["third"]
[[rules]]
id = "context-wide"
shape = "{base62:8-9}"
context = ["sample"]
reach = [10, 20]
reachLines = 0
[[rules]]
id = "provider"
shape = "{base62:8}"
context = ["sample-"]
provider = ["Sample"]
keywords = ["third"]
[[rules]]
id = "near"
regex = 'k=([a-z]+)'
keywords = ["sample"]
reach = 30
[[rules]]
id = "whole"
shape = "{base62:8}"
keywords = ["sample"]
[[rules]]
id = "everything"
regex = 'k=([a-z]+)'
)");
  const Rule& anchored = rule_of(set, "anchored");
  CHECK(anchored.reach.kind == Reach::Kind::kAnchored);
  CHECK(literals_of(anchored) == Words{"Sample_"});
  CHECK(anchored.max_match == 37);
  CHECK(anchored.public_prefix == 7);
  CHECK(anchored.strong);
  CHECK(anchored.confidence == Confidence::kHigh);

  const Rule& context = rule_of(set, "context");
  CHECK(context.reach.kind == Reach::Kind::kNear);
  CHECK(context.reach.before == 256);
  CHECK(context.reach.after == 256);
  CHECK(context.reach.lines == 1);
  CHECK(context.max_match == 8);
  CHECK(literals_of(context) == Words{"sample", "example", "third"});
  CHECK_FALSE(context.strong);
  CHECK(context.confidence == Confidence::kMedium);

  CHECK(context.reach.calls);
  CHECK(context.reach.providers == context.reach.provider_end);

  const Rule& provider = rule_of(set, "provider");
  CHECK(literals_of(provider) == Words{"sample-", "sample", "third"});
  CHECK(provider.reach.calls);
  CHECK(provider.reach.providers == 1);
  CHECK(provider.reach.provider_end == 2);
  CHECK(provider.reach.lines == 1);

  const Rule& wide = rule_of(set, "context-wide");
  CHECK_FALSE(wide.reach.calls);
  CHECK(wide.reach.before == 10);
  CHECK(wide.reach.after == 20);
  CHECK(wide.reach.lines == 0);
  CHECK(wide.max_match == 9);

  const Rule& near = rule_of(set, "near");
  CHECK(near.reach.kind == Reach::Kind::kNear);
  CHECK(near.reach.lines == Reach::kAnyLines);
  CHECK(near.max_match == 1024);

  CHECK(rule_of(set, "whole").reach.kind == Reach::Kind::kWhole);
  CHECK(rule_of(set, "whole").max_match == 0);
  CHECK(set.unfiltered() == std::vector<RuleIndex>{6});
}

TEST_CASE("several shapes make one rule, no stronger than the weakest") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "two"
shape = ["sample_{base62:30}{crc32-base62:6}", "exam_{base62:10}"]
[[rules]]
id = "one-without-literal"
shape = ["sample_{base62:30}", "{base62:10}"]
)");
  const Rule& two = rule_of(set, "two");
  CHECK(literals_of(two) == Words{"sample_", "exam_"});
  CHECK(two.max_match == 43);
  CHECK(two.public_prefix == 5);
  CHECK(two.checksum == "crc32-base62");
  CHECK_FALSE(two.strong);
  CHECK(two.shapes.size() == 2);
  CHECK(finds(two.expression, "exam_" + std::string(10, 'a')));
  CHECK(finds(two.expression, "sample_" + std::string(36, 'a')));
  // A literal of some matches would miss the others.
  CHECK(set.unfiltered() == std::vector<RuleIndex>{1});
}

TEST_CASE("generic rules begin with low confidence, unless they say more") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "low"
regex = "a_[a-z]+"
generic = true
[[rules]]
id = "medium"
regex = "b_[a-z]+"
generic = true
strong = true
confidence = "medium"
)");
  CHECK(set.rules()[0].generic);
  CHECK(set.rules()[0].confidence == Confidence::kLow);
  CHECK(set.rules()[1].confidence == Confidence::kMedium);
  CHECK(set.rules()[1].strong);
}

TEST_CASE("each literal is searched for once, whatever its case") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "one"
shape = "Sample_{base62:30}"
[[rules]]
id = "two"
regex = "x"
keywords = ["other", "sample_"]
)");
  std::vector<LiteralHit> hits;
  set.literals().scan("an other SAMPLE_", hits);
  REQUIRE(hits.size() == 2);
  const auto& other = set.keyword_of(hits[0].literal);
  REQUIRE(other.size() == 1);
  CHECK(other[0].rule == 1);
  CHECK(other[0].anchor == 0);
  const auto& sample = set.keyword_of(hits[1].literal);
  REQUIRE(sample.size() == 2);
  CHECK(sample[0].rule == 0);
  CHECK(sample[1].rule == 1);
  CHECK(sample[1].anchor == 1);
  CHECK(set.unfiltered().empty());
}

TEST_CASE("examples know where they stand and under which path they are read") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "sample"
regex = "sample_[a-z]{9}"
matches = [
  "a {alpha:3}",
  {text = "b", path = ".env"},
]
ignores = ["c"]
)");
  const Rule& rule = rule_of(set, "sample");
  REQUIRE(rule.matches.size() == 2);
  CHECK(rule.matches[0].text == "a {alpha:3}");
  CHECK(rule.matches[0].file == ".gitward.toml:8");
  CHECK(rule.matches[0].path.empty());
  CHECK(rule.matches[1].text == "b");
  CHECK(rule.matches[1].path == ".env");
  REQUIRE(rule.ignores.size() == 1);
  CHECK(rule.source == ".gitward.toml:4");
}

TEST_CASE("the built-in examples can be left out, and change no verdict") {
  RuleSetRequest request;
  request.examples = false;
  const RuleSet without = load_rules(request);
  const RuleSet with = load_rules({});
  REQUIRE(without.rules().size() == with.rules().size());
  for (std::size_t i = 0; i < with.rules().size(); ++i) {
    INFO(with.rules()[i].id());
    CHECK_FALSE(with.rules()[i].matches.empty());
    CHECK(without.rules()[i].matches.empty());
    CHECK(without.rules()[i].ignores.empty());
    CHECK(without.rules()[i].pattern() == with.rules()[i].pattern());
  }
  CHECK(without.hash() == with.hash());
}

TEST_CASE("line ends of Windows and a byte order mark are no mistakes") {
  const RuleSet set = load(
      "\xEF\xBB\xBF[extend]\r\nuseDefault = false\r\n"
      "[[rules]]\r\nid = \"a\"\r\nregex = '''aa'''\r\n");
  CHECK(set.rules().size() == 1);
  CHECK(set.rules()[0].source == ".gitward.toml:3");
}

TEST_CASE("only the rules asked for are reported, but all are there") {
  RuleSetRequest request = request_for(
      "[extend]\ndisabledRules = [\"github-pat\"]\n"
      "[[rules]]\nid = \"mine\"\nregex = \"mine_\"\n");
  request.only = {"mine", "github-fine-grained-pat"};
  const RuleSet set = load_rules(request);
  CHECK(set.rules().size() == load_rules({}).rules().size());
  for (const Rule& rule : set.rules()) {
    CHECK(rule.reported ==
          (rule.id() == "mine" || rule.id() == "github-fine-grained-pat"));
  }

  request.only = {"mime", "github-pat", "mine"};
  CHECK(message_of(request) ==
        "--rule: unknown rule 'mime'; did you mean 'mine'?\n"
        "--rule: rule 'github-pat' is disabled");
}

TEST_CASE("the hash changes with everything that can change a verdict") {
  const std::string extend = "[extend]\npath = \"base.toml\"\n";
  std::vector<std::string> hashes = {
      load_rules({}).hash(), load("").hash(), load("title = \"a\"").hash(),
      load(extend, {{"base.toml", ""}}).hash(),
      load(extend, {{"base.toml", "title = \"a\""}}).hash()};
  for (const Words& only : {Words{"github-pat"}, Words{"github-oauth-token"},
                            Words{"github-pat", "github-oauth-token"}}) {
    RuleSetRequest request;
    request.only = only;
    hashes.push_back(load_rules(request).hash());
  }
  for (std::size_t i = 0; i < hashes.size(); ++i) {
    CHECK(hashes[i].size() == 32);
    for (std::size_t j = 0; j < i; ++j) CHECK(hashes[i] != hashes[j]);
  }
  CHECK(load("title = \"a\"").hash() == hashes[2]);
}

TEST_CASE("the hash is of the rules and of the judge that the build has") {
  const auto part = [](std::string_view text) {
    return std::to_string(text.size()) + ":" + std::string(text);
  };
  CHECK(judge_hash().size() == 32);
  CHECK(
      load_rules({}).hash() ==
      xxh3_128(part(builtin_hash()) + part(judge_hash()) + part("only")).hex());
}

TEST_CASE("a changed rule is not blamed for what the built-in one allows") {
  CHECK_NOTHROW(load(R"(
[[rules]]
id = "aws-iam-entity-id"
shape = "AROA{base32-upper:9}EXAMPLE"
)"));
}

TEST_CASE("every expression of the built-in rules compiles") {
  const RuleSet set = load_rules({});
  for (const Rule& rule : set.rules()) {
    INFO(rule.id());
    CHECK_NOTHROW(rule.regex());
    if (rule.path) CHECK_NOTHROW(rule.path->get());
    CHECK(rule.secret_group <= rule.regex().group_count());
    for (const Allowlist& list : rule.allowlists) {
      for (const LazyRegex& regex : list.paths) CHECK_NOTHROW(regex.get());
      for (const LazyRegex& regex : list.regexes) CHECK_NOTHROW(regex.get());
    }
  }
  for (const Allowlist& list : set.allowlists()) {
    for (const LazyRegex& regex : list.paths) CHECK_NOTHROW(regex.get());
    for (const LazyRegex& regex : list.regexes) CHECK_NOTHROW(regex.get());
  }
}

TEST_CASE("no built-in rule reads more than what is near its literals") {
  const RuleSet set = load_rules({});
  CHECK(set.unfiltered().empty());
  for (const Rule& rule : set.rules()) {
    INFO(rule.id());
    // Or than a small content.
    if (rule.anchors.empty()) {
      CHECK(rule.max_content > 0);
      CHECK(rule.max_content <= 1024);
      continue;
    }
    CHECK(rule.reach.kind != Reach::Kind::kWhole);
    CHECK(rule.max_match > 0);
  }
}

TEST_CASE("a built-in rule says in which file it stands, whatever is added") {
  RuleSetRequest with_config;
  with_config.config =
      RuleText{"mine.toml", "[[allowlists]]\nstopwords = [\"nothing\"]\n"};
  for (const RuleSetRequest& request : {RuleSetRequest(), with_config}) {
    const RuleSet rules = load_rules(request);
    std::set<std::string> files;
    for (const Rule& rule : rules.rules()) {
      CAPTURE(rule.id(), rule.source);
      const std::size_t colon = rule.source.find(':');
      REQUIRE(colon != std::string::npos);
      const std::string file = rule.source.substr(0, colon);
      files.insert(file);
      std::istringstream text(
          read_file(std::string(GITWARD_SOURCE_DIR) + "/" + file).value());
      std::string line;
      for (int n = std::stoi(rule.source.substr(colon + 1)); n > 0; --n) {
        std::getline(text, line);
      }
      CHECK((line == "[[rules]]" || line == "id = \"" + rule.id() + "\""));
    }
    CHECK(files.size() > 10);
  }
}

TEST_CASE("a space in a keyword is a tab as well where its place is known") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "lead"
regex = 'login[ ]-p [a-z]+'
lead = 0
keywords = ["a login", "plain"]
[[rules]]
id = "whole"
regex = 'login[ ]-p [a-z]+'
keywords = ["a login"]
)");
  CHECK(literals_of(rule_of(set, "lead")) ==
        Words{"a login", "a\tlogin", "plain"});
  CHECK(literals_of(rule_of(set, "whole")) == Words{"a login"});
}

TEST_CASE("a rule for small contents needs no keyword") {
  const RuleSet set = load_alone(R"(
[[rules]]
id = "small"
regex = '\A[0-9a-f]{32}\z'
smallContent = 64
[[rules]]
id = "both"
regex = 'k=[a-z]+'
keywords = ["k="]
reach = 10
smallContent = 100
)");
  CHECK(set.unfiltered().empty());
  REQUIRE(set.small_content().size() == 2);
  CHECK(set.small_content()[0].rule == 0);
  CHECK(set.small_content()[0].most == 64);
  CHECK(set.small_content()[1].most == 100);
  CHECK(rule_of(set, "small").reach.kind == Reach::Kind::kWhole);
  CHECK(rule_of(set, "both").reach.kind == Reach::Kind::kNear);
}
