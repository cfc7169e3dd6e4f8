#include "pipeline/clean_members.h"

#include "support/catch.h"
#include "unit/pipeline/lab.h"

using namespace gitward;

TEST_CASE("only members that were noted are known to be clean") {
  const Scanner scanner(lab_rules());
  CleanMembers clean;
  CHECK_FALSE(clean.knows("first", scanner));
  CHECK_FALSE(clean.knows("second", scanner));
  clean.note();
  CHECK(clean.knows("second", scanner));
  CHECK_FALSE(clean.knows("first", scanner));
  CHECK_FALSE(clean.knows("", scanner));
}

TEST_CASE("what one scanner found clean says nothing of another") {
  const Scanner scanner(lab_rules());
  const Scanner other(lab_rules());
  CleanMembers clean;
  CHECK_FALSE(clean.knows("member", scanner));
  clean.note();
  CHECK(clean.knows("member", scanner));
  CHECK_FALSE(clean.knows("member", other));
  CHECK_FALSE(clean.knows("member", scanner));
}

TEST_CASE("however many members are noted, none is taken for another") {
  const Scanner scanner(lab_rules());
  CleanMembers clean;
  std::size_t known = 0;
  for (int i = 0; i < 100'000; ++i) {
    if (clean.knows("clean " + std::to_string(i), scanner)) ++known;
    clean.note();
  }
  CHECK(known == 0);
  CHECK(clean.knows("clean 99999", scanner));
  for (int i = 0; i < 1000; ++i) {
    CHECK_FALSE(clean.knows("other " + std::to_string(i), scanner));
  }
}
