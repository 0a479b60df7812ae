/* flow/queue.c -- which queue an address is of. */
#include "flow/queue.h"

const struct queue_ops *queue_of(struct str url, struct err *err)
{
	if (str_starts(url, str_of(queue_local.scheme)))
		return &queue_local;
	if (str_starts(url, str_of(queue_nats.scheme)) || str_starts(url, STR("tls:")))
		return &queue_nats;
	err_set(err, ERR_CONFIG, "a queue is at nats://HOST:PORT[,HOST:PORT]/NAME");
	return NULL;
}
