#include "store/pack_sweep.h"

#include <algorithm>
#include <atomic>
#include <future>
#include <numeric>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/large_pages.h"
#include "store/buffer.h"
#include "store/delta.h"
#include "store/inflate.h"

namespace gitward {
namespace {

using Node = std::uint32_t;  // An entry, by its rank in offset order.
constexpr Node kNone = UINT32_MAX;

// With fewer entries a second thread costs more than it saves.
constexpr std::size_t kWorthSharing = 10'000;

}  // namespace

// The pack's entries in offset order and the trees that their deltas form.
class PackSweep::Forest {
 public:
  Forest(const Pack& pack, unsigned threads) : pack_(pack) {
    order_entries(threads);
    link_bases(threads);
    link_children();
  }

  std::size_t size() const { return offsets_.size(); }
  std::uint64_t offset(Node node) const { return offsets_[node]; }
  std::uint64_t end_of(Node node) const {
    return node + 1 < offsets_.size() ? offsets_[node + 1] : pack_.end();
  }
  std::uint32_t position(Node node) const { return positions_[node]; }
  std::uint32_t crc(Node node) const { return crcs_[node]; }
  Node base(Node node) const { return bases_[node]; }
  std::optional<ObjectType> type_of(Node node) const { return types_[node]; }
  // Heaviest subtree last.
  Node child_count(Node node) const {
    return first_child_[node + 1] - first_child_[node];
  }
  Node child(Node node, Node i) const {
    return children_[first_child_[node] + i];
  }
  const std::vector<Node>& roots() const { return roots_; }
  // Entries that can't be placed in a tree: a damaged header, a base that is
  // not in the pack, a circle of deltas.
  const std::vector<std::pair<Node, std::string>>& broken() const {
    return broken_;
  }

 private:
  void order_entries(unsigned threads) {
    const PackIndex& index = pack_.index();
    // Given back at once: what follows needs the memory.
    LargeVector<std::pair<std::uint64_t, std::uint32_t>> entries(index.count());
    for (std::uint32_t i = 0; i < index.count(); ++i) {
      entries[i] = {index.offset(i), i};
    }
    // Two threads sort a half each.
    const auto middle =
        entries.begin() + static_cast<std::ptrdiff_t>(entries.size() / 2);
    const bool share = threads > 1 && entries.size() >= kWorthSharing;
    auto sorted = std::async(share ? std::launch::async : std::launch::deferred,
                             [&] { std::sort(entries.begin(), middle); });
    std::sort(middle, entries.end());
    sorted.get();
    offsets_.reserve(entries.size());
    positions_.reserve(entries.size());
    crcs_.reserve(entries.size());
    auto lower = entries.begin();
    auto upper = middle;
    while (lower != middle || upper != entries.end()) {
      const bool is_lower =
          upper == entries.end() || (lower != middle && *lower < *upper);
      const auto& [offset, position] = is_lower ? *lower++ : *upper++;
      offsets_.push_back(offset);
      positions_.push_back(position);
      crcs_.push_back(index.crc32(position));
    }
  }

  // The entry at the offset, which is before `node`: most likely not far.
  Node node_before(Node node, std::uint64_t offset) const {
    Node step = 1;
    while (step < node && offsets_[node - step] > offset) step *= 2;
    const auto begin = offsets_.begin() + (step < node ? node - step : 0);
    return node_in(begin, offsets_.begin() + node, offset);
  }

  Node node_in(std::vector<std::uint64_t>::const_iterator begin,
               std::vector<std::uint64_t>::const_iterator end,
               std::uint64_t offset) const {
    const auto found = std::lower_bound(begin, end, offset);
    if (found == end || *found != offset) return kNone;
    return static_cast<Node>(found - offsets_.begin());
  }

  // What one thread found among neighbouring entries.
  struct Links {
    std::vector<Node> roots;
    std::vector<std::pair<Node, std::string>> broken;
  };

