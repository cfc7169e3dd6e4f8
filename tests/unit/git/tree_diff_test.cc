#include "git/tree_diff.h"

#include <random>

#include "memory_objects.h"
#include "snapshot.h"
#include "support/catch.h"

using namespace gitward;

namespace {

std::string text_of(const TreeDiff& diff) {
  std::string text;
  for (const EntryChange& change : diff.changes) {
    text += fmt::format("{}{} {}\n", change.before ? "-" : " ",
                        change.after ? "+" : " ", change.path);
  }
  for (const UnreadTree& unread : diff.unread) {
    text += fmt::format("unread '{}'{}\n", unread.path,
                        unread.missing ? " missing" : "");
  }
  return text;
}

}  // namespace

TEST_CASE("added, removed and changed entries are told apart") {
  MemoryObjects objects;
  const ObjectId one = objects.blob("1");
  const ObjectId two = objects.blob("2");
  const ObjectId before = objects.tree({{"100644", "changed", one},
                                        {"100644", "kept", one},
                                        {"100644", "mode", one},
                                        {"100644", "removed", one}});
  const ObjectId after = objects.tree({{"100644", "added", two},
                                       {"100644", "changed", two},
                                       {"100644", "kept", one},
                                       {"100755", "mode", one}});
  const TreeDiff diff = diff_trees(before, after, 20, objects);
  CHECK(text_of(diff) == " + added\n-+ changed\n-+ mode\n-  removed\n");
  CHECK(diff.changes[1].before->id == one);
  CHECK(diff.changes[1].after->id == two);
  CHECK(diff.changes[2].after->mode == 0100755);
  CHECK(text_of(diff_trees(ObjectId(), before, 20, objects)) ==
        " + changed\n + kept\n + mode\n + removed\n");
  CHECK(text_of(diff_trees(before, ObjectId(), 20, objects)) ==
        "-  changed\n-  kept\n-  mode\n-  removed\n");
  CHECK(text_of(diff_trees(before, before, 20, objects)).empty());
  CHECK(text_of(diff_trees(ObjectId(), ObjectId(), 20, objects)).empty());
}

TEST_CASE("a file that becomes a folder is a removal and additions") {
  MemoryObjects objects;
  const ObjectId blob = objects.blob("x");
  const ObjectId folder =
      objects.tree({{"100644", "b", blob}, {"120000", "c", blob}});
  const ObjectId before = objects.tree(
      {{"100644", "a", blob}, {"100644", "a-b", blob}, {"160000", "m", blob}});
  const ObjectId after = objects.tree({{"100644", "a-b", blob},
                                       {"40000", "a", folder},
                                       {"100644", "a0", blob},
                                       {"120000", "m", blob}});
  CHECK(text_of(diff_trees(before, after, 20, objects)) ==
        "-  a\n + a/b\n + a/c\n + a0\n-+ m\n");
  CHECK(text_of(diff_trees(after, before, 20, objects)) ==
        " + a\n-  a/b\n-  a/c\n-  a0\n-+ m\n");
}

TEST_CASE("equal subtrees are not read") {
  MemoryObjects objects;
  const ObjectId blob = objects.blob("x");
  const ObjectId same = objects.tree({{"100644", "s", blob}});
  const ObjectId old_tree = objects.tree({{"100644", "o", blob}});
  const ObjectId before =
      objects.tree({{"40000", "a", same}, {"40000", "b", old_tree}});
  const ObjectId after =
      objects.tree({{"40000", "a", same}, {"40000", "b", same}});
  objects.forget_reads();
  CHECK(text_of(diff_trees(before, before, 20, objects)).empty());
  CHECK(objects.was_read().empty());
  CHECK(text_of(diff_trees(before, after, 20, objects)) == "-  b/o\n + b/s\n");
  objects.forget_reads();
  const ObjectId third = objects.tree({{"40000", "a", same}});
  diff_trees(before, third, 20, objects);
  CHECK(objects.was_read().count(same) == 0);
}

