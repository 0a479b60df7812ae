/* serve/aim_codes.h -- countries by whichever code a client writes. Pure. */
#pragma once
#include "base/str.h"

/* The name that the store knows it by: of a name, "MY" or "MYS", in any case; NULL none. */
const char *aim_codes_country(struct str name);
