// Reads every blob of a repository's packs, or every object, as `history` does
// and does nothing with them: what a scan can't be faster than.
//     pack_sweep_bench OBJECTS_FOLDER [all]
#include <cstdint>
#include <cstdio>
#include <memory>
#include <string_view>

#include <fmt/format.h>

#include "base/error.h"
#include "store/object_store.h"
#include "store/pack_sweep.h"

namespace {

using namespace gitward;

class Counter : public SweepVisitor {
 public:
  explicit Counter(std::uint64_t& bytes) : bytes_(bytes) {}

  std::unique_ptr<SweepState> visit(const SweptObject& object,
                                    const SweepState* /*base*/) override {
    bytes_ += object.bytes.size();
    return nullptr;
  }
  void unreadable(std::uint32_t /*position*/, const std::string& why) override {
    throw Error(ErrorKind::kInput, why);
  }

 private:
  std::uint64_t& bytes_;
};

}  // namespace

int main(int argc, char** argv) {
  const bool all = argc == 3 && std::string_view(argv[2]) == "all";
  if (argc != 2 && !all) {
    std::fputs("usage: pack_sweep_bench OBJECTS_FOLDER [all]\n", stderr);
    return 2;
  }
  try {
    const ObjectStore store({argv[1]}, ObjectId::kSha1Size);
    std::uint64_t bytes = 0;
    SweepOptions options;
    options.commits = options.trees = options.tags = all;
    for (const Pack& pack : store.packs()) {
      PackSweep(pack).run(options,
                          [&] { return std::make_unique<Counter>(bytes); });
    }
    fmt::print("{} bytes\n", bytes);
  } catch (const Error& error) {
    fmt::print(stderr, "{}\n", error.what());
    return 1;
  }
  return 0;
}
