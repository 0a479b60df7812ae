/* base/lock.h -- a lock that any number may hold to read, or one to change.
 *
 * Hold it shortly: not while waiting for a disk or a client. Not twice by one thread. */
#pragma once

struct lock;
struct lock *lock_new(void);    /* never NULL */
void lock_free(struct lock *l); /* NULL is fine */
void lock_read(struct lock *l);
void lock_write(struct lock *l);
void lock_release(struct lock *l); /* either of the two */
