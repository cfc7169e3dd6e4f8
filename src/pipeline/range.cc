// `gitward range`: each commit against its own parents, so that what is added
// and removed again within the range is seen, and a merge brings in only what
// no parent had.
#include <algorithm>
#include <unordered_set>

#include "pipeline/change.h"
#include "pipeline/change_run.h"
#include "pipeline/pipeline.h"

namespace gitward {
namespace {

// Commits whose differences are held in memory together.
constexpr std::size_t kBatch = 256;

// One commit of the range, filled in by one worker at a time.
struct CommitWork {
  ObjectId id;
  std::optional<Commit> commit;
  std::uint64_t size = 0;
  TextObject text;
  Change change;
  std::vector<Finding> findings;
  Gaps gaps;
};

class RangeRun {
 public:
  RangeRun(const Repository& repository, const Scanner& scanner,
           const RunOptions& options)
      : repository_(repository),
        scanner_(scanner),
        options_(options),
        workers_(&repository, options.threads),
        id_size_(repository.layout().id_size),
        run_(scanner, options, workers_, id_size_) {
    report_.command = "range";
  }

  ScanReport scan(const Range& range);

 private:
  struct Ends {
    std::vector<ObjectId> include;  // Commits.
    std::vector<ObjectId> exclude;
    bool known = true;
  };
  Ends peel(const Range& range);
  void scan_tag(const ObjectId& id, const Object& object);
  void scan_loose_target(const ObjectId& id, ObjectType type);
  void scan_batch(const std::vector<ObjectId>& ids, std::size_t begin,
                  std::size_t count);
  void load(CommitWork& work, Worker& worker) const;
  std::vector<ObjectId> trees_before(const CommitWork& work, Gaps& gaps,
                                     Worker& worker) const;
  void judge(CommitWork& work, Worker& worker) const;
  bool at_tip(const Finding& finding, Worker& worker) const;

