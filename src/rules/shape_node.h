// A parsed shape or example template, and what is worked out from it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "rules/shape.h"
#include "rules/shape_alphabet.h"

namespace gitward {

// Plain data; a tree.
struct ShapeNode {
  enum class Kind {
    kLiteral,   // `text`.
    kRandom,    // min_count to max_count bytes of `alphabet`.
    kUuid,      //
    kChecksum,  // `text` is its kind; its characters are of `alphabet`.
    kSample,    // {sample}; in templates only.
    kSequence,  // All `children`, one after the other.
    kChoice,    // One of `children`.
  };

  Kind kind = Kind::kSequence;
  std::string text;
  const Alphabet* alphabet = nullptr;
  std::size_t min_count = 0;
  std::size_t max_count = 0;
  std::vector<ShapeNode> children;
  std::size_t column = 1;  // Where it was written.
};

// Throws Error(kConfig). The result is a sequence.
ShapeNode parse_shape_text(std::string_view text);
ShapeNode parse_template_text(std::string_view text);

// The shape without its choices: every way through it, as a list of leaves
// that `root` owns. Throws Error(kConfig) if there are too many.
using ShapeBranch = std::vector<const ShapeNode*>;
std::vector<ShapeBranch> branches_of(const ShapeNode& root);

// See Shape::regex(). Throws Error(kConfig) for a shape that a text can be
// divided into in so many ways that matching might take long.
std::string regex_of(const ShapeNode& root,
                     const std::vector<ShapeBranch>& branches);

// See Shape::anchors().
std::vector<Anchor> anchors_of(const std::vector<ShapeBranch>& branches);

// See Shape::head(): MatchHead::kMaxSize places at most.
std::vector<ByteSet> head_of(const std::vector<ShapeBranch>& branches);

// Appends one sample. Requires: no kSample in the tree.
void append_sample(const ShapeNode& node, SampleEngine& engine,
                   std::string& out);

constexpr std::size_t kUuidSize = 36;

}  // namespace gitward
