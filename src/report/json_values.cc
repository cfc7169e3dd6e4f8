#include "report/json_values.h"

#include <array>

#include <fmt/format.h>

#include "base/text.h"
#include "report/version.h"

namespace gitward {
namespace {

// Bytes under `key`, exactly if they are UTF-8. If not they are
// percent-encoded, and "<key>_encoding" says so.
void set_bytes(Json& object, const std::string& key, std::string_view bytes) {
  if (is_valid_utf8(bytes)) {
    object[key] = bytes;
  } else {
    object[key] = percent_encode(bytes);
    object[key + "_encoding"] = "percent";
  }
}

void set_name(Json& object, const std::string& key, std::string_view name,
              const NameMask& mask) {
  const std::string masked = mask(name);
  set_bytes(object, key, masked);
  if (masked != name) object[key + "_redacted"] = true;
}

// Text for people: what is not UTF-8 in it is made visible.
std::string text_of(std::string_view text) {
  return is_valid_utf8(text) ? std::string(text) : visible(text);
}

void set_provenance(Json& object, const Finding& finding,
                    const NameMask& mask) {
  if (!finding.provenance) return;
  const Provenance& from = *finding.provenance;
  if (!from.commit.is_null()) {
    object["commit"] = from.commit.hex();
    object["author"] = text_of(mask(from.author));
    object["email"] = text_of(mask(from.email));
    object["date"] = text_of(from.date);
  }
  if (!from.refs.empty()) {
    Json refs = Json::array();
    for (const std::string& ref : from.refs) refs.push_back(text_of(mask(ref)));
    object["refs"] = refs;
  }
  object["at_tip"] = from.at_tip;
  object["reachable"] = from.reachable;
}

template <class Items>
std::uint64_t count_with(const Items& items, Status status) {
  std::uint64_t count = 0;
  for (const auto& item : items) count += item.status == status ? 1U : 0U;
  return count;
}

template <class Items>
Json counts_of(const Items& items, std::initializer_list<Status> statuses) {
  Json counts = Json::object();
  for (const Status status : statuses) {
    counts[std::string(name_of(status))] = count_with(items, status);
  }
  return counts;
}

// The length of the UTF-8 sequence that begins with this byte.
std::size_t sequence_length(char first) {
  const std::uint8_t byte = byte_of(first);
  return byte < 0x80 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

char32_t code_point(std::string_view sequence) {
  const std::uint8_t first = byte_of(sequence[0]);
  if (sequence.size() == 1) return first;
  char32_t code = first & (0x7fU >> sequence.size());
  for (const char c : sequence.substr(1)) code = code << 6 | (byte_of(c) & 63U);
  return code;
}

std::string json_escape(char32_t code) {
  const auto value = static_cast<std::uint32_t>(code);
  if (value < 0x10000) return fmt::format("\\u{:04x}", value);
  return fmt::format("\\u{:04x}\\u{:04x}", 0xd800 + ((value - 0x10000) >> 10),
                     0xdc00 + ((value - 0x10000) & 0x3ffU));
}

}  // namespace

Json finding_json(const Finding& finding, const NameMask& mask,
                  const ReportOptions& options) {
  Json object = Json::object();
  object["id"] = finding.id.hex();
  object["rule"] = finding.rule->id;
  object["description"] = text_of(finding.rule->description);
  object["severity"] = name_of(finding.rule->severity);
  object["confidence"] = name_of(finding.confidence);
  if (finding.proof != Proof::kNotApplicable) {
    object["proof"] = finding.proof == Proof::kProven ? "proven" : "failed";
  }
  set_name(object, "path", finding.path, mask);
  object["line"] = finding.position.line;
  object["column"] = finding.position.column;
  object["end_line"] = finding.position.end_line;
  object["end_column"] = finding.position.end_column;
  object["redacted"] = text_of(finding.redacted);
  if (options.show_secrets) {
    set_bytes(object, "secret", finding.secret.reveal());
  }
  object["where"] = name_of(finding.where);
  if (!finding.via.empty()) object["via"] = finding.via;
  if (!finding.inside.empty()) {
    set_name(object, "inside", finding.inside, mask);
  }
  if (!finding.removed_in.empty()) {
    set_name(object, "removed_in", finding.removed_in, mask);
  }
  if (!finding.object.is_null()) {
    const bool is_blob = finding.where == Where::kBlob;
    object[is_blob ? "blob" : "object"] = finding.object.hex();
  }
  set_provenance(object, finding, mask);
  if (finding.occurrences > 1) object["occurrences"] = finding.occurrences;
  object["status"] = name_of(finding.status);
  if (!finding.reason.empty()) object["reason"] = text_of(finding.reason);
  if (!finding.rule->rotate.empty()) {
    object["rotate"] = text_of(finding.rule->rotate);
  }
  return object;
}

Json gap_json(const Gap& gap, const NameMask& mask) {
  Json object = Json::object();
  object["id"] = gap.id.hex();
  object["reason"] = name_of(gap.reason);
  if (!gap.path.empty()) set_name(object, "path", gap.path, mask);
  if (!gap.object.is_null()) object["blob"] = gap.object.hex();
  if (!gap.detail.empty()) object["detail"] = text_of(mask(gap.detail));
  object["status"] = name_of(gap.status);
  if (!gap.accept_reason.empty()) {
    object["accept_reason"] = text_of(gap.accept_reason);
  }
  return object;
}

Json summary_json(const ScanReport& report, const ReportOptions& options) {
  Json skipped = Json::object();
  for (const Gap& gap : report.gaps) {
    Json& count = skipped[std::string(name_of(gap.reason))];
    count = count.is_null() ? std::uint64_t{1} : count.get<std::uint64_t>() + 1;
  }
  Json outside = Json::object();
  for (const auto& [reason, count] : report.outside) outside[reason] = count;

  const Coverage& coverage = report.coverage;
  Json summary = Json::object();
  summary["command"] = report.command;
  summary["exit"] = static_cast<int>(exit_status(report, options.exit_zero));
  summary["findings"] = counts_of(
      report.findings,
      {Status::kNew, Status::kExpired, Status::kAccepted, Status::kAllowed});
  summary["gaps"] = counts_of(
      report.gaps, {Status::kNew, Status::kExpired, Status::kAccepted});
  summary["coverage"] = {
      {"commits", coverage.commits}, {"trees", coverage.trees},
      {"tags", coverage.tags},       {"blobs", coverage.blobs},
      {"files", coverage.files},     {"refs", coverage.refs},
      {"members", coverage.members}, {"bytes", coverage.bytes}};
  summary["skipped"] = skipped;
  summary["outside"] = outside;
  summary["version"] = gitward_version();
  summary["rule_set"] = report.rule_set_hash;
  return summary;
}

std::string json_text(const Json& value, int indent) {
  // Only strings hold such characters, so that every one of them may be
  // written as an escape.
  const std::string text = value.dump(indent);
  std::string safe;
  safe.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = sequence_length(text[at]);
    const std::string_view sequence(text.data() + at, length);
    const bool plain =
        byte_of(text[at]) < 0x7f || visible(sequence) == sequence;
    if (plain) {
      safe += sequence;
    } else {
      safe += json_escape(code_point(sequence));
    }
    at += length;
  }
  return safe;
}

}  // namespace gitward