  // Each header is a page of the file: threads wait for them together.
  void link_bases(unsigned threads) {
    bases_.assign(size(), kNone);
    types_.assign(size(), std::nullopt);
    const std::size_t parts =
        size() < kWorthSharing ? 1 : std::max(1U, threads);
    std::vector<std::future<Links>> others;
    const auto edge = [&](std::size_t part) {
      return static_cast<Node>(size() * part / parts);
    };
    for (std::size_t part = 1; part < parts; ++part) {
      others.push_back(std::async(std::launch::async, [&, part] {
        return link_bases(edge(part), edge(part + 1));
      }));
    }
    take(link_bases(0, edge(1)));
    for (std::future<Links>& other : others) take(other.get());
  }

  void take(const Links& links) {
    roots_.insert(roots_.end(), links.roots.begin(), links.roots.end());
    broken_.insert(broken_.end(), links.broken.begin(), links.broken.end());
  }

  Links link_bases(Node begin, Node end) {
    // So many headers are waited for together.
    constexpr Node kAhead = 16;
    Links links;
    for (Node node = begin; node < end; ++node) {
      if (end - node > kAhead) pack_.expect(offsets_[node + kAhead]);
      try {
        const PackEntry entry = pack_.entry_at(offsets_[node]);
        if (entry.kind == PackEntry::Kind::kWhole) {
          links.roots.push_back(node);
          types_[node] = entry.type;
          continue;
        }
        bases_[node] = entry.kind == PackEntry::Kind::kOffsetDelta
                           ? node_before(node, entry.base_offset)
                           : node_in(offsets_.begin(), offsets_.end(),
                                     pack_.base_of(entry));
        if (bases_[node] == kNone) {
          links.broken.emplace_back(node, "its delta base is not in the pack");
        }
      } catch (const Error& error) {
        links.broken.emplace_back(node, error.what());
      }
    }
    return links;
  }

  void link_children() {
    first_child_.assign(size() + 2, 0);
    for (const Node base : bases_) {
      if (base != kNone) ++first_child_[base + 2];
    }
    std::partial_sum(first_child_.begin(), first_child_.end(),
                     first_child_.begin());
    children_.resize(first_child_.back());
    for (Node node = 0; node < size(); ++node) {
      if (bases_[node] != kNone)
        children_[first_child_[bases_[node] + 1]++] = node;
    }
    first_child_.pop_back();
    order_children();
  }

  // Puts each entry's heaviest child last, and finds what no root leads to.
  void order_children() {
    std::vector<Node> reached = roots_;
    reached.reserve(size());
    for (std::size_t i = 0; i < reached.size(); ++i) {
      for (Node c = 0; c < child_count(reached[i]); ++c) {
        const Node next = child(reached[i], c);
        types_[next] = types_[reached[i]];
        reached.push_back(next);
      }
    }
    std::vector<std::uint32_t> weight(size(), 1);
    for (auto node = reached.rbegin(); node != reached.rend(); ++node) {
      if (bases_[*node] != kNone) weight[bases_[*node]] += weight[*node];
    }
    for (const Node node : reached) {
      const auto begin = children_.begin() + first_child_[node];
      const auto end = children_.begin() + first_child_[node + 1];
      if (begin == end) continue;
      std::iter_swap(std::max_element(
                         begin, end,
                         [&](Node a, Node b) { return weight[a] < weight[b]; }),
                     end - 1);
    }
    note_unreached(reached);
  }

  void note_unreached(const std::vector<Node>& reached) {
    std::vector<bool> known(size(), false);
    for (const Node node : reached) known[node] = true;
    for (const auto& [node, why] : broken_) known[node] = true;
    for (Node node = 0; node < size(); ++node) {
      if (!known[node]) {
        broken_.emplace_back(node, "its chain of deltas leads nowhere");
      }
    }
  }

