#include "git/git_program_reader.h"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/error.h"
#include "git/object_name.h"
#include "store/loose_object.h"

namespace gitward {
namespace {

std::optional<ObjectType> type_named(std::string_view name) {
  if (name == "commit") return ObjectType::kCommit;
  if (name == "tree") return ObjectType::kTree;
  if (name == "blob") return ObjectType::kBlob;
  if (name == "tag") return ObjectType::kTag;
  return std::nullopt;
}

// The empty tree is known to git without being stored.
bool is_empty_tree(const ObjectId& id) {
  return has_name(Object{ObjectType::kTree, ""}, id);
}

[[noreturn]] void unreadable(const ObjectId& id, std::string_view cause) {
  throw Error(ErrorKind::kInput,
              fmt::format("can't read object {}: {}", id.hex(), cause));
}

}  // namespace

std::optional<Object> GitProgramReader::read(const ObjectId& id) {
  try {
    const std::optional<Header> header = ask("contents", id);
    if (!header) return std::nullopt;
    Object object{header->type, child_->read_exactly(header->size)};
    if (child_->read_exactly(1) != "\n") {
      throw Error(ErrorKind::kInput, "git lost its place");
    }
    if (!has_name(object, id)) {
      throw Error(ErrorKind::kInput, "its content has another name");
    }
    return object;
  } catch (const Error& error) {
    child_.reset();
    unreadable(id, error.what());
  }
}

std::optional<ObjectReader::Header> GitProgramReader::header(
    const ObjectId& id) {
  try {
    return ask("info", id);
  } catch (const Error& error) {
    child_.reset();
    unreadable(id, error.what());
  }
}

// The answer is "<id> <type> <size>", or "<id> missing".
std::optional<ObjectReader::Header> GitProgramReader::ask(
    std::string_view question, const ObjectId& id) {
  if (stored_ && stored_->count(id) == 0 && !is_empty_tree(id)) {
    return std::nullopt;
  }
  if (!child_) {
    Command command = git_.command({"cat-file", "--batch-command"});
    command.discard_errors = true;
    child_ = std::make_unique<Conversation>(command);
  }
  const std::string name = id.hex();
  child_->send(fmt::format("{} {}\n", question, name));
  const std::string line = child_->read_line();
  std::string_view rest = line;
  if (!rest.starts_with(name + " ")) {
    throw Error(ErrorKind::kInput, "git answers another question");
  }
  rest.remove_prefix(name.size() + 1);
  if (rest == "missing") {
    // git says so of damaged loose objects, too.
    if (has_loose_file(id)) throw Error(ErrorKind::kInput, "it is damaged");
    return std::nullopt;
  }
  Header header;
  const std::size_t space = rest.find(' ');
  const std::optional<ObjectType> type = type_named(rest.substr(0, space));
  if (!type || space == std::string_view::npos) {
    throw Error(ErrorKind::kInput, "unknown type");
  }
  header.type = *type;
  const auto [end, error] = std::from_chars(
      rest.data() + space + 1, rest.data() + rest.size(), header.size);
  if (error != std::errc() || end != rest.data() + rest.size()) {
    throw Error(ErrorKind::kInput, "git gives no size");
  }
  return header;
}

bool GitProgramReader::has_loose_file(const ObjectId& id) const {
  return std::any_of(folders_.begin(), folders_.end(),
                     [&id](const std::filesystem::path& folder) {
                       std::error_code ignored;
                       return std::filesystem::exists(
                           loose_object_path(folder, id), ignored);
                     });
}

}  // namespace gitward
