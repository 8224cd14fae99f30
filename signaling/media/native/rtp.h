/* The RTP header (RFC 3550 §5.1), its extensions (RFC 8285) and the VP8 payload descriptor
 * (RFC 7741 §4.2). Reads only within the given length. */
#ifndef MEDIATION_RTP_H
#define MEDIATION_RTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RTP_HEADER 12
#define RTP_BLOCK_MOST 64 /* of the extension block we write */

static inline uint16_t read16(const uint8_t *at) { return (uint16_t)(at[0] << 8 | at[1]); }

static inline uint32_t read32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline void write16(uint8_t *at, uint16_t value)
{
    at[0] = (uint8_t)(value >> 8);
    at[1] = (uint8_t)value;
}

static inline void write32(uint8_t *at, uint32_t value)
{
    write16(at, (uint16_t)(value >> 16));
    write16(at + 2, (uint16_t)value);
}

typedef struct {
    uint8_t marker;  /* 0 or 0x80 */
    uint8_t padding; /* 0 or 0x20 */
    uint8_t payload_type;
    uint16_t sequence;
    uint32_t timestamp;
    uint32_t ssrc;
    size_t extension_at; /* of the elements, behind profile and length; 0: no block of RFC 8285 */
    size_t extension_end;
    size_t payload_at; /* behind CSRCs and extension block */
} rtp_header;

/* Reads a header (version 2). False when it is cut short. Does not look at padding: that is inside
 * the seal. */
bool rtp_read(const uint8_t *packet, size_t length, rtp_header *header);

/* The length without RTP padding of an opened packet; 0 when the padding does not fit behind
 * payload_at. */
size_t rtp_unpadded(const uint8_t *packet, size_t length, const rtp_header *header);

typedef struct {
    const uint8_t *value;
    uint8_t size; /* 0 is possible with two-byte headers */
} rtp_element;

/* The extension element with this id (1 to 14; RFC 8285 one-byte 0xBEDE and two-byte 0x100x); false
 * when there is none. */
bool rtp_find(const uint8_t *packet, const rtp_header *header, uint8_t id, rtp_element *element);

typedef struct {
    uint8_t id;   /* 0: left out */
    uint8_t size; /* 1 to 16 */
    const uint8_t *value;
} rtp_wish;

/* Writes a one-byte extension block (profile, length, elements, padding) of at most RTP_BLOCK_MOST
 * bytes into `out`; tells where each wish's value stands in `at` (0 when left out, as is what no
 * longer fits). Returns its length, 0 when nothing is to be written. */
size_t rtp_block(uint8_t *out, const rtp_wish *wishes, size_t count, size_t *at);

typedef struct {
    bool key_frame_start; /* the first packet of a key frame */
    bool discardable;     /* the N bit: no later frame refers to it */
    uint8_t size;         /* of the descriptor */
    uint8_t picture_at;   /* offset of the picture id, 0: none */
    uint8_t picture_bits; /* 0, 7 or 15 */
    uint16_t picture;
    uint8_t tl0_at; /* offset of TL0PICIDX, 0: none */
    uint8_t tl0;
    uint8_t temporal; /* TID, 0 when absent */
} vp8_descriptor;

/* Reads the descriptor of a payload; false when cut short (then it is forwarded as it is but starts
 * nothing). */
bool vp8_read(const uint8_t *payload, size_t length, vp8_descriptor *descriptor);

/* Adds to picture id and TL0PICIDX in place, each within its own width. */
void vp8_shift(uint8_t *payload, const vp8_descriptor *descriptor, int32_t picture, int32_t tl0);

#endif
