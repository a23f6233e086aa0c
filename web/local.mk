# web/: the page.  Its libraries are Debian's libjs-leaflet and libjs-dygraphs, found by configure
# and embedded here, never committed.

noinst_LIBRARIES += web/libweb.a
web_libweb_a_SOURCES = web/assets.h
nodist_web_libweb_a_SOURCES = web/assets.c

WEB_OWN = web/index.html web/style.css web/app.js web/api.js web/dom.js web/table.js \
          web/sides.js web/alerts.js web/incident.js web/acts.js web/map.js web/timeline.js \
          web/views.js web/world.json
EXTRA_DIST += $(WEB_OWN) web/embed.sh web/world.mjs
CLEANFILES += web/assets.c

web/assets.c: $(WEB_OWN) $(top_srcdir)/doc/openapi.json web/embed.sh
	$(AM_V_GEN)$(MKDIR_P) web && $(SHELL) $(top_srcdir)/web/embed.sh $@ \
	  '=text/html; charset=utf-8=$(top_srcdir)/web/index.html' \
	  'style.css=text/css=$(top_srcdir)/web/style.css' \
	  'app.js=text/javascript=$(top_srcdir)/web/app.js' \
	  'api.js=text/javascript=$(top_srcdir)/web/api.js' \
	  'dom.js=text/javascript=$(top_srcdir)/web/dom.js' \
	  'table.js=text/javascript=$(top_srcdir)/web/table.js' \
	  'sides.js=text/javascript=$(top_srcdir)/web/sides.js' \
	  'alerts.js=text/javascript=$(top_srcdir)/web/alerts.js' \
	  'incident.js=text/javascript=$(top_srcdir)/web/incident.js' \
	  'acts.js=text/javascript=$(top_srcdir)/web/acts.js' \
	  'map.js=text/javascript=$(top_srcdir)/web/map.js' \
	  'timeline.js=text/javascript=$(top_srcdir)/web/timeline.js' \
	  'views.js=text/javascript=$(top_srcdir)/web/views.js' \
	  'world.json=application/json=$(top_srcdir)/web/world.json' \
	  'api/v1/openapi.json=application/json=$(top_srcdir)/doc/openapi.json' \
	  'leaflet.js=text/javascript=$(LEAFLET)/leaflet.min.js' \
	  'leaflet.css=text/css=$(LEAFLET)/leaflet.css' \
	  'dygraph.js=text/javascript=$(DYGRAPHS)/dygraph.min.js' \
	  'dygraph.css=text/css=$(DYGRAPHS)/dygraph.min.css'

# The page, in a real browser.
TESTS      += tests/page.sh
EXTRA_DIST += tests/page.sh tests/page.mjs
