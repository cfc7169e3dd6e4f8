// Tells what a program that git starts (a hook) sees of the repository that
// it is started for: git_probe staged|snapshot [BACKEND].
#include <cstdio>
#include <string>

#include "git/staged_index.h"
#include "snapshot.h"

using namespace gitward;

namespace {

// What the next commit changes against each of its parents.
std::string staged_text(const Repository& repository) {
  const auto reader = repository.reader();
  std::vector<ObjectId> trees;
  for (const ObjectId& parent : repository.parents_of_next_commit()) {
    trees.push_back(parse_commit(reader->read(parent).value().bytes).tree);
  }
  if (trees.empty()) trees.emplace_back();
  std::string text;
  const auto index = repository.staged_index();
  for (const ObjectId& tree : trees) {
    const TreeDiff diff = index->difference_from(tree, *reader);
    text += "against a parent\n";
    for (const EntryChange& change : diff.changes) {
      text += change.path + (change.after ? "" : " removed") + "\n";
    }
    for (const UnreadTree& tree_gap : diff.unread) {
      text += "unread " + tree_gap.id.hex() + "\n";
    }
  }
  return text + layout_text(repository);
}

}  // namespace

int main(int argc, char** argv) {
  try {
    const std::string question = argc > 1 ? argv[1] : "";
    const auto repository = argc > 2 ? open_with(argv[2], std::nullopt)
                                     : Repository::open(std::nullopt);
    std::printf("%s", question == "staged" ? staged_text(*repository).c_str()
                                           : snapshot(*repository).c_str());
    return 0;
  } catch (const std::exception& error) {
    std::printf("failed: %s\n", error.what());
    return 1;
  }
}
