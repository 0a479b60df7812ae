/* serve/page_errors.h -- how often the judge is wrong: what was measured, for readers. */
#pragma once
#include "serve/html.h"
#include "base/arena.h"

void page_errors(struct html *h, struct arena *a); /* sections and tables */
