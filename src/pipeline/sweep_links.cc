#include "pipeline/sweeper.h"

namespace gitward {

// The numbers of the entries' objects, or kNone.
void Sweeper::look_up_entries(Part& part) const {
  part.ids.clear();
  for (const TreeEntry& entry : part.entries) {
    part.ids.push_back(entry.id);
  }
  objects_.find(part.ids, part.numbers);
}

// Many are looked up at a time: so they wait for the memory together.
void Sweeper::follow(Part& part, const ObjectId& id,
                     std::string_view kind) const {
  constexpr std::size_t kAtOnce = 64;
  part.met.push_back({id, kind});
  if (part.met.size() == kAtOnce) look_up_met(part);
}

void Sweeper::look_up_met(Part& part) const {
  part.ids.clear();
  for (const Wanted& met : part.met) part.ids.push_back(met.id);
  objects_.find(part.ids, part.numbers);
  for (std::size_t i = 0; i < part.met.size(); ++i) {
    if (part.numbers[i] == ObjectTable::kNone) part.next.push_back(part.met[i]);
  }
  part.met.clear();
}

// What was not known before is to be read, too.
void Sweeper::follow_entries(Part& part) const {
  look_up_entries(part);
  for (std::size_t i = 0; i < part.entries.size(); ++i) {
    const TreeEntry& entry = part.entries[i];
    if (entry.kind() == EntryKind::kGitlink) {
      part.sweep.submodules.insert(entry.id);
    } else if (part.numbers[i] == ObjectTable::kNone) {
      part.next.push_back(
          {entry.id, entry.kind() == EntryKind::kTree ? "tree" : "blob"});
    }
  }
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

// Of the entry that was looked up. Nothing if it is none that matters.
std::optional<TreeLinks::Link> Sweeper::link_of(std::size_t entry_number,
                                                Worker& worker) {
  Part& part = parts_[worker.index];
  const TreeEntry& entry = part.entries[entry_number];
  const EntryKind kind = entry.kind();
  TreeLinks::Link link;
  link.name = name_number(entry.name, worker);
  bool keep = part.name_matters[link.name] || kind == EntryKind::kTree;
  if (kind != EntryKind::kGitlink) {
    link.object = part.numbers[entry_number];
    if (link.object == ObjectTable::kNone) {
      link.object = kUnknown | part.links.objects.insert(entry.id).first;
      keep = true;
    }
    keep = keep || ((link.object & kUnknown) == 0 && matters_[link.object]);
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
        part.entries = parse_tree(read.object->bytes, layout_.id_size);
        follow_entries(part);
        for (std::size_t entry = 0; entry < part.entries.size(); ++entry) {
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
  if (cached_links_) {
    links.trees = std::move(cached_links_->trees);
    links.links = std::move(cached_links_->links);
    for (const std::string& name : cached_links_->names) {
      links.names.insert(name);
    }
  }
  std::size_t tree_count = links.trees.size();
  std::size_t link_count = links.links.size();
  for (const Part& part : parts_) {
    tree_count += part.links.trees.size();
    link_count += part.links.links.size();
  }
  links.trees.reserve(tree_count);
  links.links.reserve(link_count);
  for (Part& part : parts_) {
    std::vector<std::uint32_t> names;
    for (const std::string& name : part.links.names.all()) {
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
