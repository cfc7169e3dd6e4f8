// One hook in one folder: what is there, what would be done, and doing it.
// Private to this folder.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace gitward {

class HookFile {
 public:
  // `name` is the file's name in the folder, `script` what gitward would put
  // there (with an empty `pinned`). Looks at nothing yet.
  HookFile(const std::filesystem::path& folder, std::string name,
           std::string_view script);

  // What installing or uninstalling amounts to.
  enum class Step {
    kNothing,  // It is as it should be.
    kLeave,    // Something of somebody else's, not to be touched.
    kWrite,    // There is no hook yet.
    kUpdate,   // gitward's own, of another version or program.
    kChain,    // Somebody else's: keep it and run it first.
    kRemove,
    kRestore,  // Remove, and move back what was there before.
  };
  // `program` is pinned in the script; empty for none. Throws Error(kUsage).
  Step plan_install(const std::filesystem::path& program);
  Step plan_uninstall();

  // Carries out the last plan. Throws Error(kUsage) with everything as before.
  void perform() const;
  // What the last plan does, or did: "installed …", "would install …".
  std::string describe(bool dry_run) const;

  const std::filesystem::path& path() const { return path_; }

 private:
  // The bytes, if it is a file that gitward wrote and nobody changed since.
  std::optional<std::string> own_text(const std::filesystem::path& path) const;
  void write_script() const;

  std::filesystem::path path_;
  std::filesystem::path before_;  // The hook that was there.
  std::string name_;
  std::string script_;
  std::string text_;  // The script with its program.
  Step step_ = Step::kNothing;
};

// Whether the file has the marker of gitward's scripts. False if there is none
// or it is no regular file; symbolic links are somebody else's.
bool is_gitward_hook(const std::filesystem::path& path);

}  // namespace gitward
