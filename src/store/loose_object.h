// Objects in files of their own: zlib streams of "type size NUL content".
// Source: git's Documentation/gitformat-loose.txt and "Git Internals - Git
// Objects".
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "model/object.h"
#include "model/object_id.h"
#include "store/inflate.h"

namespace gitward {

// objects/ab/cdef…
std::filesystem::path loose_object_path(const std::filesystem::path& directory,
                                        const ObjectId& id);

// Decodes a loose object file's bytes. Throws Error(kInput).
Object parse_loose_object(ByteView file, Inflater& inflater);

// The object, or nothing if it is not in this directory.
std::optional<Object> read_loose_object(const std::filesystem::path& directory,
                                        const ObjectId& id, Inflater& inflater);

// The ids of all loose objects in an objects directory, sorted.
std::vector<ObjectId> list_loose_objects(const std::filesystem::path& directory,
                                         std::size_t id_size);

}  // namespace gitward
