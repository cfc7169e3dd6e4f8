// What names and values are made of.
#pragma once

#include "base/bytes.h"
#include "base/characters.h"

namespace gitward {

// Of a name in a program or a configuration.
constexpr bool is_name(char c) {
  return is_alnum(c) || c == '_' || c == '-';
}
constexpr bool is_name_or_dot(char c) {
  return is_name(c) || c == '.';
}
// Of a value without quotes: at the end of a line, and within one. ASCII alone.
constexpr bool is_bare_loose(char c) {
  return byte_of(c) > ' ' && byte_of(c) < 0x7f && c != '"' && c != '\'' &&
         c != '`' && c != '\\' && c != '<';
}
constexpr bool is_bare_tight(char c) {
  switch (c) {
    case ',':
    case ';':
    case '>':
    case '(':
    case ')':
    case '{':
    case '}':
    case '[':
    case ']':
    case '|':
    case '&':
      return false;
    default:
      return is_bare_loose(c);
  }
}

}  // namespace gitward
