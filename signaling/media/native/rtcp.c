#include "rtcp.h"

#include <string.h>

#include "rtp.h"

enum { SR = 200, RR = 201, SDES = 202, BYE = 203, RTPFB = 205, PSFB = 206 };
enum { FMT_NACK = 1, FMT_PLI = 1, FMT_FIR = 4, FMT_AFB = 15 };

#define HEADER 4
#define SSRC_END 8      /* of the sender's SSRC, where reports go on */
#define FEEDBACK_END 12 /* of the media SSRC, where feedback's own part (FCI) begins */
#define SENDER_INFO_END 28
#define BLOCK 24
#define FIR_ENTRY 8
#define REMB_FIXED 8

/* ---- reading ---- */

/* One packet of the compound, without its padding. */
typedef struct {
    const uint8_t *at;
    size_t length;
    uint8_t count; /* or feedback's format */
    uint8_t type;
} part;

void rtcp_begin(rtcp_reader *reader, const uint8_t *compound, size_t length)
{
    *reader = (rtcp_reader){compound, length, 0, 0};
}

/* Where the packet we are in ends; 0 when it does not fit. */
static size_t read_part(const rtcp_reader *reader, part *found)
{
    size_t left = reader->length - reader->at;
    const uint8_t *at = reader->compound + reader->at;
    if (left < HEADER || at[0] >> 6 != 2)
        return 0;
    size_t whole = HEADER + 4 * (size_t)read16(at + 2);
    if (whole > left)
        return 0;
    size_t padding = at[0] & 0x20 ? at[whole - 1] : 0;
    if (at[0] & 0x20 && (!padding || padding > whole - HEADER))
        return 0;
    *found = (part){at, whole - padding, at[0] & 0x1F, at[1]};
    return reader->at + whole;
}

static bool read_sender_report(const part *from, rtcp_said *said)
{
    if (from->length < SENDER_INFO_END)
        return false;
    const uint8_t *at = from->at;
    said->kind = RTCP_SENDER_REPORT;
    said->sender = said->ssrc = read32(at + 4);
    said->ntp = (uint64_t)read32(at + 8) << 32 | read32(at + 12);
    said->timestamp = read32(at + 16);
    said->packets = read32(at + 20);
    said->octets = read32(at + 24);
    return true;
}

static bool read_block(const part *from, size_t blocks_at, size_t index, rtcp_said *said)
{
    size_t offset = blocks_at + index * BLOCK;
    if (index >= from->count || offset + BLOCK > from->length)
        return false;
    const uint8_t *at = from->at + offset;
    uint32_t lost = read32(at + 4) & 0xFFFFFF;
    said->kind = RTCP_REPORT_BLOCK;
    said->sender = read32(from->at + 4);
    said->ssrc = read32(at);
    said->lost_fraction = at[4];
    said->lost = lost & 0x800000 ? (int32_t)lost - 0x1000000 : (int32_t)lost;
    said->highest = read32(at + 8);
    said->jitter = read32(at + 12);
    said->lsr = read32(at + 16);
    said->dlsr = read32(at + 20);
    return true;
}

static void add_nacked(rtcp_said *said, uint16_t sequence)
{
    if (said->sequence_count < RTCP_NACKS_MOST)
        said->sequences[said->sequence_count++] = sequence;
}

/* A second item would be the numbers that did not fit: they are dropped. Who misses that many is
 * helped by a key frame, not by a burst. */
static bool read_nack(const part *from, size_t index, rtcp_said *said)
{
    if (index || from->length < FEEDBACK_END + 4)
        return false;
    said->kind = RTCP_NACK;
    said->sequence_count = 0;
    for (size_t at = FEEDBACK_END; at + 4 <= from->length; at += 4) {
        uint16_t first = read16(from->at + at), following = read16(from->at + at + 2);
        add_nacked(said, first);
        for (unsigned bit = 0; bit < 16; bit++)
            if (following >> bit & 1)
                add_nacked(said, (uint16_t)(first + bit + 1));
    }
    return true;
}

static bool read_full_intra_request(const part *from, size_t index, rtcp_said *said)
{
    size_t at = FEEDBACK_END + index * FIR_ENTRY;
    if (at + FIR_ENTRY > from->length)
        return false;
    said->kind = RTCP_KEY_FRAME;
    said->ssrc = read32(from->at + at);
    return true;
}

static bool read_remb(const part *from, rtcp_said *said)
{
    const uint8_t *at = from->at + FEEDBACK_END;
    if (from->length < FEEDBACK_END + REMB_FIXED || memcmp(at, "REMB", 4) != 0)
        return false;
    unsigned exponent = at[5] >> 2;
    uint64_t mantissa = (uint64_t)(at[5] & 0x03) << 16 | read16(at + 6);
    said->kind = RTCP_REMB;
    said->bitrate = mantissa > UINT64_MAX >> exponent ? UINT64_MAX : mantissa << exponent;
    return true;
}

static bool read_feedback(const part *from, size_t index, rtcp_said *said)
{
    if (from->length < FEEDBACK_END)
        return false;
    said->sender = read32(from->at + 4);
    said->ssrc = read32(from->at + 8);
    if (from->type == RTPFB)
        return from->count == FMT_NACK && read_nack(from, index, said);
    switch (from->count) {
    case FMT_PLI:
        said->kind = RTCP_KEY_FRAME;
        return index == 0;
    case FMT_FIR:
        return read_full_intra_request(from, index, said);
    case FMT_AFB:
        return index == 0 && read_remb(from, said);
    default:
        return false;
    }
}

