/* store/store_locker.h -- what the locker's own files tell each other. Private. */
#pragma once
#include "base/secret.h"
#include "base/zstd.h"
#include "store/locker.h"
#include "store/store_parts.h"

/* Into the locker, inside the change that commits the article. Nothing to do when the locker is
 * shut, or it was removed on request. */
bool store_locker_put(struct store *s, int64_t article, int64_t version, const struct capture *c,
		      struct err *err) MUST_USE;

struct locker_object {
	struct str sha256, sum;
	int64_t size, packed, dictionary, filed;
	struct str bytes; /* as kept; of a file too, then read into the buf that was given */
};
/* ERR_MISSING: no such row, or no such file. */
bool store_locker_object(struct locker_object *out, struct buf *bytes, struct store *s,
			 struct arena *arena, struct str sha256, struct err *err) MUST_USE;
/* Unpacked, and it is what it says: ERR_INPUT when not. */
bool store_locker_unpack(struct buf *out, struct store *s, const struct locker_object *o,
			 struct err *err) MUST_USE;
/* Packed with the newest dictionary and put, in the place of what was there. */
bool store_locker_keep(struct store *s, struct str sha256, struct str body,
		       struct err *err) MUST_USE;
/* "FOLDER/ab/SHA256-2.zst"; "" there is no folder. */
struct str store_locker_path(struct store *s, struct arena *arena, struct str sha256,
			     int64_t dictionary);
/* SHA-256 of all that is said of a capture of that object. */
void store_locker_seal(char out[SECRET_HEX_SIZE], int64_t article, int64_t version,
		       struct str object, const struct capture *c);
/* Reads the columns of Q_CAPTURES; *seal and *article (its number) too, when not NULL. */
void store_locker_row(struct locker_row *out, struct str *seal, struct ask *a, struct arena *arena);
/* The dictionary of that number, ready. ERR_INPUT: it is damaged, or not there. */
bool store_locker_words(struct zstd_words **out, struct store *s, int64_t number,
			struct err *err) MUST_USE;
/* Settings and dictionaries are read anew when they are needed. */
void store_locker_forget(struct store *s);
