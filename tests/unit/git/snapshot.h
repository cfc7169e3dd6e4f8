// All that a repository tells, as text, so that two ways of reading it can be
// compared.
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "base/digest.h"
#include "base/error.h"
#include "base/text.h"
#include "git/repository.h"
#include "support/git_repo.h"

using Directory = std::optional<std::filesystem::path>;

inline std::unique_ptr<gitward::Repository> open_with(
    const std::string& backend, const Directory& directory) {
  const EnvironmentVariable forced("GITWARD_BACKEND", backend);
  return gitward::Repository::open(directory);
}

inline gitward::ObjectId id_of(const std::string& hex) {
  return gitward::ObjectId::from_hex(hex).value();
}

inline std::string index_text(const gitward::Repository& repository) {
  std::string text;
  for (const gitward::IndexEntry& entry : repository.index()) {
    text += fmt::format("{:06o} {} {}\t{}{}\n", entry.mode, entry.id.hex(),
                        entry.stage, gitward::visible(entry.path),
                        entry.intent_to_add ? " (intent to add)" : "");
  }
  return text;
}

inline std::string references_text(const gitward::Repository& repository) {
  std::string text;
  const auto references = repository.references();
  for (const gitward::Reference& reference : references.refs) {
    text += fmt::format("{} {}\n", reference.target.hex(), reference.name);
  }
  for (const std::string& broken : references.broken) {
    text += "broken " + broken + "\n";
  }
  return text;
}

inline std::string layout_text(const gitward::Repository& repository) {
  const gitward::RepositoryLayout& layout = repository.layout();
  std::vector<std::string> shallow;
  for (const gitward::ObjectId& id : layout.shallow) {
    shallow.push_back(id.hex());
  }
  std::sort(shallow.begin(), shallow.end());
  return fmt::format(
      "git dir {}\ncommon dir {}\nwork tree {}\nid size {}\nshallow {}\n"
      "partial {}\n",
      layout.git_dir.native(), layout.common_dir.native(),
      layout.work_tree ? layout.work_tree->native() : "none", layout.id_size,
      fmt::join(shallow, " "), layout.partial_clone);
}

// One line for an object: "missing", "unreadable", or what it is.
inline std::string object_text(gitward::ObjectReader& reader,
                               const gitward::ObjectId& id) {
  try {
    const auto object = reader.read(id);
    const auto header = reader.header(id);
    if (!object || !header) {
      return !object && !header ? "missing" : "missing only once";
    }
    return fmt::format("{} {} {} {} {}", static_cast<int>(object->type),
                       object->bytes.size(), static_cast<int>(header->type),
                       header->size, gitward::xxh3_128(object->bytes).hex());
  } catch (const gitward::Error& error) {
    const bool named =
        std::string(error.what()).find(id.hex()) != std::string::npos;
    return named ? "unreadable" : "unreadable without a name";
  }
}

inline std::string objects_text(const gitward::Repository& repository) {
  std::vector<gitward::ObjectId> ids = repository.all_objects();
  std::sort(ids.begin(), ids.end());
  const auto reader = repository.reader();
  std::string text;
  for (const gitward::ObjectId& id : ids) {
    text += id.hex() + " " + object_text(*reader, id) + "\n";
  }
  return text;
}

// The commits that the references lead to, each line one commit.
inline std::string commits_text(const gitward::Repository& repository) {
  const auto reader = repository.reader();
  std::vector<gitward::ObjectId> tips;
  for (const gitward::Reference& reference : repository.references().refs) {
    if (!reader->header(reference.target)) continue;
    if (const auto commit =
            repository.peel_to_commit(reference.target, *reader)) {
      tips.push_back(*commit);
    }
  }
  std::string text;
  for (const gitward::ObjectId& id : repository.commits(tips, {})) {
    text += id.hex() + "\n";
  }
  return text;
}

inline std::string snapshot(const gitward::Repository& repository) {
  const auto head = repository.head();
  std::string parents;
  for (const gitward::ObjectId& id : repository.parents_of_next_commit()) {
    parents += " " + id.hex();
  }
  return layout_text(repository) + "head " + (head ? head->hex() : "none") +
         "\nparents" + parents + "\nhooks " +
         repository.hooks_directory().native() + "\nname " +
         repository.config("user.name").value_or("none") + "\nindex\n" +
         index_text(repository) + "references\n" + references_text(repository) +
         "commits\n" + commits_text(repository) + "objects\n" +
         objects_text(repository);
}
