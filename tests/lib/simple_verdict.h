/* tests/lib/simple_verdict.h -- a judge for tests of what comes after judging: it is sure. */
#pragma once
#include "judge/verdict.h"

static inline struct verdict simple_verdict(enum label label)
{
	struct verdict v = {.label = label,
			    .assessed = true,
			    .severity = STR("AI incident"),
			    .severity_rule = STR("harm reported"),
			    .limb = STR("rights"),
			    .role = STR("use"),
			    .rationale = STR("The text reports it."),
			    .pack = STR("test@0"),
			    .model = STR("test@0")};

	v.probability[label] = 1;
	return v;
}
