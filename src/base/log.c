/* base/log.c -- whole lines under one lock, with the progress line in mind. */
#include "base/log.h"

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static enum log_level least = LOG_INFO;
static bool progress_shown;

void log_set_level(enum log_level level)
{
	least = level;
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
	pthread_mutex_lock(&lock);
	clear_progress();
	fprintf(stderr, "tocsin: %s%s\n", word[level], text);
	pthread_mutex_unlock(&lock);
}

void log_progress(const char *text)
{
	if (!isatty(STDERR_FILENO))
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
