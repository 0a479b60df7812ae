/* judge/features_cues.h -- what cues and assertions say, as features. For features.c. */
#pragma once
#include "judge/features_gather.h"

size_t features_cues_bound(const struct reading *r); /* adds at most */
void features_cues_add(struct features_gather *g, const struct reading *r, const struct pack *pack);
