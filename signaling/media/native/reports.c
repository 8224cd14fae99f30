/* RTCP: time pairs go down, losses and key frame wishes go up, merged and bounded. */
#include "shard.h"

#include <string.h>

#define KEY_FRAME_US 500000
#define SENDER_REPORT_US 200000 /* libwebrtc sends one a second for a picture; each costs a seal for every listener */
#define TICKS_PER_TRANSPORT 5
#define TICKS_PER_REPORT 50
#define MOST_TOLD_LOSS 25 /* of 256 */
#define REPAIRS_PER_SECOND 300.0
#define FEEDBACKS_AT_ONCE 4

static void send_compound(shard *s, peer *to, const uint8_t *compound, size_t length) {
    if (!length || !to->send || !(to->to_length || to->to_stream) || peer_is_severed(to))
        return;
    uint8_t *out = out_open(s);
    memcpy(out, compound, length);
    size_t sealed = srtcp_seal(to->send, out, length, OUT_ROOM, to->rtcp_index++);
    if (sealed)
        out_put(s, to, sealed);
    else
        count(s, DROPPED_SEAL, 1);
}

static void pass_on(shard *s, peer *from, const rtcp_said *said) {
    source *about = peer_source_of(from, said->ssrc);
    /* A compound may hold dozens of reports: only what the peer sends now is worth a seal for each listener. An idle sender of
     * aiortc reports zero packets: passed on, it would break lip synchronisation. */
    if (!about || !said->packets || (about->reported_us && s->now_us - about->reported_us < SENDER_REPORT_US))
        return;
    about->report_middle = (uint32_t)(said->ntp >> 16);
    about->reported_us = s->now_us;
    for (size_t i = 0; i < about->live_count; i++) {
        sink *k = about->live[i];
        uint8_t compound[RTCP_COMPOUND_MOST];
        size_t length = rtcp_sender_report(compound, k->ssrc, said->ntp, said->timestamp + k->timestamp_shift,
                                           (uint32_t)k->packets, (uint32_t)k->octets);
        k->told_middle = about->report_middle;
        k->told_us = s->now_us;
        send_compound(s, k->peer, compound, length);
    }
}

static void note_block(shard *s, peer *from, const rtcp_said *said) {
    sink *k = peer_sink_of(from, said->ssrc);
    if (!k)
        return;
    k->lost_fraction = said->lost_fraction;
    k->lost_us = s->now_us;
    k->far_jitter = said->jitter;
    if (said->lsr && said->lsr == k->told_middle) {
        int64_t held = (int64_t)((uint64_t)said->dlsr * 1000000 >> 16), way = s->now_us - k->told_us - held;
        k->round_trip_us = way > 0 ? way : 1;
    }
}

static void resend(shard *s, peer *to, const rtcp_said *said) {
    sink *k = peer_sink_of(to, said->ssrc);
    if (!k)
        return;
    to->repairs_left += (double)(s->now_us - to->repairs_us) * REPAIRS_PER_SECOND / 1e6;
    if (to->repairs_left > REPAIRS_PER_SECOND)
        to->repairs_left = REPAIRS_PER_SECOND;
    to->repairs_us = s->now_us;
    for (size_t i = 0; i < said->sequence_count && to->repairs_left >= 1; i++) {
        to->repairs_left -= 1; /* asking costs, whether the ring has it or not */
        repair(s, k, said->sequences[i]);
    }
}

static void heed(shard *s, peer *from, const rtcp_said *said) {
    switch (said->kind) {
    case RTCP_SENDER_REPORT:
        pass_on(s, from, said);
        break;
    case RTCP_REPORT_BLOCK:
        note_block(s, from, said);
        break;
    case RTCP_NACK:
        resend(s, from, said);
        break;
    case RTCP_KEY_FRAME: {
        sink *k = peer_sink_of(from, said->ssrc);
        if (k && k->from)
            k->from->key_wanted = true;
        break;
    }
    case RTCP_REMB:
        from->bearing = said->bitrate;
        from->bearing_us = s->now_us;
        break;
    case RTCP_BYE:
        break;
    }
}

