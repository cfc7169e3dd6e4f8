// A content scanned through its base, against the same content scanned whole.
#include "scan/traced_scan.h"

#include <random>
#include <string>
#include <vector>

#include "rules/rule_set.h"
#include "rules/shape.h"
#include "support/catch.h"

using namespace gitward;

namespace {

// The built-in rules with some of the kinds that only users write: a verdict
// that depends on the line, one that depends on the whole content.
const RuleSet& rules_with(bool user_rules) {
  const auto load = [](const char* config) {
    RuleSetRequest request;
    request.config = RuleText{"test.toml", config};
    return load_rules(request);
  };
  static const RuleSet plain = load("");
  static const RuleSet mixed = load(R"toml(
[[rules]]
id = "whole"
description = "a keyword anywhere in the file"
regex = '''(?i)acme\w*\s*=\s*(\w{8,40})'''
keywords = ["acme"]
[[rules]]
id = "by-line"
description = "allowed by what else is on its line"
shape = "lin_{base62:12}"
[[rules.allowlists]]
regexTarget = "line"
regexes = ['''# sample''']
)toml");
  return user_rules ? mixed : plain;
}

class Writer {
 public:
  Writer(const RuleSet& rules, unsigned seed)
      : rules_(rules),
        engine_(seed),
        sparse_(seed % 2 == 0),
        encodes_(seed % 3 == 0) {}

  std::size_t below(std::size_t limit) {
    return static_cast<std::size_t>(engine_() % limit);
  }

  std::string text(std::size_t pieces) {
    std::string text;
    for (std::size_t i = 0; i < pieces; ++i) {
      text += piece();
      // Room between, so that there is something to leave alone.
      if (sparse_ || below(40) == 0) {
        for (std::size_t lines = below(200); lines > 0; --lines) {
          text += "the quick brown fox jumps over the lazy dog\n";
        }
      }
    }
    return text;
  }

  // A few words, a token or part of one, a marker, a line end.
  std::string piece() {
    static const std::vector<std::string> kWords = {
        "password",
        " = ",
        "\"",
        "secret: ",
        "value",
        "key",
        "token=",
        "acme",
        "AcmeKey = abcd1234efgh",
        "  ",
        "-----BEGIN ",
        "# sample",
        "://",
        "@",
        " gitward:allow[github-pat] a test",
        "// gitleaks:allow",
        "eyJ",
        ".",
        "\n",
        "\n",
        "\n",
        "\r\n",
        "\r",
        "int main() { return 0; }\n",
        "the quick brown fox jumps over the lazy dog\n"};
    switch (below(sparse_ ? 5 : 12)) {
      case 0:
      case 1:
        return sample();
      case 2: {
        const std::string token = sample();
        return token.substr(0, below(token.size() + 1));
      }
      case 3:
        return std::string(1, below(40) == 0 ? '\0' : 'x');
      case 4:
        if (!encodes_) return " ";
        return encoded(below(3) == 0 ? sample() : text(2));
      default:
        return kWords[below(kWords.size())];
    }
  }

  // Makes a content from a base: copies of it, in any order, with new pieces
  // between. Mostly small edits of the whole, as histories are.
  std::string derive(const std::string& base,
                     std::vector<CopiedRange>& copies) {
    std::string text;
    const bool edit = below(4) != 0;
    const std::size_t steps = 1 + below(5);
    std::size_t at = 0;
    for (std::size_t i = 0; i <= steps; ++i) {
      std::size_t begin = edit ? at : below(base.size() + 1);
      const std::size_t left = base.size() - begin;
      const std::size_t size = edit && i == steps ? left : below(left + 1);
      if (size > 0) copies.push_back({text.size(), size, begin});
      text.append(base, begin, size);
      at = begin + size;
      if (edit && below(3) == 0) at += below(base.size() - at + 1) / 4;
      if (i < steps) text += this->text(below(4));
    }
    return text;
  }

 private:
  // The text written in one of the ways that are decoded.
  std::string encoded(const std::string& text) {
    switch (below(5)) {
      case 0:
        return base64_of(text, 0);
      case 1:
        return base64_of(text, 40 + 4 * below(10));
      case 2:
        return base64_of(base64_of(text, 0), 0);
      case 3:
        return escaped(text, "%", 3);
      default:
        return escaped(text, "\\x", 9);
    }
  }

  static std::string base64_of(const std::string& text, std::size_t width) {
    static constexpr std::string_view kDigits =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string digits;
    for (std::size_t at = 0; at < text.size(); at += 3) {
      std::uint32_t bits = 0;
      for (std::size_t i = 0; i < 3; ++i) {
        bits = bits << 8U | (at + i < text.size() ? byte_of(text[at + i]) : 0U);
      }
      const std::size_t count = std::min<std::size_t>(text.size() - at, 3) + 1;
      for (std::size_t i = 0; i < 4; ++i) {
        digits += i < count ? kDigits[bits >> (18 - 6 * i) & 63U] : '=';
        if (width != 0 && (digits.size() + 1) % (width + 1) == 0)
          digits += '\n';
      }
    }
    return digits;
  }

