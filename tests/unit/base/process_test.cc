#include "base/process.h"

#include <string>

#include "base/error.h"
#include "support/catch.h"

using namespace gitward;

namespace {

Command shell(const std::string& script) {
  Command command;
  command.argv = {"sh", "-c", script};
  return command;
}

}  // namespace

TEST_CASE("a command's output, errors and status are told apart") {
  const CommandResult result = run_command(shell("echo a; echo b >&2; exit 3"));
  CHECK(result.output == "a\n");
  CHECK(result.errors == "b\n");
  CHECK(result.status == 3);
}

TEST_CASE("input larger than a pipe comes back whole") {
  const std::string input(1 << 20, 'x');
  Command command = shell("cat");
  command.input = input;
  CHECK(run_command(command).output == input);
}

TEST_CASE("a child that does not read its input is no error") {
  const std::string input(1 << 20, 'x');
  Command command = shell("exit 0");
  command.input = input;
  CHECK(run_command(command).status == 0);
}

TEST_CASE("the environment is added to and taken from") {
  Command command = shell("echo \"$ADDED-${HOME-none}\"");
  command.environment = {{"ADDED", "yes"}, {"HOME", std::nullopt}};
  CHECK(run_command(command).output == "yes-none\n");
}

TEST_CASE("a program that does not exist is an error") {
  Command command;
  command.argv = {"gitward-no-such-program"};
  CHECK_THROWS_AS(run_command(command), Error);
}

TEST_CASE("a conversation answers question by question") {
  Conversation cat(shell("cat"));
  cat.send("one\ntwo");
  CHECK(cat.read_line() == "one");
  CHECK(cat.read_exactly(3) == "two");
}

TEST_CASE("a conversation that ends early is an error, not an answer") {
  Conversation quitter(shell("echo half; exit 0"));
  CHECK(quitter.read_line() == "half");
  CHECK_THROWS_AS(quitter.read_line(), Error);
}
