#include "archive/archive_file.h"

#include <string>

#include "support/catch.h"
#include "support/packer.h"

using namespace gitward;

TEST_CASE("a compressed stream gives no more than its limit") {
  const std::string text(1'000'000, 'a');
  for (const auto& [filter, kind] : {std::pair("gzip", ContainerKind::kGzip),
                                     std::pair("bzip2", ContainerKind::kBzip2),
                                     std::pair("xz", ContainerKind::kXz),
                                     std::pair("zstd", ContainerKind::kZstd)}) {
    CAPTURE(filter);
    const std::string bytes = packed("raw", filter, {{"x", text}});
    for (const std::uint64_t limit : {500'000U, 1'000'000U}) {
      UnpackBudget budget(limit);
      ArchiveFile file(kind, bytes, budget);
      REQUIRE(file.next_entry());
      std::size_t size = 0;
      while (const auto block = file.next_block()) size += block->bytes.size();
      CHECK(size <= limit);
      const auto failure = file.take_failure();
      CHECK(failure.has_value() == (limit < text.size()));
      if (failure) CHECK(failure->reason == GapReason::kLimit);
    }
  }
}

TEST_CASE("what nobody reads counts, too") {
  const std::string bytes =
      packed("gnutar", "gzip",
             {{"large", std::string(1'000'000, 'a')}, {"small", "text"}});
  UnpackBudget large(1'100'000);
  ArchiveFile enough(ContainerKind::kGzip, bytes, large);
  CHECK(enough.next_entry()->name == "large");
  CHECK(enough.next_entry()->name == "small");
  UnpackBudget small(900'000);
  ArchiveFile little(ContainerKind::kGzip, bytes, small);
  CHECK(little.next_entry()->name == "large");
  CHECK_FALSE(little.next_entry());
  const auto failure = little.take_failure();
  REQUIRE(failure);
  CHECK(failure->reason == GapReason::kLimit);
  CHECK(small.spent());
  // What another one gives comes out of the same budget.
  ArchiveFile another(ContainerKind::kGzip, bytes, large);
  CHECK(another.next_entry()->name == "large");
  CHECK_FALSE(another.next_entry());
  CHECK(large.spent());
}