  // One byte of so many, besides those that are no letters or digits.
  std::string escaped(const std::string& text, std::string_view sign,
                      std::size_t one_of) {
    static constexpr std::string_view kHex = "0123456789abcdef";
    std::string out;
    for (const char c : text) {
      const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                         (c >= 'A' && c <= 'Z') || c == '\n';
      if (plain && below(one_of) != 0) {
        out += c;
        continue;
      }
      out += sign;
      out += kHex[byte_of(c) >> 4U];
      out += kHex[byte_of(c) & 15U];
    }
    return out;
  }

  std::string sample() {
    for (;;) {
      const Rule& rule = rules_.rules()[below(rules_.rules().size())];
      // One keyword of a rule that reaches far ties a whole file together.
      if (sparse_ && rule.max_match > 300) continue;
      if (rule.shapes.empty()) {
        if (rule.matches.empty()) continue;
        return expand_template(rule.matches[0].text, nullptr, engine_);
      }
      const Shape shape = Shape::parse(rule.shapes[0]);
      if (shape.max_size() > 400) continue;
      return shape.sample(engine_);
    }
  }

  const RuleSet& rules_;
  SampleEngine engine_;
  bool sparse_;  // Few tokens, as in most files.
  bool encodes_;
};

void require_equal(const ScannedContent& found, const ScannedContent& wanted) {
  REQUIRE(found.limits.size() == wanted.limits.size());
  REQUIRE(found.candidates.size() == wanted.candidates.size());
  for (std::size_t i = 0; i < wanted.candidates.size(); ++i) {
    const Candidate& a = found.candidates[i];
    const Candidate& b = wanted.candidates[i];
    REQUIRE(a.rule == b.rule);
    REQUIRE(a.span == b.span);
    REQUIRE(a.position == b.position);
    REQUIRE(a.id == b.id);
    REQUIRE(a.confidence == b.confidence);
    REQUIRE(a.via == b.via);
    REQUIRE(a.excerpt == b.excerpt);
    REQUIRE(a.value == b.value);
    REQUIRE(a.inline_allowed == b.inline_allowed);
    REQUIRE(a.allow_reason == b.allow_reason);
    REQUIRE(a.pending_allowlists == b.pending_allowlists);
  }
}

}  // namespace

TEST_CASE("a content scanned through its base is scanned as a whole") {
  std::size_t candidates = 0;
  std::size_t inherited = 0;
  std::size_t decoded = 0;
  std::size_t turned = 0;  // Their base has nothing encoded, they have.
  for (const bool user_rules : {false, true}) {
    const RuleSet& rules = rules_with(user_rules);
    const Scanner scanner(rules);
    const TracedScanner traced(scanner);
    ScanScratch scratch;
    for (unsigned seed = 0; seed < 200; ++seed) {
      CAPTURE(user_rules, seed);
      Writer writer(rules, seed);
      std::string content =
          writer.text(5 + writer.below(seed % 2 == 0 ? 20 : 400));
      ScanTrace trace = traced.scan(content, scratch);
      require_equal(trace.result, scanner.scan(content, scratch));
      // A family of versions, each a delta against the one before.
      for (int generation = 0; generation < 8; ++generation) {
        CAPTURE(generation);
        std::vector<CopiedRange> copies;
        std::string next = writer.derive(content, copies);
        ScanTrace next_trace = traced.scan(next, trace, copies, scratch);
        require_equal(next_trace.result, scanner.scan(next, scratch));
        candidates += next_trace.result.candidates.size();
        decoded += static_cast<std::size_t>(std::count_if(
            next_trace.result.candidates.begin(),
            next_trace.result.candidates.end(),
            [](const Candidate& one) { return !one.via.empty(); }));
        if (!trace.opaque && next_trace.opaque) ++turned;
        inherited += next_trace.inherited;
        content = std::move(next);
        trace = std::move(next_trace);
        if (content.size() > 200'000) break;
      }
    }
  }
  // Or the test would say nothing.
  CAPTURE(candidates, inherited, decoded, turned);
  CHECK(decoded > 100);
  CHECK(turned > 20);
  CHECK(candidates > 10'000);
  CHECK(inherited > 100);
}

TEST_CASE("a distant edit leaves a candidate to its base") {
  const RuleSet& rules = rules_with(false);
  const Scanner scanner(rules);
  const TracedScanner traced(scanner);
  ScanScratch scratch;
  SampleEngine engine(1);
  const std::string token =
      Shape::parse(rules.find("github-pat")->shapes[0]).sample(engine);
  std::string filler;
  while (filler.size() < 200'000) filler += "one plain line of text\n";
  const std::string before = filler + "token = " + token + "\n" + filler;
  const ScanTrace base = traced.scan(before, scratch);
  REQUIRE_FALSE(base.result.candidates.empty());

  const std::string after = "a new first line\n" + before;
  const std::vector<CopiedRange> copies = {{17, before.size(), 0}};
  const ScanTrace next = traced.scan(after, base, copies, scratch);
  require_equal(next.result, scanner.scan(after, scratch));
  CHECK(next.inherited == base.result.candidates.size());
}
