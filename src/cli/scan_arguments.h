// The options that several commands have.
#pragma once

#include <string>

#include <CLI/App.hpp>

#include "cli/invocation.h"

namespace gitward::cli {

void add_repository_option(CLI::App& app, ScanOptions& options);
void add_config_option(CLI::App& app, ScanOptions& options);
void add_baseline_file_option(CLI::App& app, ScanOptions& options);
void add_policy_options(CLI::App& app, ScanOptions& options);
void add_filter_options(CLI::App& app, ScanOptions& options);
void add_show_secrets_option(CLI::App& app, ScanOptions& options);
void add_color_option(CLI::App& app, ScanOptions& options);

// Those of every command that scans and reports.
void add_scan_options(CLI::App& app, Invocation& call);

// Takes over what was read as text. Throws Error(kUsage).
void finish_options(Invocation& call);

}  // namespace gitward::cli
