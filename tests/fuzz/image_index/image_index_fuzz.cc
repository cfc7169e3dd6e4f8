// An image's files: whatever they hold, reading them ends, and what is named
// can be told. The input is cut into files at NULs: index.json, manifest.json,
// and one that stands for all others.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "archive/image_index.h"

using namespace gitward;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string copy(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> files(1);
  for (const char c : copy) {
    if (c == '\0' && files.size() < 3) {
      files.emplace_back();
    } else {
      files.back() += c;
    }
  }
  files.resize(3);
  const ImageIndex index =
      read_image_index([&](const std::string& name) -> std::optional<ByteView> {
        if (name == "index.json") return files[0];
        if (name == "manifest.json") return files[1];
        return files[2];
      });
  for (const ImageManifest& manifest : index.manifests) {
    for (const ImageLayer& layer : manifest.layers) {
      if (layer.label.empty() && !layer.file.empty()) std::abort();
    }
  }
  for (const std::string& file : files) {
    for (const ConfigText& text : config_texts(file)) {
      if (text.text.empty()) std::abort();
    }
  }
  return 0;
}
