// The one exception that gitward throws on purpose.
#pragma once

#include <exception>
#include <string>
#include <string_view>

namespace gitward {

enum class ErrorKind {
  kUsage,   // The command line is wrong: exit 2.
  kConfig,  // A rule, configuration or baseline file is wrong: exit 2.
  kInput,   // Something could not be read or scanned: a gap, exit 3.
  kBug,     // A broken invariant of gitward itself: exit 4.
};

// Thrown when a unit of work can't go on. The message is lower case, has no
// full stop, names the thing and says what would be right; it never holds
// scanned content. Context is added from the inside outwards:
//   throw Error(ErrorKind::kConfig, "unknown key 'foo'").in("rules.toml:12");
class Error : public std::exception {
 public:
  Error(ErrorKind kind, std::string message)
      : kind_(kind), message_(std::move(message)) {}

  Error& in(std::string_view place) {
    message_.insert(0, std::string(place) + ": ");
    return *this;
  }
  ErrorKind kind() const noexcept { return kind_; }
  const char* what() const noexcept override { return message_.c_str(); }

 private:
  ErrorKind kind_;
  std::string message_;
};

}  // namespace gitward
