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
