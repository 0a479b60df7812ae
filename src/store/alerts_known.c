/* store/alerts_known.c -- see the header. */
#include "store/alerts_known.h"

static const char *const label_name[] = {"", "incident", "hazard", "complementary"};
static const char *const severity_name[] = {"",
					    "AI hazard",
					    "Serious AI hazard",
					    "AI incident",
					    "Serious AI incident",
					    "AI disaster",
					    "not stated",
					    "not applicable",
					    "not assessed"};
#define LABELS (sizeof label_name / sizeof *label_name)
#define SEVERITIES (sizeof severity_name / sizeof *severity_name)

static unsigned place(const char *const *name, size_t count, struct str s)
{
	for (size_t i = 1; i < count; i++)
		if (str_eq(s, str_of(name[i])))
			return (unsigned)i;
	return 0;
}

void alerts_known_add(struct buf *out, int64_t *last, int64_t event, struct str label,
		      struct str severity)
{
	uint64_t step = (uint64_t)(event - *last);

	for (; step >= 128; step >>= 7)
		buf_char(out, (char)(step | 128));
	buf_char(out, (char)step);
	buf_char(out, (char)(place(label_name, LABELS, label) << 4 |
			     place(severity_name, SEVERITIES, severity)));
	*last = event;
}

bool alerts_known_find(struct str *label, struct str *severity, struct str known, int64_t event)
{
	int64_t at = 0;

	for (size_t i = 0; i < known.len && at < event; i++) {
		uint64_t step = 0;
		unsigned code;

		for (int shift = 0; shift < 63 && i < known.len; shift += 7, i++) {
			step |= (uint64_t)((unsigned char)known.at[i] & 127) << shift;
			if (!((unsigned char)known.at[i] & 128))
				break;
		}
		if (++i >= known.len || step > (uint64_t)(INT64_MAX - at))
			return false; /* no such bytes were ever written */
		at += (int64_t)step;
		code = (unsigned char)known.at[i];
		if (at != event || code >> 4 >= LABELS || (code & 15) >= SEVERITIES)
			continue;
		*label = str_of(label_name[code >> 4]);
		*severity = str_of(severity_name[code & 15]);
		return true;
	}
	return false;
}
