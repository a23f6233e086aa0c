/* ulid.c -- see ulid.h. */
#include "config.h"

#include "base/hash.h"
#include "base/ulid.h"

struct str
ulid_of(char out[ULID_LEN + 1], int64_t ms, struct str seed)
{
	static const char digit[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"; /* Crockford */
	struct hash128 h = hash128(seed, 0x756c6964);
	uint64_t t = ms < 0 ? 0 : (uint64_t)ms;

	for (int i = 9; i >= 0; i--, t >>= 5)
		out[i] = digit[t & 31];
	for (int i = 17; i >= 10; i--, h.hi >>= 5)
		out[i] = digit[h.hi & 31];
	for (int i = 25; i >= 18; i--, h.lo >>= 5)
		out[i] = digit[h.lo & 31];
	out[ULID_LEN] = '\0';
	return (struct str){ out, ULID_LEN };
}
