#include "archive/pdf_file.h"

#include <cstdint>
#include <string>
#include <vector>

#include "support/catch.h"
#include "support/packer.h"
#include "support/walked.h"

using namespace gitward;

namespace {

std::string deflated(const std::string& text) {
  // Of gzip: a header of ten bytes, a trailer of eight. Of zlib: two, four.
  const std::string gzip = packed("raw", "gzip", {{"x", text}}, "");
  std::uint32_t a = 1;
  std::uint32_t b = 0;
  for (const char c : text) {
    a = (a + byte_of(c)) % 65521;
    b = (b + a) % 65521;
  }
  std::string sum;
  for (const std::uint32_t part : {b >> 8U, b, a >> 8U, a}) {
    sum += static_cast<char>(part & 255U);
  }
  return "\x78\x9c" + gzip.substr(10, gzip.size() - 18) + sum;
}

std::string stream(const std::string& dictionary, const std::string& data) {
  return "1 0 obj\n<< " + dictionary + " >>\nstream\r\n" + data +
         "\nendstream\nendobj\n";
}

const std::string kFlate = "/Filter /FlateDecode";

}  // namespace

TEST_CASE("a PDF's compressed streams are its members") {
  const Walked walked =
      walk("%PDF-1.4\n" + stream(kFlate, deflated("secret")) +
           stream("/Filter /DCTDecode", "a picture") +
           stream("/Length 5", "plain") + stream(kFlate, "\n") +
           stream("/F#69lter [ /Fl#61teDecode ]", deflated("more")) +
           stream("/Filter [/FlateDecode /DCTDecode]", deflated("last")));
  CHECK(walked.members ==
        Lines{"stream 1=secret", "stream 2=more", "stream 3=last"});
  CHECK(walked.unopened.empty());
  const Walked bomb =
      walk("%PDF-1.4\n" + stream(kFlate, deflated(std::string(70U << 20U, 0))));
  CHECK(bomb.members.empty());
  CHECK(bomb.unopened == Lines{"limit stream 1"});
}

TEST_CASE("a PDF's stream that can't be read is a gap, and others are read") {
  std::string cut = deflated(std::string(5000, 'x') + "secret");
  cut.resize(cut.size() / 2);
  const std::string whole = stream(kFlate, deflated("more"));
  for (const std::string& data : {cut, std::string("no zlib at all")}) {
    const Walked walked = walk("%PDF-1.4\n" + stream(kFlate, data) + whole);
    CHECK(walked.members == Lines{"stream 2=more"});
    CHECK(walked.unopened == Lines{"corrupt stream 1"});
  }
  // One of more than could be told by its size alone.
  std::string large;
  for (unsigned i = 0; i < 200'000; ++i) large += std::to_string(i * i % 9973);
  large = deflated(large);
  large[large.size() - 1] = static_cast<char>(~large[large.size() - 1]);
  const Walked walked = walk("%PDF-1.4\n" + stream(kFlate, large) + whole);
  CHECK(walked.members == Lines{"stream 2=more"});
  CHECK(walked.unopened == Lines{"corrupt stream 1"});
  CHECK(
      walk("%PDF-1.4\n" + stream("/Filter /LZWDecode", "x") + whole).unopened ==
      Lines{"unsupported stream 1"});
  CHECK(walk("%PDF-1.4\n" + stream("/Filter 7 0 R", "x")).unopened ==
        Lines{"unsupported stream 1"});
}

TEST_CASE("a PDF's damaged streams spend the budget, too") {
  // Each is known to be damaged when all of it was made.
  std::string wrong = deflated(std::string(16U << 20U, 0));
  wrong.back() = static_cast<char>(~wrong.back());
  std::string streams;
  for (int i = 0; i < 6; ++i) streams += stream(kFlate, wrong);
  CHECK(walk("%PDF-1.4\n" + streams).unopened ==
        Lines{"corrupt stream 1", "limit stream 4"});
  CHECK(walk("%PDF-1.4\n" + streams + "trailer\n<< /Encrypt 8 0 R >>\n")
            .unopened == Lines{"encrypted ", "limit stream 1"});
}

TEST_CASE("an encrypted PDF is one gap") {
  const std::string streams = stream(kFlate, "unreadable");
  const std::string trailer = "trailer\n<< /Size 9 /Encrypt 8 0 R >>\n";
  CHECK(walk("%PDF-1.4\n" + streams + streams + trailer).unopened ==
        Lines{"encrypted "});
}

TEST_CASE("what looks like a PDF's stream hides no other") {
  const std::string whole = stream(kFlate, deflated("secret"));
  for (const std::string before :
       {"% stream\n\x78\x9c", "<< /Filter /DCTDecode >>\nstream\n\x78\x9c",
        "9 0 obj\n<< /Length 5 >>\nstream\n\x78\x9c"}) {
    CHECK(walk("%PDF-1.4\n" + before + whole).members ==
          Lines{"stream 1=secret"});
  }
}
