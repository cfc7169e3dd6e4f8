// What a zip holds beside what its directory lists.
//
// Programs that unpack a zip believe the directory at its end, and so does
// libarchive. An entry that was taken out of it, or never was in it, is there
// all the same: deflated, so that no one sees it in the plain bytes.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// The parts between, before and behind the listed entries in which others
// stand, each from the first header of one on, to the end of their own
// directory if they have one; and a container of another kind that the zip was
// appended to. Nothing if the zip has no directory that can be read: then it is
// read entry by entry anyway. Sorted and disjoint.
std::vector<ByteRange> unlisted_zip_parts(ByteView bytes);

// The record that ends a zip, and whether a part ends with one. Requires: it is
// one of unlisted_zip_parts().
inline constexpr std::string_view kEmptyZip{
    "PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 22};
bool has_zip_end(ByteView part);

}  // namespace gitward