  const Pack& pack_;
  std::vector<std::uint64_t> offsets_;
  std::vector<std::uint32_t> positions_;
  std::vector<std::uint32_t> crcs_;
  std::vector<Node> bases_;
  std::vector<Node> first_child_;
  std::vector<Node> children_;
  std::vector<Node> roots_;
  std::vector<std::optional<ObjectType>> types_;
  std::vector<std::pair<Node, std::string>> broken_;
};

// Walks families, one after the other, on one thread.
class PackSweep::FamilyWalker {
 public:
  FamilyWalker(const Pack& pack, const Forest& forest,
               const SweepOptions& options, SweepVisitor& visitor)
      : pack_(pack), forest_(forest), options_(options), visitor_(visitor) {}

  void walk(Node root) {
    const PackEntry entry = pack_.entry_at(forest_.offset(root));
    if (!wanted(entry.type)) return;
    type_ = entry.type;
    enter(root);
    while (!path_.empty()) {
      Frame& top = path_.back();
      if (top.next_child == forest_.child_count(top.node)) {
        leave();
      } else {
        enter(forest_.child(top.node, top.next_child++));
      }
    }
  }

 private:
  // An object whose children are being visited.
  struct Frame {
    Node node = kNone;
    Node next_child = 0;
    Buffer bytes;  // Not allocated if it was dropped.
    std::unique_ptr<SweepState> state;
  };

  bool wanted(ObjectType type) const {
    switch (type) {
      case ObjectType::kCommit:
        return options_.commits;
      case ObjectType::kTree:
        return options_.trees;
      case ObjectType::kBlob:
        return options_.blobs;
      case ObjectType::kTag:
        return options_.tags;
    }
    return true;
  }

  // Makes the object, visits it, and keeps it for its children.
  void enter(Node node) {
    Frame frame;
    frame.node = node;
    copies_.clear();
    expect_next(node);
    try {
      check_crc(node);
      frame.bytes = path_.empty()
                        ? inflate(node)
                        : apply(base_bytes(), inflate(node), &copies_);
    } catch (const Error& error) {
      refuse_family(node, error.what());
      return;
    }
    SweptObject object;
    object.position = forest_.position(node);
    object.rank = node;
    object.type = type_;
    object.bytes = frame.bytes.view();
    object.copies = copies_;
    frame.state = visitor_.visit(
        object, path_.empty() ? nullptr : path_.back().state.get());

    // The last child needs its base no longer: drop it before going deeper.
    while (!path_.empty() &&
           path_.back().next_child == forest_.child_count(path_.back().node)) {
      leave();
    }
    held_ += frame.bytes.capacity();
    path_.push_back(std::move(frame));
    drop_beyond_budget();
  }

  // Entries of a family lie all over the pack: the next one comes from memory
  // while this one is made and visited.
  void expect_next(Node node) const {
    Node next = kNone;
    if (forest_.child_count(node) > 0) {
      next = forest_.child(node, 0);
    } else {
      const auto open =
          std::find_if(path_.rbegin(), path_.rend(), [&](const Frame& frame) {
            return frame.next_child < forest_.child_count(frame.node);
          });
      if (open == path_.rend()) return;
      next = forest_.child(open->node, open->next_child);
    }
    pack_.expect(forest_.offset(next));
    visitor_.expect(next);
  }

  void leave() {
    held_ -= path_.back().bytes.capacity();
    pool_.give_back(std::move(path_.back().bytes));
    path_.pop_back();
  }

  // The entry and everything that is built upon it.
  void refuse_family(Node node, const std::string& why) {
    visitor_.unreadable(forest_.position(node), why);
    std::vector<Node> pending{node};
    while (!pending.empty()) {
      const Node parent = pending.back();
      pending.pop_back();
      for (Node i = 0; i < forest_.child_count(parent); ++i) {
        const Node child = forest_.child(parent, i);
        visitor_.unreadable(forest_.position(child),
                            "its delta base is damaged: " + why);
        pending.push_back(child);
      }
    }
  }

  // A flipped bit in an entry's header or base passes inflate unseen.
  void check_crc(Node node) const {
    const std::uint64_t begin = forest_.offset(node);
    const ByteView entry =
        pack_.bytes().substr(begin, forest_.end_of(node) - begin);
    if (crc32_of(entry) != forest_.crc(node)) {
      throw Error(ErrorKind::kInput, "its bytes in the pack are damaged");
    }
  }

