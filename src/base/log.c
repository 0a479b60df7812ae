/* base/log.c -- whole lines under one lock, with the progress line in mind. */
#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/emit.h"
#include "base/limits.h"

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum log_level least = LOG_INFO;
static bool progress_shown, as_json;

void log_set_level(enum log_level level)
{
	least = level;
}

void log_set_json(void)
{
	as_json = true;
}

bool log_is_json(void)
{
	return as_json;
}

static void clear_progress(void)
{
	if (progress_shown)
		fputs("\r\033[K", stderr);
	progress_shown = false;
}

static void harmless(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = '?';
}

/* The time in milliseconds since 1970: a log is read by programs then. */
static void line_of_json(enum log_level level, const char *text)
{
	static const char *const name[] = {"debug", "info", "warning", "error"};
	struct emit e;
	struct buf b;

	buf_init(&b, KIB(16));
	emit_open(&e, &b);
	emit_object(&e);
	emit_pair_int(&e, "at_ms", clock_now_ms());
	emit_key(&e, "level");
	emit_z(&e, name[level]);
	emit_key(&e, "text");
	emit_z(&e, text);
	emit_end(&e);
	log_json(level, b.at);
	buf_free(&b);
}

void log_json(enum log_level level, const char *object)
{
	if (!as_json || level < least)
		return;
	pthread_mutex_lock(&lock);
	fprintf(stderr, "%s\n", object);
	pthread_mutex_unlock(&lock);
}

void log_line(enum log_level level, const char *fmt, ...)
{
	static const char *const word[] = {"debug: ", "", "warning: ", "error: "};
	char text[2048];
	va_list args;

	if (level < least)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof text, fmt, args);
	va_end(args);
	harmless(text);
	if (as_json) {
		line_of_json(level, text);
		return;
	}
	pthread_mutex_lock(&lock);
	clear_progress();
	fprintf(stderr, "tocsin: %s%s\n", word[level], text);
	pthread_mutex_unlock(&lock);
}

void log_progress(const char *text)
{
	if (as_json || !isatty(STDERR_FILENO))
		return;
	pthread_mutex_lock(&lock);
	clear_progress();
	if (*text) {
		fputs(text, stderr);
		fflush(stderr);
		progress_shown = true;
	}
	pthread_mutex_unlock(&lock);
}
