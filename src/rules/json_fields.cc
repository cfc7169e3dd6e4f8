#include "rules/json_fields.h"

#include <charconv>

namespace gitward {
namespace {

class JsonReader {
 public:
  explicit JsonReader(ByteView text) : text_(text) {}

  // Stands behind the value afterwards. Nothing if there is none.
  std::optional<ByteView> value(int depth) {
    space();
    const std::size_t begin = at_;
    if (!skip_value(depth)) return {};
    return text_.substr(begin, at_ - begin);
  }

  // Calls `field(name, value)` for each. False: not an object.
  template <class Field>
  bool object(int depth, const Field& field) {
    space();
    if (depth == 0 || !take('{')) return false;
    space();
    if (take('}')) return true;
    do {
      space();
      const auto name = value_of_string();
      space();
      if (!name || !take(':')) return false;
      const auto content = value(depth - 1);
      if (!content) return false;
      field(*name, *content);
      space();
    } while (take(','));
    return take('}');
  }

  bool at_end() {
    space();
    return at_ == text_.size();
  }

 private:
  bool take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void space() {
    while (at_ < text_.size() &&
           ByteView(" \t\r\n").find(text_[at_]) != ByteView::npos) {
      ++at_;
    }
  }
  bool take_word(ByteView word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  bool take_digits() {
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] >= '0' && text_[at_] <= '9') ++at_;
    return at_ > begin;
  }

  bool skip_value(int depth) {
    if (at_ == text_.size()) return false;
    switch (text_[at_]) {
      case '{':
        return object(depth, [](ByteView, ByteView) {});
      case '[':
        return array(depth);
      case '"':
        return value_of_string().has_value();
      case 't':
        return take_word("true");
      case 'f':
        return take_word("false");
      case 'n':
        return take_word("null");
      default:
        return number();
    }
  }

  bool array(int depth) {
    if (depth == 0 || !take('[')) return false;
    space();
    if (take(']')) return true;
    do {
      if (!value(depth - 1)) return false;
      space();
    } while (take(','));
    return take(']');
  }

  bool number() {
    take('-');
    if (!take_digits()) return false;
    if (take('.') && !take_digits()) return false;
    if (take('e') || take('E')) {
      if (!take('+')) take('-');
      return take_digits();
    }
    return true;
  }

  std::optional<ByteView> value_of_string() {
    if (!take('"')) return {};
    const std::size_t begin = at_;
    while (at_ < text_.size() && text_[at_] != '"') {
      if (byte_of(text_[at_]) < 0x20) return {};
      at_ += text_[at_] == '\\' ? 2U : 1U;
    }
    if (at_ >= text_.size()) return {};
    ++at_;
    return text_.substr(begin, at_ - 1 - begin);
  }

  ByteView text_;
  std::size_t at_ = 0;
};

}  // namespace

std::optional<JsonFields> JsonFields::parse(ByteView text) {
  JsonFields fields;
  JsonReader reader(text);
  const bool object =
      reader.object(kMaxDepth, [&](ByteView name, ByteView value) {
        fields.fields_.push_back({name, value});
      });
  if (!object || !reader.at_end()) return {};
  return fields;
}

const JsonFields::Field* JsonFields::find(std::string_view name) const {
  for (const Field& field : fields_) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

std::optional<ByteView> JsonFields::text(std::string_view name) const {
  const Field* field = find(name);
  if (field == nullptr || !field->value.starts_with('"')) return {};
  return field->value.substr(1, field->value.size() - 2);
}

std::optional<std::int64_t> JsonFields::number(std::string_view name) const {
  const Field* field = find(name);
  if (field == nullptr || field->value.size() > 18) return {};
  std::int64_t value = 0;
  const char* end = field->value.data() + field->value.size();
  const auto result = std::from_chars(field->value.data(), end, value);
  if (result.ec != std::errc() || result.ptr != end) return {};
  return value;
}

}  // namespace gitward
