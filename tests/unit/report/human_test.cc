#include "report/fix.h"
#include "report/reporter.h"
#include "support/catch.h"
#include "unit/report/samples.h"

using namespace gitward;
using Stage = ReportOptions::Stage;

namespace {

std::string human(const ScanReport& report, Stage stage,
                  ReportOptions options = {}) {
  options.stage = stage;
  return write_report(report, ReportFormat::kHuman, options);
}

std::string short_id() {
  return xxh3_128("one").hex().substr(0, 8);
}

}  // namespace

TEST_CASE("one staged finding fits one screen: place, value, fix, accept") {
  CHECK(
      human(sample::report({sample::finding("src/a b.py")}), Stage::kStaged) ==
      "1 finding in what would be committed now\n"
      "\n"
      "acme-token: Acme token: opens the account (critical, high)\n"
      "  src/a b.py:3:7\n"
      "    3 | TOKEN=acme_…\n"
      "      |       ^~~~~~\n"
      "  fix: git restore --staged -p 'src/a b.py'\n"
      "  accept: gitward baseline accept " +
          short_id() +
          " --reason \"…\"\n"
          "\n"
          "Take the value out of what is staged, keep it in the environment "
          "or a secret store,\n"
          "and commit again. If it never left this machine, it need not be "
          "rotated.\n"
          "If it is no secret, or may stay: run the accept line,\n"
          "or write gitward:allow[acme-token] and the reason in a comment "
          "on its line.\n");
}

TEST_CASE("what to do depends on the state that the value is in") {
  Finding finding = sample::finding("a.env");
  finding.provenance = sample::provenance(true);
  const ScanReport report = sample::report({finding});
  CHECK_THAT(human(report, Stage::kUnborn),
             ContainsSubstring("fix: git rm --cached a.env\n"));
  CHECK_THAT(human(report, Stage::kOutgoing),
             ContainsSubstring("git rebase -i cccccccccc^"));
  const std::string stored = human(report, Stage::kStored);
  CHECK_THAT(stored,
             ContainsSubstring("rotate first: https://acme.test/tokens\n"));
  CHECK_THAT(stored, ContainsSubstring("then: take it out of a.env\n"));
  CHECK_THAT(stored, ContainsSubstring("  a.env:3:7  commit cccccccccc of "
                                       "2026-01-02, at a tip: main\n"));
  finding.provenance = sample::provenance(false);
  const std::string gone = human(sample::report({finding}), Stage::kStored);
  CHECK_THAT(gone, ContainsSubstring("only in the history"));
  CHECK_THAT(gone, ContainsSubstring("no tip holds it"));
}

TEST_CASE("a hook says what it stopped") {
  ReportOptions options;
  options.in_hook = true;
  const ScanReport report = sample::report({sample::finding("a")});
  CHECK_THAT(human(report, Stage::kStaged, options),
             ContainsSubstring("gitward stopped this commit: 1 finding\n"));
  CHECK_THAT(human(report, Stage::kOutgoing, options),
             ContainsSubstring("gitward stopped this push: 1 finding\n"));
}

TEST_CASE("one secret in many places is one block with five of them") {
  std::vector<Finding> findings;
  for (char c = 'a'; c < 'h'; ++c) {
    findings.push_back(sample::finding(std::string(1, c)));
  }
  const std::string text = human(sample::report(findings), Stage::kFiles);
  CHECK_THAT(text, ContainsSubstring("7 findings of 1 secret\n"));
  CHECK_THAT(text, ContainsSubstring("  e:3:7\n  +2 more\n"));
  CHECK_THAT(text, !ContainsSubstring("  f:3:7"));
}

TEST_CASE("the same value under another rule is another block") {
  Finding other = sample::finding("a");
  other.rule = sample::rule("other-token");
  const std::string text =
      human(sample::report({sample::finding("a"), other}), Stage::kFiles);
  CHECK_THAT(text, ContainsSubstring("\nacme-token: "));
  CHECK_THAT(text, ContainsSubstring("\nother-token: "));
  CHECK_THAT(text, ContainsSubstring("gitward:allow[RULE]"));
}

TEST_CASE("the value is shown only if it is asked for") {
  const ScanReport report = sample::report({sample::finding("a")});
  CHECK_THAT(human(report, Stage::kFiles), !ContainsSubstring(sample::kValue));
  ReportOptions options;
  options.show_secrets = true;
  CHECK_THAT(human(report, Stage::kFiles, options),
             ContainsSubstring("secret: " + sample::kValue + "\n"));
}

