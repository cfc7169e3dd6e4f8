#include "decode/inflated.h"

#include <libdeflate.h>
#include <random>
#include <string>

#include "support/catch.h"

namespace gitward {
namespace {

std::string deflated(Coding coding, ByteView text) {
  libdeflate_compressor* const state = libdeflate_alloc_compressor(9);
  std::string out(text.size() + 100, '\0');
  out.resize((coding == Coding::kGzip ? libdeflate_gzip_compress
                                      : libdeflate_zlib_compress)(
      state, text.data(), text.size(), out.data(), out.size()));
  libdeflate_free_compressor(state);
  return out;
}

TEST_CASE("a stream gives what went into it, whatever follows") {
  for (const Coding coding : {Coding::kGzip, Coding::kZlib}) {
    std::string text;
    for (int i = 0; i < 1000; ++i) text += std::to_string(i) + " words, ";
    const std::string stream = deflated(coding, text) + "more";
    REQUIRE(compression_of(stream) == coding);
    const Inflated result = inflated(coding, stream, 100'000);
    CHECK(result.outcome == Inflated::Outcome::kWhole);
    CHECK(result.text == text);
  }
}

TEST_CASE("a stream of more than the limit is told apart from a damaged one") {
  const std::string bomb = deflated(Coding::kGzip, std::string(1'000'000, 'a'));
  CHECK(inflated(Coding::kGzip, bomb, 999'999).outcome ==
        Inflated::Outcome::kTooLarge);
  CHECK(inflated(Coding::kGzip, bomb, 1'000'000).outcome ==
        Inflated::Outcome::kWhole);
  CHECK(inflated(Coding::kGzip, bomb.substr(0, 50), 1'000'000).outcome ==
        Inflated::Outcome::kDamaged);
}

TEST_CASE("text is no stream") {
  CHECK_FALSE(compression_of("xyz"));
  CHECK_FALSE(compression_of(""));
  CHECK_FALSE(compression_of("x"));
}

TEST_CASE("gzip is sure by its whole header, not by two bytes") {
  const std::string stream =
      deflated(Coding::kGzip, "a text that is long enough to be one");
  CHECK(is_surely_gzip(stream));
  CHECK_FALSE(is_surely_gzip(stream.substr(0, 20)));
  CHECK_FALSE(is_surely_gzip(
      deflated(Coding::kZlib, "a text that is long enough to be one")));
  for (const std::size_t byte : {0U, 1U, 2U, 3U, 8U, 9U}) {
    CAPTURE(byte);
    std::string wrong = stream;
    wrong[byte] = '\xe7';
    CHECK_FALSE(is_surely_gzip(wrong));
  }
}

TEST_CASE("zlib is sure by what it gives before the damage") {
  std::string text;
  for (int i = 0; i < 1000; ++i)
    text += std::to_string(i % 97 * 7919 + i) + " ";
  const std::string stream = deflated(Coding::kZlib, text);
  CHECK(is_surely_zlib(stream));
  CHECK(is_surely_zlib(stream.substr(0, stream.size() / 2)));
  std::string wrong = stream;
  wrong.back() = static_cast<char>(wrong.back() ^ 1);
  CHECK(inflated(Coding::kZlib, wrong, 100'000).outcome ==
        Inflated::Outcome::kDamaged);
  CHECK(is_surely_zlib(wrong));

  CHECK_FALSE(is_surely_zlib(""));
  CHECK_FALSE(is_surely_zlib(stream.substr(0, 2)));
  CHECK_FALSE(is_surely_zlib(stream.substr(0, 40)));
  CHECK_FALSE(is_surely_zlib(deflated(Coding::kGzip, text)));
  // Little, and then the end.
  const auto little = [&](std::size_t size) {
    return is_surely_zlib(deflated(Coding::kZlib, text.substr(0, size)));
  };
  CHECK_FALSE(little(kSureOfZlib / 2));
  CHECK(little(kSureOfZlib));
}

TEST_CASE("zlib that is cut is sure from 128 bytes on") {
  // Noise of letters: few parts are copied.
  std::mt19937 random(8);
  std::string text;
  while (text.size() < 2000) text += static_cast<char>(' ' + random() % 90);
  for (std::size_t size = kSureOfZlib; size < 500; ++size) {
    CAPTURE(size);
    // Without its check and the end of its last block.
    std::string stream = deflated(Coding::kZlib, text.substr(0, size));
    stream.resize(stream.size() - 5);
    CHECK(is_surely_zlib(stream));
  }
  const std::string whole = deflated(Coding::kZlib, text);
  for (std::size_t cut = 250; cut < whole.size(); ++cut) {
    CAPTURE(cut);
    CHECK(is_surely_zlib(whole.substr(0, cut)));
  }
}

TEST_CASE("zlib that is cut in bytes as they are is sure, too") {
  // So many and the same in other words, and some of the bytes.
  const auto stored = [](char size, char other) {
    return is_surely_zlib(std::string("\x78\x01\0", 3) + size + '\0' + other +
                          "\xff" + std::string(120, 'x'));
  };
  CHECK(stored('\x90', '\x6f'));
  CHECK_FALSE(stored('\x90', '\x6e'));
  CHECK_FALSE(stored('\x7f', '\x80'));
}

TEST_CASE("two bytes of zlib before noise are rarely sure") {
  std::mt19937 random(20);
  int sure = 0;
  for (int i = 0; i < 10'000; ++i) {
    std::string noise = "\x78\x9c";
    for (int byte = 0; byte < 200; ++byte) {
      noise += static_cast<char>(random() & 0xffU);
    }
    sure += is_surely_zlib(noise) ? 1 : 0;
  }
  CAPTURE(sure);
  CHECK(sure < 100);
}

}  // namespace
}  // namespace gitward
