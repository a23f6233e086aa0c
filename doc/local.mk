# doc/: architecture, style, formats, manual pages.

EXTRA_DIST += doc/architecture.md doc/gazetteer.md doc/style.md
