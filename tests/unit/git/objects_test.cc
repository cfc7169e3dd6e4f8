#include "git/objects.h"

#include "base/error.h"
#include "support/catch.h"
#include "support/git_repo.h"

using namespace gitward;

namespace {

const std::string kZeros(40, '0');
const std::string kOnes(40, '1');
const std::string kTwos(40, '2');

std::string raw(char byte, std::size_t size) {
  return std::string(size, byte);
}

std::string entry(const std::string& mode, const std::string& name,
                  std::size_t id_size = 20) {
  return mode + " " + name + std::string(1, '\0') + raw('\x11', id_size);
}

Signature signature_of(const std::string& line) {
  return parse_commit("tree " + kOnes + "\nauthor " + line + "\n\nm").author;
}

}  // namespace

TEST_CASE("a tree's entries are read with their modes and kinds") {
  const std::string tree = entry("100644", "a") + entry("120000", "l") +
                           entry("160000", "m") + entry("100755", "x") +
                           entry("40000", "z");
  const auto entries = parse_tree(tree, 20);
  REQUIRE(entries.size() == 5);
  CHECK(entries[0].name == "a");
  CHECK(entries[0].mode == 0100644);
  CHECK(entries[0].id == ObjectId::from_hex(kOnes));
  CHECK(entries[0].kind() == EntryKind::kFile);
  CHECK(entries[1].kind() == EntryKind::kSymlink);
  CHECK(entries[2].kind() == EntryKind::kGitlink);
  CHECK(entries[3].kind() == EntryKind::kFile);
  CHECK(entries[4].kind() == EntryKind::kTree);
  CHECK(parse_tree("", 20).empty());
  CHECK(parse_tree(entry("100644", "a", 32), 32)[0].id.bytes().size() == 32);
}

TEST_CASE("names of tree entries are bytes") {
  const std::string name = "a\n\t \xff\"";
  CHECK(parse_tree(entry("100644", name), 20)[0].name == name);
}

TEST_CASE("a malformed tree is an error, not a shorter tree") {
  const std::string good = entry("100644", "a");
  const std::string bad = GENERATE_COPY(
      std::string("100644"), std::string("100644 a"), good + "1",
      good.substr(0, good.size() - 1), entry("", "a"), entry("100944", "a"),
      entry("-1", "a"), entry("100644", ""), entry("77777777777777", "a"),
      entry("100644 ", "a").substr(0, 10), std::string(" a\0", 3));
  CHECK_THROWS_AS(parse_tree(bad, 20), Error);
}

TEST_CASE("a tree of the other hash is an error or other entries") {
  // Twelve bytes of the id are left over and are no mode.
  CHECK_THROWS_AS(parse_tree(entry("100644", "a", 32), 20), Error);
  CHECK_THROWS_AS(parse_tree(entry("100644", "a", 20), 32), Error);
}

TEST_CASE("a commit's tree, parents and identities are read") {
  const std::string bytes = "tree " + kOnes + "\nparent " + kTwos +
                            "\nparent " + kOnes +
                            "\nauthor A U Thor <a@b.c> 1767312000 +0530\n"
                            "committer C <c@d.e> 1767312060 -0100\n"
                            "gpgsig -----BEGIN\n tree x\n \n -----END\n"
                            "\nsubject\n\nbody";
  const Commit commit = parse_commit(bytes);
  CHECK(commit.tree == ObjectId::from_hex(kOnes));
  CHECK(commit.parents == std::vector<ObjectId>{*ObjectId::from_hex(kTwos),
                                                *ObjectId::from_hex(kOnes)});
  CHECK(commit.author.name == "A U Thor");
  CHECK(commit.author.email == "a@b.c");
  CHECK(commit.author.iso_date() == "2026-01-02T05:30:00+05:30");
  CHECK(commit.committer.name == "C");
  CHECK(commit.committer.iso_date() == "2026-01-01T23:01:00-01:00");
  CHECK(bytes.substr(commit.message_offset) == "subject\n\nbody");
}

TEST_CASE("a commit may have no identities, no message and no end") {
  const Commit bare = parse_commit("tree " + kOnes);
  CHECK(bare.parents.empty());
  CHECK(bare.message_offset == 45);
  CHECK(parse_commit("tree " + kOnes + "\n").message_offset == 46);
  CHECK(parse_commit("tree " + kOnes + "\n\n").message_offset == 47);
  CHECK(parse_commit("tree " + std::string(64, 'a') + "\n\n")
            .tree.bytes()
            .size() == 32);
}

TEST_CASE("text in a commit that looks like a parent is none") {
  const std::string bytes = "tree " + kOnes +
                            "\nauthor A <a> 1 +0000\nparent " + kTwos +
                            "\n\nparent " + kTwos + "\n";
  CHECK(parse_commit(bytes).parents.empty());
}

TEST_CASE("a commit without a true tree or parent is an error") {
  const std::string bad = GENERATE_COPY(
      std::string(), std::string("\n\n"), "tree " + kOnes.substr(1) + "\n\n",
      "tree " + kOnes + "1\n\n", "Tree " + kOnes + "\n\n",
      "\ntree " + kOnes + "\n\n", "tree " + kOnes + "\nparent x\n\n",
      "tree " + kOnes + "\nparent " + kTwos + " \n\n");
  CHECK_THROWS_AS(parse_commit(bad), Error);
}

