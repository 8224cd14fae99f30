#include "ring.h"

#include <stdlib.h>
#include <string.h>

#define TICK_US (RING_KEPT_US / RING_MARKS)

_Static_assert(RING_OCTETS_MOST == RING_OCTETS_LEAST << 6, "sizes are multiples of smaller ones");
_Static_assert(RING_OCTETS_MOST > UINT16_MAX, "the longest payload fits");

ring *ring_new(void)
{
    ring *made = calloc(1, sizeof *made);
    uint8_t *octets = malloc(RING_OCTETS_LEAST);
    if (!made || !octets) {
        free(octets);
        free(made);
        return NULL;
    }
    made->octets = octets;
    made->size = RING_OCTETS_LEAST;
    ring_clear(made);
    return made;
}

void ring_free(ring *kept)
{
    if (kept)
        free(kept->octets);
    free(kept);
}

void ring_clear(ring *kept)
{
    kept->floor = ++kept->head; /* one on, or an empty payload at the head would still be there */
    for (size_t i = 0; i <= RING_MARKS; i++)
        kept->marks[i] = kept->head;
}

/* Whether a payload at this offset was neither overwritten nor cleared. */
static bool is_whole(const ring *kept, uint64_t offset)
{
    return offset >= kept->floor && kept->head - offset <= kept->size;
}

/* Where a payload goes: behind the last one or, when it would cross the end, at the beginning. */
static uint64_t place(const ring *kept, size_t length)
{
    uint64_t at = kept->head % kept->size;
    return at + length <= kept->size ? kept->head : kept->head - at + kept->size;
}

/* Offsets stay: no payload crosses a multiple of the old size, so none crosses one of the new. */
static bool grow(ring *kept)
{
    uint32_t size = kept->size * 2;
    uint8_t *octets = size <= RING_OCTETS_MOST ? malloc(size) : NULL;
    if (!octets)
        return false;
    for (size_t i = 0; i < RING_PACKETS; i++) {
        const ring_entry *entry = kept->entries + i;
        if (is_whole(kept, entry->offset))
            memcpy(octets + entry->offset % size, kept->octets + entry->offset % kept->size,
                   entry->length);
    }
    /* What the small one had overwritten (young ones too, if there was no memory to grow earlier) must
     * not seem whole in the large one. */
    if (kept->head > kept->size && kept->floor < kept->head - kept->size)
        kept->floor = kept->head - kept->size;
    free(kept->octets);
    kept->octets = octets;
    kept->size = size;
    return true;
}

static uint64_t *mark(ring *kept, int64_t tick) { return kept->marks + tick % (RING_MARKS + 1); }

/* Goes on to the tick of now, and tells where the head was a second ago, or one tick earlier. */
static uint64_t head_a_second_ago(ring *kept, int64_t now_us)
{
    int64_t tick = now_us / TICK_US;
    if (tick - kept->tick > RING_MARKS + 1)
        kept->tick = tick - (RING_MARKS + 1); /* all of them are set anyway */
    while (kept->tick < tick)
        *mark(kept, ++kept->tick) = kept->head;
    return *mark(kept, kept->tick + 1); /* the oldest: the ring of marks is one longer */
}

void ring_put(ring *kept, uint64_t sequence, uint32_t timestamp, uint8_t marker, uint8_t padding,
              const uint8_t *payload, size_t length, int64_t now_us)
{
    if (length > UINT16_MAX)
        return; /* no datagram is */
    uint64_t young = head_a_second_ago(kept, now_us);
    uint64_t at = place(kept, length);
    while (at + length - young > kept->size && grow(kept))
        at = place(kept, length);
    if (length > kept->size)
        return;
    memcpy(kept->octets + at % kept->size, payload, length);
    kept->head = at + length;
    kept->entries[sequence % RING_PACKETS] = (ring_entry){
        .sequence = sequence,
        .at_us = now_us,
        .offset = at,
        .timestamp = timestamp,
        .length = (uint16_t)length,
        .marker = marker,
        .padding = padding,
    };
}

const uint8_t *ring_get(const ring *kept, uint64_t sequence, int64_t now_us, ring_entry *entry)
{
    const ring_entry *found = kept->entries + sequence % RING_PACKETS;
    if (found->sequence != sequence || !is_whole(kept, found->offset) ||
        found->at_us < now_us - RING_KEPT_US)
        return NULL;
    *entry = *found;
    return kept->octets + found->offset % kept->size;
}

size_t ring_memory(const ring *kept) { return sizeof *kept + kept->size; }
