/* serve/assets.h -- style, script, pictures and fonts, built in or from a folder. */
#pragma once
#include "serve/call.h"

uint64_t assets_version(void); /* changes with any built-in file and the program */

/* "/assets/app.css?v=HASH": may be kept for a year, as the hash names the bytes. */
struct str assets_path(struct arena *a, const struct call *c, const char *name);
struct str assets_file(const char *name); /* the bytes of a built-in file, "" none */
