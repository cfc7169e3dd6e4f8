// Damage in the object store is told by object or by pack; it never hides,
// hangs or kills.
#include <fstream>
#include <random>

#include "base/file.h"
#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

namespace fs = std::filesystem;

fs::path file_of_pack(const GitRepo& repo, const std::string& extension) {
  for (const auto& file : fs::directory_iterator(repo / ".git/objects/pack")) {
    if (file.path().extension() == extension) {
      fs::permissions(file.path(), fs::perms::owner_all);
      return file.path();
    }
  }
  throw std::runtime_error("no pack");
}

void overwrite(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

void fill(GitRepo& repo) {
  for (int i = 0; i < 20; ++i) {
    std::string text;
    for (int line = 0; line < 100 + i; ++line) {
      text += std::to_string(line * (i % 3 + 1)) + "\n";
    }
    repo.commit_file("file" + std::to_string(i % 4), text);
  }
}

}  // namespace

TEST_CASE("a pack that can't be used is named") {
  GitRepo repo;
  fill(repo);
  repo.git({"repack", "-q", "-a", "-d"});
  const std::string loose = repo.commit_file("later", "later\n");
  const fs::path index = file_of_pack(repo, ".idx");
  const std::string bytes = read_file(index).value();
  overwrite(index, bytes.substr(0, bytes.size() / 2));
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    const auto repository = open_with(backend, repo.path());
    const Repository::Stored stored = repository->stored_objects();
    REQUIRE(stored.unusable.size() == 1);
    CHECK(stored.unusable[0].find(index.filename()) != std::string::npos);
    CHECK(stored.ids.size() == 3);
    CHECK_THROWS_WITH(repository->all_objects(),
                      ContainsSubstring(index.filename()));
    CHECK(repository->reader()->read(id_of(loose)));
  }
}

TEST_CASE("indexes of the first version are read") {
  GitRepo repo;
  fill(repo);
  const std::string expected = snapshot(*open_with("git", repo.path()));
  repo.git({"-c", "pack.indexVersion=1", "repack", "-q", "-a", "-d"});
  for (const std::string backend : {"libgit2", "git"}) {
    CHECK(snapshot(*open_with(backend, repo.path())) == expected);
    CHECK(open_with(backend, repo.path())->stored_objects().unusable.empty());
  }
}

TEST_CASE("packs that come and go while reading are no loss") {
  GitRepo repo;
  fill(repo);
  for (const std::string backend : {"libgit2", "git"}) {
    CAPTURE(backend);
    const auto repository = open_with(backend, repo.path());
    const auto reader = repository->reader();
    const std::vector<ObjectId> ids = repository->all_objects();
    CHECK(reader->read(ids.front()));
    repo.git({"repack", "-q", "-a", "-d", "-f"});
    repo.git({"prune-packed"});
    for (const ObjectId& id : ids) CHECK(reader->read(id));
    const ObjectId added = id_of(repo.commit_file(backend, "x\n"));
    CHECK(reader->read(added));
    repo.git({"repack", "-q", "-a", "-d", "-f"});
    CHECK(reader->header(added));
    CHECK(open_with(backend, repo.path())->reader()->read(added));
  }
}

TEST_CASE("a pack damaged anywhere yields its objects or an error for each") {
  GitRepo repo;
  fill(repo);
  repo.git({"repack", "-q", "-a", "-d", "-f"});
  const auto intact = open_with("libgit2", repo.path());
  const std::vector<ObjectId> ids = intact->all_objects();
  std::map<ObjectId, std::string> contents;
  const auto intact_reader = intact->reader();
  for (const ObjectId& id : ids) {
    contents[id] = intact_reader->read(id).value().bytes;
  }
  const unsigned seed = GENERATE(range(0U, 30U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const fs::path file =
      file_of_pack(repo, random() % 2 == 0 ? ".idx" : ".pack");
  std::string bytes = read_file(file).value();
  const std::size_t at = random() % bytes.size();
  switch (random() % 3) {
    case 0:
      bytes[at] = static_cast<char>(bytes[at] ^ (1 << random() % 8));
      break;
    case 1:
      bytes.insert(at, random() % 9 + 1, 'U');
      break;
    default:
      bytes.resize(at);
  }
  overwrite(file, bytes);
  const std::string backend = GENERATE("libgit2", "git");
  CAPTURE(backend, file, at);
  const auto reader = open_with(backend, repo.path())->reader();
  for (const ObjectId& id : ids) {
    try {
      const auto header = reader->header(id);
      const auto object = reader->read(id);
      if (object) CHECK(object->bytes == contents[id]);
      if (object && header) CHECK(header->size == object->bytes.size());
    } catch (const Error& error) {
      CHECK(std::string(error.what()).find(id.hex()) != std::string::npos);
    }
  }
}
