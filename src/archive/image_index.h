// What a container image is made of, as its own files say: `docker save`'s
// manifest.json, and OCI's index.json with the manifests that it leads to.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "model/report.h"

namespace gitward {

struct ImageLayer {
  std::string file;    // Its name among the image's files.
  std::string label;   // For reports: "sha256:0123456789ab".
  bool is_tar = true;  // What it says itself: an attestation is JSON.
  bool encrypted = false;

  friend bool operator==(const ImageLayer&, const ImageLayer&) = default;
};

struct ImageManifest {
  std::string config;  // A file; may be empty.
  std::string config_label;
  std::vector<ImageLayer> layers;  // The lowest first.

  friend bool operator==(const ImageManifest&, const ImageManifest&) = default;
};

struct ImageIndex {
  struct Problem {
    GapReason reason = GapReason::kCorrupt;
    std::string file;
    std::string cause;
  };

  bool found = false;  // There is a manifest.json or an index.json.
  std::vector<ImageManifest> manifests;
  std::vector<Problem> problems;
};

// The bytes of a file of the image, valid as long as they are used; nothing if
// it has none of that name.
using ImageFile = std::function<std::optional<ByteView>(const std::string&)>;

// Never throws for anything that the files hold.
ImageIndex read_image_index(const ImageFile& file);

// A part of a configuration as plain text, without JSON's escapes.
struct ConfigText {
  std::string_view name;  // "env", "labels", "history".
  std::string text;
};

// The environment and the labels as lines NAME=VALUE; the history as the
// commands that made the layers, which name build arguments. Nothing for what
// is no configuration.
std::vector<ConfigText> config_texts(ByteView config);

}  // namespace gitward