void reports_take(shard *s, peer *from, uint8_t *datagram, size_t length) {
    uint32_t ssrc = read32(datagram + 4), index;
    if (!from->receive) {
        count(s, DROPPED_KEYS, 1);
        return;
    }
    heard *known = peer_heard(from, ssrc);
    if (!known && from->heard_count >= from->heard_most) {
        count(s, DROPPED_SSRC, 1);
        return;
    }
    if (!inflow_admits(&from->reports, length, s->now_us)) {
        count(s, DROPPED_RTCP_RATE, 1);
        return;
    }
    size_t opened = srtcp_open(from->receive, datagram, length, &index);
    if (!opened || (known && !replay_is_fresh(&known->rtcp, index))) {
        inflow_refund(&from->reports, length);
        count(s, DROPPED_AUTHENTICATION, 1);
        return;
    }
    if (!known && !(known = peer_hear(from, ssrc)))
        return;
    replay_take(&known->rtcp, index);
    atomic_store_explicit(&from->pulse->rtcp_us, s->now_us, memory_order_relaxed);
    rtcp_reader reader;
    rtcp_said said;
    rtcp_begin(&reader, datagram, opened);
    while (rtcp_next(&reader, &said))
        heed(s, from, &said);
}

/* Asks a sender for what is missing and for a picture that can be started with. */
static void ask(shard *s, peer *of, source *from) {
    uint8_t compound[RTCP_COMPOUND_MOST];
    uint16_t lost[RTCP_NACKS_MOST];
    size_t many = gaps_due(&from->missing, s->now_us, lost, RTCP_NACKS_MOST);
    if (many)
        send_compound(s, of, compound, rtcp_nack(compound, from->ssrc, lost, many));
    if (from->waiting_count)
        from->key_wanted = true;
    if (from->key_wanted && (!from->key_asked_us || s->now_us - from->key_asked_us >= KEY_FRAME_US)) {
        from->key_wanted = false;
        from->key_asked_us = s->now_us;
        send_compound(s, of, compound, rtcp_picture_loss(compound, from->ssrc));
    }
}

/* What is lost of a sound on the way to its listeners, of 256: a speaker repairs ahead (Opus FEC) what it hears of. A
 * picture is repaired by sending again. The worst listener counts, but bounded: the speaker's own estimate shrinks where a
 * tenth is lost, and nobody else may bring that about. */
static uint64_t lost_beyond(const shard *s, const source *from) {
    uint64_t worst = 0;
    for (size_t i = 0; i < from->live_count && from->codec == OPUS; i++) {
        uint64_t lost = sink_lost(s, from->live[i]);
        worst = lost > worst ? lost : worst;
    }
    return worst < MOST_TOLD_LOSS ? worst : MOST_TOLD_LOSS;
}

static rtcp_block block_of(shard *s, source *from) {
    uint64_t expected = from->highest - from->base + 1;
    uint64_t since = expected - from->expected_before, came = from->received - from->received_before;
    int64_t lost = (int64_t)expected - (int64_t)from->received;
    from->expected_before = expected;
    from->received_before = from->received;
    uint64_t fraction = since > came ? ((since - came) << 8) / since : 0, beyond = lost_beyond(s, from);
    fraction = fraction > beyond ? fraction : beyond;
    int64_t held = from->report_middle ? ((s->now_us - from->reported_us) << 16) / 1000000 : 0;
    return (rtcp_block){
        .ssrc = from->ssrc,
        .lost_fraction = (uint8_t)(fraction > 255 ? 255 : fraction),
        .lost = (int32_t)(lost > 0x7FFFFF ? 0x7FFFFF : lost < -0x800000 ? -0x800000 : lost),
        .highest = (uint32_t)(from->highest - 0x10000u), /* cycles count from the first packet's (RFC 3550 §6.4.1) */
        .jitter = (uint32_t)from->jitter,
        .lsr = from->report_middle,
        .dlsr = (uint32_t)(held > UINT32_MAX ? UINT32_MAX : held),
    };
}

static void report(shard *s, peer *to) {
    rtcp_block blocks[RTCP_BLOCKS_MOST];
    size_t many = 0;
    for (size_t i = 0; i < to->source_count && many < RTCP_BLOCKS_MOST; i++)
        if (to->sources[i].any)
            blocks[many++] = block_of(s, &to->sources[i]);
    uint8_t compound[RTCP_COMPOUND_MOST];
    if (many)
        send_compound(s, to, compound, rtcp_receiver_report(compound, blocks, many));
}

void reports_tick(shard *s) {
    uint8_t compound[RTCP_COMPOUND_MOST];
    for (peer *p = s->peers; p; p = p->next) {
        uint64_t turn = s->ticks + p->number; /* not everybody in the same tick */
        if (!p->send)
            continue;
        for (size_t i = 0; i < p->source_count; i++)
            if (p->sources[i].codec == VP8 && p->sources[i].any)
                ask(s, p, &p->sources[i]);
        for (int n = 0; p->transport && turn % TICKS_PER_TRANSPORT == 0 && n < FEEDBACKS_AT_ONCE; n++) {
            size_t length = twcc_feedback(p->transport, compound);
            if (!length)
                break;
            send_compound(s, p, compound, length);
        }
        if (turn % TICKS_PER_REPORT == 0)
            report(s, p);
    }
}
