#include "archive/image_index.h"

#include <map>
#include <string>

#include "support/catch.h"

using namespace gitward;

namespace {

using Files = std::map<std::string, std::string>;

ImageIndex read(const Files& files) {
  return read_image_index(
      [&](const std::string& name) -> std::optional<ByteView> {
        const auto found = files.find(name);
        if (found == files.end()) return std::nullopt;
        return found->second;
      });
}

std::string hex(char digit) {
  return std::string(64, digit);
}

std::string described(char digit, const std::string& type = "layer.v1.tar") {
  return R"({"mediaType": "application/vnd.oci.image.)" + type +
         R"(", "digest": "sha256:)" + hex(digit) + R"("})";
}

std::string blob(char digit) {
  return "blobs/sha256/" + hex(digit);
}

}  // namespace

TEST_CASE("an OCI index leads to manifests, also through other indexes") {
  const ImageIndex index =
      read({{"index.json", R"({"manifests": [)" + described('a') + "]}"},
            {blob('a'), R"({"manifests": [)" + described('b') + "]}"},
            {blob('b'), R"({"config": )" + described('c') + R"(, "layers": [)" +
                            described('d') + "," +
                            described('e', "layer.v1.tar+gzip+encrypted") +
                            "," + described('f', "x+json") + "]}"}});
  CHECK(index.found);
  CHECK(index.problems.empty());
  const ImageManifest expected{
      blob('c'),
      "sha256:cccccccccccc",
      {{blob('d'), "sha256:dddddddddddd", true, false},
       {blob('e'), "sha256:eeeeeeeeeeee", true, true},
       {blob('f'), "sha256:ffffffffffff", false, false}}};
  REQUIRE(index.manifests.size() == 1);
  CHECK(index.manifests[0] == expected);
}

TEST_CASE("docker save's layers are called by the digests of their contents") {
  const std::string config = hex('c') + ".json";
  const ImageIndex index =
      read({{"manifest.json",
             R"([{"Config": ")" + config + R"(", "Layers": ["1/layer.tar"]}])"},
            {config,
             R"({"rootfs": {"diff_ids": ["sha256:)" + hex('d') + R"("]}})"}});
  REQUIRE(index.manifests.size() == 1);
  CHECK(index.manifests[0].config_label == "sha256:cccccccccccc");
  CHECK(index.manifests[0].layers ==
        std::vector<ImageLayer>{{"1/layer.tar", "sha256:dddddddddddd"}});
}

TEST_CASE("images that share a configuration have its layers' names each") {
  const std::string image = R"({"Config": "c.json", "Layers": ["l.tar"]})";
  const ImageIndex index =
      read({{"manifest.json", "[" + image + "," + image + "]"},
            {"c.json",
             R"({"rootfs": {"diff_ids": ["sha256:)" + hex('d') + R"("]}})"}});
  REQUIRE(index.manifests.size() == 2);
  CHECK(index.manifests[0] == index.manifests[1]);
  CHECK(index.manifests[1].layers[0].label == "sha256:dddddddddddd");
  CHECK(read({{"manifest.json", "[" + image + "," + image + "]"}})
            .problems.size() == 2);
}

TEST_CASE(
    "what is wrong with an index is told, and nothing is followed twice") {
  CHECK_FALSE(read({}).found);
  for (const char* const text :
       {"", "[", "[]", "{}", R"({"manifests": 1})", R"({"manifests": [1]})",
        R"({"manifests": [{"digest": "sha256:../../../../etc/passwd"}]})"}) {
    CAPTURE(text);
    const ImageIndex index = read({{"index.json", text}});
    CHECK(index.found);
    CHECK(index.problems.size() == 1);
    CHECK(index.manifests.empty());
  }
  const ImageIndex circle =
      read({{"index.json", R"({"manifests": [)" + described('a') + "]}"},
            {blob('a'), R"({"manifests": [)" + described('a') + "]}"}});
  CHECK(circle.problems.empty());
  const ImageIndex missing =
      read({{"index.json", R"({"manifests": [)" + described('a') + "]}"}});
  REQUIRE(missing.problems.size() == 1);
  CHECK(missing.problems[0].reason == GapReason::kMissing);
}

TEST_CASE("a configuration's texts come without JSON's escapes") {
  const auto texts = config_texts(
      R"({"config": {"Env": ["A=\u0026b", 1], "Labels": {"k": "v"}},
          "history": [{"created_by": "RUN |1 KEY=x make"}, {}]})");
  REQUIRE(texts.size() == 3);
  CHECK(texts[0].name == "env");
  CHECK(texts[0].text == "A=&b\n");
  CHECK(texts[1].text == "k=v\n");
  CHECK(texts[2].text == "RUN |1 KEY=x make\n");
  CHECK(config_texts("no JSON").empty());
  CHECK(config_texts("[1]").empty());
}
