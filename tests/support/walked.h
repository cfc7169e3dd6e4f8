// What a walk through a container tells, for tests.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "archive/container_walk.h"
#include "support/catch.h"

struct Walked {
  std::vector<std::string> members;   // "inside=bytes", short ones only.
  std::vector<std::string> unopened;  // "reason inside".
  std::vector<gitward::Unopened> problems;
  std::uint64_t bytes = 0;
};

inline Walked walk(const std::string& container, unsigned depth = 3) {
  Walked walked;
  gitward::ContainerVisitor visitor;
  visitor.member = [&](const gitward::Member& member) {
    CHECK(member.inside.ends_with(member.name));
    walked.bytes += member.bytes.size();
    if (member.bytes.size() < 100) {
      walked.members.push_back(
          fmt::format("{}={}", member.inside, member.bytes));
    }
    if (member.in_place) {
      CHECK(member.bytes.data() >= container.data());
      CHECK(member.bytes.data() + member.bytes.size() <=
            container.data() + container.size());
    }
  };
  visitor.unopened = [&](const gitward::Unopened& unopened) {
    walked.unopened.push_back(fmt::format(
        "{} {}", gitward::name_of(unopened.reason), unopened.inside));
    walked.problems.push_back(unopened);
  };
  gitward::walk_container(container, depth, visitor);
  return walked;
}

using Lines = std::vector<std::string>;
