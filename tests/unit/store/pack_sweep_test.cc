#include "store/pack_sweep.h"

#include <map>
#include <mutex>
#include <string>

#include "base/file.h"
#include "store/hash.h"
#include "support/catch.h"
#include "support/git_repo.h"
#include "support/packs.h"

using namespace gitward;

namespace {

// What a sweep saw, by position in the index.
struct Seen {
  std::mutex mutex;
  std::map<std::uint32_t, std::string> id_of_content;
  std::map<std::uint32_t, int> times;
  std::map<std::uint32_t, std::string> unreadable;
  std::map<std::uint32_t, std::uint32_t> position_of_rank;
  std::size_t deltas = 0;
};

// Remembers an object's content, to check that a delta is given its own base.
struct Content : SweepState {
  std::string bytes;
};

class Recorder : public SweepVisitor {
 public:
  explicit Recorder(Seen& seen) : seen_(seen) {}

  std::unique_ptr<SweepState> visit(const SweptObject& object,
                                    const SweepState* base) override {
    constexpr const char* kNames[] = {"", "commit", "tree", "blob", "tag"};
    const std::string header =
        std::string(kNames[static_cast<int>(object.type)]) + " " +
        std::to_string(object.bytes.size()) + '\0';
    const std::lock_guard<std::mutex> lock(seen_.mutex);
    seen_.id_of_content[object.position] =
        hash_bytes(header + std::string(object.bytes), ObjectId::kSha1Size);
    ++seen_.times[object.position];
    seen_.position_of_rank[object.rank] = object.position;
    if (base != nullptr) {
      ++seen_.deltas;
      const ByteView from = dynamic_cast<const Content&>(*base).bytes;
      for (const CopiedRange& copy : object.copies) {
        REQUIRE(copy.size > 0);
        CHECK(object.bytes.substr(copy.begin, copy.size) ==
              from.substr(copy.base_begin, copy.size));
      }
    } else {
      CHECK(object.copies.empty());
    }
    auto state = std::make_unique<Content>();
    state->bytes = object.bytes;
    return state;
  }
  void unreadable(std::uint32_t position, const std::string& why) override {
    const std::lock_guard<std::mutex> lock(seen_.mutex);
    seen_.unreadable[position] = why;
    ++seen_.times[position];
  }

 private:
  Seen& seen_;
};

void sweep(const Pack& pack, const SweepOptions& options, Seen& seen) {
  PackSweep(pack).run(options,
                      [&] { return std::make_unique<Recorder>(seen); });
}

// Every object once, each with the content that its id is the hash of.
void require_complete(const Pack& pack, const Seen& seen) {
  REQUIRE(seen.unreadable.empty());
  REQUIRE(seen.id_of_content.size() == pack.index().count());
  for (const auto& [position, id] : seen.id_of_content) {
    CHECK(id == pack.index().raw_id(position));
    CHECK(seen.times.at(position) == 1);
  }
  const PackSweep families(pack);
  std::uint64_t last = 0;
  for (const auto& [rank, position] : seen.position_of_rank) {
    CHECK(families.position_of(rank) == position);
    CHECK(pack.index().offset(position) > last);
    last = pack.index().offset(position);
  }
}

}  // namespace

TEST_CASE("a sweep sees every object of a pack once, as it is") {
  GitRepo repo;
  fill_with_deltas(repo, 120);
  repo.git({"tag", "-a", "-m", "a tag", "v1"});
  const Pack pack =
      Pack::open(pack_everything(repo), ObjectId::kSha1Size).value();
  SweepOptions options;
  SECTION("on one thread") {}
  SECTION("on four threads") {
    options.threads = 4;
  }
  SECTION("with no room for bases") {
    options.held_bytes = 0;
  }
  Seen seen;
  sweep(pack, options, seen);
  require_complete(pack, seen);
  CHECK(seen.deltas > pack.index().count() / 4);
}

TEST_CASE("a sweep of some types leaves the others out") {
  GitRepo repo;
  fill_with_deltas(repo, 10);
  const Pack pack =
      Pack::open(pack_everything(repo), ObjectId::kSha1Size).value();
  SweepOptions options;
  options.trees = options.blobs = false;
  Seen seen;
  sweep(pack, options, seen);
  CHECK(seen.id_of_content.size() == 10);
}

TEST_CASE("ref deltas are followed like offset deltas") {
  GitRepo repo;
  fill_with_deltas(repo, 20);
  repo.git({"-c", "repack.useDeltaBaseOffset=false", "repack", "-q", "-a", "-d",
            "-f"});
  const Pack pack =
      Pack::open(pack_everything(repo), ObjectId::kSha1Size).value();
  Seen seen;
  sweep(pack, {}, seen);
  require_complete(pack, seen);
}

TEST_CASE("a damaged entry is named, with all that is built upon it") {
  GitRepo repo;
  fill_with_deltas(repo, 60);
  const std::filesystem::path index = pack_everything(repo);
  std::filesystem::path path = index;
  path.replace_extension(".pack");
  const std::string whole = read_file(path).value();
  for (std::size_t at = 12; at + 20 < whole.size(); at += 97) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    write_file_atomically(path, damaged);
    const Pack pack = Pack::open(index, ObjectId::kSha1Size).value();
    Seen seen;
    sweep(pack, {}, seen);
    CAPTURE(at);
    CHECK_FALSE(seen.unreadable.empty());
    CHECK(seen.times.size() == pack.index().count());
    for (const auto& [position, id] : seen.id_of_content) {
      CHECK(id == pack.index().raw_id(position));
    }
  }
}
