#include <algorithm>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/characters.h"
#include "base/error.h"
#include "match/match_head.h"
#include "rules/shape_node.h"

// From a shape to a regular expression that can't be slow.
//
// A backtracking engine is slow where one text can be divided among the pieces
// in many ways. So the expression is written from its end to its beginning,
// and each piece of variable length knows which bytes can follow it. If none
// of them is of its own alphabet, there is only one way to divide, and the
// piece is made possessive. The last piece always is: its right boundary
// refuses its whole alphabet. What stays ambiguous is multiplied up, and a
// shape beyond kMaxDivisions is refused rather than slow.
//
// Boundaries are part of the expression, so that a token is a whole run: 40
// hexadecimal digits within 64 are another thing.

namespace gitward {
namespace {

using Kind = ShapeNode::Kind;
using Form = Alphabet::Form;

constexpr std::string_view kAlphanumeric = "0-9A-Za-z";
constexpr std::size_t kMaxDivisions = 65536;
constexpr std::size_t kMaxBranches = 1024;

// Padding that only a kPadded piece has; a checksum is written without.
bool is_padded(const ShapeNode& node) {
  return node.kind == Kind::kRandom && node.alphabet->form == Form::kPadded;
}

ByteSet bytes_of(const ShapeNode& node) {
  if (node.kind == Kind::kUuid) return set_of("0123456789abcdefABCDEF");
  ByteSet set = set_of(node.alphabet->bytes);
  if (node.alphabet->form == Form::kOneCase) set |= set_of("ABCDEF");
  if (is_padded(node)) set |= set_of("=");
  return set;
}

// The bytes that `node` can begin with when `follow` comes after it.
ByteSet first_bytes(const ShapeNode& node, const ByteSet& follow) {
  switch (node.kind) {
    case Kind::kLiteral:
      return set_of(node.text.substr(0, 1));
    case Kind::kRandom:
      return node.min_count == 0 ? bytes_of(node) | follow : bytes_of(node);
    case Kind::kUuid:
    case Kind::kChecksum:
      return bytes_of(node);
    case Kind::kSequence: {
      ByteSet set = follow;
      for (auto child = node.children.rbegin(); child != node.children.rend();
           ++child) {
        set = first_bytes(*child, set);
      }
      return set;
    }
    case Kind::kChoice: {
      ByteSet set;
      for (const ShapeNode& child : node.children) {
        set |= first_bytes(child, follow);
      }
      return set;
    }
    case Kind::kSample:
      break;
  }
  throw Error(ErrorKind::kBug, "a template has no regex");
}

std::size_t longest(const ShapeNode& node) {
  if (node.kind == Kind::kLiteral) return node.text.size();
  if (node.kind == Kind::kUuid) return kUuidSize;
  std::size_t size = node.max_count;
  for (const ShapeNode& child : node.children) {
    const std::size_t add = longest(child);
    size = node.kind == Kind::kChoice ? std::max(size, add) : size + add;
  }
  return size;
}

std::string escaped(std::string_view text) {
  std::string regex;
  for (const char c : text) {
    if (is_alnum(c) || c == '_') {
      regex += c;
    } else if (byte_of(c) < 0x20 || byte_of(c) >= 0x7f) {
      regex += fmt::format("\\x{:02x}", byte_of(c));
    } else {
      regex += '\\';
      regex += c;
    }
  }
  return regex;
}

// A piece's expression so far and the number of ways to divide a text.
struct Written {
  std::string regex;
  std::size_t divisions = 1;
};

std::size_t product(std::size_t a, std::size_t b) {
  return std::min(a, kMaxDivisions + 1) * std::min(b, kMaxDivisions + 1);
}

std::string repeated(std::string_view bytes, std::size_t min, std::size_t max,
                     bool possessive) {
  if (min == max) {
    return max == 1 ? fmt::format("[{}]", bytes)
                    : fmt::format("[{}]{{{}}}", bytes, max);
  }
  return fmt::format("[{}]{{{},{}}}{}", bytes, min, max, possessive ? "+" : "");
}

// N bytes in all, of which up to two are padding. Nothing but padding can
// follow the bytes in the padded forms, so these are always possessive.
std::string padded(const ShapeNode& node, bool possessive) {
  const std::string_view bytes = node.alphabet->regex;
  std::string regex =
      "(?:" + repeated(bytes, node.min_count, node.max_count, possessive);
  for (std::size_t padding = 1; padding <= 2; ++padding) {
    if (node.max_count <= padding) break;
    const std::size_t min =
        node.min_count > padding ? node.min_count - padding : 1;
    regex += '|' + repeated(bytes, min, node.max_count - padding, true);
    regex.append(padding, '=');
  }
  return regex + ')';
}

Written write_random(const ShapeNode& node, const ByteSet& follow) {
  const Alphabet& alphabet = *node.alphabet;
  const std::size_t min = node.min_count;
  const std::size_t max = node.max_count;
  const bool possessive = (bytes_of(node) & follow).none();
  Written written;
  if (!possessive) written.divisions = max - min + 1;
  if (alphabet.form == Form::kOneCase) {
    written.regex =
        fmt::format("(?:{}|{})", repeated("0-9a-f", min, max, possessive),
                    repeated("0-9A-F", min, max, possessive));
  } else if (is_padded(node) && possessive) {
    written.regex = padded(node, true);
  } else {
    written.regex = repeated(alphabet.regex, min, max, possessive);
  }
  return written;
}

Written write(const ShapeNode& node, ByteSet follow) {
  Written written;
  switch (node.kind) {
    case Kind::kLiteral:
      written.regex = escaped(node.text);
      break;
    case Kind::kRandom:
    case Kind::kChecksum:
      written = write_random(node, follow);
      break;
    case Kind::kUuid:
      written.regex = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}";
      break;
    case Kind::kSequence:
      for (auto child = node.children.rbegin(); child != node.children.rend();
           ++child) {
        const Written part = write(*child, follow);
        written.regex.insert(0, part.regex);
        written.divisions = product(written.divisions, part.divisions);
        follow = first_bytes(*child, follow);
      }
      break;
    case Kind::kChoice: {
      // The longest first: the engine takes the first branch that matches.
      std::vector<const ShapeNode*> order;
      for (const ShapeNode& child : node.children) order.push_back(&child);
      std::stable_sort(order.begin(), order.end(), [](auto* a, auto* b) {
        return longest(*a) > longest(*b);
      });
      for (const ShapeNode* child : order) {
        const Written part = write(*child, follow);
        written.regex += (written.regex.empty() ? "(?:" : "|") + part.regex;
        written.divisions = std::max(written.divisions, part.divisions);
      }
      written.regex += ')';
      break;
    }
    case Kind::kSample:
      throw Error(ErrorKind::kBug, "a template has no regex");
  }
  return written;
}

// Adds the members of one inside of a character class to another.
void add_class(std::string& to, std::string_view more) {
  if (to.find(more) == std::string::npos) to += more;
}

// Of a shape that has nothing but an alphabet to begin with: what a list of
// files writes before a digest is none of its tokens.
constexpr std::string_view kNoDigest =
    "(?<!md5[=:-]|sha1[=:-]|sha(?:224|256|384|512)[=:-])";

std::string left_boundary(const std::vector<ShapeBranch>& branches) {
  std::string bytes(kAlphanumeric);
  bool some_bound = false;
  bool some_free = false;
  bool some_literal = false;
  for (const ShapeBranch& branch : branches) {
    const ShapeNode& first = *branch.front();
    if (first.kind == Kind::kLiteral) {
      some_literal = true;
      (is_alnum(first.text[0]) ? some_bound : some_free) = true;
    } else {
      some_bound = true;
      if (first.alphabet != nullptr) add_class(bytes, first.alphabet->left);
    }
  }
  if (!some_bound) return "";
  // In "\\ntoken" and "%3Dtoken" the letter or digit is part of an escape.
  const std::string bound =
      fmt::format("(?<![{}])|(?<=\\\\[nrt])|(?<=[%=][234][0-9A-Fa-f])", bytes);
  if (!some_literal) return fmt::format("(?:{}){}", bound, kNoDigest);
  if (!some_free) return fmt::format("(?:{})", bound);
  return fmt::format("(?:{}|(?![{}]))", bound, kAlphanumeric);
}

std::string right_boundary(const std::vector<ShapeBranch>& branches) {
  std::string bytes(kAlphanumeric);
  for (const ShapeBranch& branch : branches) {
    // A last piece that may be empty leaves the boundary to its predecessor.
    for (auto leaf = branch.rbegin(); leaf != branch.rend(); ++leaf) {
      const ShapeNode& last = **leaf;
      if (last.alphabet != nullptr) add_class(bytes, last.alphabet->right);
      if (last.kind != Kind::kRandom || last.min_count > 0) break;
    }
  }
  return fmt::format("(?![{}])", bytes);
}

void add_branches(const ShapeNode& node, std::vector<ShapeBranch>& branches) {
  const auto check = [&](std::size_t count) {
    if (count <= kMaxBranches) return;
    throw Error(ErrorKind::kConfig,
                fmt::format("column {}: more than {} ways through the shape",
                            node.column, kMaxBranches));
  };
  if (node.kind == Kind::kSequence) {
    for (const ShapeNode& child : node.children) add_branches(child, branches);
  } else if (node.kind == Kind::kChoice) {
    check(branches.size() * node.children.size());
    std::vector<ShapeBranch> all;
    for (const ShapeNode& child : node.children) {
      std::vector<ShapeBranch> some = branches;
      add_branches(child, some);
      check(all.size() + some.size());
      std::move(some.begin(), some.end(), std::back_inserter(all));
    }
    branches = std::move(all);
  } else {
    for (ShapeBranch& branch : branches) branch.push_back(&node);
  }
}

// A literal's worth to the prefilter: long is good, but each doubling of the
// places where the match may begin costs as much as two bytes less. Beyond
// eight bytes no literal gets any rarer.
constexpr std::size_t kMinLiteral = 3;
constexpr std::size_t kMaxLeads = 1024;

double worth(const Anchor& anchor) {
  const std::size_t leads = anchor.lead_max - anchor.lead_min + 1;
  if (anchor.literal.size() < kMinLiteral || leads > kMaxLeads) return -1e9;
  return static_cast<double>(std::min<std::size_t>(anchor.literal.size(), 8)) -
         2 * std::log2(static_cast<double>(leads));
}

std::optional<Anchor> anchor_of(const ShapeBranch& branch) {
  std::optional<Anchor> best;
  std::size_t lead_min = 0;
  std::size_t lead_max = 0;
  Anchor run;  // The literal bytes that end here, across pieces.
  const auto end_run = [&] {
    if (worth(run) > (best ? worth(*best) : -1e8)) best = run;
    run.literal.clear();
  };
  for (const ShapeNode* leaf : branch) {
    if (leaf->kind == Kind::kLiteral) {
      if (run.literal.empty()) run = {"", lead_min, lead_max};
      run.literal += leaf->text;
      lead_min += leaf->text.size();
      lead_max += leaf->text.size();
      continue;
    }
    end_run();
    lead_min += leaf->kind == Kind::kUuid ? kUuidSize : leaf->min_count;
    lead_max += leaf->kind == Kind::kUuid ? kUuidSize : leaf->max_count;
  }
  end_run();
  return best;
}

// True if wherever `other` stands, `anchor` finds the match too.
bool covers(const Anchor& anchor, const Anchor& other) {
  const std::size_t at = other.literal.find(anchor.literal);
  return at != std::string::npos && anchor.lead_min <= other.lead_min + at &&
         other.lead_max + at <= anchor.lead_max;
}

}  // namespace

