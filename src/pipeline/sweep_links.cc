#include "pipeline/sweeper.h"

namespace gitward {

// The object's number, or kNone; then it is to be read, too.
std::uint32_t Sweeper::follow_entry(const TreeEntry& entry, Part& part) const {
  const EntryKind kind = entry.kind();
  if (kind == EntryKind::kGitlink) {
    part.sweep.submodules.insert(entry.id);
    return ObjectTable::kNone;
  }
  const std::uint32_t number = objects_.find(entry.id);
  if (number == ObjectTable::kNone) {
    part.next.push_back({entry.id, kind == EntryKind::kTree ? "tree" : "blob"});
  }
  return number;
}

void Sweeper::find_what_matters() {
  matters_.assign(objects_.size(), false);
  const auto mark = [&](const ObjectId& id) {
    const std::uint32_t number = objects_.find(id);
    if (number != ObjectTable::kNone) matters_[number] = true;
  };
  for (const Part& part : parts_) {
    for (const Sweep::Scanned& blob : part.sweep.blobs) mark(blob.id);
    for (const Sweep::Unread& unread : part.sweep.unread) mark(unread.id);
  }
}

std::uint32_t Sweeper::name_number(std::string_view name, Worker& worker) {
  Part& part = parts_[worker.index];
  const auto [number, added] = part.links.names.insert(name);
  if (added) {
    ContentPtr content = scan_bytes(name, scanner_, worker).content;
    if (content && !keep(content->scanned)) content = nullptr;
    part.name_matters.push_back(content != nullptr);
    if (content) part.sweep.names.emplace_back(name, std::move(content));
  }
  return number;
}

// Follows the entry. Nothing if it is none that matters.
std::optional<TreeLinks::Link> Sweeper::link_of(const TreeEntry& entry,
                                                Worker& worker) {
  Part& part = parts_[worker.index];
  const EntryKind kind = entry.kind();
  TreeLinks::Link link;
  link.name = name_number(entry.name, worker);
  link.object = follow_entry(entry, part);
  bool keep = part.name_matters[link.name] || kind == EntryKind::kTree;
  if (link.object != ObjectTable::kNone) {
    keep = keep || matters_[link.object];
  } else if (kind != EntryKind::kGitlink) {
    link.object = kUnknown | part.links.objects.insert(entry.id).first;
    keep = true;
  }
  return keep ? std::optional(link) : std::nullopt;
}

void Sweeper::add_links(std::uint32_t number, const TreeState& state,
                        Part& part) {
  TreeLinks::Tree tree;
  tree.object = number;
  tree.first = part.links.links.size();
  tree.count = static_cast<std::uint32_t>(state.links.size());
  part.links.trees.push_back(tree);
  for (const TreeState::Link& link : state.links) {
    part.links.links.push_back(link.link);
  }
}

// Those that were read one by one.
void Sweeper::link_trees() {
  std::vector<ObjectId> trees;
  for (Part& part : parts_) {
    trees.insert(trees.end(), part.trees.begin(), part.trees.end());
    part.trees.clear();
  }
  find_what_matters();
  workers_.for_each(trees.size(), [&](Worker& worker, std::size_t i) {
    Part& part = parts_[worker.index];
    ReadObject read = read_object(trees[i], ObjectType::kTree, worker.reader());
    if (read.object) {
      read.trouble = attempt(GapReason::kCorrupt, [&] {
        TreeState state;
        for (const TreeEntry& entry :
             parse_tree(read.object->bytes, layout_.id_size)) {
          if (const auto link = link_of(entry, worker)) {
            state.links.push_back({0, *link});
          }
        }
        add_links(objects_.find(trees[i]), state, part);
      });
    }
    if (read.trouble) {
      part.sweep.unread.push_back({trees[i], "tree", std::move(*read.trouble)});
    }
  });
}

// Gives the parts' names and unknown objects their numbers in the whole.
void Sweeper::merge_links(Sweep& all) {
  TreeLinks& links = all.links;
  if (cached_) {
    links.trees = std::move(cached_->trees);
    links.links = std::move(cached_->links);
    for (const std::string& name : cached_->names) links.names.insert(name);
  }
  for (Part& part : parts_) {
    std::vector<std::uint32_t> names;
    for (const std::string& name : part.links.names.names()) {
      names.push_back(links.names.insert(name).first);
    }
    std::vector<std::uint32_t> unknown;
    for (std::uint32_t i = 0; i < part.links.objects.size(); ++i) {
      unknown.push_back(objects_.insert(part.links.objects.at(i)).first);
    }
    const std::size_t first = links.links.size();
    for (TreeLinks::Link link : part.links.links) {
      link.name = names[link.name];
      if (link.object != ObjectTable::kNone && (link.object & kUnknown) != 0) {
        link.object = unknown[link.object & ~kUnknown];
      }
      links.links.push_back(link);
    }
    for (TreeLinks::Tree tree : part.links.trees) {
      tree.first += first;
      links.trees.push_back(tree);
    }
    part.links = TreeLinks();
  }
  links.objects = std::move(objects_);
}

}  // namespace gitward
