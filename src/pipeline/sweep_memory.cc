#include <algorithm>

#include "pipeline/sweeper.h"

namespace gitward {

// Puts the objects of an earlier sweep first. False if that is none, then
// nothing has changed.
bool Sweeper::recall(CachedSweep cached) {
  ObjectTable objects;
  objects.reserve(cached.objects.size());
  for (const ObjectId& id : cached.objects) {
    if (!objects.insert(id).second) return false;
  }
  NameTable names;
  for (const std::string& name : cached.names) {
    if (!names.insert(name).second) return false;
  }
  objects_ = std::move(objects);
  cached_ = std::move(cached);
  return true;
}

// Is everything still there that the earlier sweep read? What was pruned since
// may be missing now somewhere.
bool Sweeper::all_stored() const {
  std::vector<bool> read(cached_->objects.size(), true);
  for (const CachedSweep::Unread& unread : cached_->unread) {
    read[unread.object] = false;
  }
  for (std::size_t number = 0; number < read.size(); ++number) {
    if (read[number] && !stored_[number]) return false;
  }
  return true;
}

// Scans what had something in it before.
void Sweeper::look_again(const ObjectId& id, Worker& worker) {
  Sweep& sweep = parts_[worker.index].sweep;
  const ReadObject read = read_object(id, worker.reader());
  if (!read.object) {
    sweep.unread.push_back({id, "object", *read.trouble});
    return;
  }
  const Object& object = *read.object;
  if (object.type == ObjectType::kBlob) {
    ContentPtr content =
        scan_content(object.bytes, scanner_, options_, worker).content;
    if (content && worth_keeping(*content, scanner_.rules(), options_)) {
      sweep.blobs.push_back({id, std::move(content)});
    }
    return;
  }
  TextObject text =
      scan_text_object(id, object.type, object.bytes, scanner_, worker);
  if (text.content && keep(text.content->scanned)) {
    sweep.texts.push_back(std::move(text));
  }
}

// What an earlier sweep took it for.
std::string_view Sweeper::kind_of(std::uint32_t number) const {
  if (cached_ && number < cached_->objects.size()) {
    for (const CachedSweep::Unread& unread : cached_->unread) {
      if (unread.object == number) return CachedSweep::kKinds.at(unread.kind);
    }
  }
  return "object";
}

CachedSweep Sweeper::to_remember(const Sweep& all) const {
  CachedSweep sweep;
  const ObjectTable& objects = all.links.objects;
  for (std::uint32_t i = 0; i < objects.size(); ++i) {
    sweep.objects.push_back(objects.at(i));
  }
  for (const Sweep::Unread& unread : all.unread) {
    const auto kind = std::find(CachedSweep::kKinds.begin(),
                                CachedSweep::kKinds.end(), unread.kind);
    sweep.unread.push_back(
        {objects.find(unread.id),
         static_cast<std::uint32_t>(kind - CachedSweep::kKinds.begin())});
  }
  for (const Sweep::Scanned& blob : all.blobs) {
    sweep.notable.push_back(objects.find(blob.id));
  }
  for (const TextObject& text : all.texts) {
    sweep.notable.push_back(objects.find(text.id));
  }
  sweep.commits = all.commits;
  for (const Sweep::Tagged& tag : all.tags) {
    sweep.tags.push_back({tag.id, tag.target});
  }
  sweep.trees = all.links.trees;
  sweep.links = all.links.links;
  sweep.names = all.links.names.all();
  sweep.submodules.assign(all.submodules.begin(), all.submodules.end());
  sweep.lfs_pointers = all.lfs_pointers;
  sweep.coverage = all.coverage;
  return sweep;
}

}  // namespace gitward
