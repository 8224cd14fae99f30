/* What comes to a client: counted, a sample of it opened, reports read. */

#ifndef BENCH_ARRIVALS_H
#define BENCH_ARRIVALS_H

#include "generator.h"

typedef struct {
    tally *told;
    float *ages;
    uint64_t room, counted;
} arrivals;

/* Reads the client's socket empty, within reason. */
void read_all(arrivals *, client *);

#endif
