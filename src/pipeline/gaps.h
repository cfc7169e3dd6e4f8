// The gaps of a run, and how every run ends its report.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "git/repository.h"
#include "model/report.h"
#include "pipeline/content.h"
#include "pipeline/pipeline.h"

namespace gitward {

// Each gap once, under the first of its paths. What the result is does not
// depend on the order of the additions.
class Gaps {
 public:
  void add(Gap gap);
  // `what` names the thing for people: "blob 0123456789 'a.env'".
  void add(const Trouble& trouble, const ObjectId& object,
           const std::string& path, const std::string& what,
           const std::string& about = "");
  void add_all(const Gaps& other);

  bool empty() const { return gaps_.empty(); }
  void move_to(ScanReport& report);

 private:
  std::unordered_map<FindingId, Gap> gaps_;
};

// "blob 0123456789 at 'a.env'", for a gap's detail.
std::string describe(std::string_view kind, const ObjectId& object,
                     const std::string& path);

// Adds what a content could not tell under this path: trouble with reading
// it, and the limits of rules that apply there.
void add_content_gaps(Gaps& gaps, const Scanner& scanner,
                      const Content& content, const ObjectId& object,
                      const std::string& path, std::string_view kind,
                      Worker& worker);

// What could not be unpacked. Its id is the same from every command.
Gap archive_gap(const Unopened& unopened, const ObjectId& object,
                const std::string& path, std::string_view kind);

// History ends at a shallow boundary: one gap for the whole repository.
Gap shallow_gap(const RepositoryLayout& layout);

// Is it of the asked-for confidence and severity?
bool is_asked_for(const Finding& finding, const RunOptions& options);

// Drops what is below the asked-for confidence and severity, names the rules
// and sorts: the last step of every run.
void finish_report(ScanReport& report, Gaps& gaps, const Scanner& scanner,
                   const RunOptions& options);

}  // namespace gitward
