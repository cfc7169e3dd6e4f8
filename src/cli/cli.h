// The command line: arguments in, exit status out.
#pragma once

namespace gitward::cli {

// Runs one command. Never throws: every error ends in a message on standard
// error and in the exit status that README documents.
int run(int argc, char** argv);

}  // namespace gitward::cli
