#include "pipeline/comparison.h"

#include <algorithm>
#include <deque>
#include <tuple>
#include <unordered_set>

#include "base/digest.h"

namespace gitward {

std::size_t Comparison::KeyHash::operator()(const Key& key) const noexcept {
  return xxh3_64(key.value) ^ (std::size_t{key.rule} << 1) ^
         std::size_t{key.allowed};
}

Comparison::Key Comparison::key_of(const Place& place) {
  return {place.judged.candidate->rule, place.allowed(),
          place.judged.candidate->value.reveal()};
}

Comparison::Spot Comparison::spot_of(const Place& place, std::size_t fresh) {
  return {place.inside.empty() ? place.path : place.path + '!' + place.inside,
          xxh3_64(place.judged.candidate->excerpt), fresh};
}

Comparison::Comparison(std::vector<Place> fresh, std::size_t parents)
    : fresh_(std::move(fresh)), parents_(parents), old_seen_(parents, false) {
  // The choice among equals must not depend on how they were gathered.
  std::stable_sort(
      fresh_.begin(), fresh_.end(), [](const Place& a, const Place& b) {
        return std::tie(a.path, a.inside, a.judged.candidate->position) <
               std::tie(b.path, b.inside, b.judged.candidate->position);
      });
  for (std::size_t i = 0; i < fresh_.size(); ++i) {
    Sides& sides = keys_[key_of(fresh_[i])];
    sides.inherited.resize(parents);
    sides.old.resize(parents);
    sides.fresh.push_back(spot_of(fresh_[i], i));
  }
  unexplained_.assign(parents, keys_.size());
}

void Comparison::add_inherited(std::size_t parent, const Place& place) {
  const auto found = keys_.find(key_of(place));
  if (found == keys_.end()) return;
  found->second.inherited[parent].push_back(spot_of(place, kInherited));
}

void Comparison::add_old(std::size_t parent, const Place& place) {
  const auto found = keys_.find(key_of(place));
  if (found == keys_.end()) return;
  Sides& sides = found->second;
  sides.old[parent].push_back(spot_of(place, kInherited));
  old_seen_[parent] = true;
  if (sides.old[parent].size() == sides.fresh.size()) --unexplained_[parent];
}

// Indices into fresh_ of the places that no old one accounts for. Each of the
// four rounds is linear: old places wait in a table under what must agree.
std::vector<std::size_t> Comparison::unpaired(const Sides& sides,
                                              std::size_t parent) {
  // Inherited places first: they explain an old place at least as well, and a
  // fresh one that they leave unpaired is what the change itself brings in.
  std::vector<const Spot*> fresh;
  for (const Spot& spot : sides.inherited[parent]) fresh.push_back(&spot);
  for (const Spot& spot : sides.fresh) fresh.push_back(&spot);
  std::vector<const Spot*> old;
  for (const Spot& spot : sides.old[parent]) old.push_back(&spot);

  for (const auto& [same_path, same_line] :
       {std::pair(true, true), {true, false}, {false, true}, {false, false}}) {
    const auto agree_on = [path = same_path, line = same_line](const Spot& s) {
      return (path ? s.path : std::string()) + '\0' +
             (line ? std::to_string(s.line) : std::string());
    };
    std::unordered_map<std::string, std::deque<const Spot*>> waiting;
    for (const Spot* spot : old) waiting[agree_on(*spot)].push_back(spot);
    std::unordered_set<const Spot*> paired;
    std::erase_if(fresh, [&](const Spot* spot) {
      const auto found = waiting.find(agree_on(*spot));
      if (found == waiting.end() || found->second.empty()) return false;
      paired.insert(found->second.front());
      found->second.pop_front();
      return true;
    });
    std::erase_if(old, [&](const Spot* spot) { return paired.contains(spot); });
  }
  std::vector<std::size_t> left;
  for (const Spot* spot : fresh) {
    if (spot->fresh != kInherited) left.push_back(spot->fresh);
  }
  return left;
}

void Comparison::select(const Sides& sides,
                        std::vector<std::size_t>& chosen) const {
  std::size_t excess = sides.fresh.size();
  std::unordered_map<std::size_t, std::size_t> unpaired_in;
  for (std::size_t parent = 0; parent < parents_; ++parent) {
    const std::size_t now = sides.fresh.size() + sides.inherited[parent].size();
    const std::size_t before = sides.old[parent].size();
    excess = std::min(excess, now > before ? now - before : 0);
    if (excess == 0) return;
    for (const std::size_t index : unpaired(sides, parent)) {
      ++unpaired_in[index];
    }
  }
  // Two parents may pair different places of one value; those that most of
  // them leave over are the new ones. A place that each parent has a pair for
  // is never new.
  std::vector<std::size_t> order;
  for (const Spot& spot : sides.fresh) {
    if (unpaired_in.contains(spot.fresh)) order.push_back(spot.fresh);
  }
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) {
                     return unpaired_in[a] > unpaired_in[b];
                   });
  order.resize(std::min(order.size(), excess));
  chosen.insert(chosen.end(), order.begin(), order.end());
}

std::vector<Place> Comparison::take_new() {
  std::vector<std::size_t> chosen;
  for (const auto& [key, sides] : keys_) select(sides, chosen);
  std::sort(chosen.begin(), chosen.end());
  std::vector<Place> places;
  places.reserve(chosen.size());
  for (const std::size_t index : chosen) places.push_back(fresh_[index]);
  return places;
}

}  // namespace gitward
