// What an offline check says of a token.
#pragma once

namespace gitward {

// kNotApplicable: the token has not the form that the check asks for, or there
// is no check, so nothing can be said. kFailed: it has, and the check is wrong.
enum class [[nodiscard]] Proof{kNotApplicable, kProven, kFailed};

}  // namespace gitward
