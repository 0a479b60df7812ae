/* store/store_trail.c -- every act of a person, in a chain.
 *
 * A row's hash is the SHA-256 of its fields, each with its length before it, and of the hash
 * of the row before; so a row that is changed, taken out or put in breaks the chain from
 * there on. Triggers refuse both to whoever does not mean it. The chain can not tell that
 * its end was cut off, so the number of rows is kept a second time (counters), nor that
 * someone with the file made it all anew; against that helps only to keep the head elsewhere:
 * `tocsin check trail` prints it, and so does the page of the trail. */
#include <stdio.h>

#include "base/limits.h"
#include "base/secret.h"
#include "store/store_people.h"
#include "text/utf8.h"

static const char nothing_before[] =
	"0000000000000000000000000000000000000000000000000000000000000000";

static void field(struct buf *b, struct str s)
{
	buf_fmt(b, "%zu:", s.len);
	buf_str(b, s);
	buf_char(b, ',');
}

static void number(struct buf *b, int64_t n)
{
	char text[24];

	snprintf(text, sizeof text, "%lld", (long long)n);
	field(b, str_of(text));
}

static void hash_of(char out[SECRET_HEX_SIZE], const struct trail_row *r, struct str previous)
{
	struct buf b;

	buf_init(&b, LIMIT_LINE);
	number(&b, r->number);
	number(&b, r->at_ms);
	field(&b, r->who);
	field(&b, r->act);
	field(&b, r->subject);
	field(&b, r->was);
	field(&b, r->became);
	field(&b, r->why);
	number(&b, r->undoes);
	field(&b, previous);
	secret_sha256(out, buf_view(&b));
	buf_free(&b);
}

static bool head_of(int64_t *last, char head[SECRET_HEX_SIZE], struct store *s, struct err *err)
{
	struct ask a;

	*last = 0;
	memcpy(head, nothing_before, SECRET_HEX_SIZE);
	ask_open(&a, s, Q_TRAIL_HEAD, err);
	if (ask_row(&a)) {
		struct str hash = ask_str_at(&a, 1);

		*last = ask_int_at(&a, 0);
		if (hash.len == SECRET_HEX_SIZE - 1)
			memcpy(head, hash.at, hash.len);
	}
	return ask_close(&a);
}

static bool told_well(const struct trail_row *r, struct err *err)
{
	const struct str text[] = {r->who, r->act, r->subject, r->was, r->became, r->why};
	size_t bytes = 0, bad;

	if (!str_trim(r->who).len || !r->act.len)
		return err_set(err, ERR_INPUT, "an act needs who did it");
	if (r->who.len > LIMIT_FIELD || r->why.len > LIMIT_FIELD)
		return err_set(err, ERR_LIMIT, "who or why has over %d bytes", LIMIT_FIELD);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
		bytes += text[i].len;
		if (!utf8_valid(text[i], &bad))
			return err_set(err, ERR_INPUT, "an act is told in UTF-8");
	}
	return bytes <= LIMIT_TRAIL_ROW ||
	       err_set(err, ERR_LIMIT, "an act is told in at most %d bytes", LIMIT_TRAIL_ROW);
}

bool store_trail_add(struct trail_row *r, struct store *s, struct err *err)
{
	char previous[SECRET_HEX_SIZE], hash[SECRET_HEX_SIZE];
	int64_t last;
	struct ask a;

	if (!told_well(r, err) || !head_of(&last, previous, s, err))
		return false;
	r->number = last + 1;
	hash_of(hash, r, str_of(previous));
	ask_open(&a, s, Q_TRAIL_ADD, err);
	ask_int(&a, r->number);
	ask_int(&a, r->at_ms);
	ask_str(&a, r->who);
	ask_str(&a, r->act);
	ask_str(&a, r->subject);
	ask_str(&a, r->was);
	ask_str(&a, r->became);
	ask_str(&a, r->why);
	ask_int(&a, r->undoes);
	ask_str(&a, str_of(previous));
	ask_str(&a, str_of(hash));
	return ask_run(&a) && store_count_more(s, STR("trail"), 1, err);
}

/* Reads the columns of Q_TRAIL_ROW and its like, in their order. */
static void trail_row(struct trail_row *out, struct ask *a, struct arena *arena)
{
	*out = (struct trail_row){.number = ask_int_at(a, 0),
				  .at_ms = ask_int_at(a, 1),
				  .who = arena_copy(arena, ask_str_at(a, 2)),
				  .act = arena_copy(arena, ask_str_at(a, 3)),
				  .subject = arena_copy(arena, ask_str_at(a, 4)),
				  .was = arena_copy(arena, ask_str_at(a, 5)),
				  .became = arena_copy(arena, ask_str_at(a, 6)),
				  .why = arena_copy(arena, ask_str_at(a, 7)),
				  .undoes = ask_int_at(a, 8),
				  .hash = arena_copy(arena, ask_str_at(a, 9)),
				  .undone_by = ask_int_at(a, 10)};
}

