/* serve/sent.h -- what readers send, checked, from a form or from JSON. Inside serve/ only. */
#pragma once
#include "serve/call.h"

/* Checks sizes, the address, and how often it was tried; then keeps it. False when a problem
 * was set. Fields that are longer than they may be are refused, not cut. */
bool sent_submission(struct submission *one, struct call *c) MUST_USE;
bool sent_correction(struct correction *one, struct call *c) MUST_USE;
