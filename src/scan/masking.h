// A text with its secrets hidden: what a finding's id is made from, and what
// people see around it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "rules/rule_set.h"
#include "scan/matcher.h"

namespace gitward {

// Bytes of a masked line on either side of the secret, at most.
inline constexpr std::size_t kMaskedContext = 256;

// Hides whatever any rule matched in a text, also what a filter then drops:
// so nothing of one secret gets into the id or the excerpt of another.
// Borrows its arguments but `matches`.
class Masking {
 public:
  // `encoded` are parts of the text that stand for a secret: they are hidden
  // whole.
  Masking(const RuleSet& rules, ByteView text,
          const std::vector<RawMatch>& matches,
          std::span<const ByteRange> encoded = {});

  // See scan/identity.h. `lines` are the lines of the secret; overlapping
  // secrets become one mark. At most kMaskedContext bytes on either side of
  // the secret's mark are kept, and white space at either end is not.
  // Requires: the secret is one of a match or encoded; so in excerpt().
  std::string masked_line(ByteRange secret, ByteRange lines) const;

  // One line of visible() text of about 160 columns, with the secret near its
  // middle and redact() instead of each secret.
  std::string excerpt(ByteRange secret, ByteRange lines) const;

 private:
  // Overlapping secrets.
  struct Mark {
    ByteRange span;
    // The secret at its beginning whose kind may be shown, and how many of
    // its bytes.
    ByteRange first;
    std::size_t public_prefix = 0;
  };

  std::size_t mark_of(ByteRange secret) const;
  template <class Plain, class Hidden>
  std::string before(std::size_t mark, std::size_t begin, std::size_t limit,
                     Plain plain, Hidden hidden) const;
  template <class Plain, class Hidden>
  std::string after(std::size_t mark, std::size_t end, std::size_t limit,
                    Plain plain, Hidden hidden) const;

  ByteView text_;
  std::vector<Mark> marks_;  // Disjoint, sorted.
};

}  // namespace gitward
