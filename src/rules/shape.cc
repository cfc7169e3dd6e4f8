#include "rules/shape.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/error.h"
#include "rules/checksum.h"
#include "rules/shape_node.h"

namespace gitward {
namespace {

using Kind = ShapeNode::Kind;

// Longer tokens than any issuer makes; it bounds what a match can touch.
constexpr std::size_t kMaxSize = 65536;
// A version 4 UUID: six of its 128 bits are fixed.
constexpr double kUuidBits = 122;
// How far above its minimum a sample of an open count ends.
constexpr std::size_t kSampleSpread = 16;

// What one way through a shape adds up to.
struct Measure {
  std::size_t min_size = 0;
  std::size_t max_size = 0;
  double bits = 0;
  std::size_t prefix = 0;
  std::string checksum;
};

double bits_of(const ShapeNode& node) {
  std::size_t count = node.min_count;
  if (node.alphabet->form == Alphabet::Form::kPadded) {
    count -= std::min<std::size_t>(count, 2);
  }
  return static_cast<double>(count) *
         std::log2(static_cast<double>(node.alphabet->bytes.size()));
}

// Throws if a checksum is not where its kind says that it is.
Measure measure(const ShapeBranch& branch) {
  Measure sum;
  bool only_literals = true;
  std::size_t min_behind = 0;
  std::size_t max_behind = 0;
  for (const ShapeNode* leaf : branch) {
    std::size_t min = leaf->min_count;
    std::size_t max = leaf->max_count;
    if (leaf->kind == Kind::kLiteral) {
      min = max = leaf->text.size();
      if (only_literals) sum.prefix += min;
    } else {
      only_literals = false;
    }
    if (leaf->kind == Kind::kUuid) {
      min = max = kUuidSize;
      sum.bits += kUuidBits;
    }
    if (leaf->kind == Kind::kRandom) sum.bits += bits_of(*leaf);
    sum.min_size += min;
    sum.max_size += max;
    min_behind += min;
    max_behind += max;
    if (leaf->kind == Kind::kChecksum) {
      if (!sum.checksum.empty()) {
        throw Error(ErrorKind::kConfig,
                    fmt::format("column {}: a second checksum", leaf->column));
      }
      sum.checksum = leaf->text;
      min_behind = max_behind = 0;
    }
  }
  if (sum.checksum.empty()) return sum;
  const std::size_t tail = checksum_tail(sum.checksum);
  if (min_behind != tail || max_behind != tail) {
    throw Error(ErrorKind::kConfig,
                fmt::format("{} bytes must follow the {} checksum", tail,
                            sum.checksum));
  }
  return sum;
}

// Modulo is biased by less than 2^-57 here, and unlike the standard library's
// distributions it gives the same number everywhere.
std::size_t below(std::size_t bound, SampleEngine& engine) {
  return static_cast<std::size_t>(engine() % bound);
}

void append_random(std::string_view alphabet, std::size_t count,
                   SampleEngine& engine, std::string& out) {
  for (std::size_t i = 0; i < count; ++i) {
    out += alphabet[below(alphabet.size(), engine)];
  }
}

void append_uuid(SampleEngine& engine, std::string& out) {
  constexpr std::string_view kForm = "xxxxxxxx-xxxx-4xxx-yxxx-xxxxxxxxxxxx";
  static_assert(kForm.size() == kUuidSize);
  for (const char c : kForm) {
    if (c == 'x') {
      append_random("0123456789abcdef", 1, engine, out);
    } else if (c == 'y') {
      append_random("89ab", 1, engine, out);
    } else {
      out += c;
    }
  }
}

void append_template(const ShapeNode& node, const Shape* shape,
                     SampleEngine& engine, std::string& out) {
  for (const ShapeNode& child : node.children) {
    if (child.kind != Kind::kSample) {
      append_sample(child, engine, out);
    } else if (shape != nullptr) {
      out += shape->sample(engine);
    } else {
      throw Error(
          ErrorKind::kConfig,
          fmt::format("column {}: {{sample}}, but the rule has no shape",
                      child.column));
    }
  }
}

}  // namespace

void append_sample(const ShapeNode& node, SampleEngine& engine,
                   std::string& out) {
  switch (node.kind) {
    case Kind::kLiteral:
      out += node.text;
      return;
    case Kind::kRandom: {
      const std::size_t spread = node.max_count - node.min_count;
      const bool open = node.max_count == Shape::kUnbounded;
      const std::size_t above =
          below((open ? std::min(spread, kSampleSpread) : spread) + 1, engine);
      append_random(node.alphabet->bytes, node.min_count + above, engine, out);
      return;
    }
    case Kind::kUuid:
      append_uuid(engine, out);
      return;
    case Kind::kChecksum:
      out += checksum_for(node.text, out, node.max_count);
      return;
    case Kind::kSequence:
      for (const ShapeNode& child : node.children) {
        append_sample(child, engine, out);
      }
      return;
    case Kind::kChoice:
      append_sample(node.children[below(node.children.size(), engine)], engine,
                    out);
      return;
    case Kind::kSample:
      break;
  }
  throw Error(ErrorKind::kBug, "{sample} within a shape");
}

Shape Shape::parse(std::string_view text) {
  auto root = std::make_shared<ShapeNode>(parse_shape_text(text));
  const std::vector<ShapeBranch> branches = branches_of(*root);
  Shape shape;
  for (const ShapeBranch& branch : branches) {
    const Measure sum = measure(branch);
    if (sum.min_size == 0 || branch.empty()) {
      throw Error(ErrorKind::kConfig, "the shape can be empty");
    }
    if (sum.max_size > kMaxSize) {
      throw Error(
          ErrorKind::kConfig,
          fmt::format("the shape can be longer than {} bytes", kMaxSize));
    }
    if (&branch == &branches.front()) {
      shape.min_size_ = sum.min_size;
      shape.guaranteed_bits_ = sum.bits;
      shape.public_prefix_ = sum.prefix;
      shape.checksum_ = sum.checksum;
    }
    if (sum.checksum != shape.checksum_) {
      throw Error(ErrorKind::kConfig,
                  "a checksum must be the same in all branches");
    }
    shape.min_size_ = std::min(shape.min_size_, sum.min_size);
    shape.max_size_ = std::max(shape.max_size_, sum.max_size);
    shape.guaranteed_bits_ = std::min(shape.guaranteed_bits_, sum.bits);
    shape.public_prefix_ = std::min(shape.public_prefix_, sum.prefix);
  }
  shape.regex_ = regex_of(*root, branches);
  shape.anchors_ = anchors_of(branches);
  shape.head_ = head_of(branches);
  shape.root_ = std::move(root);
  if (!shape.checksum_.empty()) {
    // Throws if the bytes that the checksum is made from are not there.
    SampleEngine engine;
    static_cast<void>(shape.sample(engine));
  }
  return shape;
}

std::string Shape::sample(SampleEngine& engine) const {
  std::string token;
  append_sample(*root_, engine, token);
  return token;
}

std::string expand_template(std::string_view text, const Shape* shape,
                            SampleEngine& engine) {
  std::string out;
  append_template(parse_template_text(text), shape, engine, out);
  return out;
}

}  // namespace gitward
