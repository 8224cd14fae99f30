#include "rtp.h"

#include <string.h>

#define PROFILE_ONE_BYTE 0xBEDE
#define PROFILE_TWO_BYTE 0x1000 /* the low four bits are the application's */
#define ID_MOST 14
#define ID_STOP 15 /* RFC 8285 §4.2: whoever meets it reads no further */
#define VALUE_MOST 16

static bool is_two_byte(uint16_t profile) { return (profile & 0xFFF0) == PROFILE_TWO_BYTE; }

/* The block behind the CSRCs; what is of another profile is skipped as a whole. */
static bool read_block(const uint8_t *packet, size_t length, rtp_header *header)
{
    size_t start = header->payload_at;
    if (length < start + 4)
        return false;
    uint16_t profile = read16(packet + start);
    header->payload_at = start + 4 + 4 * (size_t)read16(packet + start + 2);
    if (profile == PROFILE_ONE_BYTE || is_two_byte(profile)) {
        header->extension_at = start + 4;
        header->extension_end = header->payload_at;
    }
    return true;
}

bool rtp_read(const uint8_t *packet, size_t length, rtp_header *header)
{
    if (length < RTP_HEADER || packet[0] >> 6 != 2)
        return false;
    header->padding = packet[0] & 0x20;
    header->marker = packet[1] & 0x80;
    header->payload_type = packet[1] & 0x7F;
    header->sequence = read16(packet + 2);
    header->timestamp = read32(packet + 4);
    header->ssrc = read32(packet + 8);
    header->extension_at = header->extension_end = 0;
    header->payload_at = RTP_HEADER + 4 * (size_t)(packet[0] & 0x0F);
    if (packet[0] & 0x10 && !read_block(packet, length, header))
        return false;
    return header->payload_at <= length;
}

size_t rtp_unpadded(const uint8_t *packet, size_t length, const rtp_header *header)
{
    if (length < header->payload_at)
        return 0; /* the tag had reached into the header */
    if (!header->padding)
        return length;
    size_t padding = packet[length - 1];
    return padding && padding <= length - header->payload_at ? length - padding : 0;
}

bool rtp_find(const uint8_t *packet, const rtp_header *header, uint8_t id, rtp_element *element)
{
    size_t at = header->extension_at, end = header->extension_end;
    if (!id || !at)
        return false;
    bool two_byte = is_two_byte(read16(packet + at - 4));
    while (at < end) {
        if (!packet[at]) {
            at++;
            continue;
        }
        uint8_t found = two_byte ? packet[at] : packet[at] >> 4;
        if (two_byte ? at + 2 > end : found == ID_STOP)
            return false;
        size_t size = two_byte ? packet[at + 1] : (size_t)(packet[at] & 0x0F) + 1;
        at += two_byte ? 2 : 1;
        if (size > end - at)
            return false;
        if (found == id) {
            *element = (rtp_element){packet + at, (uint8_t)size};
            return true;
        }
        at += size;
    }
    return false;
}

static bool is_writable(const rtp_wish *wish, size_t room)
{
    return wish->id && wish->id <= ID_MOST && wish->size && wish->size <= VALUE_MOST &&
           1 + (size_t)wish->size <= room;
}

size_t rtp_block(uint8_t *out, const rtp_wish *wishes, size_t count, size_t *at)
{
    size_t end = 4;
    for (size_t i = 0; i < count; i++) {
        const rtp_wish *wish = wishes + i;
        at[i] = 0;
        if (!is_writable(wish, RTP_BLOCK_MOST - end))
            continue;
        out[end] = (uint8_t)(wish->id << 4 | (wish->size - 1));
        at[i] = end + 1;
        memcpy(out + at[i], wish->value, wish->size);
        end += 1 + (size_t)wish->size;
    }
    if (end == 4)
        return 0;
    while (end % 4)
        out[end++] = 0;
    write16(out, PROFILE_ONE_BYTE);
    write16(out + 2, (uint16_t)(end / 4 - 1));
    return end;
}

/* The optional bytes behind the first two. Returns where they end, 0 when cut short. */
static size_t read_optional(const uint8_t *payload, size_t length, vp8_descriptor *descriptor)
{
    uint8_t flags = payload[1];
    size_t at = 2;
    if (flags & 0x80) {
        if (at >= length)
            return 0;
        bool wide = payload[at] & 0x80;
        if (wide && at + 1 >= length)
            return 0;
        descriptor->picture_at = (uint8_t)at;
        descriptor->picture_bits = wide ? 15 : 7;
        descriptor->picture = wide ? read16(payload + at) & 0x7FFF : payload[at];
        at += wide ? 2 : 1;
    }
    if (flags & 0x40) {
        if (at >= length)
            return 0;
        descriptor->tl0_at = (uint8_t)at;
        descriptor->tl0 = payload[at++];
    }
    if (flags & 0x30) { /* TID and KEYIDX share a byte */
        if (at >= length)
            return 0;
        descriptor->temporal = flags & 0x20 ? payload[at] >> 6 : 0;
        at++;
    }
    return at;
}

static bool read_descriptor(const uint8_t *payload, size_t length, vp8_descriptor *descriptor)
{
    if (!length || (payload[0] & 0x80 && length < 2))
        return false;
    size_t at = payload[0] & 0x80 ? read_optional(payload, length, descriptor) : 1;
    if (!at)
        return false;
    descriptor->size = (uint8_t)at;
    descriptor->discardable = payload[0] & 0x20;
    if (!(payload[0] & 0x10) || payload[0] & 0x07) /* not the start of a frame's first partition */
        return true;
    if (at >= length)
        return false;
    descriptor->key_frame_start = !(payload[at] & 0x01);
    return true;
}

bool vp8_read(const uint8_t *payload, size_t length, vp8_descriptor *descriptor)
{
    *descriptor = (vp8_descriptor){0};
    if (read_descriptor(payload, length, descriptor))
        return true;
    *descriptor = (vp8_descriptor){0}; /* so that a shift by it changes nothing */
    return false;
}

void vp8_shift(uint8_t *payload, const vp8_descriptor *descriptor, int32_t picture, int32_t tl0)
{
    uint16_t moved = (uint16_t)((uint32_t)descriptor->picture + (uint32_t)picture);
    if (descriptor->picture_bits == 15)
        write16(payload + descriptor->picture_at, 0x8000 | moved);
    else if (descriptor->picture_bits == 7)
        payload[descriptor->picture_at] = moved & 0x7F;
    if (descriptor->tl0_at)
        payload[descriptor->tl0_at] = (uint8_t)((uint32_t)descriptor->tl0 + (uint32_t)tl0);
}
