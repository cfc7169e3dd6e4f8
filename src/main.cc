#include "cli/cli.h"

int main(int argc, char** argv) {
  return gitward::cli::run(argc, argv);
}
