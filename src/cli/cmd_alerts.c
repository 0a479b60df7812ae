/* cli/cmd_alerts.c -- `tocsin alerts`: what waits to be sent, what is dead, and why. */
#include "base/clock.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "store/outbox.h"
#include "text/date.h"

static bool list(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	struct outbox_asked asked = {.all = options_flag(o, OPT_ALL),
				     .most = (size_t)options_number(o, OPT_LIMIT)};
	struct outbox_item *item;
	struct buf out;
	size_t count;
	bool ok;

	buf_init(&out, LIMIT_RESPONSE);
	ok = outbox_list(&item, &count, s, a, &asked, err);
	for (size_t i = 0; ok && i < count; i++)
		buf_fmt(&out, "%.*s  %-7.*s  %-7s  %.*s  %2lld tries  %.*s  %.*s\n",
			STR_ARG(item[i].id), STR_ARG(item[i].state),
			item[i].kind == OUTBOX_MAIL ? "mail" : "webhook",
			STR_ARG(date_iso(a, item[i].made_ms)), (long long)item[i].tries,
			STR_ARG(item[i].receiver), STR_ARG(item[i].reason));
	ok = ok && io_print(buf_view(&out), err) && io_print_end(err);
	buf_free(&out);
	return ok;
}

static bool again(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	int64_t changed;

	(void)a;
	if (!outbox_again(&changed, s, str_of(o->operand[1]), clock_now_ms(), err))
		return false;
	log_info("%lld to be tried again", (long long)changed);
	return true;
}

static bool drop(struct store *s, struct arena *a, const struct options *o, struct err *err)
{
	int64_t changed;

	(void)a;
	if (!outbox_drop(&changed, s, str_of(o->operand[1]), err))
		return false;
	log_info("%lld dropped", (long long)changed);
	return true;
}

static void told(const char *what, const struct postman_tally *t)
{
	log_info("%s: %lld sent, %lld to be tried again, %lld given up", what, (long long)t->sent,
		 (long long)t->later, (long long)t->dead);
}

static int send(const struct options *o)
{
	struct notifier_options n;
	struct notifier_tally t;
	struct err err;

	if (!common_notifier(&n, o, &err))
		return common_failed(&err);
	if (!n.public_url.len)
		n.public_url = STR("http://127.0.0.1:8080"); /* where `tocsin serve` is by itself */
	if (!notifier_once(&t, &n, &err))
		return common_failed(&err);
	log_info("%lld messages of alerts were made", (long long)t.told);
	told("mails", &t.mails);
	told("webhooks", &t.webhooks);
	return t.mails.later + t.mails.dead + t.webhooks.later + t.webhooks.dead ? EXIT_REFUSED
										 : EXIT_DONE;
}

static const struct {
	const char *name;
	int operands;
	bool (*run)(struct store *s, struct arena *a, const struct options *o, struct err *err);
} action[] = {{"list", 1, list}, {"retry", 2, again}, {"drop", 2, drop}};

int cmd_alerts(const struct options *o)
{
	struct store_options options = {.url = str_of(options_text(o, OPT_DB)), .mode = DB_WRITE};
	struct str what = o->operand_count ? str_of(o->operand[0]) : STR("");
	struct store *s = NULL;
	struct arena *a;
	struct err err;
	size_t n = 0;
	bool ok;

	if (str_eq(what, STR("send")) && o->operand_count == 1)
		return send(o);
	while (n < sizeof action / sizeof *action && !str_eq(what, str_of(action[n].name)))
		n++;
	if (n == sizeof action / sizeof *action || o->operand_count != action[n].operands)
		return common_usage("alerts", "list, retry ID, drop ID (or all), or send");
	a = arena_new();
	ok = store_open(&s, &options, &err) && action[n].run(s, a, o, &err);
	store_close(s);
	arena_free(a);
	return ok ? EXIT_DONE : common_failed(&err);
}
