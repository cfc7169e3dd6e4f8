#include <algorithm>
#include <atomic>

#include "pipeline/sweeper.h"

namespace gitward {
namespace {

// A pack is swept if one of so many of its objects is new.
constexpr std::size_t kWorthSweeping = 16;

// In the name's place of a link that is not made yet; its object is the number
// of the entry.
constexpr std::uint32_t kFresh = UINT32_MAX;

}  // namespace

std::unique_ptr<SweepState> Sweeper::visit_packed_blob(
    const ObjectId& id, const SweptObject& object, const SweepState* base,
    Worker& worker) {
  Part& part = parts_[worker.index];
  if (options_.max_blob_size != 0 &&
      object.bytes.size() > options_.max_blob_size) {
    add_too_large(id, object.bytes.size(), part);
    return nullptr;
  }
  auto state = std::make_unique<BlobState>();
  if (base != nullptr) {
    state->trace =
        traced_.scan(object.bytes, dynamic_cast<const BlobState&>(*base).trace,
                     object.copies, worker.scratch);
  } else {
    state->trace = traced_.scan(object.bytes, worker.scratch);
  }
  part.inherited += state->trace.inherited;
  add_blob(id, object.bytes, container_kind(object.bytes, state->trace.has_nul),
           state->trace.result, worker);
  return state;
}

// Entries that the base has, too, have been visited there.
std::unique_ptr<SweepState> Sweeper::visit_packed_tree(
    std::uint32_t number, const SweptObject& object, const SweepState* base,
    Worker& worker) {
  Part& part = parts_[worker.index];
  auto state = std::make_unique<TreeState>();
  const TreeState* const from = dynamic_cast<const TreeState*>(base);
  part.entries.clear();
  const auto fresh = [&](const TreeEntry& entry, std::uint32_t position) {
    state->links.push_back(
        {position, {static_cast<std::uint32_t>(part.entries.size()), kFresh}});
    part.entries.push_back(entry);
  };
  const auto copied = [&](std::uint32_t first, std::uint32_t last,
                          std::uint32_t position) {
    auto link = std::lower_bound(
        from->links.begin(), from->links.end(), first,
        [](const TreeState::Link& a, std::size_t b) { return a.position < b; });
    for (; link != from->links.end() && link->position < last; ++link) {
      state->links.push_back({link->position - first + position, link->link});
    }
  };
  state->starts = walk_tree_entries(
      object.bytes, layout_.id_size, from == nullptr ? nullptr : &from->starts,
      from == nullptr ? 0 : from->size,
      from == nullptr ? std::span<const CopiedRange>() : object.copies, fresh,
      copied);
  state->size = object.bytes.size();
  follow_entries(part);
  auto kept = state->links.begin();
  for (TreeState::Link& entry : state->links) {
    if (entry.link.name == kFresh) {
      const auto link = link_of(entry.link.object, worker);
      if (!link) continue;
      entry.link = *link;
    }
    *kept++ = entry;
  }
  state->links.erase(kept, state->links.end());
  add_links(number, *state, part);
  part.add_id(objects_.at(number));
  ++part.sweep.coverage.trees;
  return state;
}

std::unique_ptr<SweepState> Sweeper::visit_packed(std::uint32_t number,
                                                  const SweptObject& object,
                                                  const SweepState* base,
                                                  Worker& worker) {
  if (scope_ == SweepScope::kAllBytes) base = nullptr;
  const ObjectId& id = objects_.at(number);
  switch (object.type) {
    case ObjectType::kBlob:
      return visit_packed_blob(id, object, base, worker);
    case ObjectType::kTree:
      return visit_packed_tree(number, object, base, worker);
    case ObjectType::kCommit:
    case ObjectType::kTag:
      visit_text(id, object.type, object.bytes, worker);
  }
  return nullptr;
}

// What one thread sees of a pack. An object that can't be read here is left
// to the reader that reads objects one by one.
class Sweeper::PackVisitor : public SweepVisitor {
 public:
  PackVisitor(Sweeper& sweeper, const PackWork& work, Worker& worker,
              std::atomic<std::uint64_t>& blobs,
              std::atomic<std::uint64_t>& bytes)
      : sweeper_(sweeper),
        work_(work),
        worker_(worker),
        blobs_(blobs),
        bytes_(bytes) {}

