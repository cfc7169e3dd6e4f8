// `gitward dir` and `gitward stdin`: files as they lie on disk.
#include <algorithm>
#include <map>
#include <system_error>

#include <fmt/format.h>

#include "base/file.h"
#include "base/text.h"
#include "pipeline/content.h"
#include "pipeline/gaps.h"
#include "pipeline/pipeline.h"
#include "pipeline/workers.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

struct Listed {
  fs::path path;
  fs::file_type type = fs::file_type::none;
};

// What is below the paths, under the name that reports give it. Sorted, so
// that paths which overlap give each file once.
using Listing = std::map<std::string, Listed>;

class Lister {
 public:
  Lister(fs::path root, ScanReport& report, Gaps& gaps)
      : root_(std::move(root)), report_(report), gaps_(gaps) {}

  void add(const fs::path& given) {
    std::error_code error;
    // A symlink that is asked for by name is followed, as grep does.
    const fs::path path = fs::canonical(given, error);
    if (error) {
      throw Error(
          ErrorKind::kUsage,
          fmt::format("{}: {}", visible(given.native()), error.message()));
    }
    add(path, fs::symlink_status(path, error).type());
    while (!folders_.empty()) {
      const fs::path folder = std::move(folders_.back());
      folders_.pop_back();
      list(folder);
    }
  }

  Listing take() { return std::move(listing_); }
  // Folders too: their names are scanned.
  std::string name_of(const fs::path& path) const {
    std::string name = path.lexically_relative(root_).generic_string();
    return name == "." ? std::string() : name;
  }

 private:
  void add(const fs::path& path, fs::file_type type) {
    if (type == fs::file_type::directory) folders_.push_back(path);
    if (type == fs::file_type::directory || type == fs::file_type::regular ||
        type == fs::file_type::symlink) {
      listing_.emplace(name_of(path), Listed{path, type});
    } else {
      ++report_.outside["special-file"];
    }
  }

  void list(const fs::path& folder) {
    std::error_code error;
    fs::directory_iterator entries(folder, error);
    for (; !error && entries != fs::directory_iterator();
         entries.increment(error)) {
      const fs::file_type type = entries->symlink_status(error).type();
      if (error) break;
      // Git's own store: `history` reads it. A .git file is a file.
      if (type == fs::file_type::directory &&
          entries->path().filename() == ".git") {
        continue;
      }
      add(entries->path(), type);
    }
    if (error) {
      const std::string name = name_of(folder);
      gaps_.add({GapReason::kUnreadable, error.message()}, ObjectId(), name,
                describe("folder", ObjectId(), name.empty() ? "." : name));
    }
  }

  fs::path root_;
  ScanReport& report_;
  Gaps& gaps_;
  Listing listing_;
  std::vector<fs::path> folders_;
};

// The bytes of a file or the text of a symlink, or why there are none.
struct ReadBytes {
  std::string bytes;
  std::optional<Trouble> trouble;
};

ReadBytes read_bytes(const Listed& file, std::uint64_t max_size) {
  ReadBytes read;
  std::error_code error;
  if (file.type == fs::file_type::symlink) {
    read.bytes = fs::read_symlink(file.path, error).native();
    if (error) read.trouble = {GapReason::kUnreadable, error.message()};
    return read;
  }
  const std::uint64_t size = fs::file_size(file.path, error);
  if (!error && max_size != 0 && size > max_size) {
    read.trouble = {GapReason::kTooLarge,
                    fmt::format("{} bytes, larger than --max-blob-size {}",
                                grouped(size), max_size)};
    return read;
  }
  read.trouble = attempt(GapReason::kUnreadable, [&] {
    std::optional<std::string> bytes = read_file(file.path);
    if (!bytes) {
      throw Error(ErrorKind::kInput, "it vanished during the scan");
    }
    read.bytes = std::move(*bytes);
  });
  return read;
}

struct ScannedFile {
  Blob blob;
  ContentPtr name;
};

ScannedFile scan_file(const std::string& name, const Listed& file,
                      const Scanner& scanner, const RunOptions& options,
                      Worker& worker) {
  ScannedFile result;
  const std::string component = name.substr(name.rfind('/') + 1);
  result.name = scan_bytes(component, scanner, worker).content;
  if (file.type == fs::file_type::directory) return result;
  ReadBytes read = read_bytes(file, options.max_blob_size);
  if (read.trouble) {
    result.blob.content =
        std::make_shared<Content>(Content{{}, std::move(read.trouble)});
  } else {
    result.blob = scan_bytes(read.bytes, scanner, worker);
  }
  return result;
}

void report_file(const std::string& name, const Listed& file,
                 const ScannedFile& scanned, const Scanner& scanner,
                 Worker& worker, ScanReport& report, Gaps& gaps) {
  for (const Place& place : judge_places(scanner, scanned.name, Where::kPath,
                                         name, ObjectId(), "")) {
    report.findings.push_back(finding_of(scanner, place, ""));
  }
  if (file.type == fs::file_type::directory) return;
  const ContentPtr& content = scanned.blob.content;
  if (content) {
    add_content_gaps(gaps, scanner, *content, ObjectId(), name, "file", worker);
    if (content->trouble) return;
  }
  ++report.coverage.files;
  report.coverage.bytes += scanned.blob.size;
  if (scanned.blob.lfs_pointer) ++report.outside["lfs-pointer"];
  for (const Place& place :
       judge_places(scanner, content, Where::kBlob, name, ObjectId(), "")) {
    report.findings.push_back(finding_of(scanner, place, ""));
  }
}

// Files between two calls of RunOptions::progress.
constexpr std::size_t kBatch = 1024;

}  // namespace

ScanReport run_dir(const Scanner& scanner, const RunOptions& options,
                   const DirectoryRequest& request) {
  ScanReport report;
  report.command = "dir";
  Gaps gaps;
  std::error_code error;
  const fs::path root = fs::weakly_canonical(request.root, error);
  Lister lister(error ? request.root : root, report, gaps);
  for (const fs::path& path : request.paths) lister.add(path);
  Listing listing = lister.take();
  for (const std::string& path : options.skip_paths) {
    if (listing.erase(path) > 0) ++report.outside["baseline"];
  }

  const std::vector<std::pair<std::string, Listed>> files(listing.begin(),
                                                          listing.end());
  Workers workers(nullptr, options.threads);
  for (std::size_t begin = 0; begin < files.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, files.size() - begin);
    std::vector<ScannedFile> scanned(count);
    workers.for_each(count, [&](Worker& worker, std::size_t i) {
      const auto& [name, file] = files[begin + i];
      scanned[i] = scan_file(name, file, scanner, options, worker);
    });
    for (std::size_t i = 0; i < count; ++i) {
      const auto& [name, file] = files[begin + i];
      report_file(name, file, scanned[i], scanner, workers.own(), report, gaps);
    }
    if (options.progress) options.progress(report.coverage);
  }
  finish_report(report, gaps, scanner, options);
  return report;
}

ScanReport run_stdin(const Scanner& scanner, const RunOptions& options,
                     int descriptor) {
  ScanReport report;
  report.command = "stdin";
  Gaps gaps;
  Workers workers(nullptr, 1);
  const std::string bytes = read_all(descriptor, "standard input");
  ScannedFile scanned;
  scanned.blob = scan_bytes(bytes, scanner, workers.own());
  report_file("", {{}, fs::file_type::regular}, scanned, scanner, workers.own(),
              report, gaps);
  finish_report(report, gaps, scanner, options);
  return report;
}

}  // namespace gitward
