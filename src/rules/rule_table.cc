// One description of what is stored, visit(), serves the writer and the
// reader. Numbers are LEB128; a string or a list has its length before it, an
// absent value is a zero byte. Long lists of plain numbers, which every run
// reads, are as they are in memory: gitward reads what it was built with.
#include "rules/rule_table.h"

#include <bit>
#include <cstdint>
#include <optional>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/error.h"

namespace gitward {
namespace {

class Writer {
 public:
  static constexpr bool kReads = false;

  void number(std::uint64_t& value) {
    std::uint64_t rest = value;
    for (; rest >= 0x80; rest >>= 7) byte(rest | 0x80);
    byte(rest);
  }
  void text(std::string& value) {
    std::uint64_t size = value.size();
    number(size);
    bytes_ += value;
  }
  void block(char* bytes, std::size_t size) { bytes_.append(bytes, size); }
  std::string finish() { return std::move(bytes_); }

 private:
  void byte(std::uint64_t value) {
    bytes_ += static_cast<char>(static_cast<std::uint8_t>(value & 0xff));
  }

  std::string bytes_;
};

class Reader {
 public:
  static constexpr bool kReads = true;

  explicit Reader(ByteView bytes) : bytes_(bytes) {}

  void number(std::uint64_t& value) {
    value = 0;
    for (unsigned shift = 0;; shift += 7) {
      if (bytes_.empty() || shift > 63) damaged();
      const std::uint64_t byte = byte_of(bytes_.front());
      bytes_.remove_prefix(1);
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return;
    }
  }
  void text(std::string& value) { value.assign(view()); }
  ByteView view() { return view(length()); }
  ByteView view(std::size_t size) {
    if (size > bytes_.size()) damaged();
    const ByteView result = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return result;
  }
  // Of something of which each element takes a byte or more.
  std::size_t length() {
    std::uint64_t size = 0;
    number(size);
    if (size > bytes_.size()) damaged();
    return static_cast<std::size_t>(size);
  }
  void block(char* bytes, std::size_t size) {
    if (size > bytes_.size()) damaged();
    bytes_.copy(bytes, size);
    bytes_.remove_prefix(size);
  }
  void finish() const {
    if (!bytes_.empty()) damaged();
  }

 private:
  [[noreturn]] static void damaged() {
    throw Error(ErrorKind::kBug, "the table of built-in rules is damaged");
  }

