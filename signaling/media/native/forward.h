/* A media packet read once for all its receivers. */
#ifndef MEDIATION_FORWARD_H
#define MEDIATION_FORWARD_H

#include "shard.h"

#define PLAIN_MOST 1356 /* octets before the seal: what libsrtp's Python binding takes, so that both planes take the same */
#define PROBE_MOST 16384 /* octets of padding one order may send */

typedef struct {
    uint16_t sequence;
    uint64_t extended;
    uint32_t timestamp;
    uint8_t marker, padding;
    int level; /* RFC 6464 octet; -1: none */
    uint8_t *payload;
    size_t length;
    bool described;
    vp8_descriptor descriptor;
} packet;

/* Ends the runs in which this packet would leap over more numbers than ever are repaired: it was unheard for long, the
 * listener unreachable, or the speaker means harm. A receiver that misses half of the 16 bits loses count of the
 * roll-overs, and could open nothing in that slot any more, whoever speaks there. */
void routes_leap(source *from, uint64_t extended);

/* Starts the runs of the sinks that wait, if this is a packet they can start with. */
void routes_begin(source *from, uint64_t extended, uint32_t timestamp, const vp8_descriptor *d, int64_t now_us);

#endif
