/* base/clock.h -- the only file that knows the time. UTC, milliseconds.
 * judge/ and events/ do not include it: they are pure. */
#pragma once
#include <stdint.h>

int64_t clock_now_ms(void);   /* since 1970; may jump, for stamps */
int64_t clock_ticks_us(void); /* monotonic, for durations and pacing */
void clock_sleep_ms(int64_t ms);

/* From then on clock_now_ms() answers this; 0 gives the real time back. Also
 * set by the environment variable TOCSIN_NOW_MS, so that whole-program tests
 * print the same bytes each day. Before threads start. */
void clock_fix(int64_t now_ms);
