#include "archive/image_index.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include <nlohmann/json.hpp>

#include "base/characters.h"

namespace gitward {
namespace {

using Json = nlohmann::json;

// An index can name indexes; they end as they are hashes of each other, but
// nobody checks these.
constexpr unsigned kMaxIndexDepth = 4;
constexpr std::size_t kMaxManifests = 10'000;
constexpr std::size_t kMaxJson = std::size_t{64} << 20U;
constexpr std::size_t kShortDigest = 12;

std::optional<Json> parse(ByteView text) {
  if (text.size() > kMaxJson) return std::nullopt;
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

// The member of an object; null where there is none.
const Json& at(const Json& json, const char* key) {
  static const Json none;
  if (!json.is_object()) return none;
  const auto found = json.find(key);
  return found == json.end() ? none : *found;
}

std::string text_at(const Json& json, const char* key) {
  const Json& value = at(json, key);
  return value.is_string() ? value.get<std::string>() : std::string();
}

struct ImageDigest {
  std::string algorithm;
  std::string hex;
};

std::optional<ImageDigest> parse_digest(const std::string& digest) {
  const std::size_t colon = digest.find(':');
  if (colon == std::string::npos || colon == 0) return std::nullopt;
  ImageDigest parts{digest.substr(0, colon), digest.substr(colon + 1)};
  const auto plain = [](char c) { return is_lower(c) || is_digit(c); };
  if (parts.hex.size() < kShortDigest ||
      !std::all_of(parts.hex.begin(), parts.hex.end(), plain) ||
      !std::all_of(parts.algorithm.begin(), parts.algorithm.end(), plain)) {
    return std::nullopt;
  }
  return parts;
}

// "sha256:0123456789ab", or `otherwise` for what is no digest.
std::string label_of(const std::string& digest, const std::string& otherwise) {
  const auto parts = parse_digest(digest);
  if (!parts) return otherwise;
  return parts->algorithm + ":" + parts->hex.substr(0, kShortDigest);
}

class IndexReader {
 public:
  explicit IndexReader(const ImageFile& file) : file_(file) {}

  ImageIndex read() {
    if (const auto index = json_of("index.json", false)) {
      read_index(*index, 1, "index.json");
    }
    if (const auto manifest = json_of("manifest.json", false)) {
      read_docker(*manifest);
    }
    return std::move(result_);
  }

 private:
  void fail(GapReason reason, const std::string& name, std::string cause) {
    result_.problems.push_back({reason, name, std::move(cause)});
  }

  std::optional<Json> json_of(const std::string& name, bool wanted = true) {
    const auto bytes = file_(name);
    if (!bytes) {
      if (wanted) fail(GapReason::kMissing, name, "the image does not have it");
      return std::nullopt;
    }
    result_.found = true;
    std::optional<Json> json = parse(*bytes);
    if (!json) fail(GapReason::kCorrupt, name, "it is no JSON");
    return json;
  }

  // The file that a descriptor names.
  std::optional<std::string> blob_of(const Json& descriptor,
                                     const std::string& from) {
    const auto digest = parse_digest(text_at(descriptor, "digest"));
    if (digest) return "blobs/" + digest->algorithm + "/" + digest->hex;
    fail(GapReason::kCorrupt, from, "it names something without a digest");
    return std::nullopt;
  }

  void read_index(const Json& index, unsigned depth, const std::string& name) {
    const Json& entries = at(index, "manifests");
    if (!entries.is_array()) {
      return fail(GapReason::kCorrupt, name, "it lists no manifests");
    }
    for (const Json& entry : entries) {
      const auto blob = blob_of(entry, name);
      if (!blob || !seen_.insert(*blob).second) continue;
      if (seen_.size() > kMaxManifests || depth > kMaxIndexDepth) {
        return fail(GapReason::kLimit, name, "it leads to too many manifests");
      }
      const auto json = json_of(*blob);
      if (!json) continue;
      if (at(*json, "manifests").is_array()) {
        read_index(*json, depth + 1, *blob);
      } else {
        read_manifest(*json, *blob);
      }
    }
  }

  void read_manifest(const Json& json, const std::string& name) {
    ImageManifest manifest;
    if (const auto config = blob_of(at(json, "config"), name)) {
      manifest.config = *config;
      manifest.config_label =
          label_of(text_at(at(json, "config"), "digest"), "");
    }
    const Json& layers = at(json, "layers");
    if (!layers.is_array()) {
      fail(GapReason::kCorrupt, name, "it lists no layers");
    }
    for (const Json& layer : layers) {
      const auto blob = blob_of(layer, name);
      if (!blob) continue;
      const std::string type = text_at(layer, "mediaType");
      manifest.layers.push_back(
          {*blob, label_of(text_at(layer, "digest"), *blob),
           type.empty() || type.find("tar") != std::string::npos,
           type.find("encrypted") != std::string::npos});
    }
    result_.manifests.push_back(std::move(manifest));
  }

  // What a configuration calls its layers. Many images can name the same one,
  // each in its own way.
  const Json& diff_ids_of(const std::string& config) {
    const auto bytes = file_(config);
    const void* const where = bytes ? bytes->data() : nullptr;
    const auto [found, fresh] = diff_ids_.try_emplace(where);
    if (fresh || !bytes) {
      const auto json = json_of(config);
      if (json) found->second = at(at(*json, "rootfs"), "diff_ids");
    }
    return found->second;
  }

  void read_docker(const Json& images) {
    if (!images.is_array()) {
      return fail(GapReason::kCorrupt, "manifest.json", "it lists no images");
    }
    for (const Json& image : images) {
      if (result_.manifests.size() >= kMaxManifests) {
        return fail(GapReason::kLimit, "manifest.json", "too many images");
      }
      ImageManifest manifest;
      manifest.config = text_at(image, "Config");
      const std::size_t slash = manifest.config.rfind('/') + 1;
      const std::string hex = manifest.config.substr(
          slash, manifest.config.find('.', slash) - slash);
      manifest.config_label = label_of("sha256:" + hex, manifest.config);
      const Json& diff_ids = diff_ids_of(manifest.config);
      const Json& layers = at(image, "Layers");
      if (!layers.is_array()) {
        fail(GapReason::kCorrupt, "manifest.json", "it lists no layers");
        continue;
      }
      const bool named =
          diff_ids.is_array() && diff_ids.size() == layers.size();
      for (std::size_t i = 0; i < layers.size(); ++i) {
        if (!layers[i].is_string()) {
          fail(GapReason::kCorrupt, "manifest.json", "a layer has no name");
          continue;
        }
        const std::string file = layers[i].get<std::string>();
        const std::string digest = named && diff_ids[i].is_string()
                                       ? diff_ids[i].get<std::string>()
                                       : std::string();
        manifest.layers.push_back({file, label_of(digest, file)});
      }
      result_.manifests.push_back(std::move(manifest));
    }
  }

  const ImageFile& file_;
  ImageIndex result_;
  std::set<std::string> seen_;
  std::map<const void*, Json> diff_ids_;  // By where the configuration is.
};

void add_line(std::string& text, const std::string& line) {
  text += line;
  text += '\n';
}

}  // namespace

ImageIndex read_image_index(const ImageFile& file) {
  return IndexReader(file).read();
}

std::vector<ConfigText> config_texts(ByteView config) {
  std::vector<ConfigText> texts;
  const auto json = parse(config);
  if (!json) return texts;
  std::string env;
  std::string labels;
  // Older images say what the last step ran in besides.
  for (const char* const part : {"config", "container_config"}) {
    const Json& settings = at(*json, part);
    for (const Json& variable : at(settings, "Env")) {
      if (variable.is_string()) add_line(env, variable.get<std::string>());
    }
    const Json& named = at(settings, "Labels");
    if (!named.is_object()) continue;
    for (const auto& [name, value] : named.items()) {
      if (value.is_string()) {
        add_line(labels, name + "=" + value.get<std::string>());
      }
    }
  }
  std::string history;
  for (const Json& step : at(*json, "history")) {
    for (const char* const key : {"created_by", "comment", "author"}) {
      if (std::string text = text_at(step, key); !text.empty()) {
        add_line(history, text);
      }
    }
  }
  for (auto& [name, text] :
       {std::pair<std::string_view, std::string&>("env", env),
        {"labels", labels},
        {"history", history}}) {
    if (!text.empty()) texts.push_back({name, std::move(text)});
  }
  return texts;
}

}  // namespace gitward
