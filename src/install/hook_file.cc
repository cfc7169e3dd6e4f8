#include "install/hook_file.h"

#include <sys/stat.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include <fmt/format.h>

#include "base/error.h"
#include "base/file.h"
#include "base/text.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kMarker = "\n# gitward-hook ";
constexpr std::string_view kPinned = "\npinned=";

Error refusal(std::string message) {
  return Error(ErrorKind::kUsage, std::move(message));
}

std::string shown(const fs::path& path) {
  return visible(path.native());
}

// The rest of the line behind the marker: the script's version.
std::string_view version_in(std::string_view text) {
  const std::size_t at = text.find(kMarker);
  if (at == std::string_view::npos) return {};
  text.remove_prefix(at + kMarker.size());
  return text.substr(0, text.find('\n'));
}

// Where the value of `pinned=` stands; empty at the end if it is not there.
std::pair<std::size_t, std::size_t> pinned_range(std::string_view text) {
  const std::size_t at = text.find(kPinned);
  if (at == std::string_view::npos) return {text.size(), 0};
  const std::size_t begin = at + kPinned.size();
  return {begin, std::min(text.find('\n', begin), text.size()) - begin};
}

std::string with_program(std::string text, const fs::path& program) {
  const auto [begin, size] = pinned_range(text);
  if (size == 0) return text;
  return text.replace(begin, size,
                      program.empty() ? "''" : shell_quote(program.native()));
}

bool is_there(const fs::path& path) {
  std::error_code ignored;
  return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

void move_file(const fs::path& from, const fs::path& to) {
  std::error_code failed;
  fs::rename(from, to, failed);
  if (failed) {
    throw refusal(fmt::format("can't move {} to {}: {}", shown(from), shown(to),
                              failed.message()));
  }
}

void remove_file(const fs::path& path) {
  std::error_code failed;
  fs::remove(path, failed);
  if (failed) {
    throw refusal(
        fmt::format("can't remove {}: {}", shown(path), failed.message()));
  }
}

}  // namespace

bool is_gitward_hook(const fs::path& path) {
  std::error_code ignored;
  if (!fs::is_regular_file(fs::symlink_status(path, ignored))) return false;
  return !version_in(read_file(path).value_or("")).empty();
}

HookFile::HookFile(const fs::path& folder, std::string name,
                   std::string_view script)
    : path_(folder / name),
      before_(folder / (name + ".before-gitward")),
      name_(std::move(name)),
      script_(script) {}

std::optional<std::string> HookFile::own_text(const fs::path& path) const {
  if (!is_gitward_hook(path)) return std::nullopt;
  std::string text = read_file(path).value_or("");
  // Another version may say anything; one's own must say what it said.
  if (version_in(text) == version_in(script_) &&
      with_program(text, {}) != script_) {
    throw refusal(fmt::format(
        "{} was changed since gitward wrote it: move it away, then try again",
        shown(path)));
  }
  return text;
}

HookFile::Step HookFile::plan_install(const fs::path& program) {
  text_ = with_program(script_, program);
  if (!is_there(path_)) return step_ = Step::kWrite;
  if (const std::optional<std::string> text = own_text(path_)) {
    const bool done = *text == text_ && ::access(path_.c_str(), X_OK) == 0;
    return step_ = done ? Step::kNothing : Step::kUpdate;
  }
  if (fs::is_directory(path_)) {
    throw refusal(fmt::format("{} is a folder, not a hook", shown(path_)));
  }
  if (is_there(before_)) {
    throw refusal(fmt::format(
        "{} is not gitward's, and {} is there from an earlier installation: "
        "remove one of them, then try again",
        shown(path_), shown(before_)));
  }
  return step_ = Step::kChain;
}

HookFile::Step HookFile::plan_uninstall() {
  if (is_there(path_) && !own_text(path_)) return step_ = Step::kLeave;
  if (is_there(before_)) return step_ = Step::kRestore;
  return step_ = is_there(path_) ? Step::kRemove : Step::kNothing;
}

void HookFile::write_script() const {
  try {
    write_file_atomically(path_, text_, 0755);
  } catch (const Error& error) {
    throw refusal(error.what());
  }
  // A file that was there keeps its mode, and git ignores one that may not be
  // executed: whoever may read it may run it.
  struct stat status {};
  const bool set =
      ::stat(path_.c_str(), &status) == 0 &&
      ::chmod(path_.c_str(),
              (status.st_mode & 0777U) | ((status.st_mode & 0444U) >> 2U)) == 0;
  if (!set || ::access(path_.c_str(), X_OK) != 0) {
    throw refusal(fmt::format(
        "{} can't be made executable, so git would ignore it: is its file "
        "system mounted noexec?",
        shown(path_)));
  }
}

void HookFile::perform() const {
  switch (step_) {
    case Step::kNothing:
    case Step::kLeave:
      break;
    case Step::kWrite:
    case Step::kUpdate:
      write_script();
      break;
    case Step::kChain:
      move_file(path_, before_);
      try {
        write_script();
      } catch (const Error&) {
        move_file(before_, path_);
        throw;
      }
      break;
    case Step::kRemove:
      remove_file(path_);
      break;
    case Step::kRestore:
      move_file(before_, path_);
      break;
  }
}

std::string HookFile::describe(bool dry_run) const {
  const auto done = [dry_run](std::string_view would, std::string_view did) {
    return dry_run ? "would " + std::string(would) : std::string(did);
  };
  const std::string path = shown(path_);
  switch (step_) {
    case Step::kNothing:
      return text_.empty()
                 ? fmt::format("{}: not installed", name_)
                 : fmt::format("{}: already installed as {}", name_, path);
    case Step::kLeave:
      return fmt::format("{}: {} is not gitward's, left as it is", name_, path);
    case Step::kWrite:
      return fmt::format("{}: {} {}", name_, done("install", "installed"),
                         path);
    case Step::kUpdate:
      return fmt::format("{}: {} {}", name_, done("update", "updated"), path);
    case Step::kChain:
      return fmt::format(
          "{}: {} {}; the hook that was there runs first, kept as {}", name_,
          done("install", "installed"), path, shown(before_));
    case Step::kRemove:
      return fmt::format("{}: {} {}", name_, done("remove", "removed"), path);
    case Step::kRestore:
      return fmt::format("{}: {} {}; the hook that was there is back", name_,
                         done("remove", "removed"), path);
  }
  return {};
}

}  // namespace gitward
