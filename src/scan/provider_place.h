// Where the name of a provider stands, and where that lets its credentials
// stand, besides its own line and the neighbouring ones: among the arguments of
// a call, on however many lines they are written, and around a URL of the
// provider's API.
//
//   client = Acme(                   requests.get(
//       region="eu",                     "https://api.acme.com/v1/things",
//       timeout=30,                      headers={
//       api_key="…")                         "X-Token": "…"})
//
// A credential that has no form of its own is one there only if it is written
// as one: as an argument without a name, or beside a name that says key, token
// or the like.
#pragma once

#include <cstddef>
#include <optional>

#include "base/bytes.h"

namespace gitward {

// No decision depends on more bytes than these before the name and behind its
// end, but for is_argument(), which reads kNameBefore bytes before the value.
inline constexpr std::size_t kProviderBefore = 384;
inline constexpr std::size_t kProviderAfter = 512;
inline constexpr std::size_t kNameBefore = 96;

struct ProviderPlace {
  // Part of a name that says key, token or the like: ACME_API_KEY.
  bool names_secret = false;
  // Values that are arguments may begin within, both ends included.
  std::optional<ByteRange> arguments;
  // What makes them so is a URL: they need a name.
  bool in_url = false;
};

ProviderPlace provider_place(ByteView text, ByteRange name);

// Whether a name stands for itself: codaToken, but not decoda or codable.
// Depends on one byte before it and kBehindWord behind.
inline constexpr std::size_t kBehindWord = 8;
bool is_whole_word(ByteView text, ByteRange name);

// Whether the value that begins here is written as an argument is. A
// `must_have_name` is one that nothing else tells from other texts.
bool is_argument(ByteView text, std::size_t value, bool must_have_name);

}  // namespace gitward