std::vector<ShapeBranch> branches_of(const ShapeNode& root) {
  std::vector<ShapeBranch> branches(1);
  add_branches(root, branches);
  return branches;
}

std::string regex_of(const ShapeNode& root,
                     const std::vector<ShapeBranch>& branches) {
  const Written written = write(root, ByteSet());
  if (written.divisions > kMaxDivisions) {
    throw Error(ErrorKind::kConfig,
                "a text can be divided among the pieces in too many ways: put "
                "a byte between them that is not of their alphabet");
  }
  return left_boundary(branches) + written.regex + right_boundary(branches);
}

std::vector<ByteSet> head_of(const std::vector<ShapeBranch>& branches) {
  std::vector<ByteSet> head(MatchHead::kMaxSize);
  for (const ShapeBranch& branch : branches) {
    // Where a leaf can begin.
    std::size_t first = 0;
    std::size_t last = 0;
    for (const ShapeNode* leaf : branch) {
      if (leaf->kind == Kind::kLiteral) {
        for (std::size_t i = 0; i < leaf->text.size(); ++i) {
          for (std::size_t at = first + i; at <= last + i && at < head.size();
               ++at) {
            head[at].set(byte_of(leaf->text[i]));
          }
        }
        first += leaf->text.size();
        last += leaf->text.size();
        continue;
      }
      const bool uuid = leaf->kind == Kind::kUuid;
      const std::size_t most = uuid ? kUuidSize : leaf->max_count;
      const ByteSet bytes =
          uuid ? bytes_of(*leaf) | set_of("-") : bytes_of(*leaf);
      for (std::size_t at = first; at < head.size() && at < last + most; ++at) {
        head[at] |= bytes;
      }
      first += uuid ? kUuidSize : leaf->min_count;
      last += most;
    }
    // `first` is what the branch has at least.
    if (first < head.size()) head.resize(first);
  }
  return head;
}

std::vector<Anchor> anchors_of(const std::vector<ShapeBranch>& branches) {
  std::vector<Anchor> anchors;
  for (const ShapeBranch& branch : branches) {
    const std::optional<Anchor> anchor = anchor_of(branch);
    if (!anchor) return {};
    const auto same = std::find_if(
        anchors.begin(), anchors.end(),
        [&](const Anchor& other) { return other.literal == anchor->literal; });
    if (same == anchors.end()) {
      anchors.push_back(*anchor);
    } else {
      same->lead_min = std::min(same->lead_min, anchor->lead_min);
      same->lead_max = std::max(same->lead_max, anchor->lead_max);
    }
  }
  std::vector<Anchor> kept;
  for (const Anchor& anchor : anchors) {
    const bool redundant =
        std::any_of(anchors.begin(), anchors.end(), [&](const Anchor& other) {
          return &other != &anchor && covers(other, anchor);
        });
    if (!redundant) kept.push_back(anchor);
  }
  return kept;
}

}  // namespace gitward
