#include <string.h>

#include "rtcp.h"
#include "rtp.h"

#define RTPFB 205
#define FMT_TRANSPORT_WIDE 15
#define FIXED 20 /* header, both SSRCs, base, count, reference time, feedback count */
#define TICK_US 250
#define REFERENCE_TICKS 256 /* of 64 ms */
#define COMPOUND_ABOUT 1100 /* with an SRTCP tail it still fits the smallest path of IPv6 */
#define VECTOR 7 /* two-bit symbols in a chunk */

_Static_assert(TWCC_KEPT < 1 << 13, "a run of all there is fits one chunk");

enum symbol { MISSING = 0, SMALL_DELTA = 1, LARGE_DELTA = 2 };

/* What one feedback packet tells of. */
typedef struct {
    uint8_t symbols[TWCC_KEPT];
    size_t count;
    uint8_t deltas[COMPOUND_ABOUT];
    size_t delta_length;
    size_t room; /* for chunks and deltas */
    int64_t tick; /* of the packet before */
} account;

static int64_t *slot(twcc *log, uint64_t number) { return log->arrived + number % TWCC_KEPT; }

static void begin_anew(twcc *log, uint16_t number)
{
    /* One turn up, so that no late packet is below zero. */
    log->highest = log->next = 0x10000 + (uint64_t)number;
    memset(log->arrived, 0xFF, sizeof log->arrived); /* -1 */
    log->any = true;
}

void twcc_arrived(twcc *log, uint16_t number, int64_t now_us, uint32_t ssrc)
{
    int16_t step = (int16_t)(uint16_t)(number - log->highest);
    if (!log->any || step > TWCC_KEPT / 2 || step < -TWCC_KEPT / 2) {
        begin_anew(log, number);
        step = 0;
    }
    log->media_ssrc = ssrc;
    uint64_t extended = log->highest + (uint64_t)(int64_t)step;
    while (log->highest < extended)
        *slot(log, ++log->highest) = -1;
    if (*slot(log, extended) >= 0)
        return; /* a duplicate: the first arrival counts */
    *slot(log, extended) = now_us;
    if (extended < log->next)
        log->next = extended;
}

/* Longest stretch of one symbol from `at`. */
static size_t run_length(const account *told, size_t at)
{
    size_t end = at;
    while (end < told->count && told->symbols[end] == told->symbols[at])
        end++;
    return end - at;
}

static uint16_t vector_chunk(const account *told, size_t at)
{
    uint16_t chunk = 0xC000; /* a vector, of two-bit symbols */
    for (size_t i = 0; i < VECTOR && at + i < told->count; i++)
        chunk |= (uint16_t)(told->symbols[at + i] << (12 - 2 * i));
    return chunk;
}

/* Each chunk but the last tells of VECTOR symbols or more: chunk_room counts on it. */
static size_t write_chunks(uint8_t *out, const account *told)
{
    size_t end = 0;
    for (size_t at = 0; at < told->count; end += 2) {
        size_t run = run_length(told, at);
        if (run >= VECTOR || run == told->count - at) {
            write16(out + end, (uint16_t)(told->symbols[at] << 13 | run));
            at += run;
        } else {
            write16(out + end, vector_chunk(told, at));
            at += VECTOR;
        }
    }
    return end;
}

static size_t chunk_room(size_t count) { return 2 * ((count + VECTOR - 1) / VECTOR); }

/* Adds a packet that arrived behind `missing` that did not. False when it does not fit in here. */
static bool tell(account *told, size_t missing, int64_t arrived_us)
{
    int64_t delta = arrived_us / TICK_US - told->tick;
    bool small = delta >= 0 && delta <= UINT8_MAX;
    size_t count = told->count + missing + 1, length = told->delta_length + (small ? 1 : 2);
    if (delta < INT16_MIN || delta > INT16_MAX || chunk_room(count) + length > told->room)
        return false;
    memset(told->symbols + told->count, MISSING, missing);
    told->symbols[count - 1] = small ? SMALL_DELTA : LARGE_DELTA;
    if (small)
        told->deltas[told->delta_length] = (uint8_t)delta;
    else
        write16(told->deltas + told->delta_length, (uint16_t)delta);
    told->count = count;
    told->delta_length = length;
    told->tick += delta;
    return true;
}

static size_t write_packet(uint8_t *out, const twcc *log, const account *told, uint64_t base,
                           int64_t reference)
{
    write32(out + 4, RTCP_OUR_SSRC);
    write32(out + 8, log->media_ssrc);
    write16(out + 12, (uint16_t)base);
    write16(out + 14, (uint16_t)told->count);
    write32(out + 16, (uint32_t)reference << 8 | log->count);
    size_t end = FIXED + write_chunks(out + FIXED, told);
    memcpy(out + end, told->deltas, told->delta_length);
    end += told->delta_length;
    while (end % 4)
        out[end++] = 0;
    out[0] = 0x80 | FMT_TRANSPORT_WIDE;
    out[1] = RTPFB;
    write16(out + 2, (uint16_t)(end / 4 - 1));
    return end;
}

/* The first number from `at` on that arrived; the highest did, so there is one up to it. */
static uint64_t next_arrived(twcc *log, uint64_t at)
{
    while (at <= log->highest && *slot(log, at) < 0)
        at++;
    return at;
}

size_t twcc_feedback(twcc *log, uint8_t *out)
{
    if (!log->any || log->next > log->highest)
        return 0;
    uint64_t base = log->next;
    if (log->highest - base >= TWCC_KEPT)
        base = log->highest - TWCC_KEPT + 1;
    uint64_t at = next_arrived(log, base);
    int64_t reference = *slot(log, at) / TICK_US / REFERENCE_TICKS;
    size_t length = rtcp_receiver_report(out, NULL, 0);
    account told;
    told.count = told.delta_length = 0;
    told.room = COMPOUND_ABOUT - length - FIXED;
    told.tick = reference * REFERENCE_TICKS;
    while (at <= log->highest && tell(&told, at - base - told.count, *slot(log, at)))
        at = next_arrived(log, at + 1);
    length += write_packet(out + length, log, &told, base, reference);
    log->next = base + told.count;
    log->count++;
    return length;
}
