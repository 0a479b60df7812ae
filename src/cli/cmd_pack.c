/* cli/cmd_pack.c -- `tocsin pack compile FOLDER`, `tocsin pack check FOLDER [FILE...]`. */
#include "base/limits.h"
#include "base/log.h"
#include "cli/common.h"
#include "judge/matcher.h"
#include "judge/pack_check.h"

struct checking {
	struct pack_check *check;
	struct matcher *matcher;
};

static bool read_article(const struct article *a, struct arena *arena, void *payload,
			 struct err *err)
{
	struct checking *c = payload;

	(void)err;
	pack_check_read(c->check, c->matcher, arena, a);
	return true;
}

static void tell_pack(struct buf *out, const struct pack *pack)
{
	buf_fmt(out, "%.*s: %.*s\n", STR_ARG(pack_id(pack)), STR_ARG(pack_title(pack)));
	buf_fmt(out, "%zu groups of cues, %zu facets, models: %s%s\n", pack_group_count(pack),
		pack_facet_count(pack), pack_model(pack, STR("labels")) ? "labels " : "",
		pack_model(pack, STR("facets")) ? "facets" : "");
}

static int check(const struct options *o)
{
	struct checking c;
	struct pack *pack;
	struct buf out;
	struct err err;
	int status = EXIT_DONE;
	bool fine;

	if (!pack_load(&pack, o->operand[1], &err))
		return common_failed(&err);
	c.check = pack_check_new(pack);
	c.matcher = matcher_new(pack);
	buf_init(&out, LIMIT_FILE);
	if (o->operand_count > 2)
		status = common_articles(o, 2, read_article, &c);
	fine = pack_check_tell(&out, c.check) == 0;
	tell_pack(&out, pack);
	if (common_print(buf_view(&out)) != EXIT_DONE || !fine)
		status = EXIT_REFUSED;
	buf_free(&out);
	matcher_free(c.matcher);
	pack_check_free(c.check);
	pack_free(pack);
	return status;
}

int cmd_pack(const struct options *o)
{
	const char *what = o->operand_count > 1 ? o->operand[0] : "";
	struct err err;

	if (strcmp(what, "check") == 0)
		return check(o);
	if (strcmp(what, "compile") != 0 || o->operand_count != 2)
		return common_usage("pack", "compile and a FOLDER, or check, a FOLDER and perhaps "
					    "FILEs of articles");
	return pack_compile(o->operand[1], &err) ? EXIT_DONE : common_failed(&err);
}
