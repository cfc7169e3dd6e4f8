// Rules that are made when they are first looked at: a run meets few of the
// built-in ones.
#pragma once

#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <vector>

#include "rules/rule.h"

namespace gitward {

// Reads like a vector of rules. Immutable but for the rules that are not made
// yet: one thread makes a rule, and all share it; references stay valid as
// long as the list, also when that is moved.
class RuleList {
 public:
  using Make = std::function<Rule(RuleIndex)>;

  RuleList() : RuleList(std::vector<Rule>()) {}
  explicit RuleList(std::vector<Rule> rules);
  // `make` is called for each index once at most, never twice at a time.
  RuleList(std::size_t size, Make make);
  RuleList(RuleList&&) noexcept;
  RuleList& operator=(RuleList&&) noexcept;
  RuleList(const RuleList&) = delete;
  RuleList& operator=(const RuleList&) = delete;
  ~RuleList();

  std::size_t size() const;
  const Rule& operator[](std::size_t index) const;
  const Rule& back() const { return (*this)[size() - 1]; }

  class Iterator {
   public:
    using iterator_category = std::input_iterator_tag;
    using value_type = Rule;
    using difference_type = std::ptrdiff_t;
    using pointer = const Rule*;
    using reference = const Rule&;

    Iterator(const RuleList& list, std::size_t index)
        : list_(&list), index_(index) {}
    reference operator*() const { return (*list_)[index_]; }
    pointer operator->() const { return &(*list_)[index_]; }
    Iterator& operator++() {
      ++index_;
      return *this;
    }
    Iterator operator++(int) { return {*list_, index_++}; }
    friend bool operator==(const Iterator&, const Iterator&) = default;

   private:
    const RuleList* list_;
    std::size_t index_;
  };
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size()}; }

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gitward
