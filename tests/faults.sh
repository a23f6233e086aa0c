#!/bin/sh
# Every call of a piece of each layer's work, or of those named, fails in its turn (tests/faults/torture.c).
grep -q '^#define SANITIZED 1' "$top_builddir/config.h" && { echo "skipped: sanitizers have a memory of their own"; exit 77; }
exec "$top_builddir/tests/faults/torture" "$@"
