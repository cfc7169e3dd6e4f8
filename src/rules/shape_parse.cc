#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.h"
#include "base/text.h"
#include "rules/checksum.h"
#include "rules/decode.h"
#include "rules/shape_node.h"

namespace gitward {
namespace {

using Kind = ShapeNode::Kind;

// Deeper nesting than anyone can read; it bounds the recursion.
constexpr std::size_t kMaxDepth = 16;

class ShapeParser {
 public:
  enum class Language { kShape, kTemplate };

  ShapeParser(std::string_view text, Language language)
      : text_(text), language_(language) {}

  ShapeNode parse() {
    ShapeNode root = sequence(0);
    if (!at_end()) fail(at_, fmt::format("stray '{}'", text_[at_]));
    return root;
  }

 private:
  struct Count {
    std::size_t min = 0;
    std::size_t max = 0;
  };

  bool at_end() const { return at_ == text_.size(); }
  bool at(char c) const { return !at_end() && text_[at_] == c; }
  bool is_shape() const { return language_ == Language::kShape; }

  [[noreturn]] static void fail(std::size_t at, std::string_view cause) {
    throw Error(ErrorKind::kConfig,
                fmt::format("column {}: {}", at + 1, cause));
  }

  // Up to the end, or to the '|' or ')' of the choice that it stands in.
  ShapeNode sequence(std::size_t depth) {
    ShapeNode node;
    node.column = at_ + 1;
    while (!at_end()) {
      if (is_shape() && (at('|') || at(')'))) break;
      if (is_shape() && at('(')) {
        node.children.push_back(choice(depth + 1));
      } else if (at('{')) {
        node.children.push_back(piece());
      } else {
        node.children.push_back(literal());
      }
    }
    return node;
  }

  ShapeNode choice(std::size_t depth) {
    ShapeNode node;
    node.kind = Kind::kChoice;
    node.column = at_ + 1;
    const std::size_t begin = at_;
    if (depth > kMaxDepth) fail(begin, "brackets are nested too deep");
    do {
      ++at_;
      node.children.push_back(sequence(depth));
    } while (at('|'));
    if (at_end()) fail(begin, "'(' without ')'");
    ++at_;
    return node;
  }

  ShapeNode literal() {
    ShapeNode node;
    node.kind = Kind::kLiteral;
    node.column = at_ + 1;
    const std::string_view special = is_shape() ? "{(|)" : "{";
    while (!at_end() && special.find(text_[at_]) == std::string_view::npos) {
      if (at('}')) fail(at_, "'}' without '{'; a plain one is written '\\}'");
      node.text += at('\\') ? escaped() : text_[at_];
      ++at_;
    }
    return node;
  }

  // Stands on the backslash; leaves on the last byte of the escape.
  char escaped() {
    ++at_;
    if (at('n')) return '\n';
    if (at('x') && !is_shape()) return escaped_byte();
    if (at_end() || std::string_view("{}()|\\").find(text_[at_]) ==
                        std::string_view::npos) {
      fail(at_ - 1,
           "'\\' stands only before { } ( ) | \\ and n; a plain one is "
           "written '\\\\'");
    }
    return text_[at_];
  }

  // \xHH, in templates: any byte.
  char escaped_byte() {
    const auto byte = decode_hex(text_.substr(at_ + 1, 2));
    if (!byte || byte->size() != 1) {
      fail(at_ - 1, "'\\x' takes two hexadecimal digits");
    }
    at_ += 2;
    return (*byte)[0];
  }

  ShapeNode piece() {
    const std::size_t begin = at_;
    const std::size_t end = text_.find('}', begin);
    if (end == std::string_view::npos) {
      fail(begin, "'{' without '}'; a plain one is written '\\{'");
    }
    const std::string_view inside = text_.substr(begin + 1, end - begin - 1);
    const std::size_t colon = inside.find(':');
    const std::string_view name = inside.substr(0, colon);
    at_ = end + 1;

    ShapeNode node;
    node.column = begin + 1;
    if (name == "uuid" || (name == "sample" && !is_shape())) {
      if (colon != std::string_view::npos) {
        fail(begin, fmt::format("{{{}}} takes no count", name));
      }
      node.kind = name == "uuid" ? Kind::kUuid : Kind::kSample;
      return node;
    }
    const bool checksum = is_shape() && is_checksum_piece(name);
    node.kind = checksum ? Kind::kChecksum : Kind::kRandom;
    node.alphabet = find_alphabet(checksum ? checksum_alphabet(name) : name);
    if (node.alphabet == nullptr) fail(begin + 1, unknown(name));
    if (colon == std::string_view::npos) {
      fail(begin,
           fmt::format("{{{}}} lacks a count, as in {{{}:32}}", name, name));
    }
    const Count count =
        parse_count(inside.substr(colon + 1), begin + 1 + colon + 1);
    node.min_count = count.min;
    node.max_count = count.max;
    if (checksum) {
      node.text = name;
      if (count.min != count.max || count.min != checksum_size(name)) {
        fail(begin + 1 + colon + 1,
             fmt::format("{} has {} characters", name, checksum_size(name)));
      }
    }
    return node;
  }

  std::string unknown(std::string_view name) const {
    std::vector<std::string_view> known = alphabet_names();
    known.emplace_back("uuid");
    if (is_shape()) {
      for (const std::string_view kind : checksum_piece_kinds()) {
        known.push_back(kind);
      }
    } else {
      known.emplace_back("sample");
    }
    const std::string_view meant = nearest(name, known);
    return fmt::format(
        "unknown alphabet '{}'{}; known: {}", visible(name),
        meant.empty() ? "" : fmt::format(", meaning '{}'?", meant),
        fmt::join(known, " "));
  }

  // N, N-M or N+.
  static Count parse_count(std::string_view text, std::size_t at) {
    const auto number = [&](std::string_view digits) {
      std::size_t value = 0;
      const char* end = digits.data() + digits.size();
      const auto result = std::from_chars(digits.data(), end, value);
      if (digits.empty() || result.ec != std::errc() || result.ptr != end ||
          value > Shape::kUnbounded) {
        fail(at, fmt::format("bad count '{}': N, N-M or N+, up to {}",
                             visible(text), Shape::kUnbounded));
      }
      return value;
    };
    Count count;
    const std::size_t dash = text.find('-');
    if (!text.empty() && text.back() == '+') {
      count = {number(text.substr(0, text.size() - 1)), Shape::kUnbounded};
    } else if (dash != std::string_view::npos) {
      count = {number(text.substr(0, dash)), number(text.substr(dash + 1))};
    } else {
      count.min = count.max = number(text);
    }
    if (count.min > count.max || count.max == 0) {
      fail(at, fmt::format("bad count '{}': nothing has that length", text));
    }
    return count;
  }

  std::string_view text_;
  Language language_;
  std::size_t at_ = 0;
};

}  // namespace

ShapeNode parse_shape_text(std::string_view text) {
  return ShapeParser(text, ShapeParser::Language::kShape).parse();
}

ShapeNode parse_template_text(std::string_view text) {
  return ShapeParser(text, ShapeParser::Language::kTemplate).parse();
}

}  // namespace gitward
