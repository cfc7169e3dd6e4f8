#include "scan/sample_test.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/error.h"
#include "rules/checksum.h"
#include "scan/judge.h"

namespace gitward {
namespace {

// `{0}` is a name, `{1}` the sample.
struct Surrounding {
  std::string_view name;
  std::string_view text;
};
constexpr std::array<Surrounding, 3> kNamed = {{
    {"an assignment", "{0} = \"{1}\"\n"},
    {"JSON", "{{\n  \"{0}\": \"{1}\",\n  \"port\": 80\n}}\n"},
    {"YAML", "name: app\n{0}: {1}\nport: 80\n"},
}};
constexpr Surrounding kQuery = {
    "a URL's query", "see https://api.example.net/v1/list?page=2&{0}={1}\n"};
constexpr Surrounding kHeader = {"a header", "GET / HTTP/1.1\n{0}: {1}\n\n"};
constexpr Surrounding kProse = {
    "prose", "Somebody wrote {1} on the whiteboard, and nobody saw.\n"};
// Of a rule that knows its provider's name: `{0}` is that name.
constexpr std::array<Surrounding, 2> kProvided = {{
    {"a call on several lines",
     "client = {0}.Client(\n    region=\"eu\",\n    timeout=30,\n"
     "    api_key=\"{1}\",\n)\n"},
    {"a header near an API's URL",
     "fetch(\"https://api.{0}.com/v1/list\", {{\n  method: \"GET\",\n"
     "  headers: {{\n    \"X-Token\": \"{1}\"\n  }}\n}})\n"},
}};

// A sample may stand in a query as it is.
bool is_url_safe(std::string_view sample) {
  return sample.find_first_of("+/= \t\r\n%&#?:@") == std::string_view::npos;
}

bool is_one_word(std::string_view sample) {
  return sample.find_first_of("\" \t\r\n\\") == std::string_view::npos;
}

class SampleRunner {
 public:
  SampleRunner(const Scanner& scanner, RuleIndex index, ScanScratch& scratch,
               RuleTestResult& result)
      : scanner_(scanner),
        rule_(scanner.rules().rules()[index]),
        index_(index),
        scratch_(scratch),
        result_(result) {
    if (!rule_.matches.empty()) path_ = rule_.matches[0].path;
    // Whatever has to stand near it, is its name.
    name_ = rule_.reach.kind == Reach::Kind::kNear && !rule_.anchors.empty()
                ? rule_.anchors[0].literal
                : "value";
    if (rule_.reach.calls) provider_ = provider_of(rule_);
    const bool is_provider_only =
        rule_.reach.calls && rule_.reach.providers == 0 && !provider_.empty();
    if (is_provider_only) name_ = provider_ + "_key";
  }

  void run_shapes(std::size_t count, SampleEngine& engine) {
    std::vector<Shape> shapes;
    for (const std::string& text : rule_.shapes) {
      shapes.push_back(Shape::parse(text));
    }
    for (std::size_t i = 0; i < count && !failed_; ++i) {
      const std::string sample = shapes[i % shapes.size()].sample(engine);
      count_one();
      try_everywhere(sample);
      if (!shapes[i % shapes.size()].checksum().empty()) {
        try_wrong_checksum(sample);
      }
    }
  }

  void run_matches(std::size_t count, SampleEngine& engine) {
    for (std::size_t i = 0; i < count && !failed_; ++i) {
      const Example& example = rule_.matches[i % rule_.matches.size()];
      path_ = example.path;
      count_one();
      if (!confidence_in(expand_template(example.text, nullptr, engine))) {
        fail(fmt::format("a fresh expansion of the example at {} is not found",
                         example.file));
      }
    }
  }

 private:
  // One of its words that can be a name in code, a provider's above all.
  static std::string provider_of(const Rule& rule) {
    const auto is_name = [](const Anchor& anchor) {
      return std::all_of(anchor.literal.begin(), anchor.literal.end(),
                         is_alnum);
    };
    const auto first = rule.anchors.begin() +
                       static_cast<std::ptrdiff_t>(
                           rule.reach.providers < rule.reach.provider_end
                               ? rule.reach.providers
                               : 0);
    const auto found = std::find_if(first, rule.anchors.end(), is_name);
    return found == rule.anchors.end() ? "" : found->literal;
  }

