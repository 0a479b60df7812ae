/* ingest/warc_probe.h -- an archive's records as JSON Lines: `tocsin probe warc`. */
#pragma once
#include "base/buf.h"
#include "base/err.h"

/* Gives `line` to `print` for each record and damage, and a last one with the counts. */
typedef bool warc_probe_print_fn(struct str line, void *payload);
bool warc_probe(const char *path, warc_probe_print_fn *print, void *payload,
		struct err *err) MUST_USE;
