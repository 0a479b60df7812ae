/* flow/look_pace.h -- when a page that was read is looked at again. Pure.
 *
 * An hour, a day, a week and a month after it was read first, or was found to have changed; then
 * no more: what was not corrected in a month seldom is, and each look is a request that a
 * publisher has to answer. A look that was missed, since nobody ran, is made once, not for each
 * step that went by. */
#pragma once
#include <stdint.h>

#define LOOK_PACE_STEPS 4
#define LOOK_PACE_TRIES 3 /* of one step, when the server has a trouble that may pass */

/* When step `step` is due that counts from base_ms; 0: there is no such step. */
int64_t look_pace_due(int64_t base_ms, int64_t step);
/* The step after a look of `step` at now_ms: the first that is yet to come. */
int64_t look_pace_next(int64_t base_ms, int64_t step, int64_t now_ms);
/* When to try a step once more, the n-th time (from 1); the host may ask for more. */
int64_t look_pace_again(int64_t now_ms, int64_t tries, int64_t retry_ms);
