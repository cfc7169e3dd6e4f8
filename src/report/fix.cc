#include "report/fix.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace gitward {
namespace {

using Stage = ReportOptions::Stage;

// The files among the places, each once, as arguments of a command.
std::string files_of(const std::vector<const Finding*>& findings,
                     const NameMask& mask) {
  std::vector<std::string> paths;
  for (const Finding* finding : findings) {
    const std::string path = mask(finding->path, "*");
    if (finding->where == Where::kBlob && !path.empty() &&
        std::find(paths.begin(), paths.end(), path) == paths.end()) {
      paths.push_back(path);
    }
  }
  const bool guard =
      std::any_of(paths.begin(), paths.end(),
                  [](const std::string& path) { return path[0] == '-'; });
  std::string words = guard ? " --" : "";
  for (const std::string& path : paths) words += " " + quote_for_paste(path);
  return words;
}

// The first commit, in the report's order, that brought one of them in.
std::string first_commit(const std::vector<const Finding*>& findings) {
  for (const Finding* finding : findings) {
    if (finding->provenance && !finding->provenance->commit.is_null()) {
      return finding->provenance->commit.short_hex();
    }
  }
  return {};
}

bool any_at(const std::vector<const Finding*>& findings, Where where) {
  return std::any_of(
      findings.begin(), findings.end(),
      [where](const Finding* finding) { return finding->where == where; });
}

void add_staged(const std::vector<const Finding*>& findings, Stage stage,
                const NameMask& mask, std::vector<std::string>& lines) {
  const std::string files = files_of(findings, mask);
  if (!files.empty()) {
    lines.push_back((stage == Stage::kUnborn ? "fix: git rm --cached"
                                             : "fix: git restore --staged -p") +
                    files);
  }
  if (any_at(findings, Where::kPath))
    lines.emplace_back("fix: rename the file");
}

void add_outgoing(const std::vector<const Finding*>& findings,
                  std::vector<std::string>& lines) {
  const std::string commit = first_commit(findings);
  lines.push_back(commit.empty()
                      ? "fix: git commit --amend"
                      : fmt::format("fix: git commit --amend, or git rebase -i "
                                    "{}^ if it is not the last commit",
                                    commit));
}

void add_stored(const std::vector<const Finding*>& findings,
                const NameMask& mask, std::vector<std::string>& lines) {
  const bool at_tip =
      std::any_of(findings.begin(), findings.end(), [](const Finding* finding) {
        return finding->provenance && finding->provenance->at_tip;
      });
  const std::string files = files_of(findings, mask);
  if (any_at(findings, Where::kConfig)) {
    lines.emplace_back("then: keep it in a credential helper");
  } else if (at_tip) {
    lines.push_back("then: take it out of" +
                    (files.empty() ? " what the tips hold" : files));
  } else {
    lines.emplace_back("then: no tip holds it, accept it once it is rotated");
  }
}

}  // namespace

std::string quote_for_paste(std::string_view path) {
  if (visible(path) == path) return shell_quote(path);
  std::string word = "$'";
  for (const char c : path) {
    if (byte_of(c) < 0x20 || byte_of(c) >= 0x7f) {
      word += fmt::format("\\x{:02x}", byte_of(c));
    } else {
      if (c == '\\' || c == '\'') word += '\\';
      word += c;
    }
  }
  return word + "'";
}

std::vector<std::string> fix_lines(const std::vector<const Finding*>& findings,
                                   Stage stage, const NameMask& mask) {
  std::vector<std::string> lines;
  const std::string& rotate = findings.at(0)->rule->rotate;
  switch (stage) {
    case Stage::kStaged:
    case Stage::kUnborn:
      add_staged(findings, stage, mask, lines);
      break;
    case Stage::kOutgoing:
      add_outgoing(findings, lines);
      if (!rotate.empty()) lines.push_back("rotate: " + rotate);
      break;
    case Stage::kStored:
      lines.push_back("rotate first: " +
                      (rotate.empty() ? "where it was issued" : rotate));
      add_stored(findings, mask, lines);
      break;
    case Stage::kFiles:
      if (!rotate.empty()) lines.push_back("rotate: " + rotate);
      break;
  }
  return lines;
}

std::string general_advice(Stage stage) {
  switch (stage) {
    case Stage::kStaged:
    case Stage::kUnborn:
      return "Take the value out of what is staged, keep it in the environment "
             "or a secret store,\nand commit again. If it never left this "
             "machine, it need not be rotated.\n";
    case Stage::kOutgoing:
      return "Take the value out of the commit that brings it in, and keep it "
             "in the environment\nor a secret store. If that commit was ever "
             "pushed, rotate the credential first:\nwhoever fetched it has "
             "it.\n";
    case Stage::kStored:
      return "Rotate first: everyone with a copy of the repository has the "
             "value, and no commit\ntakes it back. Then take it out of the "
             "files; rewriting the history is optional.\n";
    case Stage::kFiles:
      return "Keep the value in the environment or a secret store. If the file "
             "was ever shared,\nrotate the credential first.\n";
  }
  return {};
}

}  // namespace gitward
