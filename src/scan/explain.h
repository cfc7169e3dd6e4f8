// Why a place of a content holds a finding, or none: what was tried there, and
// what each filter said. It scans the content as every scan does, and listens
// (scan/ruling.h), so it can't tell anything else than what a scan does.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "scan/ruling.h"
#include "scan/scanner.h"

namespace gitward {

// Lines and columns as reports count them: from 1, in original bytes.
struct AskedPlace {
  std::uint64_t line = 0;    // 0: the whole content.
  std::uint64_t column = 0;  // 0: the whole line.
};

// The bytes that people mean by a place. A content that can be read in several
// encodings can have several such.
struct PlaceRanges {
  std::vector<ByteRange> lines;  // Empty: there is no such line.
  std::vector<ByteRange> bytes;  // Empty: the line has no such column.
  std::uint64_t line = 0;        // That was asked for.
  std::uint64_t line_count = 0;
};
PlaceRanges find_place(ByteView content, const AskedPlace& place);

// An occurrence of one of a rule's keywords. Lists of them have the nearest
// first.
struct KeywordPlace {
  std::string keyword;
  Position position;  // Of what stands for it, where it was decoded.

  friend bool operator==(const KeywordPlace&, const KeywordPlace&) = default;
};

// A place where a rule's expression matched.
struct ExplainedMatch {
  RuleIndex rule = 0;
  ByteRange span;   // Of the value, in the content.
  ByteRange whole;  // Of all that the expression matched.
  Position position;
  std::vector<std::string> via;
  Secret value;
  // Those that led there; none if the rule needs none.
  std::vector<KeywordPlace> keywords;
  std::vector<Ruling> rulings;  // In the order of their making.
  // In Explanation::content; none if the content alone rules it out.
  const Candidate* candidate = nullptr;
  // In Explanation::findings; none if it is no finding.
  const Judged* finding = nullptr;
};

// A rule that was tried at the place because of a keyword, and whose expression
// does not match there.
struct TriedRule {
  RuleIndex rule = 0;
  std::vector<std::string> via;
  std::vector<KeywordPlace> keywords;
};

// Pointers stay valid when it is moved.
struct Explanation {
  ScannedContent content;        // All of it, as a scan has it.
  std::vector<Judged> findings;  // Likewise, under the path.

  // At the place: by where the value stands, then by rule.
  std::vector<ExplainedMatch> matches;
  std::vector<TriedRule> tried;
  // Rules that look at everything and did not match there.
  std::size_t tried_everywhere = 0;
};

// Requires: the place was found in the content.
Explanation explain(const Scanner& scanner, ByteView content,
                    const PathContext& context, const PlaceRanges& place);

}  // namespace gitward
