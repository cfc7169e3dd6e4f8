// Source: git's Documentation/config.txt, "Syntax", and
// Documentation/technical/repository-version.txt. Values with quotes or
// backslashes are rare where they matter here, and are left to others.
#include "git/format_settings.h"

#include <algorithm>

#include "base/text.h"

namespace gitward {
namespace {

std::optional<bool> boolean(std::string_view value) {
  const std::string word = to_lower_ascii(value);
  if (word == "true" || word == "yes" || word == "on" || word == "1") {
    return true;
  }
  if (word.empty() || word == "false" || word == "no" || word == "off" ||
      word == "0") {
    return false;
  }
  return std::nullopt;
}

class Reader {
 public:
  explicit Reader(FormatSettings& settings) : settings_(settings) {}

  bool read(ByteView file) {
    if (file.starts_with("\xef\xbb\xbf")) file.remove_prefix(3);
    while (!file.empty()) {
      const std::size_t end = std::min(file.find('\n'), file.size());
      std::string_view line = file.substr(0, end);
      file.remove_prefix(std::min(end + 1, file.size()));
      // A value that goes on in the next line, or a carriage return that may
      // be part of one.
      if (line.ends_with('\r')) line.remove_suffix(1);
      if (line.ends_with('\\')) return false;
      if (!read_line(line)) return false;
    }
    return true;
  }

 private:
  bool read_line(std::string_view line) {
    line = trim_ascii(line);
    while (line.starts_with('[')) {
      if (!take_header(line)) return false;
      line = trim_ascii(line);
    }
    if (line.empty() || line[0] == '#' || line[0] == ';') return true;
    const std::size_t equals = line.find('=');
    std::size_t end = equals;
    // A comment may hold a sign of equality.
    end = std::min({end, line.find('#'), line.find(';'), line.size()});
    const std::string key = to_lower_ascii(trim_ascii(line.substr(0, end)));
    std::optional<std::string_view> value;
    if (end == equals) value = trim_ascii(line.substr(end + 1));
    return take_setting(key, value);
  }

  // [section], [section "subsection"], [section.subsection]
  bool take_header(std::string_view& line) {
    line.remove_prefix(1);
    const std::size_t end = line.find_first_of("]\" \t");
    if (end == std::string_view::npos) return false;
    section_ = to_lower_ascii(line.substr(0, end));
    const std::size_t dot = section_.find('.');
    if (dot != std::string::npos) section_.resize(dot);
    has_name_ = dot != std::string::npos;
    line.remove_prefix(end);
    line = trim_ascii(line);
    if (line.starts_with('"')) {
      has_name_ = true;
      std::size_t at = 1;
      while (at < line.size() && line[at] != '"') {
        at += line[at] == '\\' ? 2U : 1U;
      }
      if (at >= line.size()) return false;
      line.remove_prefix(at + 1);
    }
    if (!line.starts_with(']')) return false;
    line.remove_prefix(1);
    return section_ != "include" && section_ != "includeif";
  }

  bool take_setting(const std::string& key,
                    std::optional<std::string_view> value) {
    if (section_ == "core" && !has_name_) return take_core(key, value);
    if (section_ == "extensions" && !has_name_) {
      return take_extension(key, value);
    }
    if (section_ == "remote" && has_name_ && key == "promisor") {
      settings_.partial = true;
    }
    return true;
  }

  static bool is_plain(std::optional<std::string_view> value) {
    return value && value->find_first_of("\"\\#;") == std::string_view::npos;
  }

  static bool take_boolean(std::optional<std::string_view> value, bool& into) {
    if (!value) {  // "key" alone means yes.
      into = true;
      return true;
    }
    const auto read = is_plain(value) ? boolean(*value) : std::nullopt;
    if (read) into = *read;
    return read.has_value();
  }

  bool take_core(const std::string& key,
                 std::optional<std::string_view> value) {
    if (key == "bare") return take_boolean(value, settings_.bare.emplace());
    if (key == "worktree") {
      if (!is_plain(value)) return false;
      settings_.work_tree = std::string(*value);
    } else if (key == "repositoryformatversion") {
      if (value != "0" && value != "1") return false;
      settings_.version = value == "1" ? 1 : 0;
    }
    return true;
  }

  bool take_extension(const std::string& key,
                      std::optional<std::string_view> value) {
    if (key == "worktreeconfig") {
      return take_boolean(value, settings_.own_config);
    }
    if (key == "objectformat") {
      settings_.sha256 = value == "sha256";
      settings_.needs_version_1 = true;
      return value == "sha1" || value == "sha256";
    }
    if (key == "partialclone") settings_.partial = true;
    if (key == "relativeworktrees") settings_.needs_version_1 = true;
    return key == "partialclone" || key == "preciousobjects" || key == "noop" ||
           key == "relativeworktrees";
  }

  FormatSettings& settings_;
  std::string section_;  // In lower case.
  bool has_name_ = false;
};

}  // namespace

bool read_format_settings(ByteView file, FormatSettings& settings) {
  return Reader(settings).read(file);
}

}  // namespace gitward
