// The bytes of a found credential: the one thing that must not leak again.
#pragma once

#include <string>
#include <vector>

#include "base/bytes.h"

namespace gitward {

// Invariants: it can't be printed by accident (no operator<<, no formatter),
// and its memory is wiped before it is freed. Hence a vector: a short
// std::string leaves its bytes behind when it is moved from.
class Secret {
 public:
  Secret() = default;
  explicit Secret(ByteView bytes) : bytes_(bytes.begin(), bytes.end()) {}
  Secret(const Secret&) = default;
  Secret(Secret&&) noexcept = default;
  Secret& operator=(const Secret& other);
  Secret& operator=(Secret&& other) noexcept;
  ~Secret() { wipe(); }

  // Valid until the Secret changes or dies.
  ByteView reveal() const noexcept { return {bytes_.data(), bytes_.size()}; }

  friend bool operator==(const Secret&, const Secret&) = default;

 private:
  void wipe() noexcept;

  std::vector<char> bytes_;
};

// What may be shown of a credential: the first `public_prefix` bytes, which
// name its kind and are the same for everyone ("ghp_"), then an ellipsis that
// hides the length. At most a quarter of the value is ever shown. Of a PEM
// block: its armour line. The result is visible() text.
std::string redact(ByteView secret, std::size_t public_prefix);

}  // namespace gitward
