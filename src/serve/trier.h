/* serve/trier.h -- the thread that fetches what readers want judged by its address.
 *
 * A guest as `watch` is (ingest/polite.h): robots.txt, pace, public addresses only. What it
 * reads goes to the table (serve/tried.h) and nowhere else. */
#pragma once
#include "ingest/polite.h"
#include "serve/tried.h"

struct trier;
/* Before other threads start. ERR_CONFIG: a contact that can not stand in a header. */
bool trier_start(struct trier **out, const struct polite_options *o, struct err *err) MUST_USE;
void trier_stop(struct trier *t);           /* breaks off what is under way; NULL is fine */
struct tried *trier_table(struct trier *t); /* lives as long as it */
