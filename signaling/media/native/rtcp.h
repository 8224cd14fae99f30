/* RTCP compounds (RFC 3550 §6, RFC 4585, RFC 5104, draft-alvestrand-rmcat-remb): the ones we read
 * and the ones we write. */
#ifndef MEDIATION_RTCP_H
#define MEDIATION_RTCP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RTCP_OUR_SSRC 1 /* the sender of what belongs to no media of ours, as libwebrtc does */
#define RTCP_NACKS_MOST 128 /* sequence numbers taken from one NACK packet, and put into one */
#define RTCP_BLOCKS_MOST 31
#define RTCP_COMPOUND_MOST 1200

enum rtcp_kind {
    RTCP_SENDER_REPORT,
    RTCP_REPORT_BLOCK,
    RTCP_NACK,
    RTCP_KEY_FRAME,
    RTCP_REMB,
    RTCP_BYE
};

/* One thing said in a compound. Only the fields that count for its kind are set. */
typedef struct {
    enum rtcp_kind kind;
    uint32_t sender;    /* BYE: who left, as `ssrc` */
    uint32_t ssrc;      /* whom it is about: SENDER_REPORT: the sender itself; else the media */
    uint64_t ntp;       /* SENDER_REPORT */
    uint32_t timestamp; /* SENDER_REPORT */
    uint32_t packets, octets;            /* SENDER_REPORT */
    uint8_t lost_fraction;               /* REPORT_BLOCK, n/256 */
    int32_t lost;                        /* REPORT_BLOCK, 24 bit signed */
    uint32_t highest, jitter, lsr, dlsr; /* REPORT_BLOCK */
    uint64_t bitrate;                    /* REMB, bit/s, saturated */
    uint16_t sequences[RTCP_NACKS_MOST]; /* NACK */
    size_t sequence_count;
} rtcp_said;

typedef struct {
    const uint8_t *compound;
    size_t length;
    size_t at;   /* of the packet we are in */
    size_t item; /* of the next block or entry in it */
} rtcp_reader;

void rtcp_begin(rtcp_reader *reader, const uint8_t *compound, size_t length);

/* The next thing said that we understand (PLI and each FIR entry are KEY_FRAME); false at the end
 * or at the first packet that does not fit (version, length, padding). What a packet promises
 * beyond its own end is not said; numbers of one NACK beyond RTCP_NACKS_MOST are dropped.
 * Terminates on any input; reads only inside the compound. */
bool rtcp_next(rtcp_reader *reader, rtcp_said *said);

typedef struct {
    uint32_t ssrc;
    uint8_t lost_fraction;
    int32_t lost; /* written within 24 bit signed */
    uint32_t highest, jitter, lsr, dlsr;
} rtcp_block;

/* The writers give the length written to `out` (room RTCP_COMPOUND_MOST), always a whole compound
 * that begins with a report and carries SDES CNAME "relay", as RFC 3550 §6.1 demands. Blocks beyond
 * RTCP_BLOCKS_MOST and numbers beyond RTCP_NACKS_MOST are left out. */
size_t rtcp_receiver_report(uint8_t *out, const rtcp_block *blocks, size_t count);
size_t rtcp_sender_report(uint8_t *out, uint32_t ssrc, uint64_t ntp, uint32_t timestamp,
                          uint32_t packets, uint32_t octets);
size_t rtcp_picture_loss(uint8_t *out, uint32_t ssrc);
/* `sequences` ascending in extended order; 0 when there are none to ask for. */
size_t rtcp_nack(uint8_t *out, uint32_t ssrc, const uint16_t *sequences, size_t count);

/* Transport-wide feedback (draft-holmer-rmcat-transport-wide-cc-extensions-01): what came when, of
 * one publisher. All zero is an empty one. */
#define TWCC_KEPT 1024 /* arrivals remembered; a power of two */

typedef struct {
    bool any;
    uint64_t next;       /* extended number the next feedback begins with */
    uint64_t highest;    /* extended */
    uint32_t media_ssrc; /* of the latest packet */
    uint8_t count;       /* of feedback packets written */
    int64_t arrived[TWCC_KEPT]; /* microseconds by number % TWCC_KEPT; -1: not arrived */
} twcc;

/* A packet with this 16-bit transport number arrived (microseconds of a monotonic clock, not below
 * zero). A jump of more than TWCC_KEPT/2 either way begins anew. One that comes late, after it was
 * told as lost, is told again (with all that follow it), as libwebrtc does. */
void twcc_arrived(twcc *log, uint16_t number, int64_t now_us, uint32_t ssrc);

/* Writes one feedback compound about as much as fits since the last one; 0 when nothing new
 * arrived. Call again until it gives 0. */
size_t twcc_feedback(twcc *log, uint8_t *out);

#endif
