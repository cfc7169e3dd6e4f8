#include "judge/value_look.h"

#include <algorithm>

#include "judge/characters.h"

namespace gitward {
namespace {

bool all_of(ByteView text, bool (*is)(char)) {
  return std::all_of(text.begin(), text.end(), is);
}

}  // namespace

Look look_of(ByteView v) {
  const auto pattern = [&](std::string_view shape) {
    if (v.size() < shape.size()) return false;
    for (std::size_t i = 0; i < shape.size(); ++i) {
      const bool fits = shape[i] == 'h'   ? is_hex(v[i])
                        : shape[i] == 'd' ? is_digit(v[i])
                                          : v[i] == shape[i];
      if (!fits) return false;
    }
    return true;
  };
  if (pattern("hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh")) return kUuid;
  if (pattern("dddd-dd-dd")) return kDate;
  if (v.find("://") != ByteView::npos) return kUrl;
  if (v.ends_with("EXAMPLE") || v.ends_with("EXAMPLEKEY") ||
      v.starts_with("EXAMPLE")) {
    return kDocumented;
  }
  if (all_of(v, [](char c) {
        return is_digit(c) || c == '.' || c == ',' || c == '-' || c == ':';
      })) {
    return v.find('.') != ByteView::npos ? kVersion : kNumber;
  }
  const std::size_t point = v.find('@');
  if (point != ByteView::npos && point > 0 &&
      v.find('.', point) != ByteView::npos && v.find(' ') == ByteView::npos) {
    return kEmail;
  }
  if (v.front() == '/' || v.front() == '~' || v.substr(0, 2) == "./" ||
      v.substr(0, 3) == "../" ||
      (v.size() > 2 && v[1] == ':' && v[2] == '\\')) {
    return kPath;
  }
  const bool hex = all_of(v, is_hex);
  if (hex && v.front() != '0' &&
      (v.size() == 32 || v.size() == 40 || v.size() == 64 || v.size() == 128)) {
    return kHash;
  }
  const std::size_t slash = v.find('/');
  const std::size_t dot = v.rfind('.');
  if (dot != ByteView::npos && dot > 0 && v.size() - dot <= 5 &&
      v.size() - dot >= 2 && all_of(v.substr(dot + 1), is_alpha)) {
    return slash == ByteView::npos ? kFileName : kPath;
  }
  if (v.front() == '#' && v.size() == 7) return kColor;
  return kPlain;
}

int alphabet_of(ByteView v) {
  if (all_of(v, is_digit)) return 1;
  if (all_of(v, [](char c) { return is_hex(c) && !is_upper(c); })) return 2;
  if (all_of(v, [](char c) { return is_hex(c) && !is_lower(c); })) return 3;
  if (all_of(v, is_lower)) return 4;
  if (all_of(v, is_upper)) return 5;
  if (all_of(v, is_alpha)) return 6;
  if (all_of(v, is_alnum)) return 7;
  if (all_of(v, [](char c) {
        return is_alnum(c) || c == '+' || c == '/' || c == '=';
      })) {
    return 8;
  }
  if (all_of(v, is_name)) return 9;
  return all_of(v, is_name_or_dot) ? 11 : 10;
}

int identifier_of(ByteView v) {
  if (!is_alpha(v.front()) && v.front() != '_') return 0;
  if (all_of(v, [](char c) { return is_alnum(c) || c == '_'; })) {
    return v.find('_') == ByteView::npos ? 1 : 2;
  }
  if (all_of(v, is_name)) return 3;
  if (all_of(v, is_name_or_dot)) return 4;
  if (v.find('(') != ByteView::npos) return 5;
  const bool is_member =
      v.find("->") != ByteView::npos || v.find("::") != ByteView::npos;
  return is_member ? 6 : 0;
}

}  // namespace gitward
