#include "scan/judge.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"
#include "judge/judge.h"
#include "judge/path_kind.h"
#include "rules/structure.h"
#include "scan/entropy.h"
#include "scan/ruling_words.h"
#include "scan/span_set.h"

namespace gitward {
namespace {

// Never below what is reported by default: a failed check alone hides nothing.
Confidence lowered(Confidence confidence) {
  return std::min(confidence, Confidence::kMedium);
}

const std::string* stopword_in(const Allowlist& allowlist, ByteView secret) {
  if (allowlist.stopwords.empty()) return nullptr;
  const std::string folded = to_lower_ascii(secret);
  for (const std::string& word : allowlist.stopwords) {
    if (folded.find(word) != std::string::npos) return &word;
  }
  return nullptr;
}

// A limit is no match here: what can't be checked allows nothing.
bool matches_path(const std::vector<LazyRegex>& paths, std::string_view path,
                  MatchScratch& scratch) {
  Regex::Match found;
  return std::any_of(paths.begin(), paths.end(), [&](const LazyRegex& regex) {
    return regex.search(path, 0, scratch, found) == Regex::Outcome::kMatch;
  });
}

bool holds_under(const Allowlist& allowlist, const PathContext& context,
                 MatchScratch& scratch) {
  const auto has_commit = [&] {
    return !context.commit.empty() &&
           std::find(allowlist.commits.begin(), allowlist.commits.end(),
                     context.commit) != allowlist.commits.end();
  };
  // What is allowed for an archive is for all in it.
  const auto has_path = [&] {
    return matches_path(allowlist.paths, context.path, scratch) ||
           (!context.inside.empty() &&
            matches_path(allowlist.paths, context.member, scratch));
  };
  if (allowlist.condition == Allowlist::Condition::kAny) {
    return has_commit() || has_path();
  }
  return (allowlist.commits.empty() || has_commit()) &&
         (allowlist.paths.empty() || has_path());
}

const Allowlist& allowlist_at(const RuleSet& rules, const Rule& rule,
                              std::uint32_t index) {
  return index < rule.allowlists.size()
             ? rule.allowlists[index]
             : rules.allowlists()[index - rule.allowlists.size()];
}

// Where tests and examples are, what looks like a secret is one less often, and
// what anyone can make (a key, a token that it signs) was made for them.
Confidence confidence_at(const Rule& rule, const Candidate& candidate,
                         const PathContext& context, ScanListener* listener) {
  const bool self_made =
      candidate.confidence == Confidence::kProven &&
      (!rule.structure.empty() || is_self_made(rule.checksum));
  const bool lowers = self_made
                          ? is_test_or_example(context.file())
                          : rule.is_learned() &&
                                candidate.confidence != Confidence::kLow &&
                                is_unlikely_place(context.file());
  if (!lowers) return candidate.confidence;
  const Confidence lower = candidate.confidence == Confidence::kMedium
                               ? Confidence::kLow
                               : Confidence::kMedium;
  tell(listener, candidate, [&] { return ruling_on_unlikely_place(lower); });
  return lower;
}

}  // namespace

std::optional<ContentVerdict> ContentJudge::judge(const RawMatch& match) {
  looked_at_.reset();
  std::optional<ContentVerdict> verdict = verdict_of(match);
  if (!verdict && looked_at_) scratch_.refusing_lines.push_back(*looked_at_);
  return verdict;
}

std::optional<ContentVerdict> ContentJudge::verdict_of(const RawMatch& match) {
  const Rule& rule = rules_.rules()[match.rule];
  const ByteView secret = match.secret.of(text_);
  if (rule.entropy) {
    const double entropy = shannon_entropy(secret);
    tell(scratch_.listener, match,
         [&] { return ruling_on_entropy(entropy, *rule.entropy); });
    if (entropy <= *rule.entropy) return std::nullopt;
  }
  ContentVerdict verdict;
  verdict.confidence = rule.confidence;
  if (rule.is_learned()) {
    const auto judged = judge_key_value(text_, match.beside);
    tell(scratch_.listener, match,
         [&] { return ruling_on_looks(text_, match.beside); });
    if (!judged) return std::nullopt;
    verdict.confidence = *judged;
  }
  const std::size_t count = rule.allowlists.size() + rules_.allowlists().size();
  for (std::uint32_t i = 0; i < count; ++i) {
    switch (allowed(i, match)) {
      case Allowed::kYes:
        return std::nullopt;
      case Allowed::kDepends:
        verdict.pending_allowlists.push_back(i);
        break;
      case Allowed::kNo:
        break;
    }
  }
  const Proof checksum = check_token(rule.checksum, secret);
  const Proof structure = check_structure(rule.structure, secret);
  verdict.proof = both(checksum, structure);
  const Confidence before = verdict.confidence;
  switch (verdict.proof) {
    case Proof::kProven:
      if (!is_sealed(rule.structure)) verdict.confidence = Confidence::kProven;
      break;
    case Proof::kFailed:
      verdict.confidence = lowered(before);
      break;
    case Proof::kNotApplicable:
      break;
  }
  tell(scratch_.listener, match, [&] {
    return ruling_on_proof(rule, checksum, structure, before,
                           verdict.confidence);
  });
  return verdict;
}

ContentJudge::Allowed ContentJudge::allowed(std::uint32_t index,
                                            const RawMatch& match) {
  const Rule& rule = rules_.rules()[match.rule];
  const Allowlist& list = allowlist_at(rules_, rule, index);
  AllowlistHold held;
  const Allowed verdict = ask(list, match, held);
  tell(scratch_.listener, match, [&] {
    Ruling::Effect effect = Ruling::Effect::kKeeps;
    if (verdict == Allowed::kYes) effect = Ruling::Effect::kDrops;
    if (verdict == Allowed::kDepends) effect = Ruling::Effect::kDepends;
    return ruling_on_allowlist(rule, list, index, held, effect);
  });
  return verdict;
}

ContentJudge::Allowed ContentJudge::ask(const Allowlist& allowlist,
                                        const RawMatch& match,
                                        AllowlistHold& held) {
  const bool depends = !allowlist.paths.empty() || !allowlist.commits.empty();
  const ByteView secret = match.secret.of(text_);
  if (allowlist.condition == Allowlist::Condition::kAny) {
    held.stopword = stopword_in(allowlist, secret);
    if (!held.stopword) held.regex = matching_regex(allowlist, match);
    if (held.stopword || held.regex) return Allowed::kYes;
    return depends ? Allowed::kDepends : Allowed::kNo;
  }
  held.stopword = stopword_in(allowlist, secret);
  if (!allowlist.stopwords.empty() && !held.stopword) return Allowed::kNo;
  held.regex = matching_regex(allowlist, match);
  if (!allowlist.regexes.empty() && !held.regex) return Allowed::kNo;
  return depends ? Allowed::kDepends : Allowed::kYes;
}

const LazyRegex* ContentJudge::matching_regex(const Allowlist& allowlist,
                                              const RawMatch& match) {
  if (allowlist.regexes.empty()) return nullptr;
  switch (allowlist.target) {
    case Allowlist::Target::kSecret:
      return matching_regex(allowlist, match.secret.of(text_));
    case Allowlist::Target::kMatch:
      return matching_regex(allowlist, match.whole.of(text_));
    case Allowlist::Target::kLine:
      break;
  }
  const ByteRange lines = lines_.lines_around(match.whole);
  looked_at_ = lines;
  const auto [entry, fresh] = line_verdicts_.try_emplace(
      std::tuple(&allowlist, lines.begin, lines.end), nullptr);
  if (fresh) entry->second = matching_regex(allowlist, lines.of(text_));
  return entry->second;
}

const LazyRegex* ContentJudge::matching_regex(const Allowlist& allowlist,
                                              ByteView target) {
  for (const LazyRegex& regex : allowlist.regexes) {
    if (regex.search(target, 0, scratch_.match, scratch_.found) ==
        Regex::Outcome::kMatch) {
      return &regex;
    }
  }
  return nullptr;
}

std::vector<Judged> apply_path(const RuleSet& rules,
                               const ScannedContent& content,
                               const PathContext& context,
                               ScanListener* listener) {
  std::vector<Judged> judged;
  if (content.candidates.empty()) return judged;
  MatchScratch scratch;
  Regex::Match found;
  for (const Candidate& candidate : content.candidates) {
    const Rule& rule = rules.rules()[candidate.rule];
    // A path that can't be checked excuses nothing.
    if (rule.path) {
      const bool other = rule.path->search(context.file(), 0, scratch, found) ==
                         Regex::Outcome::kNoMatch;
      tell(listener, candidate,
           [&] { return ruling_on_path(*rule.path, !other); });
      if (other) continue;
    }
    const auto& pending = candidate.pending_allowlists;
    const bool allowed =
        std::any_of(pending.begin(), pending.end(), [&](std::uint32_t index) {
          const Allowlist& list = allowlist_at(rules, rule, index);
          const bool holds = holds_under(list, context, scratch);
          tell(listener, candidate,
               [&] { return ruling_on_pending(rule, list, index, holds); });
          return holds;
        });
    if (allowed) continue;
    if (candidate.inline_allowed) {
      tell(listener, candidate,
           [&] { return ruling_on_allow(candidate.allow_reason); });
    }
    judged.push_back(
        {&candidate, confidence_at(rule, candidate, context, listener),
         candidate.inline_allowed ? Status::kAllowed : Status::kNew,
         candidate.allow_reason});
  }
  return judged;
}

std::vector<Judged> resolve_overlaps(const RuleSet& rules,
                                     std::vector<Judged> judged,
                                     ScanListener* listener) {
  const auto claim = [&](const Judged& one) {
    const Rule& rule = rules.rules()[one.candidate->rule];
    if (!rule.generic) return 0;
    if (rule.is_learned()) return 2;
    return one.confidence == Confidence::kLow ? 3 : 1;
  };
  const auto rank = [&](const Judged& one) {
    const Candidate& candidate = *one.candidate;
    return std::tuple(claim(one), -static_cast<int>(one.confidence),
                      candidate.proof != Proof::kProven, candidate.via.size(),
                      ~candidate.span.size(), candidate.rule,
                      candidate.span.begin);
  };
  std::vector<std::size_t> order(judged.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return rank(judged[a]) < rank(judged[b]);
  });

