/* share.c -- see share.h. */
#include "config.h"

#include "base/hash.h"
#include "feeds/share.h"
#include "net/url.h"

size_t
share_owner(struct str url, const struct str *nodes, size_t n)
{
	struct url u;
	struct str host = url_split(url, &u) ? u.host : url;
	uint64_t most = 0;
	size_t best = 0;

	for (size_t i = 0; i < n; i++) {
		uint64_t weight = hash64(host, hash64(nodes[i], 0));

		if (i == 0 || weight > most ||
		    (weight == most && str_cmp(nodes[i], nodes[best]) < 0)) {
			most = weight;
			best = i;
		}
	}
	return best;
}
