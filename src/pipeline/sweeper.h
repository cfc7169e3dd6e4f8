// What the files of the sweep share: see object_sweep.h for what it does.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/container_kind.h"
#include "pipeline/object_sweep.h"
#include "pipeline/sweep_cache.h"
#include "pipeline/tree_entries.h"
#include "scan/traced_scan.h"
#include "store/object_store.h"
#include "store/pack_sweep.h"

namespace gitward {

struct Wanted {
  ObjectId id;
  std::string_view kind = "object";
};

// What one worker gathers. Merged without regard to order.
struct Part {
  Sweep sweep;
  // Its names are numbered here. Its objects go by the numbers of the whole
  // table, those that are not in there by kUnknown and a number of this part.
  TreeLinks links;
  std::vector<bool> name_matters;
  std::vector<ObjectId> trees;  // Read one by one; not linked yet.
  // Entries of a tree; scratch. So is what is looked up together.
  std::vector<TreeEntry> entries;
  std::vector<ObjectId> ids;
  std::vector<std::uint32_t> numbers;
  std::vector<Wanted> met;   // Referred to; not looked up yet.
  std::vector<Wanted> next;  // Referred to, and not known before.
  // Candidates in blobs, and how many of them were taken from a delta's base.
  std::uint64_t candidates = 0;
  std::uint64_t inherited = 0;
  // Of what was read, each by its first eight bytes.
  std::uint64_t id_sum = 0;

  void add_id(const ObjectId& id) { id_sum += std::hash<ObjectId>()(id); }
};
inline constexpr std::uint32_t kUnknown = std::uint32_t{1} << 31U;

// How much of the packs' contents is looked at: see object_sweep.h.
enum class SweepScope { kNewBytes, kAllBytes, kNothing };

// What is remembered of a blob or a tree for its deltas.
struct BlobState : SweepState {
  ScanTrace trace;
};
struct TreeState : SweepState {
  struct Link {
    std::uint32_t position = 0;  // Of the entry.
    TreeLinks::Link link;
  };
  EntryStarts starts;
  std::size_t size = 0;
  std::vector<Link> links;  // By position.
};

// A pack that is swept.
struct PackWork {
  std::unique_ptr<const PackSweep> sweep;
  std::vector<std::uint32_t> numbers;  // Of its objects, by rank.

  // `by_position`: the numbers in the order of the pack's index.
  PackWork(std::unique_ptr<const PackSweep> of,
           const std::vector<std::uint32_t>& by_position)
      : sweep(std::move(of)), numbers(by_position.size()) {
    for (std::uint32_t rank = 0; rank < numbers.size(); ++rank) {
      numbers[rank] = by_position[sweep->position_of(rank)];
    }
  }
};

// By pack; null for one that is damaged.
using PackOrders = std::vector<std::unique_ptr<const PackSweep>>;

// One sweep. Its parts, a file each: reading objects one by one and the whole
// run (object_sweep.cc), packs (sweep_packs.cc), what trees hold
// (sweep_links.cc), an earlier sweep's memory (sweep_memory.cc).
class Sweeper {
 public:
  // Borrows everything.
  Sweeper(const Repository& repository, const Scanner& scanner,
          const RunOptions& options, Workers& workers, SweepScope scope)
      : layout_(repository.layout()),
        scanner_(scanner),
        traced_(scanner),
        scope_(scope),
        options_(options),
        workers_(workers),
        parts_(workers.size()) {}

  Sweep run(const SweepRequest& request);

 private:
  class PackVisitor;

  std::string cache_key(const CachePlace& cache) const;
  void add_objects(const SweepRequest& request);
  void add_pack(const PackIndex& index);
  void load_cache(const SweepRequest& request, const std::string& key);
  bool makes_sense(const CachedSweep& cached) const;
  bool all_stored() const;
  void find_done();
  void recall_noted();
  void recall(const CachedSweep::Noted& noted, Worker& worker);
  void recall_rest(Sweep& all);
  std::unique_ptr<const PackSweep> order_pack(const Pack& pack) const;
  PackOrders order_packs(const SweepRequest& request) const;
  void open_packs(const ObjectStore& store, PackOrders orders);
  void look_again(const ObjectId& id, Worker& worker);
  void sweep_packs(bool trees);
  std::vector<Wanted> left_over(bool trees) const;
  std::string_view kind_of(std::uint32_t number) const;
  void run_levels(std::vector<Wanted> level);
  void run_level(const std::vector<Wanted>& level);
  std::vector<Wanted> take_next();
  void find_what_matters();
  void link_trees();

  std::unique_ptr<SweepState> visit_packed(std::uint32_t number,
                                           const SweptObject& object,
                                           const SweepState* base,
                                           Worker& worker);
  std::unique_ptr<SweepState> visit_packed_blob(const ObjectId& id,
                                                const SweptObject& object,
                                                const SweepState* base,
                                                Worker& worker);
  std::unique_ptr<SweepState> visit_packed_tree(std::uint32_t number,
                                                const SweptObject& object,
                                                const SweepState* base,
                                                Worker& worker);
  void visit(const Wanted& wanted, Worker& worker);
  void visit_blob(const ObjectId& id, ByteView bytes, Worker& worker);
  void add_blob(const ObjectId& id, ByteView bytes, ContainerKind kind,
                const ScannedContent& found, Worker& worker);
  void visit_text(const ObjectId& id, ObjectType type, ByteView bytes,
                  Worker& worker);
  void visit_tree(const ObjectId& id, ByteView bytes, Part& part);
  void look_up_entries(Part& part) const;
  void follow_entries(Part& part) const;
  std::optional<TreeLinks::Link> link_of(std::size_t entry, Worker& worker);
  static void add_links(std::uint32_t number, const TreeState& state,
                        Part& part);
  std::uint32_t name_number(std::string_view name, Worker& worker);
  bool keep(const ScannedContent& content) const {
    return worth_keeping(content, scanner_.rules(), options_);
  }
  void add_too_large(const ObjectId& id, std::uint64_t size, Part& part);
  bool too_large(const Wanted& wanted, Worker& worker);
  void follow(Part& part, const ObjectId& id, std::string_view kind) const;
  void look_up_met(Part& part) const;
  void merge_links(Sweep& all);
  Sweep merge();

  const RepositoryLayout& layout_;
  const Scanner& scanner_;
  const TracedScanner traced_;
  const SweepScope scope_;
  const RunOptions& options_;
  Workers& workers_;
  std::vector<Part> parts_;
  // What was asked for or referred to so far. Not changed while workers run,
  // nor is the next.
  ObjectNumbers objects_;
  std::vector<bool> matters_;  // By number: trees' entries for it are kept.
  std::vector<std::vector<std::uint32_t>> pack_numbers_;  // By pack, position.
  std::vector<PackWork> packs_;
  // By number: what the packs gave, or an earlier sweep did.
  std::vector<char> done_;
  std::vector<bool> stored_;  // By number.
  std::shared_ptr<const CachedSweep> cached_;
  std::optional<CachedLinks> cached_links_;
  bool use_places_ = false;
};

}  // namespace gitward
