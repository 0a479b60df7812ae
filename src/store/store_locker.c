/* store/store_locker.c -- captures in, captures out.
 *
 * A body goes into its place (a row of `objects`, or a file) and its capture into the table in
 * the transaction that commits the article. A file is written beside itself, synced and renamed
 * before, so a crash leaves at worst a file that nobody refers to, which pruning sweeps out; it
 * never leaves a verdict without its document.
 *
 * What says where the locker is and the dictionaries are read once, when the first document
 * comes, and kept with the store until it is closed. */
#include "store/store_locker.h"

#include "base/io.h"
#include "base/limits.h"
#include "base/memory.h"

#define WORDS_KEPT 4 /* dictionaries that are ready at a time: the newest, and some older ones */

enum keeps { KEEPS_STORE, KEEPS_FOLDER, KEEPS_NONE };

struct store_locker {
	struct arena *arena;
	enum keeps keeps;
	struct str folder;
	int64_t newest; /* dictionary */
	struct {
		int64_t number;
		struct zstd_words *words;
	} ready[WORDS_KEPT];
	size_t turn;
};

void store_locker_forget(struct store *s)
{
	if (!s->locker)
		return;
	for (size_t i = 0; i < WORDS_KEPT; i++)
		zstd_words_free(s->locker->ready[i].words);
	arena_free(s->locker->arena);
	memory_free(s->locker);
	s->locker = NULL;
}

static bool locker_of(struct store_locker **out, struct store *s, struct err *err)
{
	struct store_locker *l;
	struct ask a;

	*out = s->locker;
	if (s->locker)
		return true;
	l = s->locker = memory_zalloc(sizeof *l);
	l->arena = arena_new();
	ask_open(&a, s, Q_LOCKER, err);
	l->keeps = KEEPS_NONE;
	if (ask_row(&a)) {
		struct str keeps = ask_str_at(&a, 0);

		l->keeps = str_eq(keeps, STR("sqlite"))   ? KEEPS_STORE
			   : str_eq(keeps, STR("folder")) ? KEEPS_FOLDER
							  : KEEPS_NONE;
		l->folder = arena_copy(l->arena, ask_str_at(&a, 1));
	}
	if (ask_close(&a)) {
		ask_open(&a, s, Q_DICTIONARY_LAST, err);
		if (ask_one(&l->newest, &a, 0)) {
			*out = l;
			return true;
		}
	}
	store_locker_forget(s);
	return false;
}

/* -- where ------------------------------------------------------------------------------ */

static bool set_place(struct store *s, const char *keeps, struct str folder, struct err *err)
{
	struct ask a;

	store_locker_forget(s);
	ask_open(&a, s, Q_LOCKER_SET, err);
	ask_str(&a, str_of(keeps));
	ask_str(&a, folder);
	return ask_run(&a);
}

bool store_locker_place(struct store *s, struct str place, struct err *err)
{
	struct store_locker *l;
	struct arena *arena;
	struct str folder;
	int64_t filed;
	struct ask a;
	bool ok;

	if (!place.len)
		return true;
	if (!locker_of(&l, s, err))
		return false;
	arena = arena_new();
	folder = arena_copy(arena, l->folder);
	if (str_eq(place, STR("sqlite")) || str_eq(place, STR("none"))) {
		ok = set_place(s, arena_z(arena, place), folder, err);
		arena_free(arena);
		return ok;
	}
	ok = io_make_folder(arena_z(arena, place), err) && io_real(&place, arena, place, err);
	if (ok && folder.len && !str_eq(place, folder)) {
		ask_open(&a, s, Q_LOCKER_FILED, err);
		ok = ask_one(&filed, &a, 0) &&
		     (!filed || io_exists(arena_fmt(arena, "%.*s/locker", STR_ARG(place)).at) ||
		      err_set(err, ERR_CONFLICT,
			      "%.*s has the files of this locker; move them to %.*s first",
			      STR_ARG(folder), STR_ARG(place)));
	}
	ok = ok &&
	     io_write(arena_fmt(arena, "%.*s/locker", STR_ARG(place)).at,
		      STR("documents kept by tocsin; see `tocsin locker`\n"), err) &&
	     set_place(s, "folder", place, err);
	arena_free(arena);
	return ok;
}

struct str store_locker_path(struct store *s, struct arena *arena, struct str sha256,
			     int64_t dictionary)
{
	struct store_locker *l;
	struct err ignored;

	if (!locker_of(&l, s, &ignored) || !l->folder.len)
		return STR("");
	return arena_fmt(arena, "%.*s/%.*s/%.*s-%lld.zst", STR_ARG(l->folder),
			 STR_ARG(str_cut(sha256, 0, 2)), STR_ARG(sha256), (long long)dictionary);
}

/* -- dictionaries ------------------------------------------------------------------------- */

