/* Which packets of a source are missing and when to ask for them again (RFC 4585 §6.2.1, generic
 * NACK). All zero is an empty one. */
#ifndef MEDIATION_GAPS_H
#define MEDIATION_GAPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define GAPS_MOST 256 /* a larger jump is a new beginning: asking for all would only add load */
#define GAPS_FIRST_ASK_US 10000 /* reordering is commoner than loss */
#define GAPS_ASK_AGAIN_US 100000
#define GAPS_ASKS 8

typedef struct {
    uint64_t sequence; /* extended */
    int64_t ask_at_us;
    uint8_t asks_left;
} gap;

typedef struct {
    gap missing[GAPS_MOST]; /* ascending by sequence */
    size_t count;
} gaps;

/* Numbers from `first` up to, not including, `end` were skipped; the oldest fall out when full.
 * `first` is above all that is missing already (the highest that came, plus one): numbers that are
 * not are left out. More than GAPS_MOST at once forget everything. */
void gaps_open(gaps *known, uint64_t first, uint64_t end, int64_t now_us);

/* A late packet came; whether it was still missed. */
bool gaps_fill(gaps *known, uint64_t sequence);

/* 16-bit numbers to ask for now, ascending, at most `room` (the others stay due); each is asked for
 * GAPS_ASKS times, then given up. */
size_t gaps_due(gaps *known, int64_t now_us, uint16_t *out, size_t room);

#endif
