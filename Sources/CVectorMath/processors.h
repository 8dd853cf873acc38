// The processors that the calling thread may run on, one bit each.
//
// The C library declares this function only to those who ask for its extensions, which Swift does not.

#ifndef RECURRENT_PROCESSORS_H
#define RECURRENT_PROCESSORS_H

#include <stdint.h>

#if defined(__linux__)
int recurrent_get_affinity(int process, unsigned long bytes, uint64_t *mask)
    __asm__("sched_getaffinity");
#endif

#endif
