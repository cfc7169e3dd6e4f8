// Reads every object of a pack once, in the order in which it is cheapest.
//
// A pack stores most objects as deltas against others, in families: trees
// whose root is stored whole. Asking an object database for one object after
// the other inflates the upper parts of these trees again and again. The
// sweep walks each tree depth first instead: a base is inflated once, each
// child is made from it, and a base is freed when its last child is made. The
// heaviest child comes last, so that the bases held at a time are about the
// logarithm of the family's size; beyond a budget of bytes they are dropped
// and made again.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "model/copied_range.h"
#include "model/object.h"
#include "store/pack.h"

namespace gitward {

// What a visitor wants to remember of an object while the objects that are
// deltas against it are visited.
class SweepState {
 public:
  SweepState() = default;
  SweepState(const SweepState&) = delete;
  SweepState& operator=(const SweepState&) = delete;
  virtual ~SweepState() = default;
};

struct SweptObject {
  std::uint32_t position = 0;  // In the pack's index.
  // In the pack: how many entries begin before it. Objects that are visited
  // one after the other mostly have ranks close together.
  std::uint32_t rank = 0;
  ObjectType type = ObjectType::kBlob;
  ByteView bytes;  // The content; valid during the visit.
  // What it has from its base, as apply_delta() tells; none if it is stored
  // whole. Valid during the visit.
  std::span<const CopiedRange> copies;
};

// Each thread has its own visitor. A visit that throws ends the sweep.
class SweepVisitor {
 public:
  SweepVisitor() = default;
  SweepVisitor(const SweepVisitor&) = delete;
  SweepVisitor& operator=(const SweepVisitor&) = delete;
  virtual ~SweepVisitor() = default;

  // `base` is what the visit of the delta's base returned; it may be null.
  virtual std::unique_ptr<SweepState> visit(const SweptObject& object,
                                            const SweepState* base) = 0;
  // Most likely the next one that will be visited, by its rank: what its visit
  // reads first can be fetched meanwhile.
  virtual void expect(std::uint32_t rank) { static_cast<void>(rank); }
  // An entry that is damaged, or whose base is. `why` is for people.
  virtual void unreadable(std::uint32_t position, const std::string& why) = 0;
};

struct SweepOptions {
  unsigned threads = 1;
  // Families of other types are skipped.
  bool commits = true;
  bool trees = true;
  bool blobs = true;
  bool tags = true;
  // Bytes of bases that one thread holds before it drops some.
  std::size_t held_bytes = std::size_t{48} << 20U;
};

// The families of a pack. Borrows the pack; immutable, safe to share between
// threads.
class PackSweep {
 public:
  // Reads the header of each entry.
  explicit PackSweep(const Pack& pack, unsigned threads = 1);
  PackSweep(const PackSweep&) = delete;
  PackSweep& operator=(const PackSweep&) = delete;
  ~PackSweep();

  // Nothing for an entry that no family leads to.
  std::optional<ObjectType> type_of(std::uint32_t rank) const;
  std::uint32_t position_of(std::uint32_t rank) const;

  // Visits each entry of the wanted types exactly once: by visit() or by
  // unreadable(). Each entry's CRC-32 is compared with the index's.
  // `make_visitor` is called once for each thread, on that thread.
  void run(
      const SweepOptions& options,
      const std::function<std::unique_ptr<SweepVisitor>()>& make_visitor) const;

 private:
  class Forest;
  class FamilyWalker;

  const Pack& pack_;
  std::unique_ptr<const Forest> forest_;
};

}  // namespace gitward
