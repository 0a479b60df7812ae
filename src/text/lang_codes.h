/* text/lang_codes.h -- other spellings of a language's code. Pure. */
#pragma once
#include "base/str.h"

/* ISO 639-3 of a BCP 47 tag: "eng" of "en" or "en-GB"; "" when it is not known. Static text. */
struct str lang_iso3(struct str tag);
