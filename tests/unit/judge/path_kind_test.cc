#include "judge/path_kind.h"

#include "support/catch.h"

using namespace gitward;

TEST_CASE("tests, examples and documentation are unlikely places") {
  for (const char* const path :
       {"test/a.c", "src/tests/a.py", "Tests/a.cs", "pkg/testdata/key.pem",
        "spec/login_spec.rb", "examples/app.js", "docs/index.adoc",
        "src/app_test.go", "src/AppTest.java", "src/app.spec.ts", "README.md",
        ".env.example", "config.sample.yml", "conftest.py", "settings.py.dist",
        "a/b/__mocks__/c.js", "notes.TXT"}) {
    CAPTURE(path);
    CHECK(is_unlikely_place(path));
  }
}

TEST_CASE("documentation is no test, and no example") {
  CHECK(is_test_or_example("spec/login_spec.rb"));
  CHECK(is_test_or_example("examples/README.md"));
  CHECK(is_test_or_example("insecure_key.pem"));
  for (const char* const path : {"README.md", "keys.txt", "guide.rst", "a.c"}) {
    CAPTURE(path);
    CHECK(!is_test_or_example(path));
  }
}

TEST_CASE("a word that only holds test is none") {
  for (const char* const path :
       {"src/main.c", "config/settings.yml", "src/latest.py", "contest/a.c",
        "attestation.go", "src/Testament.java", ".env", "test", "a/protest", "",
        "/", "docker/app.conf"}) {
    CAPTURE(path);
    // A file called "test" is no folder of tests, but its word is.
    CHECK(is_unlikely_place(path) == (std::string_view(path) == "test"));
  }
}
