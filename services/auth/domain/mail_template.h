#pragma once

#include <string>
#include <string_view>

#include "libs/mail/mail.h"
#include "services/auth/domain/mail_repository.h"

namespace enlace::auth {

// The mail in its language, as text and as HTML. `link` is a URL; unused by a mail without one.
mail::Mail ComposeMail(const DueMail& due, std::string_view link);

}  // namespace enlace::auth