  SpanSet better;    // The secrets of all better ones.
  SpanSet unbeaten;  // Of those that nothing better overlaps.
  std::vector<bool> stays(judged.size());
  std::vector<bool> beaten(judged.size());
  for (const std::size_t i : order) {
    const ByteRange span = judged[i].candidate->span;
    stays[i] = !unbeaten.overlaps(span);
    beaten[i] = better.overlaps(span);
    if (!beaten[i]) unbeaten.add(span);
    better.add(span);
    if (stays[i]) continue;
    tell(listener, *judged[i].candidate, [&] {
      const auto by = std::find_if(order.begin(), order.end(), [&](auto j) {
        return !beaten[j] && judged[j].candidate->span.overlaps(span);
      });
      return ruling_on_overlap(rules.rules()[judged[*by].candidate->rule],
                               judged[*by].confidence);
    });
  }

  std::vector<Judged> kept;
  for (std::size_t i = 0; i < judged.size(); ++i) {
    const Rule& rule = rules.rules()[judged[i].candidate->rule];
    if (!stays[i]) continue;
    if (rule.reported) {
      kept.push_back(std::move(judged[i]));
    } else {
      tell(listener, *judged[i].candidate, ruling_on_unasked_rule);
    }
  }
  return kept;
}

}  // namespace gitward
