# Writes a C++ file that holds the bytes of a text:
# cmake -DINPUT=rules.toml -DOUTPUT=builtin_text.cc -P embed.cmake
file(READ ${INPUT} hex HEX)
string(REPEAT "." 32 line)
string(REGEX REPLACE "(${line})" "\\1\n" hex "${hex}")
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "'\\\\x\\1'," bytes "${hex}")
file(WRITE ${OUTPUT} "#include \"rules/rule_set.h\"

namespace gitward {
namespace {

constexpr char kText[] = {
${bytes}};

}  // namespace

std::string_view builtin_rules_text() { return {kText, sizeof(kText)}; }

}  // namespace gitward
")