TEST_CASE("trees that can't be read are told, the rest is compared") {
  MemoryObjects objects;
  const ObjectId blob = objects.blob("x");
  const ObjectId lost = objects.tree({{"100644", "l", blob}});
  const ObjectId damaged = objects.tree({{"100644", "d", blob}});
  const ObjectId malformed = objects.add(ObjectType::kTree, "100644 nothing");
  const ObjectId after = objects.tree({{"40000", "a", lost},
                                       {"40000", "b", damaged},
                                       {"40000", "c", malformed},
                                       {"40000", "d", blob},
                                       {"100644", "e", blob}});
  objects.lose(lost);
  objects.damage(damaged);
  const TreeDiff diff = diff_trees(ObjectId(), after, 20, objects);
  CHECK(text_of(diff) ==
        " + e\nunread 'a' missing\nunread 'b'\nunread 'c'\nunread 'd'\n");
  CHECK(diff.unread[0].id == lost);
  CHECK(diff.unread[1].detail.find("damaged") != std::string::npos);
  CHECK(text_of(diff_trees(ObjectId(), lost, 20, objects)) ==
        "unread '' missing\n");
  CHECK(text_of(diff_tree_to_index(after, {}, 20, objects)) ==
        "-  e\nunread 'a' missing\nunread 'b'\nunread 'c'\nunread 'd'\n");
}