  // Requires: check_crc() was asked.
  Buffer inflate(Node node) {
    const PackEntry entry = pack_.entry_at(forest_.offset(node));
    Buffer buffer = pool_.take(entry.size);
    inflater_.inflate_verified(
        pack_.bytes().substr(entry.data_begin,
                             forest_.end_of(node) - entry.data_begin),
        buffer.data(), entry.size);
    return buffer;
  }

  Buffer apply(ByteView base, Buffer delta, std::vector<CopiedRange>* copies) {
    Buffer buffer = pool_.take(delta_result_size(delta.view()));
    apply_delta(base, delta.view(), buffer.data(), copies);
    pool_.give_back(std::move(delta));
    return buffer;
  }

  // The bytes of the object on top, made again if they were dropped.
  ByteView base_bytes() {
    Frame& top = path_.back();
    if (!top.bytes.allocated()) {
      top.bytes = make_again(top.node);
      held_ += top.bytes.capacity();
    }
    return top.bytes.view();
  }

  Buffer make_again(Node node) {
    std::vector<Node> chain{node};
    while (forest_.base(chain.back()) != kNone) {
      chain.push_back(forest_.base(chain.back()));
    }
    Buffer bytes = inflate(chain.back());
    for (std::size_t i = chain.size() - 1; i > 0; --i) {
      Buffer next = apply(bytes.view(), inflate(chain[i - 1]), nullptr);
      pool_.give_back(std::exchange(bytes, std::move(next)));
    }
    return bytes;
  }

  void drop_beyond_budget() {
    for (std::size_t i = 0; i + 1 < path_.size(); ++i) {
      if (held_ <= options_.held_bytes) return;
      held_ -= path_[i].bytes.capacity();
      path_[i].bytes = Buffer();
    }
  }

  const Pack& pack_;
  const Forest& forest_;
  const SweepOptions& options_;
  SweepVisitor& visitor_;
  Inflater inflater_;
  BufferPool pool_;
  std::vector<Frame> path_;
  std::vector<CopiedRange> copies_;  // Of the object that is entered.
  std::size_t held_ = 0;
  ObjectType type_ = ObjectType::kBlob;
};

PackSweep::PackSweep(const Pack& pack, unsigned threads)
    : pack_(pack), forest_(std::make_unique<Forest>(pack, threads)) {}

PackSweep::~PackSweep() = default;

std::optional<ObjectType> PackSweep::type_of(std::uint32_t rank) const {
  return forest_->type_of(rank);
}

std::uint32_t PackSweep::position_of(std::uint32_t rank) const {
  return forest_->position(rank);
}

void PackSweep::run(
    const SweepOptions& options,
    const std::function<std::unique_ptr<SweepVisitor>()>& make_visitor) const {
  std::atomic<std::size_t> next_root = 0;
  std::atomic<bool> first = true;
  const auto work = [&] {
    const std::unique_ptr<SweepVisitor> visitor = make_visitor();
    FamilyWalker walker(pack_, *forest_, options, *visitor);
    if (first.exchange(false)) {
      for (const auto& [node, why] : forest_->broken()) {
        visitor->unreadable(forest_->position(node), why);
      }
    }
    // A few families at a time, in storage order: neighbours share pages.
    constexpr std::size_t kBatch = 8;
    const std::vector<Node>& roots = forest_->roots();
    for (;;) {
      const std::size_t begin = next_root.fetch_add(kBatch);
      if (begin >= roots.size()) return;
      const std::size_t end = std::min(begin + kBatch, roots.size());
      for (std::size_t i = begin; i < end; ++i) walker.walk(roots[i]);
    }
  };
  std::vector<std::future<void>> others;
  for (unsigned i = 1; i < options.threads; ++i) {
    others.push_back(std::async(std::launch::async, work));
  }
  work();
  for (std::future<void>& other : others) other.get();
}

}  // namespace gitward
