// The little template language in which rules describe tokens.
//
//   shape     = piece*
//   piece     = literal bytes            ghp_
//             | '{' alphabet ':' count '}'      {base62:36} {hex:20-40}
//             {digits:8+} | '{' checksum ':' count '}'      {crc32-base62:6} |
//             '{uuid}' | '(' shape ('|' shape)* ')'      (ghp|gho)_   an empty
//             branch
//                                               makes it optional
//   escape    = '\' before any of  { } ( ) | \      and \n for a line feed;
//               in the templates of examples also \xHH for any byte
//
// A count is N, N-M or N+ (N up to kUnbounded). Alphabets: digits, alpha,
// alpha-lower, alpha-upper, alnum-lower (base36-lower), alnum-upper
// (base36-upper), base62, base64 (with + / and up to two = of padding at the
// end), base64url, base64url-dot (with a dot), unreserved (a URL's: base64url,
// dot and tilde), hex (one case or the other, not mixed), hex-lower,
// hex-upper, base32-lower, base32-upper (a-z 2-7), base58 (Bitcoin's),
// bech32-lower, bech32-upper, word (base62 and _), printable (0x21-0x7e
// without quotes, comma, semicolon, angle brackets and backslash).
//
// From one shape come the regular expression, the literals for the prefilter,
// the length bounds, the entropy that every match is guaranteed to have, the
// checksum, and a generator of fresh samples.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "rules/shape_alphabet.h"

namespace gitward {

// Where the prefilter's literal stands in a match: between lead_min and
// lead_max bytes after the match's beginning.
struct Anchor {
  std::string literal;
  std::size_t lead_min = 0;
  std::size_t lead_max = 0;
};

using SampleEngine = std::mt19937_64;

struct ShapeNode;  // The parsed form: rules/shape_node.h.

// Immutable. Invariant: every sample() is matched whole by regex(), and
// min_size() <= sample().size() <= max_size().
class Shape {
 public:
  // What 'N+' allows at most, in bytes.
  static constexpr std::size_t kUnbounded = 4096;

  // Throws Error(kConfig) with the column and, for a name it does not know,
  // the known ones.
  static Shape parse(std::string_view text);

  // A PCRE2 expression for the token alone: no groups that capture, with the
  // boundaries: a match neither continues an alphanumeric run on its left nor
  // could be longer on its right (a byte of the last piece's alphabet, or an
  // alphanumeric one, must not follow).
  const std::string& regex() const { return regex_; }
  // The prefilter's literals; every match holds one of them. Empty if the
  // shape has no literal of three bytes or more in every branch.
  const std::vector<Anchor>& anchors() const { return anchors_; }
  // Which bytes can stand at each of a match's first places, all that every
  // match has.
  const std::vector<ByteSet>& head() const { return head_; }
  std::size_t min_size() const { return min_size_; }
  std::size_t max_size() const { return max_size_; }
  // Bits of entropy in the random pieces of the shortest match; checksums and
  // literals count nothing.
  double guaranteed_bits() const { return guaranteed_bits_; }
  // Length of the literal that every match begins with: it names the kind and
  // may be shown.
  std::size_t public_prefix() const { return public_prefix_; }
  // The checksum kind that a piece names ("crc32-base62"), or "".
  const std::string& checksum() const { return checksum_; }

  // A fresh token of this shape, with its checksum right. The same engine
  // state gives the same token on every machine.
  std::string sample(SampleEngine& engine) const;

 private:
  Shape() = default;

  // Shared, so that the type may stay incomplete here: it never changes.
  std::shared_ptr<const ShapeNode> root_;
  std::string regex_;
  std::vector<Anchor> anchors_;
  std::vector<ByteSet> head_;
  std::size_t min_size_ = 0;
  std::size_t max_size_ = 0;
  double guaranteed_bits_ = 0;
  std::size_t public_prefix_ = 0;
  std::string checksum_;
};

// Expands an example template: shape syntax, and {sample} for a fresh sample
// of `shape` (which may be absent). Unlike in a shape, round brackets and
// bars are plain text.
std::string expand_template(std::string_view text, const Shape* shape,
                            SampleEngine& engine);

}  // namespace gitward
