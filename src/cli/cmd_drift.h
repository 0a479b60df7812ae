/* cli/cmd_drift.h -- `tocsin eval drift`: are the articles of a store like those learned from? */
#pragma once
#include "base/buf.h"
#include "cli/common.h"

/* Appends the report and leaves its figures in the store. */
bool cmd_drift(struct buf *out, const struct options *o, struct err *err) MUST_USE;
