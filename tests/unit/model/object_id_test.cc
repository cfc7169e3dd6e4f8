#include "model/object_id.h"

#include "support/catch.h"

using namespace gitward;

TEST_CASE("an object id has 40 or 64 digits and nothing else") {
  CHECK(ObjectId::from_hex(std::string(40, 'a'))->hex() ==
        std::string(40, 'a'));
  CHECK(ObjectId::from_hex(std::string(64, 'b'))->hex() ==
        std::string(64, 'b'));
  CHECK_FALSE(ObjectId::from_hex(std::string(39, 'a')));
  CHECK_FALSE(ObjectId::from_hex(std::string(40, 'x')));
  CHECK_FALSE(ObjectId::from_bytes("short"));
}

TEST_CASE("the zero id and no id are both null") {
  CHECK(ObjectId().is_null());
  CHECK(ObjectId::from_hex(std::string(40, '0'))->is_null());
  CHECK_FALSE(ObjectId::from_hex(std::string(40, '1'))->is_null());
}

TEST_CASE("ids are in the order of their digits, wherever they differ first") {
  const auto id = [](std::string digits, std::size_t size) {
    digits.resize(size, '0');
    return *ObjectId::from_hex(digits);
  };
  for (const std::size_t size : {40U, 64U}) {
    for (std::size_t at = 0; at < size; ++at) {
      CAPTURE(size, at);
      const std::string same(at, '7');
      const ObjectId low = id(same + '1', size);
      const ObjectId high = id(same + 'f', size);
      CHECK(low < high);
      CHECK(high > low);
      CHECK(low != high);
      CHECK(low == id(same + '1', size));
    }
  }
}

TEST_CASE("of two ids with the same bytes the shorter one comes first") {
  const ObjectId sha1 = *ObjectId::from_hex(std::string(40, '0'));
  const ObjectId sha256 = *ObjectId::from_hex(std::string(64, '0'));
  CHECK(sha1 != sha256);
  CHECK(sha1 < sha256);
  CHECK(ObjectId() < sha1);
}
