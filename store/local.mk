# store/: the memory.  Uses SQLite.

noinst_LIBRARIES += store/libstore.a
store_libstore_a_SOURCES = store/schema.c store/schema.h
