// `gitward dir` and `gitward stdin`: files as they lie on disk.
#include <algorithm>
#include <filesystem>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

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

// Something below the paths, under the name that reports give it.
struct Listed {
  std::string name;
  std::string path;
  fs::file_type type = fs::file_type::none;
};

// Names and paths are put together as strings: taking a path apart for every
// file costs more than reading most of them.
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
    const fs::file_type type = fs::symlink_status(path, error).type();
    std::string name = path.lexically_relative(root_).generic_string();
    if (name == ".") name.clear();
    add({std::move(name), path.native(), type});
  }

  // All there is below, sorted by name. Paths that overlap give each file once.
  std::vector<Listed> take(Workers& workers) {
    list_folders(workers);
    const auto before = [](const Listed& a, const Listed& b) {
      return a.name < b.name;
    };
    std::stable_sort(listing_.begin(), listing_.end(), before);
    const auto same = [](const Listed& a, const Listed& b) {
      return a.name == b.name;
    };
    listing_.erase(std::unique(listing_.begin(), listing_.end(), same),
                   listing_.end());
    return std::move(listing_);
  }

 private:
  struct Folder {
    std::string name;
    std::string path;
    bool in_git = false;  // A .git folder, or below one.
  };
  struct Listing {
    std::vector<Listed> entries;
    std::error_code error;  // Why these are not all.
  };

  // Folders too: their names are scanned.
  void add(Listed listed) {
    switch (listed.type) {
      case fs::file_type::directory:
        folders_.push_back({listed.name, listed.path, is_in_git(listed.path)});
        [[fallthrough]];
      case fs::file_type::regular:
      case fs::file_type::symlink:
        listing_.push_back(std::move(listed));
        break;
      default:
        ++report_.outside["special-file"];
    }
  }

  // What the folder's list says itself; a system call only where that says
  // nothing.
  static fs::file_type type_of(const fs::directory_entry& entry,
                               std::error_code& error) {
    if (entry.is_symlink(error)) return fs::file_type::symlink;
    if (!error && entry.is_directory(error)) return fs::file_type::directory;
    if (!error && entry.is_regular_file(error)) return fs::file_type::regular;
    return fs::file_type::unknown;
  }

  // Level by level, so that threads share folders however deep they are.
  void list_folders(Workers& workers) {
    while (!folders_.empty()) {
      const std::vector<Folder> level = std::exchange(folders_, {});
      std::vector<Listing> listings(level.size());
      workers.for_each(level.size(), [&](Worker&, std::size_t i) {
        listings[i] = list(level[i]);
      });
      for (std::size_t i = 0; i < level.size(); ++i) {
        for (Listed& listed : listings[i].entries) add(std::move(listed));
        if (listings[i].error) add_gap(level[i].name, listings[i].error);
      }
    }
  }

  static bool is_in_git(std::string_view path) {
    return path.ends_with("/.git") || path.find("/.git/") != path.npos;
  }

  // What git stores as objects, submodules' and large files too, is for
  // `history` to read; what gitward remembers of that is hashes.
  static bool is_store(const Folder& folder, std::string_view name) {
    if (!folder.in_git) return false;
    const std::string_view path = folder.path;
    if (name == "gitward") return path.ends_with("/.git");
    std::error_code error;
    return name == "objects" && (path.ends_with("/lfs") ||
                                 fs::exists(fs::path(path) / "HEAD", error));
  }

  static Listing list(const Folder& folder) {
    Listing listing;
    std::error_code& error = listing.error;
    fs::directory_iterator entries(folder.path, error);
    for (; !error && entries != fs::directory_iterator();
         entries.increment(error)) {
      const fs::file_type type = type_of(*entries, error);
      if (error) break;
      const std::string& path = entries->path().native();
      const std::string_view name =
          std::string_view(path).substr(path.rfind('/') + 1);
      if (type == fs::file_type::directory && is_store(folder, name)) continue;
      std::string full = folder.name;
      if (!full.empty()) full += '/';
      full += name;
      listing.entries.push_back({std::move(full), path, type});
    }
    return listing;
  }

  void add_gap(const std::string& folder, const std::error_code& error) {
    gaps_.add({GapReason::kUnreadable, error.message()}, ObjectId(), folder,
              describe("folder", ObjectId(), folder.empty() ? "." : folder));
  }

  fs::path root_;
  ScanReport& report_;
  Gaps& gaps_;
  std::vector<Listed> listing_;
  std::vector<Folder> folders_;
};

