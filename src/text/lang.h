/* text/lang.h -- which language (CLD2 behind a C++ shim). Pure, any thread. */
#pragma once
#include "base/str.h"

/* BCP 47, "en" and the like, of the first few hundred bytes; "" when CLD2 is
 * not sure. Static text. */
const char *lang_of(struct str text);
