// What to do about a finding, in the state that it is in.
#pragma once

#include <string>
#include <vector>

#include "model/name_mask.h"
#include "report/reporter.h"

namespace gitward {

// A file's name as one word of a command line that is safe to show and to
// paste: hostile bytes are spelled out in $'…'.
std::string quote_for_paste(std::string_view path);

// The lines of one block, each "label: text": commands first. `findings` are
// the places of one credential. A credential that is part of a file's name is
// an asterisk in the commands: they take patterns.
std::vector<std::string> fix_lines(const std::vector<const Finding*>& findings,
                                   ReportOptions::Stage stage,
                                   const NameMask& mask);

// What holds for all blocks, said once.
std::string general_advice(ReportOptions::Stage stage);

}  // namespace gitward
