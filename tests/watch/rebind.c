/* tests/watch/rebind.c -- preloaded: a name whose address changes while we look.
 *
 * rebind.example is a public address when it is asked for the first time and 127.0.0.1 from
 * then on (with REBIND=home: from the first). Connections to that public address lead to the
 * test's server at REBIND_TO, so nothing leaves the machine. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <string.h>

#define PUBLIC "93.184.215.14"

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
		struct addrinfo **out)
{
	static int asked;
	int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
		(int (*)(const char *, const char *, const struct addrinfo *,
			 struct addrinfo **))dlsym(RTLD_NEXT, "getaddrinfo");

	if (node && strcmp(node, "rebind.example") == 0)
		node = asked++ == 0 && !getenv("REBIND") ? PUBLIC : "127.0.0.1";
	return real(node, service, hints, out);
}

int connect(int fd, const struct sockaddr *to, socklen_t len)
{
	int (*real)(int, const struct sockaddr *, socklen_t) =
		(int (*)(int, const struct sockaddr *, socklen_t))dlsym(RTLD_NEXT, "connect");
	struct sockaddr_in in;

	if (to->sa_family == AF_INET && len >= sizeof in) {
		memcpy(&in, to, sizeof in);
		if (in.sin_addr.s_addr == inet_addr(PUBLIC)) {
			in.sin_addr.s_addr = inet_addr(getenv("REBIND_TO"));
			return real(fd, (struct sockaddr *)&in, sizeof in);
		}
	}
	return real(fd, to, len);
}