static bool read_bye(const part *from, size_t index, rtcp_said *said)
{
    size_t at = HEADER + 4 * index;
    if (index >= from->count || at + 4 > from->length)
        return false;
    said->kind = RTCP_BYE;
    said->sender = said->ssrc = read32(from->at + at);
    return true;
}

static bool read_item(const part *from, size_t index, rtcp_said *said)
{
    switch (from->type) {
    case SR:
        return index ? read_block(from, SENDER_INFO_END, index - 1, said)
                     : read_sender_report(from, said);
    case RR:
        return read_block(from, SSRC_END, index, said);
    case BYE:
        return read_bye(from, index, said);
    case RTPFB:
    case PSFB:
        return read_feedback(from, index, said);
    default:
        return false;
    }
}

bool rtcp_next(rtcp_reader *reader, rtcp_said *said)
{
    part found;
    for (;;) {
        size_t end = read_part(reader, &found);
        if (!end)
            return false;
        if (read_item(&found, reader->item, said)) {
            reader->item++;
            return true;
        }
        reader->at = end;
        reader->item = 0;
    }
}

/* ---- writing ---- */

static size_t write_header(uint8_t *out, unsigned count, uint8_t type, size_t length)
{
    out[0] = (uint8_t)(0x80 | count);
    out[1] = type;
    write16(out + 2, (uint16_t)(length / 4 - 1));
    return length;
}

static size_t write_name(uint8_t *out, uint32_t ssrc)
{
    write32(out + 4, ssrc);
    memcpy(out + 8, "\x01\x05relay", 8); /* CNAME, its length, and the end of the list */
    return write_header(out, 1, SDES, 16);
}

static size_t write_feedback(uint8_t *out, unsigned format, uint8_t type, uint32_t ssrc,
                             size_t own)
{
    write32(out + 4, RTCP_OUR_SSRC);
    write32(out + 8, ssrc);
    return write_header(out, format, type, FEEDBACK_END + own);
}

static void write_block(uint8_t *out, const rtcp_block *block)
{
    int32_t lost = block->lost > 0x7FFFFF ? 0x7FFFFF : block->lost;
    lost = lost < -0x800000 ? -0x800000 : lost;
    write32(out, block->ssrc);
    write32(out + 4, (uint32_t)block->lost_fraction << 24 | ((uint32_t)lost & 0xFFFFFF));
    write32(out + 8, block->highest);
    write32(out + 12, block->jitter);
    write32(out + 16, block->lsr);
    write32(out + 20, block->dlsr);
}

size_t rtcp_receiver_report(uint8_t *out, const rtcp_block *blocks, size_t count)
{
    if (count > RTCP_BLOCKS_MOST)
        count = RTCP_BLOCKS_MOST;
    write32(out + 4, RTCP_OUR_SSRC);
    for (size_t i = 0; i < count; i++)
        write_block(out + SSRC_END + i * BLOCK, blocks + i);
    size_t length = write_header(out, (unsigned)count, RR, SSRC_END + count * BLOCK);
    return length + write_name(out + length, RTCP_OUR_SSRC);
}

size_t rtcp_sender_report(uint8_t *out, uint32_t ssrc, uint64_t ntp, uint32_t timestamp,
                          uint32_t packets, uint32_t octets)
{
    write32(out + 4, ssrc);
    write32(out + 8, (uint32_t)(ntp >> 32));
    write32(out + 12, (uint32_t)ntp);
    write32(out + 16, timestamp);
    write32(out + 20, packets);
    write32(out + 24, octets);
    size_t length = write_header(out, 0, SR, SENDER_INFO_END);
    return length + write_name(out + length, ssrc);
}

size_t rtcp_picture_loss(uint8_t *out, uint32_t ssrc)
{
    size_t length = rtcp_receiver_report(out, NULL, 0);
    return length + write_feedback(out + length, FMT_PLI, PSFB, ssrc, 0);
}

/* Packs numbers as first ones and masks of the 16 that follow each. Returns the length written. */
static size_t write_nacked(uint8_t *out, const uint16_t *sequences, size_t count)
{
    size_t end = 0;
    for (size_t i = 0; i < count;) {
        uint16_t first = sequences[i++], following = 0, step;
        while (i < count && (step = (uint16_t)(sequences[i] - first - 1)) < 16) {
            following |= (uint16_t)(1U << step);
            i++;
        }
        write16(out + end, first);
        write16(out + end + 2, following);
        end += 4;
    }
    return end;
}

size_t rtcp_nack(uint8_t *out, uint32_t ssrc, const uint16_t *sequences, size_t count)
{
    if (!count)
        return 0;
    if (count > RTCP_NACKS_MOST)
        count = RTCP_NACKS_MOST;
    size_t length = rtcp_receiver_report(out, NULL, 0);
    size_t own = write_nacked(out + length + FEEDBACK_END, sequences, count);
    return length + write_feedback(out + length, FMT_NACK, RTPFB, ssrc, own);
}