TEST_CASE("disorder in a tree hides nothing that is new") {
  MemoryObjects objects;
  const std::vector<std::string> names = {"a", "b", "a.b", "a0", "z"};
  const unsigned seed = GENERATE(range(0U, 300U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  const auto some_tree = [&](bool deep) {
    std::vector<MemoryObjects::Entry> entries;
    for (std::size_t i = random() % 6; i > 0; --i) {
      const std::string& name = names[random() % names.size()];
      if (deep && random() % 3 == 0) {
        entries.push_back(
            {"40000", name,
             objects.tree({{"100644", names[random() % names.size()],
                            objects.blob(std::to_string(random() % 3))}})});
      } else {
        entries.push_back(
            {"100644", name, objects.blob(std::to_string(random() % 3))});
      }
    }
    return objects.tree(entries);  // Unsorted, with names that repeat.
  };
  const ObjectId before = some_tree(true);
  const ObjectId after = some_tree(true);
  const auto places = [&](const ObjectId& tree) {
    std::multiset<std::string> found;
    for (const EntryChange& change :
         diff_trees(ObjectId(), tree, 20, objects).changes) {
      found.insert(change.path + " " + change.after->id.hex());
    }
    return found;
  };
  std::multiset<std::string> explained = places(before);
  for (const EntryChange& change :
       diff_trees(before, after, 20, objects).changes) {
    if (change.after) {
      explained.insert(change.path + " " + change.after->id.hex());
    }
  }
  for (const std::string& place : places(after)) {
    CAPTURE(place);
    CHECK(explained.count(place) > 0);
  }
}

TEST_CASE("a tree whose paths are exponentially many ends in an error") {
  MemoryObjects objects;
  ObjectId tree = objects.tree({{"100644", "f", objects.blob("x")}});
  for (int depth = 0; depth < 30; ++depth) {
    tree = objects.tree({{"40000", "a", tree}, {"40000", "b", tree}});
  }
  CHECK_THROWS_WITH(diff_trees(ObjectId(), tree, 20, objects, 10000),
                    ContainsSubstring("more entries"));
  CHECK_THROWS_WITH(diff_tree_to_index(tree, {}, 20, objects, 10000),
                    ContainsSubstring("more entries"));
}

TEST_CASE("nesting without end is no matter of the stack") {
  MemoryObjects objects;
  ObjectId tree = objects.tree({{"100644", "f", objects.blob("x")}});
  for (int depth = 0; depth < 20000; ++depth) {
    tree = objects.tree({{"40000", "d", tree}});
  }
  CHECK(diff_trees(ObjectId(), tree, 20, objects).changes.size() == 1);
  CHECK(diff_tree_to_index(tree, {}, 20, objects).changes.size() == 1);
}

TEST_CASE("entries are found by their whole path") {
  MemoryObjects objects;
  const ObjectId blob = objects.blob("x");
  const ObjectId inner = objects.tree({{"100644", "c", blob}});
  const ObjectId folder = objects.tree({{"40000", "b", inner}});
  const ObjectId root = objects.tree(
      {{"40000", "a", folder}, {"100644", "f", blob}, {"40000", "g", blob}});
  CHECK(find_entry(root, "a/b/c", 20, objects)->id == blob);
  CHECK(find_entry(root, "a/b", 20, objects)->kind() == EntryKind::kTree);
  CHECK(find_entry(root, "f", 20, objects)->mode == 0100644);
  for (const std::string path :
       {"", "a/", "/a", "a/c", "f/x", "b", "a/b/c/d"}) {
    CAPTURE(path);
    CHECK(find_entry(root, path, 20, objects) == std::nullopt);
  }
  CHECK(find_entry(ObjectId(), "a", 20, objects) == std::nullopt);
  CHECK_THROWS_AS(find_entry(root, "g/x", 20, objects), Error);
  objects.lose(inner);
  CHECK_THROWS_WITH(find_entry(root, "a/b/c", 20, objects),
                    ContainsSubstring(inner.hex()));
}

TEST_CASE("the index is compared without conflicts and intents") {
  MemoryObjects objects;
  const ObjectId one = objects.blob("1");
  const ObjectId two = objects.blob("2");
  const ObjectId folder = objects.tree({{"100644", "x", one}});
  const ObjectId root = objects.tree(
      {{"100644", "a", one}, {"40000", "b", folder}, {"100644", "c", one}});
  const std::vector<IndexEntry> index = {
      {"a", 0100644, two, 0, false},    {"b/x", 0100644, one, 0, false},
      {"c", 0100644, one, 2, false},    {"c", 0100644, two, 3, false},
      {"later", 0100644, two, 0, true}, {"new", 0120000, two, 0, false}};
  CHECK(text_of(diff_tree_to_index(root, index, 20, objects)) ==
        "-+ a\n-  c\n + new\n");
  CHECK(text_of(diff_tree_to_index(ObjectId(), index, 20, objects)) ==
        " + a\n + b/x\n + new\n");
}

TEST_CASE("differences are those that git finds") {
  const unsigned seed = GENERATE(range(0U, 6U));
  CAPTURE(seed);
  std::mt19937 random(seed);
  GitRepo repo;
  const std::vector<std::string> parts = {"a", "b", "a-b", "a.b", "a0", "\xfe"};
  const auto some_index = [&] {
    repo.git({"read-tree", "--empty"});
    std::string lines;
    for (int i = 0; i < 25; ++i) {
      std::string path = parts[random() % parts.size()];
      while (random() % 2 == 0) path += "/" + parts[random() % parts.size()];
      const std::string mode = std::vector<std::string>{
          "100644", "100755", "120000", "160000"}[random() % 4];
      lines += mode + " " + std::string(39, '0') +
               std::to_string(random() % 3 + 1) + "\t" + path;
      lines += '\0';
    }
    repo.git({"update-index", "-z", "--index-info"}, lines);
  };
  some_index();
  const std::string first = repo.git({"write-tree", "--missing-ok"});
  some_index();
  const std::string second = repo.git({"write-tree", "--missing-ok"});

  // ":100644 100644 <id> <id> M\0path\0"
  const auto as_git_tells = [](const std::string& raw) {
    std::string text;
    for (std::size_t at = 0; at < raw.size();) {
      const std::size_t middle = raw.find('\0', at);
      const std::size_t end = raw.find('\0', middle + 1);
      const char letter = raw[middle - 1];
      text += (letter == 'A' ? " +" : letter == 'D' ? "- " : "-+");
      text += " " + raw.substr(middle + 1, end - middle - 1) + "\n";
      at = end + 1;
    }
    return text;
  };
  for (const std::string backend : {"libgit2", "git"}) {
    const auto repository = open_with(backend, repo.path());
    const auto reader = repository->reader();
    CHECK(text_of(diff_trees(id_of(first), id_of(second), 20, *reader)) ==
          as_git_tells(repo.git({"diff-tree", "-r", "-z", "--raw",
                                 "--no-renames", first, second})));
    CHECK(text_of(diff_tree_to_index(id_of(first), repository->index(), 20,
                                     *reader)) ==
          as_git_tells(repo.git({"diff-index", "--cached", "-z", "--raw",
                                 "--no-renames", first})));
  }
}
