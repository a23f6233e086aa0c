/* guard.c -- see guard.h.  The registries: IANA special-purpose addresses, IPv4 and IPv6.
 */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "net/guard.h"

static const struct {
	uint8_t net[4];
	int bits;
	const char *name;
} v4[] = {
	{ { 0, 0, 0, 0 }, 8, "this network" },
	{ { 10, 0, 0, 0 }, 8, "private network" },
	{ { 100, 64, 0, 0 }, 10, "carrier-grade NAT" },
	{ { 127, 0, 0, 0 }, 8, "loopback" },
	{ { 169, 254, 0, 0 }, 16, "link-local" },
	{ { 172, 16, 0, 0 }, 12, "private network" },
	{ { 192, 0, 0, 0 }, 24, "protocol assignments" },
	{ { 192, 0, 2, 0 }, 24, "documentation" },
	{ { 192, 88, 99, 0 }, 24, "6to4 relay" },
	{ { 192, 168, 0, 0 }, 16, "private network" },
	{ { 198, 18, 0, 0 }, 15, "benchmarking" },
	{ { 198, 51, 100, 0 }, 24, "documentation" },
	{ { 203, 0, 113, 0 }, 24, "documentation" },
	{ { 224, 0, 0, 0 }, 4, "multicast" },
	{ { 240, 0, 0, 0 }, 4, "reserved" },
};

/* embed: where an IPv4 address stands inside, in bytes, which then decides; 0: none. */
static const struct {
	uint8_t net[16];
	int bits, embed;
	const char *name;
} v6[] = {
	{ { 0 }, 128, 0, "unspecified" },
	{ { [15] = 1 }, 128, 0, "loopback" },
	{ { [10] = 0xff, 0xff }, 96, 12, "IPv4-mapped" },
	{ { [8] = 0xff, 0xff }, 96, 12, "IPv4-translated" },
	{ { 0 }, 96, 0, "IPv4-compatible" },
	{ { 0x00, 0x64, 0xff, 0x9b }, 96, 12, "NAT64" },
	{ { 0x00, 0x64, 0xff, 0x9b, 0x00, 0x01 }, 48, 0, "local NAT64" },
	{ { 0x01 }, 64, 0, "discard" },
	{ { 0x20, 0x01 }, 32, 0, "Teredo" },
	{ { 0x20, 0x01, 0x00, 0x02 }, 48, 0, "benchmarking" },
	{ { 0x20, 0x01, 0x00, 0x10 }, 28, 0, "ORCHID" },
	{ { 0x20, 0x01, 0x00, 0x20 }, 28, 0, "ORCHID" },
	{ { 0x20, 0x01, 0x0d, 0xb8 }, 32, 0, "documentation" },
	{ { 0x20, 0x02 }, 16, 2, "6to4" },
	{ { 0x3f, 0xff }, 20, 0, "documentation" },
	{ { 0x5f, 0x00 }, 16, 0, "segment routing" },
	{ { 0xfc }, 7, 0, "private network" },
	{ { 0xfe, 0x80 }, 10, 0, "link-local" },
	{ { 0xfe, 0xc0 }, 10, 0, "site-local" },
	{ { 0xff }, 8, 0, "multicast" },
};

static bool
within(const uint8_t *addr, const uint8_t *net, int bits)
{
	int whole = bits / 8, rest = bits % 8;

	if (memcmp(addr, net, (size_t)whole) != 0)
		return false;
	return rest == 0 || ((addr[whole] ^ net[whole]) >> (8 - rest)) == 0;
}

static const char *
range4(const uint8_t *addr)
{
	for (size_t i = 0; i < NELEM(v4); i++)
		if (within(addr, v4[i].net, v4[i].bits))
			return v4[i].name;
	return NULL;
}

static const char *
range6(const uint8_t *addr)
{
	for (size_t i = 0; i < NELEM(v6); i++)
		if (within(addr, v6[i].net, v6[i].bits))
			return v6[i].embed > 0 ? range4(addr + v6[i].embed) : v6[i].name;
	return NULL;
}

const char *
guard_range(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET) {
		struct sockaddr_in in;

		memcpy(&in, sa, sizeof(in));
		return range4((const uint8_t *)&in.sin_addr);
	}
	if (sa->sa_family == AF_INET6) {
		struct sockaddr_in6 in6;

		memcpy(&in6, sa, sizeof(in6));
		return range6(in6.sin6_addr.s6_addr);
	}
	return "not an Internet address";
}

const char *
guard_range_text(struct str ip)
{
	uint8_t addr[16];
	char text[64];

	if (!str_copy(text, sizeof(text), str_sub(ip, 0, str_chr(ip, '%'))))
		return NULL;
	if (inet_pton(AF_INET, text, addr) == 1)
		return range4(addr);
	if (inet_pton(AF_INET6, text, addr) == 1)
		return range6(addr);
	return NULL;
}
