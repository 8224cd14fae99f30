/* Which packet indexes of one stream were taken (RFC 3711 §3.3.1, §3.3.2, appendix A). */
#ifndef MEDIATION_REPLAY_H
#define MEDIATION_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#define REPLAY_WINDOW 1024

typedef struct {
    uint64_t highest; /* of those taken */
    bool any;
    uint64_t seen[REPLAY_WINDOW / 64]; /* ring of bits by index % REPLAY_WINDOW, of the last REPLAY_WINDOW indexes */
} replay;

/* The index (ROC << 16 | sequence) this sequence number most likely has; ROC 0 before the first packet. Never "below 0":
 * where the guess would be ROC -1 it is ROC 0. */
uint64_t replay_guess(const replay *window, uint16_t sequence);

/* Whether an index (RTP's or RTCP's) was not taken yet and is not older than the window. Changes nothing. */
bool replay_is_fresh(const replay *window, uint64_t index);

/* Takes it: only after its packet was found authentic. */
void replay_take(replay *window, uint64_t index);

#endif
