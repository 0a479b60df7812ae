/* serve/acts.h -- an act of a reviewer, from a form or from JSON, to the store. */
#pragma once
#include "base/json.h"
#include "serve/call.h"

/* Checks what only the taxonomy knows, and does it. False when a problem was set. With
 * `preview` it is done, looked at and undone again within one transaction: nothing stays. */
typedef void acts_look_fn(struct call *c, struct store *s, const struct acted *done);
bool acts_do(struct acted *out, struct call *c, struct act *a, acts_look_fn *preview) MUST_USE;

void acts_of_form(struct act *out, struct call *c);
/* ERR_INPUT: no object. */
bool acts_of_json(struct act *out, struct call *c, struct str json, struct err *err) MUST_USE;