bool store_trail_row(struct trail_row *out, struct store *s, struct arena *arena, int64_t number,
		     struct err *err)
{
	bool found = false;
	struct ask a;

	ask_open(&a, s, Q_TRAIL_ROW, err);
	ask_int(&a, number);
	if (ask_row(&a)) {
		trail_row(out, &a, arena);
		found = true;
	}
	if (!ask_close(&a))
		return false;
	return found || err_set(err, ERR_MISSING, "there is no act %lld", (long long)number);
}

#define PAGE_ROWS 50

bool store_trail(struct trail_page *out, struct store *s, struct arena *arena, struct str subject,
		 struct str cursor, struct err *err)
{
	struct trail_row *row = ARENA_ARRAY(arena, struct trail_row, PAGE_ROWS);
	int64_t before = INT64_MAX;
	struct ask a;

	*out = (struct trail_page){.row = row, .next = STR("")};
	if (cursor.len && !str_int(&before, cursor))
		return err_set(err, ERR_INPUT, "the cursor is not one of this list");
	ask_open(&a, s, subject.len ? Q_TRAIL_OF : Q_TRAIL_ALL, err);
	ask_int(&a, before);
	ask_int(&a, PAGE_ROWS + 1);
	if (subject.len)
		ask_str(&a, subject);
	while (ask_row(&a)) {
		if (out->count == PAGE_ROWS) {
			out->next = arena_fmt(arena, "%lld", (long long)row[PAGE_ROWS - 1].number);
			break;
		}
		trail_row(&row[out->count++], &a, arena);
	}
	return ask_close(&a);
}

/* -- does it still hold? --------------------------------------------------------------- */

static bool fits(const struct trail_row *r, struct str previous, struct str said, struct str hash,
		 struct err *err)
{
	char own[SECRET_HEX_SIZE];

	hash_of(own, r, previous);
	if (!str_eq(said, previous))
		return err_set(err, ERR_CONFLICT,
			       "the trail breaks at row %lld: it does not follow the row before",
			       (long long)r->number);
	return str_eq(hash, str_of(own)) ||
	       err_set(err, ERR_CONFLICT,
		       "the trail breaks at row %lld (%.*s, by %.*s): its hash is of other words",
		       (long long)r->number, STR_ARG(str_cut(r->act, 0, 40)),
		       STR_ARG(str_cut(r->who, 0, 40)));
}

static bool walk(int64_t *rows, char head[SECRET_HEX_SIZE], struct store *s, struct arena *arena,
		 struct err *err)
{
	bool ok = true;
	struct ask a;

	ask_open(&a, s, Q_TRAIL_WALK, err);
	while (ok && ask_row(&a)) {
		struct trail_row r;
		struct str hash;

		arena_reset(arena);
		trail_row(&r, &a, arena);
		if (r.number != *rows + 1) {
			ok = err_set(err, ERR_CONFLICT,
				     "the trail breaks at row %lld: it is not there",
				     (long long)*rows + 1);
			break;
		}
		hash = r.hash;
		ok = fits(&r, str_of(head), arena_copy(arena, ask_str_at(&a, 11)), hash, err);
		if (ok && hash.len == SECRET_HEX_SIZE - 1)
			memcpy(head, hash.at, hash.len);
		++*rows;
	}
	if (!ok) {
		(void)!ask_close(&a);
		return false;
	}
	return ask_close(&a);
}

bool store_trail_check(int64_t *rows, struct str *head, struct store *s, struct arena *arena,
		       struct err *err)
{
	char last[SECRET_HEX_SIZE];
	int64_t kept;
	bool own, ok;

	*rows = 0;
	memcpy(last, nothing_before, sizeof last);
	if (!store_view_begin(&own, s, err))
		return false;
	ok = walk(rows, last, s, arena, err) && store_counter(&kept, s, STR("trail"), err);
	if (!store_view_end(s, own, ok, err))
		return false;
	*head = arena_copy(arena, str_of(last));
	return kept == *rows ||
	       err_set(err, ERR_CONFLICT,
		       "the trail breaks at row %lld: it ends before, and %lld were written",
		       (long long)*rows + 1, (long long)kept);
}
