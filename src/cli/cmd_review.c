/* cli/cmd_review.c -- `tocsin review`: the queue of reviewers. */
#include "base/io.h"
#include "base/limits.h"
#include "cli/common.h"
#include "store/review.h"

static bool queue(const struct options *o, struct store *s, struct arena *a, struct err *err)
{
	struct waiting_query q = {.limit = LIMIT_PAGE_ROWS};
	int64_t left = options_number(o, OPT_LIMIT);
	struct waiting_page page = {.next = STR("")};
	struct buf b;
	bool ok = true;

	buf_init(&b, LIMIT_RESPONSE);
	do {
		q.cursor = page.next;
		ok = store_waiting(&page, s, a, &q, err);
		for (size_t i = 0; ok && i < page.count && left > 0; i++, left--) {
			const struct waiting_row *w = &page.row[i];
			struct str why = store_waiting_name(w->why);

			buf_fmt(&b, "%-14.*s %-8s %.*s  %-13.*s %.*s\n", STR_ARG(why),
				w->article.len ? "article" : "event",
				STR_ARG(w->article.len ? w->article : w->event), STR_ARG(w->label),
				STR_ARG(w->title));
		}
		ok = ok && io_print(buf_view(&b), err);
		buf_clear(&b);
	} while (ok && page.next.len && left > 0);
	buf_free(&b);
	return ok;
}

int cmd_review(const struct options *o)
{
	struct store_options where = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_READ};
	struct arena *a;
	struct store *s = NULL;
	struct err err;
	bool ok;

	if (o->operand_count != 1 || strcmp(o->operand[0], "queue") != 0)
		return common_usage("review", "queue");
	a = arena_new();
	ok = store_open(&s, &where, &err) && queue(o, s, a, &err) && io_print_end(&err);
	store_close(s);
	arena_free(a);
	return ok ? EXIT_DONE : common_failed(&err);
}