  std::unique_ptr<SweepState> visit(const SweptObject& object,
                                    const SweepState* base) override {
    const std::uint32_t number = work_.numbers[object.rank];
    // Another pack gave it, or this one has it twice.
    std::atomic_ref<char> done(sweeper_.done_[number]);
    if (done.exchange(1) != 0) return nullptr;
    std::unique_ptr<SweepState> state;
    const auto trouble = attempt(GapReason::kCorrupt, [&] {
      state = sweeper_.visit_packed(number, object, base, worker_);
    });
    if (trouble) {
      done = 0;
      return nullptr;
    }
    show_progress(object);
    return state;
  }

  void expect(std::uint32_t rank) override {
    const std::uint32_t number = work_.numbers[rank];
    __builtin_prefetch(&sweeper_.done_[number], 1);
    sweeper_.objects_.expect(number);
  }

  void unreadable(std::uint32_t, const std::string&) override {}

 private:
  void show_progress(const SweptObject& object) {
    if (object.type != ObjectType::kBlob) return;
    bytes_.fetch_add(object.bytes.size(), std::memory_order_relaxed);
    const std::uint64_t count =
        blobs_.fetch_add(1, std::memory_order_relaxed) + 1;
    if (count % 1024 != 0 || !sweeper_.options_.progress) return;
    Coverage coverage;
    coverage.blobs = count;
    coverage.bytes = bytes_.load(std::memory_order_relaxed);
    sweeper_.options_.progress(coverage);
  }

  Sweeper& sweeper_;
  const PackWork& work_;
  Worker& worker_;
  std::atomic<std::uint64_t>& blobs_;
  std::atomic<std::uint64_t>& bytes_;
};

// Null if the pack or its index is damaged: its objects are left to the reader
// that reads them one by one.
std::unique_ptr<const PackSweep> Sweeper::order_pack(const Pack& pack) const {
  std::unique_ptr<const PackSweep> sweep;
  if (!pack.index().checksum_holds()) return sweep;
  static_cast<void>(attempt(GapReason::kCorrupt, [&] {
    sweep = std::make_unique<const PackSweep>(
        pack, static_cast<unsigned>(workers_.size()));
  }));
  return sweep;
}

PackOrders Sweeper::order_packs(const SweepRequest& request) const {
  PackOrders orders;
  if (request.packs == nullptr || scope_ == SweepScope::kNothing) return orders;
  for (const Pack& pack : request.packs->packs()) {
    orders.push_back(order_pack(pack));
  }
  return orders;
}

// Those with enough in them that is new. `orders`: none, or of every pack.
void Sweeper::open_packs(const ObjectStore& store, PackOrders orders) {
  if (scope_ == SweepScope::kNothing) return;
  for (std::size_t i = 0; i < pack_numbers_.size(); ++i) {
    const auto fresh = static_cast<std::size_t>(std::count_if(
        pack_numbers_[i].begin(), pack_numbers_[i].end(),
        [&](std::uint32_t number) { return done_[number] == 0; }));
    if (fresh == 0 || fresh * kWorthSweeping < pack_numbers_[i].size()) {
      continue;
    }
    auto order =
        orders.empty() ? order_pack(store.packs()[i]) : std::move(orders[i]);
    if (order) packs_.emplace_back(std::move(order), pack_numbers_[i]);
  }
  pack_numbers_.clear();
}

void Sweeper::sweep_packs(bool trees) {
  std::atomic<std::uint64_t> blobs = 0;
  std::atomic<std::uint64_t> bytes = 0;
  SweepOptions options;
  options.threads = static_cast<unsigned>(workers_.size());
  options.trees = trees;
  options.blobs = options.commits = options.tags = !trees;
  const auto& workers = workers_.all();
  for (const PackWork& work : packs_) {
    std::atomic<std::size_t> next_worker = 0;
    work.sweep->run(options, [&] {
      return std::make_unique<PackVisitor>(*this, work, *workers[next_worker++],
                                           blobs, bytes);
    });
  }
}

// The trees, or all else, that the packs have not given.
std::vector<Wanted> Sweeper::left_over(bool trees) const {
  std::vector<bool> is_tree(done_.size(), false);
  for (const PackWork& work : packs_) {
    for (std::uint32_t i = 0; i < work.numbers.size(); ++i) {
      if (work.sweep->type_of(i) != ObjectType::kTree) continue;
      is_tree[work.numbers[i]] = true;
    }
  }
  std::vector<Wanted> left;
  for (std::uint32_t number = 0; number < done_.size(); ++number) {
    if (done_[number] == 0 && is_tree[number] == trees) {
      left.push_back({objects_.at(number), kind_of(number)});
    }
  }
  return left;
}

}  // namespace gitward
