/* cli/cmd_group.c -- `tocsin group`: clustering alone.
 *
 * Printed in the order of the input once all are placed: a later article can show that
 * two events are one. */
#include <inttypes.h>
#include <stdio.h>

#include "base/emit.h"
#include "base/io.h"
#include "base/limits.h"
#include "base/vec.h"
#include "cli/common.h"
#include "events/group.h"

struct taken {
	struct group *group;
	struct arena *ids;
	VEC(struct str) id;
};

static bool take(const struct article *a, struct arena *arena, void *payload, struct err *err)
{
	struct taken *t = payload;

	(void)err;
	group_add(t->group, arena, a);
	VEC_PUSH(&t->id, arena_copy(t->ids, a->id));
	return true;
}

static bool print_one(struct buf *line, struct str id, uint64_t event, struct err *err)
{
	char name[24];
	struct emit e;

	snprintf(name, sizeof name, "e%" PRIu64, event);
	buf_clear(line);
	emit_open(&e, line);
	emit_object(&e);
	emit_pair(&e, "id", id);
	emit_pair(&e, "event", str_of(name));
	emit_end(&e);
	buf_char(line, '\n');
	return io_print(buf_view(line), err);
}

static bool print_all(struct taken *t, struct err *err)
{
	struct buf line;
	bool ok = true;

	buf_init(&line, LIMIT_FIELD * 8);
	group_run(t->group, NULL);
	for (size_t i = 0; ok && i < t->id.len; i++)
		ok = print_one(&line, t->id.at[i], group_event(t->group, i), err);
	buf_free(&line);
	return ok && io_print_end(err);
}

int cmd_group(const struct options *o)
{
	struct taken t = {0};
	struct err err;
	int status;

	if (o->operand_count == 0)
		return common_usage("group", "at least one FILE of articles (- is standard input)");
	t.group = group_new();
	t.ids = arena_new();
	status = common_articles(o, 0, take, &t);
	if (!print_all(&t, &err))
		status = common_failed(&err);
	VEC_FREE(&t.id);
	arena_free(t.ids);
	group_free(t.group);
	return status;
}
