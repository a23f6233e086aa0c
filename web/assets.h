/* assets.h -- the page, embedded at build time: files that daemon/web.c serves. */
#ifndef WEB_ASSETS_H
#define WEB_ASSETS_H

#include <stddef.h>

enum web_form { WEB_PLAIN, WEB_GZIP, WEB_FORM_N };

struct web_asset {
	const char *path; /* below "/", "" is the page itself */
	const char *type; /* media type */
	struct {
		const char *etag; /* with its quotes */
		const unsigned char *bytes;
		size_t n;
	} forms[WEB_FORM_N];
};

extern const struct web_asset web_assets[]; /* ends with .path NULL */

#endif
