/* cli/common.c -- opening packs and sources, printing, telling what failed. */
#include "cli/common.h"

#include <stdlib.h>

#include "base/limits.h"
#include "base/io.h"
#include "base/log.h"
#include "ingest/extract.h"
#include "text/url.h"
#include "store/db_url.h"

int common_failed(const struct err *err)
{
	log_error("%s", err->text);
	return EXIT_REFUSED;
}

int common_usage(const char *command, const char *wanted)
{
	log_error("%s wants %s; see `tocsin %s --help`", command, wanted, command);
	return EXIT_USAGE;
}

const char *common_store(const struct options *o)
{
	struct db_url shown;

	return arena_z(o->arena, str_of(db_url_shown(&shown, str_of(options_text(o, OPT_DB)))));
}

bool common_pack(struct pack **out, const struct options *o, struct err *err)
{
	const char *folder = options_text(o, OPT_PACK);

	return pack_load(out, *folder ? folder : NULL, err);
}

const char *common_format(const struct options *o)
{
	const char *format = options_text(o, OPT_FORMAT);

	return *format ? format : NULL;
}

bool common_opinion(struct opinion **out, const struct options *o, struct err *err)
{
	struct opinion_options options = {
		.url = str_of(options_text(o, OPT_OPINION_URL)),
		.model = str_of(options_text(o, OPT_OPINION_MODEL)),
		.key_variable = options_text(o, OPT_OPINION_KEY),
		.timeout_s = options_number(o, OPT_OPINION_TIMEOUT),
		.concurrency = options_number(o, OPT_OPINION_CONCURRENCY),
		.budget = options_number(o, OPT_OPINION_BUDGET),
	};

	*out = NULL;
	return options.url.len == 0 || opinion_open(out, &options, err);
}

void common_opinion_told(struct opinion *o)
{
	struct opinion_tally t;

	if (!o)
		return;
	opinion_tally(&t, o);
	log_info("second opinions: %lld wanted, %lld answered, %lld from cache, %lld calls, "
		 "%lld quotes dropped",
		 (long long)t.asked, (long long)t.answered, (long long)t.from_cache,
		 (long long)t.calls, (long long)t.quotes_dropped);
}

int common_print(struct str text)
{
	struct err err;

	if (!io_print(text, &err) || !io_print_end(&err))
		return common_failed(&err);
	return EXIT_DONE;
}

/* One source to its end; false only when `each` failed. */
static bool one_source(struct source *s, struct arena *arena, int *status, common_article_fn *each,
		       void *payload, struct err *err)
{
	struct document doc;
	struct article article;
	enum pulled pulled;

	while ((pulled = source_next(&doc, s, arena, err)) != PULLED_END) {
		bool refused = pulled != PULLED_DOCUMENT;

		if (!refused && !extract_article(&article, arena, &doc, err)) {
			err_at(err, arena_z(arena, doc.origin));
			refused = true;
		}
		if (refused)
			*status = common_failed(err);
		else if (!each(&article, arena, payload, err))
			return false;
		if (pulled == PULLED_BROKEN)
			break;
		arena_reset(arena);
	}
	return true;
}

int common_articles(const struct options *o, int first_operand, common_article_fn *each,
		    void *payload)
{
	struct arena *arena = arena_new();
	int status = EXIT_DONE;
	struct err err;

	for (int i = first_operand; i < o->operand_count; i++) {
		struct source *s;
		bool going;

		if (!source_open(&s, str_of(o->operand[i]), common_format(o), NULL, &err)) {
			status = common_failed(&err);
			continue;
		}
		going = one_source(s, arena, &status, each, payload, &err);
		source_close(s);
		if (!going) {
			status = common_failed(&err);
			break;
		}
	}
	arena_free(arena);
	return status;
}

bool common_reputation(struct reputation **out, const struct options *o, struct err *err)
{
	const char *path = options_text(o, OPT_REPUTATION);
	struct buf text;
	bool ok;

	*out = NULL;
	if (!*path)
		return true;
	buf_init(&text, LIMIT_FETCH_FEED);
	ok = io_read(&text, path, err);
	if (ok && !reputation_read(out, buf_view(&text), err)) {
		err_at(err, path);
		ok = false;
	}
	buf_free(&text);
	return ok;
}

static bool within(const struct options *o, enum option which, int64_t least, int64_t most,
		   struct err *err)
{
	int64_t n = options_number(o, which);

	return (n >= least && n <= most) ||
	       err_set(err, ERR_CONFIG, "--%s wants a number from %lld to %lld",
		       option_row[which].name, (long long)least, (long long)most);
}

bool common_polite(struct polite_options *out, const struct options *o, struct err *err)
{
	*out = (struct polite_options){.contact = str_of(options_text(o, OPT_CONTACT)),
				       .allow_private = str_of(options_text(o, OPT_ALLOW_PRIVATE)),
				       .pace_ms = options_number(o, OPT_PACE),
				       .timeout_ms = options_number(o, OPT_FETCH_TIMEOUT) * 1000};
	return within(o, OPT_PACE, 0, LIMIT_CRAWL_DELAY * 1000, err) &&
	       within(o, OPT_FETCH_TIMEOUT, 1, LIMIT_FETCH_TIMEOUT, err);
}

bool common_images(bool *out, const struct options *o, struct err *err)
{
	struct str which = str_of(options_text(o, OPT_IMAGES));

	*out = str_eq(which, STR("thumbnails"));
	return *out || str_eq(which, STR("none")) ||
	       err_set(err, ERR_CONFIG, "--images is thumbnails or none");
}

/* "https://tocsin.example.org" without a slash at its end; "" is fine. */
static bool public_url(struct str *out, const struct options *o, struct err *err)
{
	struct url parts;

	*out = str_of(options_text(o, OPT_PUBLIC_URL));
	while (str_ends(*out, STR("/")))
		*out = str_cut(*out, 0, out->len - 1);
	return !out->len || url_parse(&parts, *out) ||
	       err_set(err, ERR_CONFIG,
		       "--public-url wants an address such as https://example.org");
}

bool common_notifier(struct notifier_options *out, const struct options *o, struct err *err)
{
	const char *key = options_text(o, OPT_MAIL_KEY);

	*out = (struct notifier_options){
		.post = {.db = str_of(options_text(o, OPT_DB)),
			 .mail_server = options_text(o, OPT_MAIL_SERVER),
			 .mail_user = options_text(o, OPT_MAIL_USER),
			 .mail_key_variable = key,
			 .mail_ca = options_text(o, OPT_MAIL_CA),
			 .mail_from = str_of(options_text(o, OPT_MAIL_FROM)),
			 .allow_private = str_of(options_text(o, OPT_ALLOW_PRIVATE)),
			 .timeout_ms = LIMIT_OUTBOX_TIMEOUT * INT64_C(1000)}};
	if (!public_url(&out->public_url, o, err))
		return false;
	return !*key || getenv(key) ||
	       err_set(err, ERR_CONFIG, "--mail-key-variable %s: there is no such variable", key);
}
