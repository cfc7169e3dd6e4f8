// Any text is either a shape, which then keeps all its promises, or refused
// with an Error of configuration.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "base/error.h"
#include "match/regex.h"
#include "rules/checksum.h"
#include "rules/shape.h"

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

void check_shape(std::string_view text) {
  using gitward::Regex;
  const gitward::Shape shape = gitward::Shape::parse(text);
  const Regex regex(shape.regex());
  gitward::MatchScratch scratch;
  Regex::Match match;
  gitward::SampleEngine engine(text.size());
  for (int i = 0; i < 3; ++i) {
    const std::string token = shape.sample(engine);
    require(shape.min_size() <= token.size());
    require(token.size() <= shape.max_size());
    require(regex.match_at(token, 0, scratch, match) == Regex::Outcome::kMatch);
    if (!shape.checksum().empty()) {
      require(gitward::check_token(shape.checksum(), token) ==
              gitward::Proof::kProven);
    }
  }
}

template <class Function>
void allow_refusal(Function function) {
  try {
    function();
  } catch (const gitward::Error& error) {
    require(error.kind() == gitward::ErrorKind::kConfig);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  allow_refusal([&] { check_shape(text); });
  allow_refusal([&] {
    gitward::SampleEngine engine(size);
    static_cast<void>(gitward::expand_template(text, nullptr, engine));
  });
  return 0;
}