static bool load_words(struct zstd_words **out, struct store *s, int64_t number, struct err *err)
{
	char sum[SECRET_HEX_SIZE];
	bool found = false;
	struct ask a;

	if (!number) {
		*out = zstd_words_new(STR(""));
		return true;
	}
	ask_open(&a, s, Q_DICTIONARY, err);
	ask_int(&a, number);
	if (ask_row(&a)) {
		secret_sha256(sum, ask_str_at(&a, 1));
		found = str_eq(str_of(sum), ask_str_at(&a, 0));
		if (found)
			*out = zstd_words_new(ask_str_at(&a, 1));
	}
	if (!ask_close(&a))
		return false;
	return found || err_set(err, ERR_INPUT, "dictionary %lld is damaged or not there",
				(long long)number);
}

bool store_locker_words(struct zstd_words **out, struct store *s, int64_t number, struct err *err)
{
	struct store_locker *l;
	size_t at;

	if (!locker_of(&l, s, err))
		return false;
	for (size_t i = 0; i < WORDS_KEPT; i++)
		if (l->ready[i].words && l->ready[i].number == number) {
			*out = l->ready[i].words;
			return true;
		}
	if (!load_words(out, s, number, err))
		return false;
	at = l->turn++ % WORDS_KEPT;
	zstd_words_free(l->ready[at].words);
	l->ready[at].words = *out;
	l->ready[at].number = number;
	return true;
}

/* -- in ------------------------------------------------------------------------------------- */

static void field(struct buf *b, struct str s)
{
	buf_fmt(b, "%zu:", s.len);
	buf_str(b, s);
	buf_char(b, ',');
}

void store_locker_seal(char out[SECRET_HEX_SIZE], int64_t article, int64_t version,
		       struct str object, const struct capture *c)
{
	const struct str text[] = {object,    str_of(capture_kind[c->kind]),
				   c->url,    c->redirects,
				   c->type,   c->id,
				   c->origin, c->source,
				   c->entry,  c->head};
	struct buf b;

	buf_init(&b, 2 * LIMIT_CAPTURE);
	buf_fmt(&b, "%lld,%lld,%lld,%lld,", (long long)article, (long long)version,
		(long long)c->seen_ms, (long long)c->read_ms);
	for (size_t i = 0; i < sizeof text / sizeof *text; i++)
		field(&b, text[i]);
	secret_sha256(out, buf_view(&b));
	buf_free(&b);
}

static bool write_file(struct store *s, struct str sha256, int64_t dictionary, struct str packed,
		       struct err *err)
{
	struct arena *arena = arena_new();
	struct str path = store_locker_path(s, arena, sha256, dictionary);
	const char *folder = arena_z(arena, str_cut(path, 0, str_rchr(path, '/')));
	const char *part = arena_fmt(arena, "%.*s.part", STR_ARG(path)).at;
	struct io_out *file = NULL;
	struct err ignored;
	bool ok;

	ok = io_make_folder(folder, err) && io_out_open(&file, part, err);
	if (ok) {
		ok = io_out_write(file, packed, err);
		ok = io_out_close(file, ok ? err : &ignored) && ok;
		ok = ok && io_settle(NULL, part, path.at, err);
		if (!ok)
			io_remove(part);
	}
	arena_free(arena);
	STORE_CRASH_POINT("object filed");
	return ok;
}

static bool put_object(struct store *s, struct str sha256, struct str body, struct str packed,
		       struct err *err)
{
	struct store_locker *l = s->locker;
	char sum[SECRET_HEX_SIZE];
	bool filed = l->keeps == KEEPS_FOLDER;
	struct ask a;

	secret_sha256(sum, packed);
	if (filed && !write_file(s, sha256, l->newest, packed, err))
		return false;
	ask_open(&a, s, Q_OBJECT_NEW, err);
	ask_str(&a, sha256);
	ask_int(&a, (int64_t)body.len);
	ask_int(&a, (int64_t)packed.len);
	ask_int(&a, l->newest);
	ask_int(&a, filed);
	ask_str(&a, str_of(sum));
	ask_bytes(&a, filed ? STR("") : packed);
	return ask_run(&a);
}

bool store_locker_keep(struct store *s, struct str sha256, struct str body, struct err *err)
{
	struct store_locker *l;
	struct zstd_words *words;
	struct buf packed;
	bool ok;

	if (!locker_of(&l, s, err) || !store_locker_words(&words, s, l->newest, err))
		return false;
	buf_init(&packed, 2 * LIMIT_CAPTURE);
	zstd_words_pack(words, &packed, body);
	ok = put_object(s, sha256, body, buf_view(&packed), err);
	buf_free(&packed);
	return ok;
}

static bool is_there(bool *out, struct store *s, enum query_id question, struct str sha256,
		     struct err *err)
{
	int64_t found;
	struct ask a;

