/* serve/docs.h -- docs/EXPORTS.md, built into the program: dumps and /data carry it. */
#pragma once
#include "base/str.h"

struct str docs_exports(void);
