/* web_host.c -- see web_host.h. */
#include "config.h"

#include <arpa/inet.h>

#include "daemon/web_host.h"

/* "name:80" and "[::1]:80" without the port, a last dot, "user@". */
static struct str
host_name(struct str s)
{
	struct str host = s;

	if (str_starts(s, STR("["))) {
		size_t end = str_chr(s, ']');

		return str_sub(s, 0, end == STR_NOWHERE ? s.n : end + 1);
	}
	host = str_sub(s, 0, str_chr(s, ':'));
	if (host.n > 1 && host.p[host.n - 1] == '.')
		host.n--;
	return host;
}

struct str
web_host_of(struct str url)
{
	size_t scheme = str_find(url, STR("://"));

	if (scheme == STR_NOWHERE)
		return STR("");
	url = str_sub(url, scheme + 3, url.n);
	return host_name(str_sub(url, 0, str_chr(url, '/')));
}

static bool
is_address(struct str host)
{
	char text[INET6_ADDRSTRLEN];
	struct in6_addr any;

	if (str_starts(host, STR("[")))
		return str_copy(text, sizeof(text), str_sub(host, 1, host.n - 1)) &&
		    inet_pton(AF_INET6, text, &any) == 1;
	return str_copy(text, sizeof(text), host) && inet_pton(AF_INET, text, &any) == 1;
}

static bool
is_loopback(struct str host)
{
	return str_eq_ci(host, STR("localhost")) || str_eq(host, STR("[::1]")) ||
	    (str_starts(host, STR("127.")) && is_address(host));
}

/* Listening everywhere: each address may be ours, and no name can be bent to be an
 * address. */
static bool
is_everywhere(struct str listen)
{
	struct str host = host_name(listen);

	return host.n == 0 || str_eq(host, STR("0.0.0.0")) || str_eq(host, STR("[::]"));
}

bool
web_knows_host(struct str host, struct str listen, struct str base,
    const struct str_list *hosts)
{
	host = host_name(host);
	if (host.n == 0 || is_loopback(host) || str_eq_ci(host, host_name(listen)) ||
	    str_eq_ci(host, web_host_of(base)) ||
	    (is_everywhere(listen) && is_address(host)))
		return true;
	for (size_t i = 0; i < hosts->n; i++)
		if (str_eq(hosts->items[i], STR("*")) ||
		    str_eq_ci(host, host_name(hosts->items[i])))
			return true;
	return false;
}
