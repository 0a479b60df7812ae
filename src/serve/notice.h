/* serve/notice.h -- what an alert says: a mail in text and HTML, or JSON for a webhook. Pure.
 *
 * Titles and quotes are somebody else's words: they stand as text in each form, on one line,
 * without characters that turn it around, and end somewhere. Every message says why it came
 * and how to end it. */
#pragma once
#include "serve/saved.h"
#include "store/alerts.h"
#include "store/outbox.h"

struct notice {
	struct arena *arena;
	const struct alert *alert;
	const struct saved *saved;
	const struct alert_page *page; /* NULL for the mail that asks to confirm */
	struct str base;               /* "https://tocsin.example.org", without a slash */
	int64_t now_ms;
};

/* For the outbox; everything lives in the arena. */
void notice_news(struct outbox_item *out, const struct notice *n);
void notice_confirm(struct outbox_item *out, const struct notice *n);

/* "/alerts/ID/stop?key=..." and the like; "" as purpose: the page of the alert itself. */
struct str notice_path(struct arena *a, const struct alert *alert, const char *purpose);
