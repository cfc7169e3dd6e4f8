#include "rules/rule_chain.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/builtin.h"
#include "rules/rule_file.h"
#include "rules/rule_table.h"

namespace gitward {
namespace {

constexpr std::size_t kMaxDepth = 8;

// Reads the configuration and what it extends, the topmost first.
class ChainReader {
 public:
  ChainReader(const RuleSetRequest& request, Mistakes& mistakes)
      : request_(request), mistakes_(mistakes) {}

  std::vector<RuleFile> read() {
    if (!request_.config) return {};
    // Paths are relative to the configuration's folder, names in messages are
    // not: "HEAD:team/.gitward.toml" extends "HEAD:team/base.toml".
    const std::string& name = request_.config->name;
    const std::size_t folder = name.find_last_of("/:") + 1;  // npos + 1 is 0.
    std::vector<std::string> paths = {name.substr(folder)};
    RuleText next = *request_.config;
    while (true) {
      texts_.push_back(next.text);
      auto file = parse_rule_file(next.text, mistakes_.add_file(next.name),
                                  RuleFileKind::kUser, mistakes_);
      if (!file) break;
      files_.push_back(std::move(*file));
      const auto& extended = files_.back().extend.path;
      if (!extended) break;
      auto text = read_extended(*extended, paths);
      if (!text) break;
      const bool absolute = std::filesystem::path(paths.back()).is_absolute();
      next = {(absolute ? "" : name.substr(0, folder)) + paths.back(),
              std::move(*text)};
    }
    return std::move(files_);
  }

  std::vector<std::string> texts() { return std::move(texts_); }

 private:
  static std::string normal(const std::filesystem::path& path) {
    return path.lexically_normal().generic_string();
  }

  // A path stands relative to the file that names it.
  std::optional<std::string> read_extended(const PlacedText& path,
                                           std::vector<std::string>& paths) {
    const std::string folder =
        paths.size() == 1 ? ""
                          : std::filesystem::path(paths.back()).parent_path();
    const std::string full = normal(std::filesystem::path(folder) / path.text);
    const auto wrong = [&](std::string_view cause) {
      mistakes_.add(path.place,
                    fmt::format("can't extend '{}': {}", visible(full), cause));
      return std::nullopt;
    };
    if (path.text.empty()) return wrong("the path is empty");
    if (std::find(paths.begin(), paths.end(), full) != paths.end()) {
      return wrong(
          "it is being read already, so the files extend each other "
          "in a circle");
    }
    if (paths.size() >= kMaxDepth) {
      return wrong(fmt::format("more than {} files deep", kMaxDepth));
    }
    if (!request_.read) return wrong("no other file can be read here");
    paths.push_back(full);
    try {
      auto text = request_.read(full);
      if (!text) return wrong("no such file");
      return text;
    } catch (const Error& error) {
      return wrong(error.what());
    }
  }

  const RuleSetRequest& request_;
  Mistakes& mistakes_;
  std::vector<RuleFile> files_;
  std::vector<std::string> texts_;
};

// Lays file upon file, the deepest first.
class Merger {
 public:
  explicit Merger(Mistakes& mistakes) : mistakes_(mistakes) {}

  // Known without being there: [extend] may name them all the same.
  void know(const RuleFile& file) {
    for (const RuleDefinition& rule : file.rules) chain_.known.insert(rule.id);
  }

  void lay(RuleFile file) {
    for (const PlacedText& id : file.extend.disabled_rules) disable(id, file);
    for (RuleDefinition& rule : file.rules) {
      chain_.known.insert(rule.id);
      const auto [position, fresh] =
          position_of_.emplace(rule.id, chain_.rules.size());
      if (fresh) {
        chain_.rules.push_back(std::move(rule));
      } else {
        RuleDefinition& base = chain_.rules[position->second];
        base = merge(std::move(base), std::move(rule));
      }
    }
    std::move(file.allowlists.begin(), file.allowlists.end(),
              std::back_inserter(chain_.allowlists));
  }

  RuleChain finish() {
    std::erase_if(chain_.rules,
                  [](const RuleDefinition& rule) { return rule.id.empty(); });
    return std::move(chain_);
  }

 private:
  void disable(const PlacedText& id, const RuleFile& file) {
    if (chain_.known.count(id.text) == 0) {
      const bool own = std::any_of(
          file.rules.begin(), file.rules.end(),
          [&](const RuleDefinition& rule) { return rule.id == id.text; });
      mistakes_.add(
          id.place,
          own ? fmt::format("rule '{}' in 'disabledRules' is of this file, "
                            "not of one that it extends",
                            id.text)
              : fmt::format("unknown rule '{}' in 'disabledRules'{}",
                            visible(id.text),
                            meant_rule(id.text, chain_.known)));
    }
    const auto position = position_of_.find(id.text);
    if (position == position_of_.end()) return;
    chain_.rules[position->second].id.clear();  // Until finish().
    position_of_.erase(position);
  }

  Mistakes& mistakes_;
  RuleChain chain_;
  std::map<std::string, std::size_t> position_of_;  // In chain_.rules.
};

// The topmost file that says something decides.
bool uses_default(const std::vector<RuleFile>& files) {
  for (const RuleFile& file : files) {
    if (file.extend.use_default) return *file.extend.use_default;
  }
  return true;
}

}  // namespace

std::string meant_rule(std::string_view id,
                       const std::set<std::string, std::less<>>& known) {
  const std::vector<std::string_view> ids(known.begin(), known.end());
  const std::string_view meant = nearest(id, ids);
  return meant.empty() ? "" : fmt::format("; did you mean '{}'?", meant);
}

RuleChain load_chain(const RuleSetRequest& request, Mistakes& mistakes) {
  RuleFile builtin;
  const RuleTable table(builtin_table());
  for (std::size_t i = 0; i < table.size(); ++i) {
    builtin.rules.push_back(table.rule(i, request.examples));
  }
  builtin.allowlists = table.allowlists();
  ChainReader reader(request, mistakes);
  std::vector<RuleFile> files = reader.read();
  std::vector<std::string> texts = reader.texts();
  // A file that could not be read leaves the others without what they build
  // on: whatever is said about them now would be wrong.
  if (texts.size() != files.size() ||
      (!files.empty() && files.back().extend.path)) {
    mistakes.throw_if_any();
  }
  Merger merger(mistakes);
  merger.know(builtin);
  if (uses_default(files)) merger.lay(std::move(builtin));
  for (auto file = files.rbegin(); file != files.rend(); ++file) {
    merger.lay(std::move(*file));
  }
  RuleChain chain = merger.finish();
  chain.texts = std::move(texts);
  return chain;
}

}  // namespace gitward
