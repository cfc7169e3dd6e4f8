#include "decode/coding.h"

namespace gitward {

std::string_view name_of(Coding coding) {
  switch (coding) {
    case Coding::kBase64:
      return "base64";
    case Coding::kHex:
      return "hex";
    case Coding::kPercent:
      return "percent";
    case Coding::kEscape:
      return "escape";
    case Coding::kHtml:
      return "html";
    case Coding::kQuotedPrintable:
      return "quoted-printable";
    case Coding::kGzip:
      return "gzip";
    case Coding::kZlib:
      return "zlib";
    case Coding::kUtf16:
      return "utf-16";
  }
  return "";
}

}  // namespace gitward
