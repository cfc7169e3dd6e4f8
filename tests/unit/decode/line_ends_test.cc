#include "decode/line_ends.h"

#include <string>

#include "support/catch.h"

namespace gitward {
namespace {

std::size_t next_slowly(ByteView text, std::size_t from, std::size_t ceiling) {
  while (from < ceiling && text[from] != '\n' && text[from] != '\r') ++from;
  return from;
}

std::size_t behind_last_slowly(ByteView text, std::size_t at,
                               std::size_t floor) {
  while (at > floor && text[at - 1] != '\n' && text[at - 1] != '\r') --at;
  return at;
}

TEST_CASE("line ends are found wherever they stand") {
  for (std::size_t first = 0; first < 50; ++first) {
    std::string text(50, 'x');
    text[first] = '\n';
    text[(first * 7 + 3) % text.size()] = '\r';
    bool same = true;
    for (std::size_t at = 0; at <= text.size(); ++at) {
      for (std::size_t limit = 0; limit <= text.size(); ++limit) {
        same = same && (limit < at ? behind_last_line_end(text, at, limit) ==
                                         behind_last_slowly(text, at, limit)
                                   : next_line_end(text, at, limit) ==
                                         next_slowly(text, at, limit));
      }
    }
    CAPTURE(first);
    CHECK(same);
  }
}

}  // namespace
}  // namespace gitward
