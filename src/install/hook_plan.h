// Several hooks of one folder, planned together and then done together.
// Private to this folder.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "install/hook_file.h"
#include "install/install.h"

namespace gitward {

class HookPlan {
 public:
  enum class Purpose { kInstall, kUninstall };

  // Throws Error(kUsage) if the folder can be none.
  HookPlan(std::filesystem::path folder, std::filesystem::path program,
           Purpose purpose);

  // Throws Error(kUsage) if it can't be done; nothing is written yet.
  void add(const std::string& name, std::string_view script);

  // Writes, unless `dry_run`. If one hook fails, those before it stay done:
  // each is complete by itself, and a second run does the rest.
  HookResult carry_out(bool dry_run) const;

 private:
  std::filesystem::path folder_;
  std::filesystem::path program_;
  Purpose purpose_;
  std::vector<HookFile> files_;
  bool changes_ = false;
};

// The program that hooks run.
std::filesystem::path program_of(const HookOptions& options);

}  // namespace gitward
