#include "gaps.h"

#include <string.h>

static void forget_oldest(gaps *known, size_t count)
{
    known->count -= count;
    memmove(known->missing, known->missing + count, known->count * sizeof *known->missing);
}

void gaps_open(gaps *known, uint64_t first, uint64_t end, int64_t now_us)
{
    if (end > first && end - first > GAPS_MOST) {
        known->count = 0;
        return;
    }
    if (known->count && first <= known->missing[known->count - 1].sequence)
        first = known->missing[known->count - 1].sequence + 1;
    if (end <= first)
        return;
    size_t wanted = known->count + (size_t)(end - first);
    if (wanted > GAPS_MOST)
        forget_oldest(known, wanted - GAPS_MOST);
    for (; first < end; first++)
        known->missing[known->count++] = (gap){first, now_us + GAPS_FIRST_ASK_US, GAPS_ASKS};
}

bool gaps_fill(gaps *known, uint64_t sequence)
{
    /* From the end: what comes late is mostly what was missed last. */
    for (size_t i = known->count; i-- > 0 && known->missing[i].sequence >= sequence;) {
        if (known->missing[i].sequence != sequence)
            continue;
        gap *filled = known->missing + i;
        memmove(filled, filled + 1, (--known->count - i) * sizeof *filled);
        return true;
    }
    return false;
}

size_t gaps_due(gaps *known, int64_t now_us, uint16_t *out, size_t room)
{
    size_t asked = 0, kept = 0;
    for (size_t i = 0; i < known->count; i++) {
        gap missing = known->missing[i];
        if (missing.ask_at_us <= now_us && asked < room) {
            out[asked++] = (uint16_t)missing.sequence;
            missing.ask_at_us = now_us + GAPS_ASK_AGAIN_US;
            missing.asks_left--;
        }
        if (missing.asks_left)
            known->missing[kept++] = missing;
    }
    known->count = kept;
    return asked;
}
