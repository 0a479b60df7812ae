/* cli/cmd_group.c -- `tocsin group`: clustering alone. */
#include <inttypes.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "cli/common.h"
#include "events/group.h"

static bool place(const struct article *a, struct arena *arena, void *payload, struct err *err)
{
	uint64_t event = group_add(payload, arena, a);
	struct buf line;
	struct emit e;
	bool ok;

	buf_init(&line, LIMIT_FIELD * 8);
	emit_open(&e, &line);
	emit_object(&e);
	emit_pair(&e, "id", a->id);
	emit_pair(&e, "event", arena_fmt(arena, "e%" PRIu64, event));
	emit_end(&e);
	buf_char(&line, '\n');
	ok = io_print(buf_view(&line), err);
	buf_free(&line);
	return ok;
}

int cmd_group(const struct options *o)
{
	struct group *g;
	struct err err;
	int status;

	if (o->operand_count == 0)
		return common_usage("group", "at least one FILE of articles (- is standard input)");
	g = group_new();
	status = common_articles(o, 0, place, g);
	group_free(g);
	if (!io_print_end(&err))
		return common_failed(&err);
	return status;
}
