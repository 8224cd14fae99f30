/* What a source sent within the last second, for repair: one ring per source, shared by all who
 * receive it. */
#ifndef MEDIATION_RING_H
#define MEDIATION_RING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RING_PACKETS 1024 /* a power of two */
#define RING_KEPT_US 1000000
#define RING_OCTETS_LEAST (20 * 1024)
#define RING_OCTETS_MOST (1280 * 1024) /* LEAST, doubled six times */
#define RING_MARKS 16

/* What is needed to write the packet again. */
typedef struct {
    uint64_t sequence; /* extended */
    int64_t at_us;
    uint64_t offset; /* in all octets ever written; its place is offset % size */
    uint32_t timestamp;
    uint16_t length; /* of the payload */
    uint8_t marker;  /* 0 or 0x80 */
    uint8_t padding; /* 0 or 0x20 */
} ring_entry;

/* `octets` is a circular buffer that grows by doubling between the bounds when it would overwrite
 * packets younger than RING_KEPT_US; no allocation otherwise. Entries are found by sequence %
 * RING_PACKETS: the later written of two in one place stays. */
typedef struct {
    uint8_t *octets;
    uint32_t size;
    uint64_t head;  /* offset of the next payload */
    uint64_t floor; /* entries below this offset are gone */
    int64_t tick;   /* of the latest mark: RING_MARKS ticks in RING_KEPT_US */
    uint64_t marks[RING_MARKS + 1]; /* head when a tick began, by tick % (RING_MARKS + 1) */
    ring_entry entries[RING_PACKETS];
} ring;

ring *ring_new(void); /* NULL without memory */
void ring_free(ring *kept); /* NULL is fine */
void ring_clear(ring *kept); /* the source began anew; keeps the memory */

/* Keeps a payload; lets go of what it overwrites and, when there is no memory to grow, of more.
 * `now_us` is not below zero and never goes back. */
void ring_put(ring *kept, uint64_t sequence, uint32_t timestamp, uint8_t marker, uint8_t padding,
              const uint8_t *payload, size_t length, int64_t now_us);

/* The payload, or NULL when it never came, was overwritten or is older than RING_KEPT_US. Points
 * into the ring until the next put. */
const uint8_t *ring_get(const ring *kept, uint64_t sequence, int64_t now_us, ring_entry *entry);

size_t ring_memory(const ring *kept); /* bytes it holds now */

#endif
