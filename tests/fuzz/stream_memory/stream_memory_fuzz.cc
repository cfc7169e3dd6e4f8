// Any bytes are refused or not, as an xz, as an rpm, and as what an rpm holds:
// nothing is read past their end, what is refused says why, and what holds an
// xz is refused where that is.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "archive/stream_memory.h"

using namespace gitward;

namespace {

void require(bool holds) {
  if (!holds) std::abort();
}

bool refused(ContainerKind kind, ByteView bytes) {
  const auto refusal = refusal_of_stream(kind, bytes);
  require(!refusal || !refusal->cause.empty());
  return refusal.has_value();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  // A copy of its own, so that reading past its end is seen.
  const std::string copy(reinterpret_cast<const char*>(data), size);
  require(rpm_payload(copy).size() <= copy.size());
  static_cast<void>(refused(ContainerKind::kRpm, copy));
  const bool xz_refused = refused(ContainerKind::kXz, copy);
  require(!refused(ContainerKind::kGzip, copy));
  if (container_kind(copy) == ContainerKind::kXz) {
    const std::string rpm = std::string(96, 'l') + copy;
    require(rpm_payload(rpm) == copy);
    require(refused(ContainerKind::kRpm, rpm) == xz_refused);
  }
  return 0;
}
