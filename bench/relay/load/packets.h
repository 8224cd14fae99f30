/* The media of a client: sealed packets, ready to leave. */

#ifndef BENCH_PACKETS_H
#define BENCH_PACKETS_H

#include "generator.h"

enum { FRAME_MOST = 6 };

/* Each fills `packets` and `lengths` and gives how many there are, 0 where the client sends nothing of the kind. */
int sound_packets(client *, uint8_t packets[][DATAGRAM], int *lengths);
int picture_packets(client *, uint8_t packets[][DATAGRAM], int *lengths);

/* When an opened packet left, in seconds as `wall_now`. */
double stamp_of(const uint8_t *payload, int is_video);

#endif