TEST_CASE("accepted findings are silent, or say why they were accepted") {
  const ScanReport report =
      sample::report({sample::finding("a", Status::kAccepted)});
  CHECK(human(report, Stage::kFiles).empty());
  ReportOptions options;
  options.show_accepted = true;
  const std::string text = human(report, Stage::kFiles, options);
  CHECK_THAT(text, ContainsSubstring("no new finding"));
  CHECK_THAT(text, ContainsSubstring("  a:3:7  accepted: a fixture\n"));
  CHECK_THAT(text, !ContainsSubstring("baseline accept"));
  CHECK_THAT(human(sample::report({sample::finding("a", Status::kExpired)}),
                   Stage::kFiles),
             ContainsSubstring("accepted before, expired: a fixture"));
}

TEST_CASE("a hostile file name is shown, and quoted so that it can be pasted") {
  const std::string hostile = "a\x1b[31m'\n.env";
  const std::string text =
      human(sample::report({sample::finding(hostile)}), Stage::kStaged);
  CHECK_THAT(text, !ContainsSubstring("\x1b"));
  CHECK_THAT(text, ContainsSubstring("  a\\x1b[31m'\\n.env:3:7\n"));
  CHECK_THAT(text, ContainsSubstring("-p $'a\\x1b[31m\\'\\x0a.env'\n"));
  CHECK(quote_for_paste("-x") == "-x");
  CHECK_THAT(human(sample::report({sample::finding("-x")}), Stage::kStaged),
             ContainsSubstring("git restore --staged -p -- -x\n"));
}

TEST_CASE("the caret stands under the finding of its column") {
  Finding finding = sample::finding("a");
  finding.excerpt = "a=acme_… b=acme_…";
  finding.position.column = 12;
  CHECK_THAT(human(sample::report({finding}), Stage::kFiles),
             ContainsSubstring("    3 | a=acme_… b=acme_…\n"
                               "      |            ^~~~~~\n"));
}

TEST_CASE("a line that fits no screen is cut around the finding") {
  Finding finding = sample::finding("a");
  finding.excerpt = std::string(5000, 'x') + "acme_…" + std::string(5000, 'y');
  finding.position.column = 5001;
  const std::string text = human(sample::report({finding}), Stage::kFiles);
  CHECK(text.size() < 1500);
  CHECK_THAT(text,
             ContainsSubstring("    3 | …" + std::string(60, 'x') + "acme_…"));
  CHECK_THAT(text, ContainsSubstring("\n      | " + std::string(61, ' ') +
                                     "^~~~~~\n"));
}

TEST_CASE("places that are no files are named for what they are") {
  Finding message = sample::finding("");
  message.where = Where::kCommitMessage;
  message.provenance = sample::provenance(true);
  CHECK_THAT(human(sample::report({message}), Stage::kOutgoing),
             ContainsSubstring("  commit message:3:7  commit cccccccccc"));
  Finding config = sample::finding("config");
  config.where = Where::kConfig;
  const std::string text = human(sample::report({config}), Stage::kStored);
  CHECK_THAT(text, ContainsSubstring("  git's own config:3:7\n"));
  CHECK_THAT(text, !ContainsSubstring("gitward:allow"));
}

TEST_CASE("colour is there only if it is asked for") {
  const ScanReport report = sample::report({sample::finding("a")});
  CHECK_THAT(human(report, Stage::kFiles), !ContainsSubstring("\x1b"));
  ReportOptions options;
  options.color = true;
  CHECK_THAT(human(report, Stage::kFiles, options),
             ContainsSubstring("\x1b[1;31m1 finding\x1b[0m\n"));
}

TEST_CASE("reports use the project's words") {
  Finding finding = sample::finding("a");
  finding.provenance = sample::provenance(true);
  for (const Stage stage : {Stage::kStaged, Stage::kUnborn, Stage::kOutgoing,
                            Stage::kStored, Stage::kFiles}) {
    const std::string text = human(sample::report({finding}), stage);
    for (const char* const word : {"leak", "issue", "violation", "whitelist"}) {
      CHECK_THAT(text, !ContainsSubstring(word));
    }
  }
}
