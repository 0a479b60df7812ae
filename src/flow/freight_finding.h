/* flow/freight_finding.h -- a finding, both ways. For freight.c. */
#pragma once
#include "flow/pipeline.h"
#include "flow/wire.h"

/* Article, verdict, story and round-up; not its document, and not what settling sets. */
void freight_finding(struct wire *w, struct finding *f);