	ask_open(&a, s, question, err);
	ask_str(&a, sha256);
	if (!ask_one(&found, &a, 0))
		return false;
	*out = found != 0;
	return true;
}

static bool put_capture(struct store *s, int64_t article, int64_t version, struct str object,
			const struct capture *c, struct err *err)
{
	char seal[SECRET_HEX_SIZE];
	struct ask a;

	store_locker_seal(seal, article, version, object, c);
	ask_open(&a, s, Q_CAPTURE_NEW, err);
	ask_int(&a, article);
	ask_int(&a, version);
	ask_str(&a, object);
	ask_str(&a, str_of(capture_kind[c->kind]));
	ask_int(&a, c->seen_ms);
	ask_int(&a, c->read_ms);
	ask_str(&a, c->url);
	ask_str(&a, c->redirects);
	ask_str(&a, c->type);
	ask_str(&a, c->id);
	ask_str(&a, c->origin);
	ask_str(&a, c->source);
	ask_str(&a, str_of(seal));
	ask_str(&a, c->entry);
	ask_str(&a, c->head);
	return ask_run(&a);
}

bool store_locker_put(struct store *s, int64_t article, int64_t version, const struct capture *c,
		      struct err *err)
{
	char sha256[SECRET_HEX_SIZE];
	struct store_locker *l;
	bool there, removed;

	if (!locker_of(&l, s, err))
		return false;
	if (l->keeps == KEEPS_NONE || c->body.len > LIMIT_CAPTURE)
		return true;
	secret_sha256(sha256, c->body);
	if (!is_there(&removed, s, Q_REMOVED_THERE, str_of(sha256), err) ||
	    !is_there(&there, s, Q_OBJECT_THERE, str_of(sha256), err))
		return false;
	if (removed)
		return true;
	if (!there && !store_locker_keep(s, str_of(sha256), c->body, err))
		return false;
	STORE_CRASH_POINT("object put");
	return put_capture(s, article, version, str_of(sha256), c, err);
}

/* -- out ------------------------------------------------------------------------------------ */

bool store_locker_object(struct locker_object *out, struct buf *bytes, struct store *s,
			 struct arena *arena, struct str sha256, struct err *err)
{
	bool found = false;
	struct str path;
	struct ask a;

	buf_clear(bytes);
	*out = (struct locker_object){.sha256 = sha256};
	ask_open(&a, s, Q_OBJECT, err);
	ask_str(&a, sha256);
	if (ask_row(&a)) {
		found = true;
		out->size = ask_int_at(&a, 0);
		out->packed = ask_int_at(&a, 1);
		out->dictionary = ask_int_at(&a, 2);
		out->filed = ask_int_at(&a, 3);
		out->sum = arena_copy(arena, ask_str_at(&a, 4));
		buf_str(bytes, ask_str_at(&a, 5));
	}
	if (!ask_close(&a))
		return false;
	if (!found)
		return err_set(err, ERR_MISSING, "no document %.*s is kept", STR_ARG(sha256));
	if (out->filed) {
		path = store_locker_path(s, arena, sha256, out->dictionary);
		if (!path.len) { /* it got one after this store was opened */
			store_locker_forget(s);
			path = store_locker_path(s, arena, sha256, out->dictionary);
		}
		if (!path.len)
			return err_set(err, ERR_MISSING, "the locker has no folder");
		if (!io_read(bytes, path.at, err))
			return false;
	}
	out->bytes = buf_view(bytes);
	return true;
}

bool store_locker_unpack(struct buf *out, struct store *s, const struct locker_object *o,
			 struct err *err)
{
	char sum[SECRET_HEX_SIZE];
	struct zstd_words *words;

	secret_sha256(sum, o->bytes);
	if (!str_eq(str_of(sum), o->sum) || (int64_t)o->bytes.len != o->packed)
		return err_set(err, ERR_INPUT, "the packed bytes are not those that were kept");
	if (!store_locker_words(&words, s, o->dictionary, err))
		return false;
	buf_clear(out);
	if (!zstd_words_unpack(words, out, o->bytes, err))
		return false;
	secret_sha256(sum, buf_view(out));
	if (!str_eq(str_of(sum), o->sha256) || (int64_t)out->len != o->size)
		return err_set(err, ERR_INPUT, "what is kept is not what was fetched");
	return true;
}

bool store_locker_body(struct buf *out, struct store *s, struct str sha256, struct err *err)
{
	struct arena *arena = arena_new();
	struct locker_object o;
	struct buf bytes;
	bool ok;

	buf_init(&bytes, 2 * LIMIT_CAPTURE);
	ok = store_locker_object(&o, &bytes, s, arena, sha256, err) &&
	     store_locker_unpack(out, s, &o, err);
	buf_free(&bytes);
	arena_free(arena);
	return ok;
}

