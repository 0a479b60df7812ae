/* serve/page_verdict.h -- the sections that tell of one verdict. */
#pragma once
#include "serve/proof.h"

/* Of the first in p: label, reason, severity and second opinion ... */
void page_verdict(struct html *h, struct call *c, struct proof *p);
void page_verdict_rest(struct html *h, struct proof *p); /* ... tags, arithmetic, quotes */