// A file that is larger leaves no memory behind for the next.
constexpr std::size_t kKeptBuffer = std::size_t{16} << 20U;

// The bytes of a file or the text of a symlink, which lie in the worker's
// buffer, or why there are none.
struct ReadBytes {
  ByteView bytes;
  std::optional<Trouble> trouble;
};

ReadBytes read_bytes(const Listed& file, std::uint64_t max_size,
                     std::string& buffer) {
  ReadBytes read;
  std::error_code error;
  if (file.type == fs::file_type::symlink) {
    buffer = fs::read_symlink(file.path, error).native();
    read.bytes = buffer;
    if (error) read.trouble = {GapReason::kUnreadable, error.message()};
    return read;
  }
  if (max_size != 0) {
    const std::uint64_t size = fs::file_size(file.path, error);
    if (!error && size > max_size) {
      read.trouble = {GapReason::kTooLarge,
                      fmt::format("{} bytes, larger than --max-blob-size {}",
                                  grouped(size), max_size)};
      return read;
    }
  }
  read.trouble = attempt(GapReason::kUnreadable, [&] {
    const std::optional<ByteView> bytes = read_file_into(file.path, buffer);
    if (!bytes) {
      throw Error(ErrorKind::kInput, "it vanished during the scan");
    }
    read.bytes = *bytes;
  });
  return read;
}

struct ScannedFile {
  Blob blob;
  ContentPtr name;
};

ScannedFile scan_file(const Listed& file, const Scanner& scanner,
                      const RunOptions& options, Worker& worker) {
  ScannedFile result;
  const std::string_view component =
      std::string_view(file.name).substr(file.name.rfind('/') + 1);
  result.name = scan_bytes(component, scanner, worker).content;
  if (file.type == fs::file_type::directory) return result;
  ReadBytes read = read_bytes(file, options.max_blob_size, worker.buffer);
  if (read.trouble) {
    result.blob.content =
        std::make_shared<Content>(Content{{}, std::move(read.trouble)});
  } else {
    result.blob = scan_content(read.bytes, scanner, options, worker);
  }
  if (worker.buffer.size() > kKeptBuffer) std::string().swap(worker.buffer);
  return result;
}

void report_file(const Listed& file, const ScannedFile& scanned,
                 const Scanner& scanner, Worker& worker, ScanReport& report,
                 Gaps& gaps) {
  const std::string& name = file.name;
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
  report.coverage.members += scanned.blob.members;
  if (scanned.blob.lfs_pointer) ++report.outside["lfs-pointer"];
  for (const Place& place :
       judge_places(scanner, content, Where::kBlob, name, ObjectId(), "")) {
    report.findings.push_back(finding_of(scanner, place, ""));
  }
}

// Files between two calls of RunOptions::progress: enough that threads rarely
// wait for each other.
constexpr std::size_t kBatch = 8192;

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
  Workers workers(nullptr, options.threads);
  std::vector<Listed> files = lister.take(workers);
  for (const std::string& path : options.skip_paths) {
    const std::size_t erased = std::erase_if(
        files, [&](const Listed& file) { return file.name == path; });
    if (erased > 0) ++report.outside["baseline"];
  }

  for (std::size_t begin = 0; begin < files.size(); begin += kBatch) {
    const std::size_t count = std::min(kBatch, files.size() - begin);
    std::vector<ScannedFile> scanned(count);
    workers.for_each(count, [&](Worker& worker, std::size_t i) {
      scanned[i] = scan_file(files[begin + i], scanner, options, worker);
    });
    for (std::size_t i = 0; i < count; ++i) {
      report_file(files[begin + i], scanned[i], scanner, workers.own(), report,
                  gaps);
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
  scanned.blob = scan_content(bytes, scanner, options, workers.own());
  report_file({"", "", fs::file_type::regular}, scanned, scanner, workers.own(),
              report, gaps);
  finish_report(report, gaps, scanner, options);
  return report;
}

}  // namespace gitward