  const Repository& repository_;
  const Scanner& scanner_;
  const RunOptions& options_;
  Workers workers_;
  std::size_t id_size_;
  ChangeRun run_;
  ScanReport report_;
  Gaps gaps_;
  std::unordered_set<ObjectId> tags_;
  std::vector<ObjectId> tips_;  // Of the include side: commits.
  std::vector<ObjectId> tip_trees_;
  std::vector<ObjectId> excluded_trees_;
};

// Follows annotated tags, each a content of its own, down to commits. A side
// that can't be followed leaves the range unknown: it is neither widened to
// everything nor narrowed to nothing without a word.
RangeRun::Ends RangeRun::peel(const Range& range) {
  Ends ends;
  for (const bool included : {true, false}) {
    for (ObjectId id : included ? range.include : range.exclude) {
      while (true) {
        const ReadObject read = read_object(id, workers_.own().reader());
        if (read.trouble) {
          gaps_.add(
              *read.trouble, id, "",
              describe(included ? "end of the range" : "base of the range", id,
                       ""));
          ends.known = false;
          break;
        }
        const Object& object = *read.object;
        if (object.type == ObjectType::kCommit) {
          (included ? ends.include : ends.exclude).push_back(id);
          break;
        }
        if (object.type != ObjectType::kTag) {
          if (included) scan_loose_target(id, object.type);
          break;
        }
        if (included) scan_tag(id, object);
        std::optional<Tag> tag;
        const auto trouble = attempt(GapReason::kCorrupt,
                                     [&] { tag = parse_tag(object.bytes); });
        if (trouble) {
          gaps_.add(*trouble, id, "", describe("tag", id, ""));
          ends.known = false;
          break;
        }
        id = tag->target;
      }
    }
  }
  return ends;
}

void RangeRun::scan_tag(const ObjectId& id, const Object& object) {
  if (!tags_.insert(id).second) return;
  ++report_.coverage.tags;
  report_.coverage.bytes += object.bytes.size();
  const TextObject text =
      scan_text_object(id, object.type, object.bytes, scanner_, workers_.own());
  if (!text.content) return;
  add_content_gaps(gaps_, scanner_, *text.content, id, "", "tag",
                   workers_.own());
  for (const Place& place : judge_places(scanner_, text)) {
    report_.findings.push_back(finding_of(scanner_, place, ""));
  }
}

// A tag can name a tree or a blob: then all that it holds is brought in.
void RangeRun::scan_loose_target(const ObjectId& id, ObjectType type) {
  RawDifference raw;
  if (type == ObjectType::kBlob) {
    raw.diff.changes.push_back({"", std::nullopt, EntryState{0100644, id}});
  } else {
    raw.diff = diff_trees(ObjectId(), id, id_size_, workers_.own().reader());
  }
  std::vector<RawDifference> sides;
  sides.push_back(std::move(raw));
  Change change = make_change(std::move(sides), {}, options_.skip_paths, gaps_);
  change.exists_after = [](const std::string&, ObjectReader&) { return true; };
  run_.scan({&change}, report_);
  for (const Place& place : run_.judge().judge(change, gaps_, workers_.own())) {
    report_.findings.push_back(finding_of(scanner_, place, ""));
  }
}

// What a commit is compared with. Beyond a shallow boundary the parents are
// unknown, and the base of the range stands in for them: else a whole tree
// would pass for new.
std::vector<ObjectId> RangeRun::trees_before(const CommitWork& work, Gaps& gaps,
                                             Worker& worker) const {
  std::vector<ObjectId> trees;
  if (repository_.layout().shallow.contains(work.id)) {
    gaps.add(shallow_gap(repository_.layout()));
    trees = excluded_trees_;
  } else {
    for (const ObjectId& parent : work.commit->parents) {
      trees.push_back(tree_of(parent, gaps, worker));
    }
  }
  if (trees.empty()) trees.emplace_back();
  return trees;
}

void RangeRun::load(CommitWork& work, Worker& worker) const {
  ReadObject read = read_object(work.id, ObjectType::kCommit, worker.reader());
  if (read.object) {
    work.size = read.object->bytes.size();
    work.text = scan_text_object(work.id, read.object->type, read.object->bytes,
                                 scanner_, worker);
    read.trouble = attempt(GapReason::kCorrupt, [&] {
      work.commit = parse_commit(read.object->bytes);
    });
  }
  if (read.trouble) {
    work.gaps.add(*read.trouble, work.id, "", describe("commit", work.id, ""));
  }
  if (!work.commit) return;
  const ObjectId after = work.commit->tree;
  std::vector<RawDifference> raw;
  for (const ObjectId& tree : trees_before(work, work.gaps, worker)) {
    raw.push_back({tree, diff_trees(tree, after, id_size_, worker.reader())});
  }
  work.change = make_change(std::move(raw), {}, options_.skip_paths, work.gaps);
  work.change.commit = work.id.hex();
  work.change.exists_after = [after, size = id_size_](const std::string& path,
                                                      ObjectReader& reader) {
    bool found = true;  // Unreadable: then it explains nothing.
    static_cast<void>(attempt(GapReason::kCorrupt, [&] {
      found = find_entry(after, path, size, reader).has_value();
    }));
    return found;
  };
}

bool RangeRun::at_tip(const Finding& finding, Worker& worker) const {
  const ObjectId& commit = finding.provenance->commit;
  if (finding.where != Where::kBlob && finding.where != Where::kPath) {
    return std::find(tips_.begin(), tips_.end(), commit) != tips_.end();
  }
  return std::any_of(
      tip_trees_.begin(), tip_trees_.end(), [&](const ObjectId& tree) {
        bool held = false;
        static_cast<void>(attempt(GapReason::kCorrupt, [&] {
          const auto entry =
              find_entry(tree, finding.path, id_size_, worker.reader());
          held = entry &&
                 (finding.where == Where::kPath || entry->id == finding.object);
        }));
        return held;
      });
}

void RangeRun::judge(CommitWork& work, Worker& worker) const {
  if (work.text.content) {
    add_content_gaps(work.gaps, scanner_, *work.text.content, work.id, "",
                     "commit", worker);
  }
  std::vector<Place> places = judge_places(scanner_, work.text);
  if (work.commit) {
    for (Place& place : run_.judge().judge(work.change, work.gaps, worker)) {
      places.push_back(std::move(place));
    }
  }
  for (const Place& place : places) {
    Finding finding = finding_of(scanner_, place, work.id.hex());
    Provenance& origin = finding.provenance.emplace();
    origin.commit = work.id;
    origin.reachable = true;
    if (work.commit) {
      origin.author = work.commit->author.name;
      origin.email = work.commit->author.email;
      origin.date = work.commit->author.iso_date();
    }
    origin.at_tip = at_tip(finding, worker);
    work.findings.push_back(std::move(finding));
  }
}

void RangeRun::scan_batch(const std::vector<ObjectId>& ids, std::size_t begin,
                          std::size_t count) {
  std::vector<CommitWork> works(count);
  workers_.for_each(count, [&](Worker& worker, std::size_t i) {
    works[i].id = ids[begin + i];
    load(works[i], worker);
  });
  std::vector<const Change*> changes;
  for (const CommitWork& work : works) {
    if (work.commit) changes.push_back(&work.change);
    if (work.size == 0) continue;
    ++report_.coverage.commits;
    report_.coverage.bytes += work.size;
  }
  run_.scan(changes, report_);
  workers_.for_each(
      count, [&](Worker& worker, std::size_t i) { judge(works[i], worker); });
  for (CommitWork& work : works) {
    gaps_.add_all(work.gaps);
    for (Finding& finding : work.findings) {
      report_.findings.push_back(std::move(finding));
    }
  }
}

ScanReport RangeRun::scan(const Range& range) {
  const Ends ends = peel(range);
  std::vector<ObjectId> ids;
  if (ends.known) {
    const auto trouble = attempt(GapReason::kMissing, [&] {
      ids = repository_.commits(ends.include, ends.exclude);
    });
    if (trouble) {
      gaps_.add(*trouble, ObjectId(), "", "the commits of the range",
                "commits");
    }
  }
  tips_ = ends.include;
  for (const ObjectId& tip : ends.include) {
    tip_trees_.push_back(tree_of(tip, gaps_, workers_.own()));
  }
  for (const ObjectId& base : ends.exclude) {
    excluded_trees_.push_back(tree_of(base, gaps_, workers_.own()));
  }
  for (std::size_t begin = 0; begin < ids.size(); begin += kBatch) {
    scan_batch(ids, begin, std::min(kBatch, ids.size() - begin));
  }
  if (ids.empty() && gaps_.empty()) {
    report_.notes.emplace_back("the range is empty: there is no commit in it");
  }
  finish_report(report_, gaps_, scanner_, options_);
  return std::move(report_);
}

}  // namespace

ScanReport run_range(const Repository& repository, const Scanner& scanner,
                     const RunOptions& options, const Range& range) {
  return RangeRun(repository, scanner, options).scan(range);
}

}  // namespace gitward
