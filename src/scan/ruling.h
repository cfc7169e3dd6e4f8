// What the filters say of a match, in words and numbers, for whoever asks why.
//
// Every filter (a function that can drop a match or change how sure we are)
// tells its ruling where it makes it, so that an explanation can't differ from
// what a scan does. Scans have no listener, and nothing is put into words.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "decode/coding.h"
#include "decode/decoded_text.h"
#include "match/literal_set.h"

namespace gitward {

class Reading;
struct Candidate;
struct RawMatch;

struct Ruling {
  enum class Effect {
    kKeeps,    // Nothing against it.
    kDrops,    // It is no finding.
    kAllows,   // It is on the record, and fails nothing.
    kDepends,  // On the path or the commit.
    kRaises,   // The confidence.
    kLowers,
  };

  std::string_view filter;  // "entropy", "allowlist", …: a literal.
  Effect effect = Effect::kKeeps;
  // One line of visible() text, without any of the value: what was measured,
  // and against what.
  std::string reason;
  // More of it, the strongest first: an expression, a model's features.
  std::vector<std::string> details = {};

  friend bool operator==(const Ruling&, const Ruling&) = default;
};

// A text that rules look at: a way to read the content (`reading`), or what a
// part of the text around it decodes to (`decoded`, with how in `via`).
struct SeenText {
  ByteView text;
  const Reading* reading = nullptr;
  const DecodedText* decoded = nullptr;
  std::span<const Coding> via = {};
};

// Hears what one scan does, in its order.
class ScanListener {
 public:
  ScanListener() = default;
  ScanListener(const ScanListener&) = delete;
  ScanListener& operator=(const ScanListener&) = delete;
  virtual ~ScanListener() = default;

  // All that follows up to leave() is about this text; texts nest.
  virtual void enter(const SeenText& text) = 0;
  virtual void leave() = 0;
  // The prefilter's hits in it, and all matches that they led to.
  virtual void matched(std::span<const LiteralHit> hits,
                       std::span<const RawMatch> matches) = 0;
  virtual void ruled(const RawMatch& match, Ruling ruling) = 0;
  // What is decided once the content is known: outside of any text.
  virtual void ruled(const Candidate& candidate, Ruling ruling) = 0;
};

// Makes a ruling of what `words` returns, if somebody listens.
template <class About, class Words>
void tell(ScanListener* listener, const About& about, Words&& words) {
  if (listener != nullptr) listener->ruled(about, std::forward<Words>(words)());
}

// The text at hand, for as long as this lives.
class Telling {
 public:
  Telling(ScanListener* listener, const SeenText& text) : listener_(listener) {
    if (listener_ != nullptr) listener_->enter(text);
  }
  Telling(const Telling&) = delete;
  Telling& operator=(const Telling&) = delete;
  ~Telling() {
    if (listener_ != nullptr) listener_->leave();
  }

 private:
  ScanListener* listener_;
};

}  // namespace gitward