  void try_everywhere(const std::string& sample) {
    if (!is_one_word(sample)) return try_in({"a text", "{0}: {1}\n"}, sample);
    for (const Surrounding& named : kNamed) try_in(named, sample);
    try_in(is_url_safe(sample) ? kQuery : kHeader, sample);
    if (rule_.reach.kind == Reach::Kind::kAnchored) try_in(kProse, sample);
    if (provider_.empty()) return;
    for (const Surrounding& around : kProvided) {
      try_in(around, sample, provider_);
    }
  }

  void try_in(const Surrounding& around, const std::string& sample) {
    try_in(around, sample, name_);
  }

  void try_in(const Surrounding& around, const std::string& sample,
              const std::string& name) {
    const std::string text =
        fmt::format(fmt::runtime(around.text), name, sample);
    if (!failed_ && !confidence_in(text)) {
      fail(fmt::format("a sample is not found in {}", around.name));
    }
  }

  void try_wrong_checksum(const std::string& sample) {
    const std::string& kind = rule_.checksum;
    if (failed_ || check_token(kind, sample) != Proof::kProven) return;
    std::string wrong = sample;
    // Of the checksum's characters the first: where it shares its last one
    // with padding, not every character can stand there.
    char& digit =
        wrong[wrong.size() - checksum_tail(kind) - checksum_size(kind) + 1];
    const char before = digit;
    for (const char other : {'2', '3', 'A', 'a', 'q', 'Q'}) {
      digit = other;
      if (other == before || check_token(kind, wrong) == Proof::kProven) {
        continue;
      }
      const auto right_confidence = confidence_in(assignment(sample));
      const auto confidence = confidence_in(assignment(wrong));
      // Not of the shape: the alphabet has not that character.
      if (!confidence) continue;
      if (*confidence >= right_confidence) {
        fail("a wrong checksum does not lower the confidence");
      }
      return;
    }
    fail("a sample with a wrong checksum is not found");
  }

  std::string assignment(const std::string& sample) const {
    return fmt::format(fmt::runtime(kNamed[0].text), name_, sample);
  }

  // Of what the rule finds in the text. Nothing: it finds nothing.
  std::optional<Confidence> confidence_in(const std::string& text) {
    const ScannedContent content = scanner_.scan(text, scratch_);
    std::optional<Confidence> best;
    for (const Judged& one :
         apply_path(scanner_.rules(), content, {Where::kBlob, path_, ""})) {
      if (one.candidate->rule != index_) continue;
      best = std::max(best.value_or(one.confidence), one.confidence);
    }
    return best;
  }

  void count_one() {
    ++tried_;
    ++result_.samples;
  }

  void fail(std::string_view cause) {
    failed_ = true;
    result_.failures.push_back(fmt::format("{}: rule '{}': {} (sample {})",
                                           rule_.source, rule_.id(), cause,
                                           result_.samples));
  }

  const Scanner& scanner_;
  const Rule& rule_;
  const RuleIndex index_;
  ScanScratch& scratch_;
  RuleTestResult& result_;
  std::string path_;
  std::string name_;
  std::string provider_;
  std::size_t tried_ = 0;
  bool failed_ = false;
};

}  // namespace

void test_samples(const Scanner& scanner, RuleIndex index, std::size_t count,
                  ScanScratch& scratch, RuleTestResult& result) {
  const Rule& rule = scanner.rules().rules()[index];
  // The same on every machine, and others than those of the examples.
  const std::string salted = rule.id() + " samples";
  std::seed_seq seed(salted.begin(), salted.end());
  SampleEngine engine(seed);
  SampleRunner runner(scanner, index, scratch, result);
  try {
    if (!rule.shapes.empty()) {
      runner.run_shapes(count, engine);
    } else if (!rule.matches.empty()) {
      runner.run_matches(count, engine);
    }
  } catch (const Error& error) {
    result.failures.push_back(
        fmt::format("{}: rule '{}': {}", rule.source, rule.id(), error.what()));
  }
}

}  // namespace gitward