  ByteView bytes_;
};

template <class Archive>
void visit(Archive& archive, std::string& value) {
  archive.text(value);
}

template <class Archive, class T>
requires(std::is_integral_v<T> ||
         std::is_enum_v<T>) void visit(Archive& archive, T& value) {
  auto number = static_cast<std::uint64_t>(value);
  archive.number(number);
  if constexpr (Archive::kReads) value = static_cast<T>(number);
}

template <class Archive>
void visit(Archive& archive, double& value) {
  auto bits = std::bit_cast<std::uint64_t>(value);
  archive.number(bits);
  if constexpr (Archive::kReads) value = std::bit_cast<double>(bits);
}

template <class Archive, class T>
void visit(Archive& archive, std::optional<T>& value);
template <class Archive, class T>
void visit(Archive& archive, std::vector<T>& values);

template <class Archive, class... Fields>
void visit_all(Archive& archive, Fields&... fields) {
  (visit(archive, fields), ...);
}

template <class Archive>
void visit(Archive& archive, Place& place) {
  visit(archive, place.line);  // The file is the built-in one.
}

template <class Archive>
void visit(Archive& archive, PlacedText& text) {
  visit_all(archive, text.text, text.place);
}

template <class Archive>
void visit(Archive& archive, PlacedNumber& number) {
  visit_all(archive, number.number, number.place);
}

template <class Archive>
void visit(Archive& archive, ExampleDefinition& example) {
  visit_all(archive, example.text, example.path, example.place);
}

template <class Archive>
void visit(Archive& archive, ReachDefinition& reach) {
  visit_all(archive, reach.before, reach.after, reach.place);
}

template <class Archive>
void visit(Archive& archive, Anchor& anchor) {
  visit_all(archive, anchor.literal, anchor.lead_min, anchor.lead_max);
}

template <class Archive>
void visit(Archive& archive, MatchHead::Part& part) {
  // By ranges: a set has few.
  std::string ranges;
  for (std::size_t i = 0; i < part.bytes.size(); ++i) {
    if (!part.bytes[i] || (i > 0 && part.bytes[i - 1])) continue;
    std::size_t last = i;
    while (last + 1 < part.bytes.size() && part.bytes[last + 1]) ++last;
    ranges += static_cast<char>(static_cast<std::uint8_t>(i));
    ranges += static_cast<char>(static_cast<std::uint8_t>(last));
  }
  visit_all(archive, ranges, part.count);
  if constexpr (Archive::kReads) {
    for (std::size_t i = 0; i + 1 < ranges.size(); i += 2) {
      for (std::size_t byte = byte_of(ranges[i]);
           byte <= byte_of(ranges[i + 1]); ++byte) {
        part.bytes.set(byte);
      }
    }
  }
}

template <class Archive>
void visit(Archive& archive, ShapeFacts& facts) {
  visit_all(archive, facts.regex, facts.head, facts.anchors, facts.max_size,
            facts.guaranteed_bits, facts.public_prefix, facts.checksum);
}

template <class Archive>
void visit(Archive& archive, AllowlistDefinition& list) {
  visit_all(archive, list.place, list.rule, list.description, list.condition,
            list.commits, list.paths, list.regexes, list.target, list.stopwords,
            list.target_rules);
}

template <class Archive>
void visit(Archive& archive, RuleDefinition& rule) {
  visit_all(archive, rule.place, rule.id, rule.description, rule.severity,
            rule.confidence, rule.rotate, rule.tags, rule.shapes, rule.facts,
            rule.regex, rule.finder, rule.context, rule.provider, rule.keywords,
            rule.reach, rule.reach_lines, rule.max_match, rule.lead,
            rule.small_content, rule.generic, rule.strong, rule.checksum,
            rule.structure, rule.secret_group, rule.entropy, rule.path,
            rule.allowlists);
}

template <class Archive, class T>
void visit_block(Archive& archive, std::vector<T>& values) {
  static_assert(std::has_unique_object_representations_v<T>);
  if constexpr (Archive::kReads) {
    values.resize(archive.length());
  } else {
    std::uint64_t size = values.size();
    archive.number(size);
  }
  archive.block(reinterpret_cast<char*>(values.data()),
                values.size() * sizeof(T));
}

template <class Archive>
void visit(Archive& archive, KeywordIndex& index) {
  visit_block(archive, index.sizes);
  visit_block(archive, index.first);
  visit_block(archive, index.keywords);
  visit_block(archive, index.unfiltered);
  visit_block(archive, index.small);
}

template <class Archive, class T>
void visit(Archive& archive, std::optional<T>& value) {
  bool given = value.has_value();
  visit(archive, given);
  if (!given) return;
  if constexpr (Archive::kReads) value.emplace();
  visit(archive, *value);
}

template <class Archive, class T>
void visit(Archive& archive, std::vector<T>& values) {
  if constexpr (Archive::kReads) {
    values.resize(archive.length());
  } else {
    std::uint64_t size = values.size();
    archive.number(size);
  }
  for (T& value : values) visit(archive, value);
}

}  // namespace

// The sizes come first: a run that needs few rules touches few pages.
std::string write_rule_table(const RuleFile& file) {
  RuleFile copy = file;  // visit() serves both ways, so it takes no const.
  std::vector<std::uint32_t> sizes;
  std::string rules;
  for (RuleDefinition& rule : copy.rules) {
    // Its examples as one string, which can be left out.
    Writer examples;
    visit_all(examples, rule.matches, rule.ignores);
    std::string example_bytes = examples.finish();
    Writer one;
    visit(one, rule);
    one.text(example_bytes);
    const std::string bytes = one.finish();
    sizes.push_back(static_cast<std::uint32_t>(bytes.size()));
    rules += bytes;
  }
  Writer allowlists;
  visit(allowlists, copy.allowlists);
  std::string allowlist_bytes = allowlists.finish();
  Writer writer;
  visit_block(writer, sizes);
  writer.text(allowlist_bytes);
  return writer.finish() + rules;
}

RuleTable::RuleTable(ByteView table) {
  Reader reader(table);
  std::vector<std::uint32_t> sizes;
  visit_block(reader, sizes);
  allowlists_ = reader.view();
  rules_.reserve(sizes.size());
  for (const std::uint32_t size : sizes) rules_.push_back(reader.view(size));
  reader.finish();
}

RuleDefinition RuleTable::rule(std::size_t index, bool with_examples) const {
  Reader reader(rules_.at(index));
  RuleDefinition rule;
  visit(reader, rule);
  Reader examples(reader.view());
  reader.finish();
  if (with_examples) {
    visit_all(examples, rule.matches, rule.ignores);
    examples.finish();
  }
  return rule;
}

std::vector<AllowlistDefinition> RuleTable::allowlists() const {
  Reader reader(allowlists_);
  std::vector<AllowlistDefinition> allowlists;
  visit(reader, allowlists);
  reader.finish();
  return allowlists;
}

std::string write_keyword_index(const KeywordIndex& index) {
  KeywordIndex copy = index;
  Writer writer;
  visit(writer, copy);
  return writer.finish();
}

KeywordIndex read_keyword_index(ByteView bytes) {
  Reader reader(bytes);
  KeywordIndex index;
  visit(reader, index);
  reader.finish();
  return index;
}

}  // namespace gitward
