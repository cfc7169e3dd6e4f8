// Any bytes: what is found beside names lies within its window, has a score,
// and depends on nothing else.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <vector>

#include "judge/features.h"
#include "judge/forest.h"
#include "judge/judge.h"
#include "judge/key_value.h"
#include "support/key_values.h"

namespace {

using namespace gitward;

void require(bool holds) {
  if (!holds) std::abort();
}

std::vector<KeyValue> found_at(ByteView text, ByteRange keyword) {
  std::vector<KeyValue> found;
  find_key_values(text, keyword, found);
  return found;
}

void check_ranges(ByteView text, ByteRange keyword, const KeyValue& one) {
  const ByteRange window{
      keyword.begin > kKeyValueBefore ? keyword.begin - kKeyValueBefore : 0,
      std::min(text.size(), keyword.end + kKeyValueAfter)};
  require(window.contains(one.key) && window.contains(one.value));
  require(one.key.contains(one.word));
  require(!one.key.empty() && !one.word.empty() && !one.value.empty());
  require(!one.key.overlaps(one.value));
}

// All of it, counted from the keyword.
std::vector<std::size_t> numbers_of(const KeyValue& one, std::size_t keyword) {
  std::vector<std::size_t> numbers;
  for (const ByteRange& range : {one.key, one.word, one.value}) {
    numbers.push_back(range.begin - keyword);
    numbers.push_back(range.size());
  }
  for (const int number :
       {static_cast<int>(one.form), static_cast<int>(one.quote),
        one.wrapped ? 1 : 0, one.next_line ? 1 : 0}) {
    numbers.push_back(static_cast<std::size_t>(number));
  }
  return numbers;
}

// The same window in other surroundings.
void check_locality(ByteView text, ByteRange keyword,
                    const std::vector<KeyValue>& found) {
  if (keyword.begin <= kJudgeBefore ||
      keyword.end + kJudgeAfter >= text.size()) {
    return;
  }
  const std::size_t begin = keyword.begin - kJudgeBefore;
  const std::string lead = "password: \"(<key";
  std::string other = lead;
  other += text.substr(begin, kJudgeBefore + keyword.size() + kJudgeAfter);
  other += "\"key\", )'|}";
  const std::size_t at = lead.size() + kJudgeBefore;
  const auto moved = found_at(other, {at, at + keyword.size()});
  require(moved.size() == found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    require(numbers_of(moved[i], at) == numbers_of(found[i], keyword.begin));
    require(features_of(other, moved[i]) == features_of(text, found[i]));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const ByteView text(reinterpret_cast<const char*>(data), size);
  for (const ByteRange& keyword : key_words_in(text)) {
    const auto found = found_at(text, keyword);
    for (const KeyValue& one : found) {
      check_ranges(text, keyword, one);
      const Features features = features_of(text, one);
      require(forest_score(features) == forest_score(features_of(text, one)));
      static_cast<void>(explain_key_value(text, one));
    }
    check_locality(text, keyword, found);
    const std::size_t end = keyword.end + (size - keyword.end) / 2;
    if (has_no_key_value(text, keyword, {keyword.begin / 2, end})) {
      require(found.empty());
    }
  }
  return 0;
}
