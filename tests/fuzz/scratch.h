/* scratch.h -- a directory for a target that reads files: made at the first call, with
 * lang/ in it, gone at the end. */
#ifndef TESTS_FUZZ_SCRATCH_H
#define TESTS_FUZZ_SCRATCH_H

#define SCRATCH_PATH 160

const char *scratch_dir(void);
void scratch_path(char path[SCRATCH_PATH], const char *name); /* of what is in it */

#endif
