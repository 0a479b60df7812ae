/* base/log.h -- one line to stderr per message: "tocsin: warning: text".
 *
 * For people and journald; machine-readable results go to stdout. Lines are
 * written whole, so threads do not mix them. Control characters in texts from
 * outside are shown as '?', so that a hostile title cannot move a terminal's
 * cursor. The progress line (cli/progress) is cleared before each message. */
#pragma once
#include <stdbool.h>
#include "base/err.h"

enum log_level { LOG_DEBUG, LOG_INFO, LOG_WARNING, LOG_ERROR };

void log_set_level(enum log_level least); /* default LOG_INFO; before threads start */
/* From then on each message is a line of JSON: {"at","level","text"}; before threads start. */
void log_set_json(void);
bool log_is_json(void);
/* A line that is JSON already; dropped when it is too little, or lines are none. */
void log_json(enum log_level level, const char *object);
void log_line(enum log_level level, const char *fmt, ...) PRINTF(2, 3);

#define log_debug(...) log_line(LOG_DEBUG, __VA_ARGS__)
#define log_info(...) log_line(LOG_INFO, __VA_ARGS__)
#define log_warning(...) log_line(LOG_WARNING, __VA_ARGS__)
#define log_error(...) log_line(LOG_ERROR, __VA_ARGS__)

/* Shows `text` as the last line of a terminal, overwriting the one before;
 * "" takes it away. Does nothing when stderr is no terminal. */
void log_progress(const char *text);
