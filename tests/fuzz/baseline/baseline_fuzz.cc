// Any text is a baseline or an error; a baseline survives being written.
#include <cstdlib>

#include "base/error.h"
#include "baseline/baseline.h"

using gitward::Baseline;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data,
                                      std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  Baseline read;
  try {
    read = Baseline::parse(text, "baseline");
  } catch (const gitward::Error& error) {
    if (error.kind() != gitward::ErrorKind::kConfig) std::abort();
    return 0;
  }
  const std::string written = read.write();
  const Baseline again = Baseline::parse(written, "baseline");
  if (again.entries() != read.entries()) std::abort();
  if (again.write() != written) std::abort();
  return 0;
}
