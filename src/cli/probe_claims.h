/* cli/probe_claims.h -- `tocsin probe claims`: one event's ledger as JSON. */
#pragma once
#include "cli/common.h"

/* The exit status. */
int probe_claims(const struct options *o);
