// The name that git gives to an object's content. Private to this folder.
#pragma once

#include "model/object.h"
#include "model/object_id.h"

namespace gitward {

// Whether the content's hash is `id`. git itself does not check that when it
// reads.
bool has_name(const Object& object, const ObjectId& id);

}  // namespace gitward
