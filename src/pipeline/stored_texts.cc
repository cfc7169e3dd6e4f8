#include "pipeline/stored_texts.h"

#include <algorithm>
#include <system_error>

#include "base/file.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

struct StoredFile {
  Where where = Where::kReflog;
  std::string name;  // Relative to the common directory.
};

class FileList {
 public:
  FileList(const fs::path& common, Gaps& gaps) : common_(common), gaps_(gaps) {
    add_folder("");
    std::error_code error;
    const fs::path worktrees = common / "worktrees";
    if (!fs::is_directory(worktrees, error)) return;
    fs::directory_iterator entries(worktrees, error);
    for (; !error && entries != fs::directory_iterator();
         entries.increment(error)) {
      add_folder("worktrees/" + entries->path().filename().native() + "/");
    }
    report_failure(error, "worktrees");
  }

  std::vector<StoredFile> take() {
    std::sort(files_.begin(), files_.end(),
              [](const StoredFile& a, const StoredFile& b) {
                return a.name < b.name;
              });
    return std::move(files_);
  }

 private:
  void add_folder(const std::string& prefix) {
    for (const char* name : {"config", "config.worktree"}) {
      std::error_code error;
      if (fs::exists(common_ / (prefix + name), error) || error) {
        files_.push_back({Where::kConfig, prefix + name});
      }
    }
    add_logs(prefix + "logs");
  }

  void add_logs(const std::string& name) {
    std::error_code error;
    if (!fs::is_directory(common_ / name, error)) return;
    fs::recursive_directory_iterator entries(common_ / name, error);
    for (; !error && entries != fs::recursive_directory_iterator();
         entries.increment(error)) {
      if (!entries->is_regular_file(error)) continue;
      files_.push_back(
          {Where::kReflog,
           entries->path().lexically_relative(common_).generic_string()});
    }
    report_failure(error, name);
  }

  void report_failure(const std::error_code& error, const std::string& name) {
    if (!error) return;
    gaps_.add({GapReason::kUnreadable, error.message()}, ObjectId(), name,
              describe("folder", ObjectId(), name));
  }

  const fs::path& common_;
  Gaps& gaps_;
  std::vector<StoredFile> files_;
};

Blob scan_file(const fs::path& path, const Scanner& scanner, Worker& worker) {
  std::string bytes;
  std::optional<Trouble> trouble = attempt(GapReason::kUnreadable, [&] {
    // One that vanished since it was listed holds nothing any more.
    bytes = read_file(path).value_or("");
  });
  if (!trouble) return scan_bytes(bytes, scanner, worker);
  Blob blob;
  blob.content = std::make_shared<Content>(Content{{}, std::move(trouble)});
  return blob;
}

void scan_references(const Repository::References& references,
                     const Scanner& scanner, Worker& worker, ScanReport& report,
                     Gaps& gaps) {
  for (const Reference& reference : references.refs) {
    ++report.coverage.refs;
    const Blob blob = scan_bytes(reference.name, scanner, worker);
    if (!blob.content) continue;
    add_content_gaps(gaps, scanner, *blob.content, ObjectId(), reference.name,
                     "reference", worker);
    for (const Place& place : judge_places(scanner, blob.content, Where::kRef,
                                           reference.name, ObjectId(), "")) {
      Finding finding = finding_of(scanner, place, "");
      finding.provenance = Provenance{};
      finding.provenance->refs = {reference.short_name()};
      finding.provenance->at_tip = true;
      finding.provenance->reachable = true;
      report.findings.push_back(std::move(finding));
    }
  }
  for (const std::string& broken : references.broken) {
    const std::string name = broken.substr(0, broken.find(": "));
    gaps.add({GapReason::kCorrupt, broken}, ObjectId(), name, "reference");
  }
}

}  // namespace

void scan_stored_texts(const RepositoryLayout& layout,
                       const Repository::References& references,
                       const Scanner& scanner, Workers& workers,
                       ScanReport& report, Gaps& gaps) {
  scan_references(references, scanner, workers.own(), report, gaps);
  const std::vector<StoredFile> files =
      FileList(layout.common_dir, gaps).take();
  std::vector<Blob> scanned(files.size());
  workers.for_each(files.size(), [&](Worker& worker, std::size_t i) {
    scanned[i] = scan_file(layout.common_dir / files[i].name, scanner, worker);
  });
  for (std::size_t i = 0; i < files.size(); ++i) {
    const auto& [where, name] = files[i];
    const Blob& blob = scanned[i];
    report.coverage.bytes += blob.size;
    if (!blob.content) continue;
    add_content_gaps(gaps, scanner, *blob.content, ObjectId(), name,
                     name_of(where), workers.own());
    for (const Place& place :
         judge_places(scanner, blob.content, where, name, ObjectId(), "")) {
      report.findings.push_back(finding_of(scanner, place, ""));
    }
  }
}

}  // namespace gitward