static enum document_kind kind_of(struct str name)
{
	for (int i = 0; capture_kind[i]; i++)
		if (str_eq(name, str_of(capture_kind[i])))
			return (enum document_kind)i;
	return DOCUMENT_TEXT; /* damaged: its seal will not fit */
}

void store_locker_row(struct locker_row *out, struct str *seal, struct ask *a, struct arena *arena)
{
	struct capture *c = &out->capture;
	struct str *const text[] = {
		[9] = &c->url,     [10] = &c->redirects, [11] = &c->type,  [12] = &c->id,
		[13] = &c->origin, [14] = &c->source,    [15] = &c->entry, [16] = &c->head};

	*out = (struct locker_row){.number = ask_int_at(a, 0),
				   .article = arena_copy(arena, ask_str_at(a, 1)),
				   .label = arena_copy(arena, ask_str_at(a, 2)),
				   .title = arena_copy(arena, ask_str_at(a, 3)),
				   .sha256 = arena_copy(arena, ask_str_at(a, 4)),
				   .version = ask_int_at(a, 5),
				   .size = ask_int_at(a, 19),
				   .packed = ask_int_at(a, 20),
				   .dictionary = ask_int_at(a, 21)};
	c->kind = kind_of(ask_str_at(a, 6));
	c->seen_ms = ask_int_at(a, 7);
	c->read_ms = ask_int_at(a, 8);
	for (int i = 9; i < 17; i++)
		*text[i] = arena_copy(arena, ask_str_at(a, i));
	if (seal)
		*seal = arena_copy(arena, ask_str_at(a, 17));
}

static bool read_rows(const struct locker_row **out, size_t *count, struct ask *a,
		      struct arena *arena)
{
	struct locker_row *row = ARENA_ARRAY(arena, struct locker_row, LIMIT_PAGE_ROWS);

	for (*count = 0; *count < LIMIT_PAGE_ROWS && ask_row(a); ++*count)
		store_locker_row(&row[*count], NULL, a, arena);
	*out = row;
	return ask_close(a);
}

bool store_locker_rows(const struct locker_row **out, size_t *count, struct store *s,
		       struct arena *arena, int64_t after, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_CAPTURES, err);
	ask_int(&a, after);
	ask_int(&a, LIMIT_PAGE_ROWS);
	return read_rows(out, count, &a, arena);
}

bool store_locker_of(const struct locker_row **out, size_t *count, struct store *s,
		     struct arena *arena, struct str article, struct err *err)
{
	struct ask a;

	ask_open(&a, s, Q_CAPTURES_OF, err);
	ask_str(&a, article);
	ask_int(&a, LIMIT_PAGE_ROWS);
	return read_rows(out, count, &a, arena);
}

bool store_locker_each(struct store *s, store_locker_fn *fn, void *payload, struct err *err)
{
	struct arena *list = arena_new(), *arena = arena_new();
	const struct locker_row *row;
	int64_t after = 0;
	size_t count = 1;
	struct err why;
	struct buf body;
	bool ok = true;

	buf_init(&body, LIMIT_CAPTURE + 1);
	while (ok && count) {
		arena_reset(list);
		ok = store_locker_rows(&row, &count, s, list, after, err);
		for (size_t i = 0; ok && i < count; i++) {
			struct locker_row one = row[i];

			after = one.number;
			arena_reset(arena);
			if (!store_locker_body(&body, s, one.sha256, &why))
				one.trouble = why.text;
			one.capture.body = buf_view(&body);
			ok = fn(&one, arena, payload, err);
		}
	}
	buf_free(&body);
	arena_free(list);
	arena_free(arena);
	return ok;
}

bool store_locker_sums(struct locker_sums *out, struct store *s, struct arena *arena,
		       struct err *err)
{
	struct ask a;

	*out = (struct locker_sums){0};
	ask_open(&a, s, Q_LOCKER, err);
	if (ask_row(&a)) {
		out->keeps = arena_copy(arena, ask_str_at(&a, 0));
		out->folder = arena_copy(arena, ask_str_at(&a, 1));
	}
	if (!ask_close(&a))
		return false;
	ask_open(&a, s, Q_LOCKER_SUMS, err);
	if (ask_row(&a)) {
		out->captures = ask_int_at(&a, 0);
		out->objects = ask_int_at(&a, 1);
		out->bytes = ask_int_at(&a, 2);
		out->packed = ask_int_at(&a, 3);
		out->filed = ask_int_at(&a, 4);
		out->dictionaries = ask_int_at(&a, 5);
		out->told = ask_int_at(&a, 6);
		out->newest_ms = ask_int_at(&a, 7);
		out->last = ask_int_at(&a, 8);
	}
	if (!ask_close(&a))
		return false;
	ask_open(&a, s, Q_HELD_COUNT, err);
	return ask_one(&out->held, &a, 0);
}
