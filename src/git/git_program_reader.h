// Objects through `git cat-file --batch-command`. Private to this folder.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "git/git_program.h"
#include "git/repository.h"

namespace gitward {

// One child that is asked again and again. git ends when it meets a damaged
// object; then that object is the error and the next question starts another.
class GitProgramReader : public ObjectReader {
 public:
  using Ids = std::unordered_set<ObjectId>;

  // `folders`: where objects are stored.
  // `stored`: in a partial clone all ids that are there, else null. git must
  // not be asked for others: kept from fetching one, it ends (2.39 does).
  GitProgramReader(GitProgram git, std::vector<std::filesystem::path> folders,
                   std::shared_ptr<const Ids> stored)
      : git_(std::move(git)),
        folders_(std::move(folders)),
        stored_(std::move(stored)) {}

  std::optional<Object> read(const ObjectId& id) override;
  std::optional<Header> header(const ObjectId& id) override;

 private:
  std::optional<Header> ask(std::string_view question, const ObjectId& id);
  bool has_loose_file(const ObjectId& id) const;

  GitProgram git_;
  std::vector<std::filesystem::path> folders_;
  std::shared_ptr<const Ids> stored_;
  std::unique_ptr<Conversation> child_;
};

}  // namespace gitward
