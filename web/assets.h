/* assets.h -- the page, embedded at build time: gzip'd files that daemon/web.c serves. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

struct web_asset {
	const char *path; /* below "/", "" is the page itself */
	const char *type; /* media type */
	const char *etag; /* with its quotes */
	const unsigned char *gzip;
	size_t n;
};

extern const struct web_asset web_assets[]; /* ends with .path NULL */

#endif
