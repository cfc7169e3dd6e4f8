// `gitward image`: the layers of container images, what their configurations
// say, and whatever else lies in them.
#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "archive/container_kind.h"
#include "archive/image_index.h"
#include "base/digest.h"
#include "base/text.h"
#include "pipeline/gaps.h"
#include "pipeline/image_files.h"
#include "pipeline/members.h"
#include "pipeline/pipeline.h"
#include "pipeline/workers.h"

namespace gitward {
namespace {

namespace fs = std::filesystem;

// https://github.com/opencontainers/image-spec/blob/main/layer.md#whiteouts
constexpr std::string_view kWhiteout = ".wh.";
constexpr std::string_view kOpaque = ".wh..wh..opq";

// What a layer does to those below it. Paths have no '/' at their end.
class LayerNames {
 public:
  void add(std::string_view name, bool is_folder) {
    while (name.ends_with('/')) name.remove_suffix(1);
    const std::size_t slash = name.rfind('/');
    const std::string_view last = name.substr(slash + 1);
    const std::string_view folder =
        slash == std::string_view::npos ? "" : name.substr(0, slash);
    if (last == kOpaque) {
      opaque_.insert(std::string(folder));
    } else if (last.starts_with(kWhiteout)) {
      std::string gone(folder);
      if (!gone.empty()) gone += '/';
      gone += last.substr(kWhiteout.size());
      hidden_.insert(std::move(gone));
    } else if (!is_folder) {
      hidden_.insert(std::string(name));
    }
  }

  // Can a lower layer's file not be seen through this one: is it deleted or
  // replaced, or a folder that it is in?
  bool hides(std::string_view path) const {
    if (opaque_.contains("")) return true;
    for (std::size_t end = path.find('/'); end != std::string_view::npos;
         end = path.find('/', end + 1)) {
      const std::string folder(path.substr(0, end));
      if (opaque_.contains(folder) || hidden_.contains(folder)) return true;
    }
    return hidden_.contains(std::string(path));
  }

 private:
  std::unordered_set<std::string> hidden_;
  std::unordered_set<std::string> opaque_;
};

// One of an image's files, or of several images' if their bytes are the same.
struct Part {
  std::string label;
  ByteView bytes;
  enum class Kind { kLayer, kConfig, kOther } kind = Kind::kOther;
  bool must_be_tar = false;
  bool encrypted = false;
  std::size_t image = 0;  // The first that has it.

  Content content = {};
  LayerNames names = {};
  std::uint64_t members = 0;
};

// One of those that were asked for.
struct Image {
  std::string path;  // As reports name it.
  std::unique_ptr<ImageFiles> files;
  // The parts of each of its manifests' layers, the lowest first.
  std::vector<std::vector<std::size_t>> stacks;
};

class ImageRun {
 public:
  ImageRun(const Scanner& scanner, const RunOptions& options)
      : scanner_(scanner),
        options_(options),
        workers_(nullptr, options.threads) {
    report_.command = "image";
    // A layer is an archive that was asked for.
    options_.max_archive_depth = std::max(options.max_archive_depth, 1U);
  }

  ScanReport scan(const DirectoryRequest& request);

 private:
  void open(const fs::path& path, const fs::path& root);
  std::size_t add_part(Part part);
  void list_parts(std::size_t number);
  void scan_part(Part& part, Worker& worker) const;
  void scan_layer(Part& part, Worker& worker) const;
  void report_part(std::size_t number);
  std::string removed_in(std::size_t part, std::string_view inside) const;
  void add_gap(GapReason reason, const Image& image, const std::string& name,
               const std::string& cause);

