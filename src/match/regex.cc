#include "match/regex.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cassert>
#include <mutex>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <fmt/format.h>
#include <pcre2.h>

#include "base/error.h"

// Two programs from one pattern. Just-in-time code can't be asked at match
// time to match at one place only: pcre2_match falls back to its interpreter.
// Rules with a literal are matched at one place and nothing else, so the
// pattern is compiled a second time with PCRE2_ANCHORED. A third program, for
// partial matches, tells whether a text is too short to decide.
//
// Machine code takes as long to make as some hundred failing matches take in
// the interpreter, and most rules of a run see fewer. So a program is
// interpreted first, under a limit that is so low that machine code would not
// meet its own: who is asked never changes the answer. It is made of a copy,
// because other threads may be using the program.
//
// pcre2_jit_match() is pcre2_match() without the checks of its arguments. What
// they ask for holds here: no UTF mode, no option at match time, an offset
// within the subject, a subject that is not null.

namespace gitward {
namespace {

// Limits count steps, so that the same input always meets the same fate. JIT
// code counts against the match limit only; depth and heap limits are the
// interpreter's. A lazy [\s\S]{64,}? takes one step a byte: the match limit
// lets it cross ten megabytes.
constexpr std::uint32_t kMatchLimit = 10'000'000;
constexpr std::uint32_t kTrialLimit = 2'000;
constexpr std::uint32_t kDepthLimit = 1'000'000;
constexpr std::uint32_t kHeapLimitKiB = 64 * 1024;
constexpr std::size_t kJitStackStart = std::size_t{32} << 10;
constexpr std::size_t kJitStackLimit = std::size_t{1} << 20;
// What a program may cost before machine code is made of it: a match at one
// place counts one, a search as many as here.
constexpr std::uint32_t kTrials = 96;
constexpr std::uint32_t kSearchCost = 8;
// Groups that a scratch has room for before it must grow.
constexpr std::uint32_t kUsualPairs = 16;

constexpr std::uint32_t kCompileOptions = PCRE2_DOLLAR_ENDONLY |
                                          PCRE2_NEVER_BACKSLASH_C |
                                          PCRE2_NEVER_UTF | PCRE2_NEVER_UCP;

template <auto kFree>
struct Freer {
  template <class T>
  void operator()(T* pointer) const {
    kFree(pointer);
  }
};
using CodeHandle = std::unique_ptr<pcre2_code, Freer<pcre2_code_free>>;
using CompileContext =
    std::unique_ptr<pcre2_compile_context, Freer<pcre2_compile_context_free>>;
using MatchContext =
    std::unique_ptr<pcre2_match_context, Freer<pcre2_match_context_free>>;
using MatchData =
    std::unique_ptr<pcre2_match_data, Freer<pcre2_match_data_free>>;
using JitStack = std::unique_ptr<pcre2_jit_stack, Freer<pcre2_jit_stack_free>>;

struct CompileResult {
  CodeHandle code;
  int error = 0;
  std::size_t offset = 0;
};

CompileResult compile(std::string_view pattern, std::uint32_t options) {
  CompileResult result;
  const CompileContext context(pcre2_compile_context_create(nullptr));
  if (!context) {
    result.error = PCRE2_ERROR_NOMEMORY;
    return result;
  }
  pcre2_set_newline(context.get(), PCRE2_NEWLINE_LF);
  const char* bytes = pattern.empty() ? "" : pattern.data();
  result.code.reset(pcre2_compile(
      reinterpret_cast<PCRE2_SPTR>(bytes), pattern.size(),
      kCompileOptions | options, &result.error, &result.offset, context.get()));
  return result;
}

template <class T>
T pattern_info(const pcre2_code* code, std::uint32_t what) {
  T value{};
  pcre2_pattern_info(code, what, &value);
  return value;
}

// False on machines and under policies without writable, executable memory,
// and for the few constructs that have no machine code: then the interpreter
// does the work.
bool jit_compile(pcre2_code* code, std::uint32_t mode) {
  return pcre2_jit_compile(code, mode) == 0 &&
         pattern_info<std::size_t>(code, PCRE2_INFO_JITSIZE) > 0;
}

PCRE2_SPTR subject_of(ByteView text) {
  return reinterpret_cast<PCRE2_SPTR>(text.empty() ? "" : text.data());
}

}  // namespace

struct MatchScratch::State {
  MatchContext context{pcre2_match_context_create(nullptr)};
  MatchContext trial{pcre2_match_context_create(nullptr)};
  JitStack jit_stack{
      pcre2_jit_stack_create(kJitStackStart, kJitStackLimit, nullptr)};
  MatchData data{pcre2_match_data_create(kUsualPairs, nullptr)};

