#include "judge/features.h"

#include <set>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/key_values.h"

using namespace gitward;

namespace {

Features features_in(const std::string& text) {
  CAPTURE(text);
  const auto found = key_values_in(text);
  REQUIRE(found.size() == 1);
  return features_of(text, found[0]);
}

int feature(const std::string& text, Feature which) {
  return features_in(text)[static_cast<std::size_t>(which)];
}

// Of a value beside a name and nothing else.
int of_value(const std::string& value, Feature which) {
  return feature("password = \"" + value + "\"", which);
}

std::string listed(const Features& features) {
  std::string list;
  for (const std::int16_t number : features) {
    list += std::to_string(number) + ' ';
  }
  return list;
}

}  // namespace

TEST_CASE("features are the same numbers on every machine") {
  // Whoever changes one of them has to train the forest again.
  CHECK(listed(features_in("# user: bob\n  db_password = \"" +
                           std::string("corr3ct-H") + "orse7\"  # test\n")) ==
        "14 71 7 14 7 10 318 83 11 29 29 24 1 0 1 0 2 9 0 3 0 0 0 2 0 0 21 27 "
        "0 0 0 2 0 0 1 0 0 0 0 11 0 1 0 0 2 5 4 0 35 7 5 1 11 100 5 0 0 0 0 0 "
        "2 2 0 2 2 26 0 0 1 1 2 0 2 ");
  CHECK(listed(features_in("'api.Token.ids' => Some(\n  \"\xc3\xa9 $(" +
                           std::string("ZZZ") + "abcd)\" + x)")) ==
        "13 30 23 0 46 11 333 90 7 36 40 30 1 1 6 3 3 10 0 0 3 0 3 1 0 0 23 14 "
        "2 2 3 3 1 0 1 0 0 1 1 13 2 1 1 0 5 5 14 1 15 7 7 0 0 0 0 2 4 0 0 23 4 "
        "3 0 3 0 34 0 0 0 0 4 0 0 ");
}

TEST_CASE("a first look has the first features, and no other") {
  const std::string text = "db_password = \"corr3ct-H\" + x  # test\n";
  const auto found = key_values_in(text);
  REQUIRE(found.size() == 1);
  FeatureMaker maker(text, found[0]);
  const Features first = maker.first();
  const Features all = maker.all();
  for (std::size_t i = 0; i < kFeatures; ++i) {
    CAPTURE(name_of(static_cast<Feature>(i)));
    CHECK(first[i] == (i < kFirstFeatures ? all[i] : 0));
  }
  CHECK(all == features_of(text, found[0]));
}

TEST_CASE("features have names, words and an order") {
  std::set<std::string_view> names;
  std::set<std::string_view> words;
  for (std::size_t i = 0; i < kFeatures; ++i) {
    names.insert(name_of(static_cast<Feature>(i)));
    words.insert(words_of(static_cast<Feature>(i)));
  }
  CHECK(names.size() == kFeatures);
  CHECK(words.size() == kFeatures);
  CHECK(name_of(Feature::length) == "length");
  CHECK(words_of(Feature::length) == "bytes of the value");
}

TEST_CASE("entropy is in hundredths of a bit, without a float") {
  CHECK(of_value("aaaaaaaa", Feature::entropy) == 0);
  CHECK(of_value("abababab", Feature::entropy) == 100);
  CHECK(of_value("abcdabcd", Feature::entropy) == 200);
  CHECK(of_value("abcdefgh", Feature::entropy) == 300);
  CHECK(of_value("abcdefgh", Feature::entropy_of_most) == 100);
  CHECK(of_value("abc", Feature::entropy) == 158);
}

TEST_CASE("characters are counted by kind") {
  CHECK(of_value("abCD12--", Feature::lower_share) == 25);
  CHECK(of_value("abCD12--", Feature::upper_share) == 25);
  CHECK(of_value("abCD12--", Feature::digit_share) == 25);
  CHECK(of_value("abCD12--", Feature::symbol_share) == 25);
  CHECK(of_value("ab cd ef", Feature::spaces) == 2);
  CHECK(of_value("a-b_c.d/e:f", Feature::separators) == 5);
  CHECK(of_value("a(b)[c]{d}<$%", Feature::brackets) == 9);
  CHECK(of_value("aei\xc3\xa9", Feature::non_ascii) == 2);
  CHECK(of_value("aeibcdf", Feature::vowel_share) == 42);
}

TEST_CASE("runs of a value are measured") {
  CHECK(of_value("abcd1234", Feature::longest_sequence) == 4);
  CHECK(of_value("x4321y", Feature::longest_sequence) == 4);
  CHECK(of_value("xaaaax", Feature::longest_repeat) == 4);
  CHECK(of_value("xbcdfghx", Feature::longest_consonants) == 8);
  CHECK(of_value("ab12345", Feature::longest_digits) == 5);
  CHECK(of_value("YWJjZA==", Feature::padding) == 2);
}

TEST_CASE("the form of a value is known") {
  const auto look = [](const std::string& value) {
    return of_value(value, Feature::looks_like);
  };
  const std::vector<std::string> different = {
      "plainword",
      "01234567-89ab-cdef-0123-456789abcdef",
      "2024-01-31",
      "1234567",
      "1.2.3",
      "/etc/passwd",
      "http://host/x",
      "bob@example.org",
      std::string(4, 'd') + std::string(28, '4'),
      "settings.yml",
      "#aabbcc"};
  std::set<int> looks;
  for (const std::string& value : different) looks.insert(look(value));
  CHECK(looks.size() == different.size());
  CHECK(look("./a/b") == look("/etc/passwd"));
  CHECK(look("C:\\x") == look("/etc/passwd"));
}

TEST_CASE("a value is compared with its name") {
  CHECK(of_value("password", Feature::is_key) == 3);
  CHECK(of_value("word", Feature::is_key) == 2);
  CHECK(of_value("mypassword1", Feature::is_key) == 1);
  CHECK(of_value("banana", Feature::is_key) == 0);
  CHECK(of_value("your_token", Feature::names_secret) == 1);
  CHECK(of_value("changeme", Feature::placeholder_share) == 75);
  CHECK(of_value("your-password-here", Feature::placeholder_share) == 88);
}

TEST_CASE("what is around a value is seen") {
  CHECK(feature("    password: banana\n", Feature::indentation) == 4);
  CHECK(feature("# password: banana\n", Feature::comment) == 1);
  CHECK(feature("password: banana\n", Feature::comment) == 0);
  CHECK(feature("user: bob\nhost: x\npassword: banana\n",
                Feature::companions) == 2);
  CHECK(feature("assert password == \"banana\"", Feature::example_words) == 1);
  CHECK(feature("return password == \"banana\"", Feature::code_words) == 1);
  CHECK(feature("password = \"banana\" + x", Feature::call_after) == 1);
  CHECK(feature("password  =  'banana'", Feature::gap) == 6);
  CHECK(feature("user: bob\npassword: banana\n", Feature::user_before) == 2);
  CHECK(feature("user=bob password=banana\n", Feature::user_before) == 1);
  CHECK(feature("user\npassword: banana\n", Feature::user_before) == 0);
}
