/* store/store_locker_verify.c -- is every byte that is kept still the one that was kept?
 *
 * Four sums meet: of the packed bytes, of what they unpack to (that is its name), of what is
 * said of each capture (its seal), and the articles' own content hash of title and text, as
 * those words are what the verdict's offsets count in. So no bit can flip in an object, in its
 * row, in a dictionary, in a capture or in the words that were judged without a trouble that
 * names the article. It reads all that is kept; nothing is repaired. */
#include "store/store_locker.h"

#include "base/limits.h"

#define ROWS 200

struct teller {
	void (*told)(const char *line, void *payload);
	void *payload;
	int64_t troubles;
	struct store *store;
	struct arena *arena; /* of a page of rows */
};

static void tell(struct teller *t, struct str article, const char *what, struct str rest)
{
	struct str line = article.len ? arena_fmt(t->arena, "article %.*s: %s%.*s",
						  STR_ARG(article), what, STR_ARG(rest))
				      : arena_fmt(t->arena, "%s%.*s", what, STR_ARG(rest));

	t->troubles++;
	t->told(line.at, t->payload);
}

/* -- objects -------------------------------------------------------------------------------- */

static bool object(struct teller *t, struct str sha256, struct str article, struct buf *work,
		   struct err *err)
{
	struct locker_object o;
	struct err why = {0};
	bool ok = store_locker_object(&o, &work[0], t->store, t->arena, sha256, &why) &&
		  store_locker_unpack(&work[1], t->store, &o, &why);

	if (ok)
		return true;
	if (why.code == ERR_BUSY) { /* nothing is known of it */
		*err = why;
		return false;
	}
	tell(t, article, article.len ? "" : "a document that no article has: ",
	     arena_fmt(t->arena, "document %.*s: %s", STR_ARG(sha256), why.text));
	return true;
}

struct pair {
	struct str object, article;
};

static bool objects(struct teller *t, struct buf *work, struct err *err)
{
	struct arena *list = arena_new();
	struct buf after;
	size_t count = ROWS;
	bool ok = true;

	buf_init(&after, LIMIT_FIELD);
	while (ok && count == ROWS) {
		struct pair *row = ARENA_ARRAY(list, struct pair, ROWS);
		struct ask a;

		ask_open(&a, t->store, Q_VERIFY_OBJECTS, err);
		ask_str(&a, buf_view(&after));
		ask_int(&a, ROWS);
		for (count = 0; count < ROWS && ask_row(&a); count++) {
			row[count].object = arena_copy(list, ask_str_at(&a, 0));
			row[count].article = arena_copy(list, ask_str_at(&a, 1));
		}
		ok = ask_close(&a);
		for (size_t i = 0; ok && i < count; i++)
			ok = object(t, row[i].object, row[i].article, work, err);
		if (count) {
			buf_clear(&after);
			buf_str(&after, row[count - 1].object);
		}
		arena_reset(list);
		arena_reset(t->arena);
	}
	buf_free(&after);
	arena_free(list);
	return ok;
}

static bool missing(struct teller *t, struct err *err)
{
	struct ask a;

	ask_open(&a, t->store, Q_VERIFY_MISSING, err);
	while (ask_row(&a))
		tell(t, ask_str_at(&a, 0),
		     "its document is not kept: ", arena_copy(t->arena, ask_str_at(&a, 1)));
	return ask_close(&a);
}

/* -- captures --------------------------------------------------------------------------------- */

/* Asks for ROWS after ROWS of what is numbered; `look` says which number it saw. */
static bool each_row(struct teller *t, enum query_id id,
		     int64_t (*look)(struct teller *t, struct ask *a), struct err *err)
{
	int64_t after = 0;
	size_t count = ROWS;
	bool ok = true;

	while (ok && count == ROWS) {
		struct ask a;

		arena_reset(t->arena);
		ask_open(&a, t->store, id, err);
		ask_int(&a, after);
		ask_int(&a, ROWS);
		for (count = 0; count < ROWS && ask_row(&a); count++)
			after = look(t, &a);
		ok = ask_close(&a);
	}
	return ok;
}

static int64_t capture(struct teller *t, struct ask *a)
{
	struct locker_row row;
	struct str seal, kind = arena_copy(t->arena, ask_str_at(a, 6));
	char own[SECRET_HEX_SIZE];

	store_locker_row(&row, &seal, a, t->arena);
	store_locker_seal(own, ask_int_at(a, 18), row.version, row.sha256, &row.capture);
	if (!str_eq(seal, str_of(own)) || !str_eq(kind, str_of(capture_kind[row.capture.kind])))
		tell(t, row.article, "what is said of its document has changed", STR(""));
	return row.number;
}

/* -- words ------------------------------------------------------------------------------------- */

static int64_t words(struct teller *t, struct ask *a)
{
	struct str title = ask_str_at(a, 3), text = ask_str_at(a, 4);
	char content[HASH_HEX_SIZE];

	hash128_hex(content,
		    hash128(arena_fmt(t->arena, "%.*s\n%.*s", STR_ARG(title), STR_ARG(text))));
	if (!str_eq(str_of(content), ask_str_at(a, 2)))
		tell(t, arena_copy(t->arena, ask_str_at(a, 1)),
		     "its words are not those that were judged", STR(""));
	return ask_int_at(a, 0);
}

/* -- dictionaries ------------------------------------------------------------------------------ */

static bool dictionaries(struct teller *t, struct err *err)
{
	int64_t number[ROWS];
	size_t count = 0;
	struct ask a;

	ask_open(&a, t->store, Q_DICTIONARIES, err);
	while (count < ROWS && ask_row(&a))
		number[count++] = ask_int_at(&a, 0);
	if (!ask_close(&a))
		return false;
	for (size_t i = 0; i < count; i++) {
		struct zstd_words *ready;
		struct err why;

		if (!store_locker_words(&ready, t->store, number[i], &why))
			tell(t, STR(""), "", arena_copy(t->arena, str_of(why.text)));
	}
	return true;
}

bool store_locker_verify(struct store *s, void (*told)(const char *line, void *payload),
			 void *payload, struct err *err)
{
	struct teller t = {.told = told, .payload = payload, .store = s, .arena = arena_new()};
	struct buf work[2];
	bool ok;

	buf_init(&work[0], 2 * LIMIT_CAPTURE);
	buf_init(&work[1], LIMIT_CAPTURE + 1);
	store_locker_forget(s);
	ok = dictionaries(&t, err) && objects(&t, work, err) && missing(&t, err) &&
	     each_row(&t, Q_CAPTURES, capture, err) && each_row(&t, Q_VERIFY_WORDS, words, err);
	buf_free(&work[0]);
	buf_free(&work[1]);
	arena_free(t.arena);
	if (!ok)
		return false;
	return t.troubles == 0 ||
	       err_set(err, ERR_CONFLICT, "the locker has %lld troubles", (long long)t.troubles);
}
