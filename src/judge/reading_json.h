/* judge/reading_json.h -- a reading as JSON, for `tocsin probe`. Pure. */
#pragma once
#include "base/buf.h"
#include "judge/reading.h"

/* {"id","cues":[{"group","field","from","upto","quote","sentence","pattern"}]} */
void reading_json_cues(struct buf *out, const struct reading *r, const struct pack *pack);
/* {"id","piece","assertions":[{"field","sentence","modality","limb","weight","system",
 * "harm","victim","actor","source"}]}; what is missing is left out. */
void reading_json_assertions(struct buf *out, const struct reading *r, const struct pack *pack);
