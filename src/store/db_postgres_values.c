/* store/db_postgres_values.c -- PostgreSQL's binary values and error states, without libpq. */
#include "store/db_postgres_parts.h"

void db_postgres_put(char out[8], uint64_t value)
{
	for (int i = 0; i < 8; i++)
		out[i] = (char)(value >> (56 - 8 * i));
}

uint64_t db_postgres_get(const char *at, int bytes)
{
	uint64_t value = 0;

	for (int i = 0; i < bytes; i++)
		value = value << 8 | (unsigned char)at[i];
	return value;
}

/* sum() of whole numbers is numeric: digits of 10,000, the first worth 10,000^weight. */
int64_t db_postgres_whole(const char *at)
{
	int digits = (int)db_postgres_get(at, 2), weight = (int16_t)db_postgres_get(at + 2, 2);
	bool minus = db_postgres_get(at + 4, 2) == 0x4000;
	int64_t value = 0;

	for (int i = 0; i <= weight; i++)
		value = value * 10000 +
			(i < digits ? (int64_t)db_postgres_get(at + 8 + 2 * i, 2) : 0);
	return minus ? -value : value;
}

static const struct {
	const char *state; /* SQLSTATE, or its beginning */
	enum err_code code;
	const char *words; /* NULL: the server's own */
} fault[] = {
	{"55P03", ERR_BUSY, "another program holds the lock"},
	{"57014", ERR_BUSY, "it took longer than it may"},
	{"40", ERR_BUSY, NULL},
	{"53100", ERR_IO, "the disk of the server is full"},
	{"53300", ERR_BUSY, NULL},
	{"23", ERR_CONFLICT, NULL},
	{"P0001", ERR_CONFLICT, NULL}, /* raised by a trigger of ours */
	{"25006", ERR_CONFIG, NULL},
	{"28", ERR_CONFIG, NULL},
	{"3D000", ERR_MISSING, NULL},
	{"42501", ERR_CONFIG, NULL},
	{"22", ERR_INPUT, NULL},
	{"54", ERR_LIMIT, NULL},
	{"XX00", ERR_CONFIG, NULL},
};

enum err_code db_postgres_fault(const char **words, const char *state)
{
	for (size_t i = 0; state && i < sizeof fault / sizeof fault[0]; i++) {
		if (!str_starts(str_of(state), str_of(fault[i].state)))
			continue;
		*words = fault[i].words ? fault[i].words : *words;
		return fault[i].code;
	}
	return ERR_IO;
}