  State() {
    if (!context || !trial || !data) throw std::bad_alloc();
    pcre2_set_match_limit(trial.get(), kTrialLimit);
    pcre2_set_depth_limit(trial.get(), kTrialLimit);
    pcre2_set_heap_limit(trial.get(), kHeapLimitKiB);
    pcre2_set_match_limit(context.get(), kMatchLimit);
    pcre2_set_depth_limit(context.get(), kDepthLimit);
    pcre2_set_heap_limit(context.get(), kHeapLimitKiB);
    // Without a stack of its own, JIT code runs on 32 KiB of the thread's.
    if (jit_stack) {
      pcre2_jit_stack_assign(context.get(), nullptr, jit_stack.get());
    }
  }

  bool has_room_for(std::uint32_t pairs) {
    if (data && pcre2_get_ovector_count(data.get()) >= pairs) return true;
    data.reset(pcre2_match_data_create(pairs, nullptr));
    return data != nullptr;
  }
};

MatchScratch::MatchScratch() : state_(std::make_unique<State>()) {}
MatchScratch::MatchScratch(MatchScratch&&) noexcept = default;
MatchScratch& MatchScratch::operator=(MatchScratch&&) noexcept = default;
MatchScratch::~MatchScratch() = default;

struct Regex::Code {
  // Null where there was no memory.
  struct Program {
    std::once_flag once;
    CodeHandle code;
    std::atomic<std::uint32_t> trials{0};
    std::once_flag jit_once;
    CodeHandle machine;  // Null also where there can be no machine code.
    // Set once the flags are passed: passing one costs as much as a match.
    std::atomic<bool> is_compiled{false};
    std::atomic<bool> is_jitted{false};