  const Scanner& scanner_;
  RunOptions options_;
  Workers workers_;
  ScanReport report_;
  Gaps gaps_;
  std::vector<Image> images_;
  std::vector<Part> parts_;
  std::map<std::pair<Digest, Part::Kind>, std::size_t> part_of_;
};

void ImageRun::add_gap(GapReason reason, const Image& image,
                       const std::string& name, const std::string& cause) {
  gaps_.add({reason, cause}, ObjectId(), image.path,
            fmt::format("image '{}', '{}'", visible(image.path), visible(name)),
            name);
}

void ImageRun::open(const fs::path& path, const fs::path& root) {
  Image image;
  image.path = fs::canonical(path).lexically_relative(root).generic_string();
  if (image.path == ".") image.path.clear();
  const auto trouble = attempt(GapReason::kUnreadable, [&] {
    image.files = std::make_unique<ImageFiles>(path);
  });
  if (trouble) {
    gaps_.add(*trouble, ObjectId(), image.path,
              describe("image", ObjectId(), image.path));
    return;
  }
  for (const Unopened& unopened : image.files->unopened()) {
    gaps_.add(archive_gap(unopened, ObjectId(), image.path, "image"));
  }
  report_.coverage.bytes += image.files->size();
  images_.push_back(std::move(image));
  list_parts(images_.size() - 1);
}

std::size_t ImageRun::add_part(Part part) {
  const auto [at, fresh] = part_of_.try_emplace(
      std::pair(xxh3_128(part.bytes), part.kind), parts_.size());
  if (!fresh && parts_[at->second].bytes == part.bytes) {
    // What one image says of its layer is no word on another's.
    Part& same = parts_[at->second];
    same.must_be_tar = same.must_be_tar || part.must_be_tar;
    same.encrypted = same.encrypted && part.encrypted;
    return at->second;
  }
  // Also where the digests are the same: they are no cryptographic ones.
  parts_.push_back(std::move(part));
  return parts_.size() - 1;
}

// Its layers and configurations, then all else: what no manifest names is
// still in the file.
void ImageRun::list_parts(std::size_t number) {
  Image& image = images_[number];
  const ImageFiles& files = *image.files;
  const ImageFile read =
      [&](const std::string& name) -> std::optional<ByteView> {
    const auto at = files.find(name);
    if (!at) return std::nullopt;
    return files.files()[*at].bytes;
  };
  const ImageIndex index = read_image_index(read);
  if (!index.found && files.unopened().empty()) {
    throw Error(ErrorKind::kUsage,
                fmt::format("{}: no container image: there is neither a "
                            "manifest.json (docker save) nor an index.json "
                            "(OCI) in it",
                            visible(image.path)));
  }
  for (const ImageIndex::Problem& problem : index.problems) {
    add_gap(problem.reason, image, problem.file, problem.cause);
  }
  std::vector<bool> listed(files.files().size(), false);
  const auto take = [&](const std::string& name, Part part) {
    const auto at = files.find(name);
    if (!at) return std::optional<std::size_t>();
    listed[*at] = true;
    part.bytes = files.files()[*at].bytes;
    part.image = number;
    return std::optional(add_part(std::move(part)));
  };
  for (const ImageManifest& manifest : index.manifests) {
    if (!manifest.config.empty() &&
        !take(manifest.config,
              {"config " + manifest.config_label, {}, Part::Kind::kConfig})) {
      add_gap(GapReason::kMissing, image, manifest.config,
              "the image does not have it");
    }
    std::vector<std::size_t> stack;
    for (const ImageLayer& layer : manifest.layers) {
      const auto part = take(
          layer.file,
          {layer.label, {}, Part::Kind::kLayer, layer.is_tar, layer.encrypted});
      if (part) {
        stack.push_back(*part);
      } else {
        add_gap(GapReason::kMissing, image, layer.file,
                "the image does not have this layer");
      }
    }
    image.stacks.push_back(std::move(stack));
  }
  for (std::size_t i = 0; i < files.files().size(); ++i) {
    const ImageFiles::File& file = files.files()[i];
    if (listed[i]) continue;
    add_part({file.name, file.bytes, Part::Kind::kOther, false, false, number});
  }
}

void ImageRun::scan_layer(Part& part, Worker& worker) const {
  const auto refuse = [&](GapReason reason, std::string cause) {
    part.content.unopened.push_back({reason, part.label, std::move(cause),
                                     "layer " + xxh3_128(part.bytes).hex(),
                                     false});
  };
  if (part.encrypted) {
    return refuse(GapReason::kEncrypted, "the layer is encrypted");
  }
  if (container_kind(part.bytes) == ContainerKind::kNone) {
    // A tar without entries is all zeros.
    const bool is_empty = part.bytes.find_first_not_of('\0') == ByteView::npos;
    if (part.must_be_tar && !is_empty) {
      refuse(GapReason::kUnsupported, "the layer is no tar that is known here");
    }
    ScannedContent scanned = scanner_.scan(part.bytes, worker.scratch);
    if (!scanned.empty()) {
      part.content.members.push_back(
          {part.label, 0, std::move(scanned), Where::kBlob});
    }
    return;
  }
  part.members =
      scan_members_at(part.label, part.bytes, scanner_, options_, worker,
                      part.content, [&part](const EntryName& entry) {
                        if (entry.outermost)
                          part.names.add(entry.name, entry.is_folder);
                      });
}

void ImageRun::scan_part(Part& part, Worker& worker) const {
  if (part.kind == Part::Kind::kLayer) return scan_layer(part, worker);
  Content& content = part.content;
  if (container_kind(part.bytes) != ContainerKind::kNone) {
    part.members = scan_members_at(part.label, part.bytes, scanner_, options_,
                                   worker, content, {});
  }
  KnownValues known;
  if (part.kind == Part::Kind::kConfig) {
    for (const ConfigText& text : config_texts(part.bytes)) {
      ScannedContent scanned = scanner_.scan(text.text, worker.scratch);
      known.add(scanned);
      if (scanned.empty()) continue;
      content.members.push_back({fmt::format("{}!{}", part.label, text.name),
                                 part.label.size() + 1, std::move(scanned),
                                 Where::kBlob});
    }
  }
  for (const MemberContent& member : content.members) known.add(member.scanned);
  ScannedContent raw = scanner_.scan(part.bytes, worker.scratch);
  known.take_from(raw);
  if (!raw.empty()) {
    content.members.push_back({part.label, 0, std::move(raw), Where::kBlob});
  }
}

// The layer that hides the file in every image that has it, or "".
std::string ImageRun::removed_in(std::size_t part,
                                 std::string_view inside) const {
  if (parts_[part].kind != Part::Kind::kLayer) return "";
  const std::size_t begin = parts_[part].label.size() + 1;
  if (inside.size() <= begin) return "";
  std::string_view path = inside.substr(begin);
  // A '!' may be part of the name; then it is not found, and counts as there.
  path = path.substr(0, path.find('!'));
  std::string by;
  for (const Image& image : images_) {
    for (const std::vector<std::size_t>& stack : image.stacks) {
      const auto at = std::find(stack.rbegin(), stack.rend(), part);
      if (at == stack.rend()) continue;
      const auto hider = std::find_if(
          at.base(), stack.end(),
          [&](std::size_t above) { return parts_[above].names.hides(path); });
      if (hider == stack.end()) return "";
      if (by.empty()) by = parts_[*hider].label;
    }
  }
  return by;
}

void ImageRun::report_part(std::size_t number) {
  const Part& part = parts_[number];
  const std::string& path = images_[part.image].path;
  ++report_.coverage.files;
  report_.coverage.members += part.members;
  if (part.content.empty()) return;
  const auto content = std::make_shared<Content>(part.content);
  add_content_gaps(gaps_, scanner_, *content, ObjectId(), path, "image",
                   workers_.own());
  for (const Place& place :
       judge_places(scanner_, content, Where::kBlob, path, ObjectId(), "")) {
    Finding finding = finding_of(scanner_, place, "");
    finding.removed_in = removed_in(number, place.inside);
    report_.findings.push_back(std::move(finding));
  }
}

ScanReport ImageRun::scan(const DirectoryRequest& request) {
  std::error_code error;
  const fs::path root = fs::weakly_canonical(request.root, error);
  for (const fs::path& path : request.paths) {
    open(path, error ? request.root : root);
  }
  workers_.for_each(parts_.size(), [&](Worker& worker, std::size_t i) {
    scan_part(parts_[i], worker);
  });
  // What old images say of their layers in files of their own repeats the
  // configuration.
  KnownValues known;
  for (const Part& part : parts_) {
    if (part.kind != Part::Kind::kConfig) continue;
    for (const MemberContent& member : part.content.members) {
      known.add(member.scanned);
    }
  }
  for (Part& part : parts_) {
    if (part.kind != Part::Kind::kOther) continue;
    for (MemberContent& member : part.content.members) {
      if (member.inside == part.label) known.take_from(member.scanned);
    }
  }
  for (std::size_t i = 0; i < parts_.size(); ++i) report_part(i);
  finish_report(report_, gaps_, scanner_, options_);
  return std::move(report_);
}

}  // namespace

ScanReport run_image(const Scanner& scanner, const RunOptions& options,
                     const DirectoryRequest& request) {
  return ImageRun(scanner, options).scan(request);
}

}  // namespace gitward
