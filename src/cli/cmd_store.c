/* cli/cmd_store.c -- `tocsin check`, `tocsin migrate`, `tocsin events`. */
#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "store/review.h"

static struct store_options where(const struct options *o, enum db_mode mode)
{
	return (struct store_options){.url = str_of(options_text(o, OPT_DB)), .mode = mode};
}

static void told(const char *line, void *payload)
{
	(void)payload;
	log_error("%s", line);
}

static int check_trail(const struct options *o)
{
	struct store_options options = where(o, DB_READ);
	struct arena *a = arena_new();
	struct store *s = NULL;
	struct str head;
	struct err err;
	int64_t rows;
	bool ok = store_open(&s, &options, &err) && store_trail_check(&rows, &head, s, a, &err);

	ok = ok &&
	     io_print(arena_fmt(a, "%lld acts, the last is %.*s\n", (long long)rows, STR_ARG(head)),
		      &err) &&
	     io_print_end(&err);
	store_close(s);
	arena_free(a);
	return ok ? EXIT_DONE : common_failed(&err);
}

int cmd_check(const struct options *o)
{
	struct store_options options = where(o, DB_WRITE);
	struct store_totals totals;
	struct store *s;
	struct err err;
	bool ok;

	if (o->operand_count == 1 && strcmp(o->operand[0], "trail") == 0)
		return check_trail(o);
	if (o->operand_count)
		return common_usage("check", "nothing, or trail");
	if (!store_open(&s, &options, &err))
		return common_failed(&err);
	ok = store_check(s, told, NULL, &err) && store_totals(&totals, s, &err);
	store_close(s);
	if (!ok)
		return common_failed(&err);
	log_info("%s is sound: %lld articles, %lld events, %lld refused documents, %lld sources",
		 common_store(o), (long long)totals.articles, (long long)totals.events,
		 (long long)totals.refused, (long long)totals.sources);
	return EXIT_DONE;
}

int cmd_migrate(const struct options *o)
{
	struct store_options options = where(o, DB_WRITE);
	int64_t from, upto;
	struct err err;

	if (!store_migrate(&from, &upto, &options, &err))
		return common_failed(&err);
	if (from == upto)
		log_info("%s is up to date (schema %lld)", common_store(o),
			 (long long)upto);
	else
		log_info("%s: schema %lld is now %lld", common_store(o), (long long)from,
			 (long long)upto);
	return EXIT_DONE;
}

static void event_line(struct buf *out, const struct event_row *e)
{
	buf_fmt(out, "%.*s  %-13.*s %3.0f %%  %2lld article%s  %.*s%s%.*s\n", STR_ARG(e->id),
		STR_ARG(e->label), e->probability * 100, (long long)e->article_count,
		e->article_count == 1 ? " " : "s", STR_ARG(e->title), e->country.len ? " - " : "",
		STR_ARG(e->country));
}

struct listing {
	struct store *store;
	struct buf out, token; /* the page token outlives the page's arena */
	int64_t left;
};

/* Prints one page; the token of the next goes to l->token, empty at the end. */
static bool next_page(struct listing *l, struct event_query *q, struct err *err)
{
	struct arena *a = arena_new();
	struct event_page page;
	bool ok;

	q->cursor = buf_view(&l->token);
	ok = store_events(&page, l->store, a, q, err);
	for (size_t i = 0; ok && i < page.count && l->left > 0; i++, l->left--)
		event_line(&l->out, &page.row[i]);
	ok = ok && io_print(buf_view(&l->out), err);
	buf_clear(&l->out);
	buf_clear(&l->token);
	if (ok)
		buf_str(&l->token, page.next);
	arena_free(a);
	return ok;
}

static int list_events(const struct options *o)
{
	struct store_options options = where(o, DB_READ);
	struct event_query query = {.q = str_of(options_text(o, OPT_SEARCH)),
				    .label = str_of(options_text(o, OPT_LABEL)),
				    .limit = 100};
	struct listing list = {.left = options_number(o, OPT_LIMIT)};
	struct err err;
	bool ok;

	if (!store_open(&list.store, &options, &err))
		return common_failed(&err);
	buf_init(&list.out, LIMIT_RESPONSE);
	buf_init(&list.token, LIMIT_FIELD);
	do
		ok = next_page(&list, &query, &err);
	while (ok && list.left > 0 && list.token.len);
	buf_free(&list.out);
	buf_free(&list.token);
	store_close(list.store);
	if (!ok || !io_print_end(&err))
		return common_failed(&err);
	return EXIT_DONE;
}

/* `events merge` and `events split`, acts like those on the site; prints the id of the event
 * that came of it. */
static int decide(const struct options *o, bool merge)
{
	struct store_options options = where(o, DB_WRITE);
	struct act act = {.name = merge ? STR("merge") : STR("split"),
			  .event = str_of(o->operand[1]),
			  .other = str_of(o->operand[2]),
			  .count = (size_t)o->operand_count - 2,
			  .by = {.who = str_of(options_text(o, OPT_WHO)),
				 .why = str_of(options_text(o, OPT_WHY)),
				 .at_ms = clock_now_ms()}};
	struct arena *a = arena_new();
	struct str *what = ARENA_ARRAY(a, struct str, act.count);
	struct reputation *reputation = NULL;
	struct store *s = NULL;
	struct acted done;
	struct err err;
	bool ok;

	for (size_t i = 0; i < act.count; i++)
		what[i] = str_of(o->operand[i + 2]);
	act.what = what;
	ok = common_reputation(&reputation, o, &err) && store_open(&s, &options, &err);
	if (ok && reputation)
		store_use_reputation(s, reputation);
	ok = ok && store_act(&done, s, a, &act, &err) &&
	     io_print(arena_fmt(a, "%.*s\n", STR_ARG(done.event)), &err) && io_print_end(&err);
	store_close(s);
	reputation_free(reputation);
	arena_free(a);
	return ok ? EXIT_DONE : common_failed(&err);
}

int cmd_events(const struct options *o)
{
	bool merge = o->operand_count > 0 && str_eq(str_of(o->operand[0]), STR("merge"));
	bool split = o->operand_count > 0 && str_eq(str_of(o->operand[0]), STR("split"));

	if (o->operand_count == 0)
		return list_events(o);
	if (!(merge && o->operand_count == 3) && !(split && o->operand_count > 2))
		return common_usage("events",
				    "nothing, merge EVENT EVENT, or split EVENT ARTICLE...");
	if (!*options_text(o, OPT_WHO) || !*options_text(o, OPT_WHY))
		return common_usage("events", "--who and --why with merge and split");
	return decide(o, merge);
}