    const pcre2_code* compiled(std::string_view pattern,
                               std::uint32_t options) {
      if (is_compiled.load(std::memory_order_acquire)) return code.get();
      std::call_once(once, [&] {
        if (!code) code = compile(pattern, options).code;
        is_compiled.store(true, std::memory_order_release);
      });
      return code.get();
    }
    // Requires: compiled().
    const pcre2_code* jitted(std::uint32_t mode) {
      if (is_jitted.load(std::memory_order_acquire)) return machine.get();
      std::call_once(jit_once, [&] {
        machine.reset(pcre2_code_copy(code.get()));
        if (machine && !jit_compile(machine.get(), mode)) machine.reset();
        is_jitted.store(true, std::memory_order_release);
      });
      return machine.get();
    }
    // Whether the interpreter is still good enough.
    bool on_trial(std::uint32_t cost) {
      return trials.load(std::memory_order_relaxed) < kTrials &&
             trials.fetch_add(cost, std::memory_order_relaxed) < kTrials;
    }
  };
  Program searching;
  Program anchored;
  Program partial;
  std::uint32_t group_count = 0;
};

Regex::Regex(std::string pattern)
    : pattern_(std::move(pattern)), code_(std::make_unique<Code>()) {
  CompileResult result = compile(pattern_, 0);
  if (!result.code) {
    std::array<PCRE2_UCHAR, 256> cause{};
    pcre2_get_error_message(result.error, cause.data(), cause.size());
    throw Error(ErrorKind::kConfig,
                fmt::format("bad regex at offset {}: {}", result.offset,
                            reinterpret_cast<const char*>(cause.data())));
  }
  code_->searching.code = std::move(result.code);
  code_->group_count = pattern_info<std::uint32_t>(code_->searching.code.get(),
                                                   PCRE2_INFO_CAPTURECOUNT);
}

Regex::Regex(std::string pattern, const MatchHead& head)
    : pattern_(std::move(pattern)),
      head_(head),
      code_(std::make_unique<Code>()) {}

Regex::Regex(Regex&&) noexcept = default;
Regex& Regex::operator=(Regex&&) noexcept = default;
Regex::~Regex() = default;

std::size_t Regex::group_count() const {
  return code_->group_count;
}

bool Regex::matches_empty() const {
  return pattern_info<std::uint32_t>(code_->searching.compiled(pattern_, 0),
                                     PCRE2_INFO_MATCHEMPTY) != 0;
}

Regex::Outcome Regex::search(ByteView text, std::size_t from,
                             MatchScratch& scratch,
                             Match& match) const noexcept {
  assert(from <= text.size());
  const std::size_t begin = head_.find(text, from);
  if (begin == ByteView::npos) return Outcome::kNoMatch;
  return run(text, begin, Start::kAnywhere, scratch, match);
}

Regex::Outcome Regex::match_at(ByteView text, std::size_t at,
                               MatchScratch& scratch,
                               Match& match) const noexcept {
  assert(at <= text.size());
  if (!head_.fits(text, at)) return Outcome::kNoMatch;
  return run(text, at, Start::kHere, scratch, match);
}

std::size_t Regex::max_look_behind() const {
  return pattern_info<std::uint32_t>(code_->searching.compiled(pattern_, 0),
                                     PCRE2_INFO_MAXLOOKBEHIND);
}

bool Regex::fails_at(ByteView text, std::size_t at,
                     MatchScratch& scratch) const noexcept {
  assert(at <= text.size());
  if (!head_.may_fit(text, at)) return true;
  MatchScratch::State& state = *scratch.state_;
  if (code_->partial.compiled(pattern_, PCRE2_ANCHORED) == nullptr) {
    return false;
  }
  const pcre2_code* machine = code_->partial.jitted(PCRE2_JIT_PARTIAL_HARD);
  // Whatever can't be decided here is decided by a match.
  return machine != nullptr && state.has_room_for(code_->group_count + 1) &&
         pcre2_jit_match(machine, subject_of(text), text.size(), at,
                         PCRE2_PARTIAL_HARD, state.data.get(),
                         state.context.get()) == PCRE2_ERROR_NOMATCH;
}

Regex::Outcome Regex::run(ByteView text, std::size_t from, Start start,
                          MatchScratch& scratch, Match& match) const noexcept {
  assert(from <= text.size());
  MatchScratch::State& state = *scratch.state_;
  const bool here = start == Start::kHere;
  Code::Program& program = here ? code_->anchored : code_->searching;
  const pcre2_code* code =
      program.compiled(pattern_, here ? PCRE2_ANCHORED : 0U);
  if (code == nullptr || !state.has_room_for(code_->group_count + 1)) {
    return Outcome::kLimit;
  }
  const PCRE2_SPTR subject = subject_of(text);
  int status = PCRE2_ERROR_JIT_STACKLIMIT;
  bool decided = false;
  if (program.on_trial(here ? 1 : kSearchCost)) {
    status = pcre2_match(code, subject, text.size(), from, PCRE2_NO_JIT,
                         state.data.get(), state.trial.get());
    decided = status > 0 || status == PCRE2_ERROR_NOMATCH;
  }
  if (!decided) {
    const pcre2_code* machine = program.jitted(PCRE2_JIT_COMPLETE);
    status = machine == nullptr
                 ? PCRE2_ERROR_JIT_STACKLIMIT
                 : pcre2_jit_match(machine, subject, text.size(), from, 0,
                                   state.data.get(), state.context.get());
  }
  // The interpreter keeps its frames on the heap and has 64 times the room.
  if (status == PCRE2_ERROR_JIT_STACKLIMIT) {
    status = pcre2_match(code, subject, text.size(), from, PCRE2_NO_JIT,
                         state.data.get(), state.context.get());
  }
  if (status == PCRE2_ERROR_NOMATCH) return Outcome::kNoMatch;
  if (status <= 0) return Outcome::kLimit;

  const std::size_t* offsets = pcre2_get_ovector_pointer(state.data.get());
  match.groups.clear();
  match.groups.resize(code_->group_count + 1);
  // Groups behind the last one that took part are not in `status`.
  const auto set = static_cast<std::size_t>(status);
  for (std::size_t i = 0; i < std::min(set, match.groups.size()); ++i) {
    const std::size_t begin = offsets[2 * i];
    const std::size_t end = offsets[2 * i + 1];
    if (begin == PCRE2_UNSET) continue;
    // A \K that a look-ahead runs can put the beginning behind the end.
    if (begin > end) return Outcome::kLimit;
    match.groups[i] = ByteRange{begin, end};
  }
  return Outcome::kMatch;
}

}  // namespace gitward
