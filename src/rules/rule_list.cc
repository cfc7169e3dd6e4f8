#include "rules/rule_list.h"

#include <atomic>
#include <mutex>
#include <utility>

namespace gitward {

struct RuleList::State {
  // Null: not made yet.
  std::vector<std::atomic<const Rule*>> rules;
  std::mutex mutex;  // Guards what follows.
  Make make;
  std::vector<Rule> given;
  std::vector<std::unique_ptr<Rule>> made;

  explicit State(std::size_t size) : rules(size) {}

  const Rule& make_rule(std::size_t index) {
    const std::lock_guard lock(mutex);
    if (const Rule* rule = rules[index].load(std::memory_order_acquire)) {
      return *rule;
    }
    made.push_back(std::make_unique<Rule>(make(static_cast<RuleIndex>(index))));
    rules[index].store(made.back().get(), std::memory_order_release);
    return *made.back();
  }
};

RuleList::RuleList(std::vector<Rule> rules)
    : state_(std::make_unique<State>(rules.size())) {
  state_->given = std::move(rules);
  for (std::size_t i = 0; i < state_->given.size(); ++i) {
    state_->rules[i].store(&state_->given[i], std::memory_order_relaxed);
  }
}

RuleList::RuleList(std::size_t size, Make make)
    : state_(std::make_unique<State>(size)) {
  state_->make = std::move(make);
}

RuleList::RuleList(RuleList&&) noexcept = default;
RuleList& RuleList::operator=(RuleList&&) noexcept = default;
RuleList::~RuleList() = default;

std::size_t RuleList::size() const {
  return state_->rules.size();
}

const Rule& RuleList::operator[](std::size_t index) const {
  if (const Rule* rule = state_->rules[index].load(std::memory_order_acquire)) {
    return *rule;
  }
  return state_->make_rule(index);
}

}  // namespace gitward