TEST_CASE("identities are split as git splits them") {
  CHECK(signature_of("<a@b> 1 +0000").name.empty());
  CHECK(signature_of("A").name == "A");
  CHECK(signature_of("A <a").email == "a");
  CHECK(signature_of("A  < a@b >  12  +0100").email == "a@b");
  CHECK(signature_of("A <a <b> c> 12 +0100").email == "a <b");
  CHECK(signature_of("A <a <b> c> 12 +0100").seconds == 12);
  CHECK(signature_of("A <a> 12").seconds == 12);
  CHECK(signature_of("A <a> 12").offset_minutes == 0);
}

TEST_CASE("what is no date is none, and nothing overflows") {
  for (const std::string date :
       {"", "x +0100", "-1 +0000", "99999999999999999999 +0000",
        "9223372036854775807 +0000", "253402300800 -1200", "1x +0000"}) {
    CAPTURE(date);
    CHECK(signature_of("A <a> " + date).seconds == 0);
  }
  for (const std::string zone :
       {"", "100", "+9999", "+2400", "+0060", "UTC", "+01:00", "+-100"}) {
    CAPTURE(zone);
    CHECK(signature_of("A <a> 1 " + zone).offset_minutes == 0);
  }
  CHECK(signature_of("A <a> 253402300799 +2359").iso_date() ==
        "10000-01-01T23:58:59+23:59");
  CHECK(signature_of("A <a> 0 -2359").iso_date() ==
        "1969-12-31T00:01:00-23:59");
  CHECK(signature_of("A <a> 951782400 +0000").iso_date() ==
        "2000-02-29T00:00:00+00:00");
}

TEST_CASE("dates are written as git writes them") {
  GitRepo repo;
  for (const std::string date :
       {"0 +0000", "86399 -1130", "68169599 +0000", "951868800 +0545",
        "1709164800 +1400", "4102444799 -0001", "2147483648 +0000"}) {
    repo.git.set_environment("GIT_AUTHOR_DATE", "@" + date);
    repo.commit();
    std::string expected = repo.git({"log", "-1", "--format=%aI"});
    if (expected.back() == 'Z') {
      expected.pop_back();
      expected += "+00:00";
    }
    const std::string commit = repo.git({"cat-file", "commit", "HEAD"});
    CHECK(parse_commit(commit).author.iso_date() == expected);
  }
}

TEST_CASE("a tag's target, tagger and message are read") {
  const std::string bytes = "object " + kOnes +
                            "\ntype commit\ntag v1\n"
                            "tagger T <t@u.v> 1767312000 +0000\n\nmessage";
  const Tag tag = parse_tag(bytes);
  CHECK(tag.target == ObjectId::from_hex(kOnes));
  CHECK(tag.tagger.email == "t@u.v");
  CHECK(bytes.substr(tag.message_offset) == "message");
  CHECK(parse_tag("object " + kOnes + "\ntype blob\ntag x\n").tagger.name ==
        "");
  CHECK_THROWS_AS(parse_tag(""), Error);
  CHECK_THROWS_AS(parse_tag("object x\n\n"), Error);
  CHECK_THROWS_AS(parse_tag("tag v1\nobject " + kOnes + "\n\n"), Error);
}

TEST_CASE("each offset of an object belongs to one part") {
  const std::string tree = "tree " + kOnes + "\n";
  const std::string author = "author A <a> 1 +0000\n";
  const std::string merge_tag =
      "mergetag object " + kTwos + "\n type commit\n tagger T <t> 1 +0000\n \n";
  const std::string committer = "committer C <c> 1 +0000\n";
  const std::string bytes =
      tree + author + merge_tag + committer + "\nauthor message";
  for (std::size_t i = 0; i < bytes.size() + 3; ++i) {
    CAPTURE(i);
    ObjectPart expected = ObjectPart::kHeader;
    const std::size_t before_committer =
        tree.size() + author.size() + merge_tag.size();
    if (i >= tree.size() && i < tree.size() + author.size()) {
      expected = ObjectPart::kIdentity;
    } else if (i >= before_committer &&
               i < before_committer + committer.size()) {
      expected = ObjectPart::kIdentity;
    } else if (i >= before_committer + committer.size() + 1) {
      expected = ObjectPart::kMessage;
    }
    CHECK((part_at(bytes, i) == expected));
  }
  CHECK((part_at("object x\ntagger T <t> 1 +0000\n\nm", 12) ==
         ObjectPart::kIdentity));
  CHECK((part_at("", 0) == ObjectPart::kMessage));
}

TEST_CASE("the part where the message begins is the parser's") {
  const std::string bytes =
      "tree " + kOnes + "\nauthor A <a> 1 +0000\n\nmessage\n\nmore";
  const std::size_t offset = parse_commit(bytes).message_offset;
  CHECK((part_at(bytes, offset) == ObjectPart::kMessage));
  CHECK((part_at(bytes, offset - 1) == ObjectPart::kHeader));
}
