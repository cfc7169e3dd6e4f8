// Objects through `git cat-file --batch-command`. Private to this folder.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "git/git_program.h"
#include "git/repository.h"

namespace gitward {

// One child that is asked again and again. git ends when it meets a damaged
// object; then that object is the error and the next question starts another.
class GitProgramReader : public ObjectReader {
 public:
  explicit GitProgramReader(GitProgram git) : git_(std::move(git)) {}

  std::optional<Object> read(const ObjectId& id) override;
  std::optional<Header> header(const ObjectId& id) override;

 private:
  std::optional<Header> ask(std::string_view question, const ObjectId& id);
  bool has_loose_file(const ObjectId& id);

  GitProgram git_;
  std::unique_ptr<Conversation> child_;
  std::optional<std::vector<std::filesystem::path>> object_folders_;
};

}  // namespace gitward
