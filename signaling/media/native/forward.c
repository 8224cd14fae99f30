/* The way of a media packet: whose it is, what it fills, who gets it. */
#include "forward.h"

#include <string.h>

static void mark_pulse(_Atomic int64_t *when, int64_t now_us) {
    atomic_store_explicit(when, now_us, memory_order_relaxed);
}

/* A source's line by MID, by its SDP, or as the only one of its payload type. `is_repair`: of a stream that repairs it. */
static source *owner_of(peer *p, const uint8_t *packet, const rtp_header *h, bool is_repair) {
    source *fitting = NULL;
    size_t fits = 0;
    for (size_t i = 0; i < p->source_count; i++) {
        source *one = &p->sources[i];
        rtp_element mid;
        uint8_t type = is_repair ? one->repair_payload_type : one->payload_type;
        if (one->mid_extension && rtp_find(packet, h, one->mid_extension, &mid) && mid.size == one->mid_length &&
            memcmp(mid.value, one->mid, mid.size) == 0)
            return one;
        const uint32_t *said = is_repair ? one->repairing : one->declared;
        for (size_t n = is_repair ? one->repairing_count : one->declared_count; n--;)
            if (said[n] == h->ssrc)
                return one;
        if (type == h->payload_type) {
            fitting = one;
            fits++;
        }
    }
    return fits == 1 ? fitting : NULL;
}

static bool is_repair(const peer *p, const rtp_header *h) {
    for (size_t i = 0; i < p->source_count; i++)
        if (p->sources[i].repair_payload_type && p->sources[i].repair_payload_type == h->payload_type)
            return true;
    return false;
}

/* The extended number of a packet; opens or fills gaps. Only a number known to be missing may come late: otherwise a
 * sender could have us seal two different packets under one index of a listener's key. */
static bool place(source *from, uint16_t sequence, bool repairs, int64_t now_us, uint64_t *extended) {
    if (!from->any) {
        if (repairs)
            return false;
        from->any = true;
        from->base = from->highest = *extended = 0x10000u + sequence;
        return true;
    }
    *extended = (uint64_t)((int64_t)from->highest + (int16_t)(uint16_t)(sequence - (uint16_t)from->highest));
    if (*extended <= from->highest)
        return gaps_fill(&from->missing, *extended);
    if (repairs)
        return false;
    if (*extended > from->highest + 1)
        gaps_open(&from->missing, from->highest + 1, *extended, now_us);
    from->highest = *extended;
    return true;
}

/* Jitter as in RFC 3550 §A.8, and the marks where a later run of a sink goes on. */
static void advance(source *from, const packet *in, int64_t now_us) {
    double hz = from->codec == OPUS ? 48000 : 90000;
    double transit = (double)now_us * hz / 1e6 - in->timestamp;
    if (from->heard_us) {
        double change = transit > from->transit ? transit - from->transit : from->transit - transit;
        if (change < hz) /* a wrapped timestamp or a pause is no jitter */
            from->jitter += (change - from->jitter) / 16;
    }
    from->transit = transit;
    from->timestamp = in->timestamp;
    from->heard_us = now_us;
    if (in->described) {
        from->last = in->descriptor;
        from->described = true;
    }
}

static uint32_t send_time(int64_t now_us) { return (uint32_t)(((uint64_t)now_us << 18) / 1000000) & 0xFFFFFF; }

/* Header and extension block of a packet for a slot; the length. */
static size_t write_head(const sink *k, const packet *in, uint8_t *head, uint8_t type, uint16_t sequence,
                         uint32_t ssrc, int64_t now_us) {
    bool loud = in->level >= 0 && k->level_at;
    size_t length = loud ? k->block_length : k->bare_length;
    size_t time_at = loud ? k->time_at : k->bare_time_at;
    head[0] = (uint8_t)(0x80 | in->padding | (length ? 0x10 : 0));
    head[1] = in->marker | type;
    write16(head + 2, sequence);
    write32(head + 4, in->timestamp + k->timestamp_shift);
    write32(head + 8, ssrc);
    memcpy(head + RTP_HEADER, loud ? k->block : k->bare, length);
    if (loud)
        head[RTP_HEADER + k->level_at] = (uint8_t)in->level;
    if (time_at) {
        uint32_t time = send_time(now_us);
        head[RTP_HEADER + time_at] = (uint8_t)(time >> 16);
        write16(head + RTP_HEADER + time_at + 1, (uint16_t)time);
    }
    return RTP_HEADER + length;
}

/* Seals and sends; the length, 0 when it cannot be. */
static size_t emit(shard *s, sink *k, const uint8_t *head, size_t head_length, const uint8_t *body, size_t body_length,
                   uint32_t ssrc, uint64_t index) {
    peer *to = k->peer;
    if (head_length + body_length > PLAIN_MOST) {
        count(s, DROPPED_SEAL, 1);
        return 0;
    }
    uint8_t *out = out_open(s);
    size_t length = srtp_seal(to->send, out, head, head_length, body, body_length, ssrc, index);
    if (length)
        out_put(s, to, length);
    else
        count(s, DROPPED_SEAL, 1);
    return length;
}

static bool is_reachable(const peer *to) {
    return to->send && (to->to_length || to->to_stream) && !peer_is_severed(to);
}

static void send_first(shard *s, sink *k, const packet *in) {
    uint8_t head[RTP_HEADER + RTP_BLOCK_MOST];
    if (!is_reachable(k->peer))
        return;
    if (in->described && (k->picture_shift || k->tl0_shift))
        vp8_shift(in->payload, &in->descriptor, k->picture_shift, k->tl0_shift);
    uint64_t index = (uint64_t)((int64_t)in->extended + k->sequence_shift);
    size_t head_length = write_head(k, in, head, k->payload_type, (uint16_t)index, k->ssrc, s->now_us);
    if (emit(s, k, head, head_length, in->payload, in->length, k->ssrc, index)) {
        k->packets++;
        k->octets += in->length;
        if (index >= k->next_sequence)
            k->next_sequence = index + 1;
    }
    if (in->described && (k->picture_shift || k->tl0_shift))
        vp8_shift(in->payload, &in->descriptor, 0, 0);
}

static void forward(shard *s, source *from, packet *in, bool repairs) {
    if (!place(from, in->sequence, repairs, s->now_us, &in->extended)) {
        count(s, DROPPED_LATE, 1);
        return;
    }
    routes_leap(from, in->extended);
    from->received++;
    from->octets += in->length;
    if (from->codec == VP8) {
        in->described = vp8_read(in->payload, in->length, &in->descriptor);
        if (from->kept)
            ring_put(from->kept, in->extended, in->timestamp, in->marker, in->padding, in->payload, in->length, s->now_us);
    } else if (in->level >= 0 && (in->level & 0x7F) < from->level) {
        from->level = in->level & 0x7F;
    }
    if (in->extended == from->highest)
        advance(from, in, s->now_us);
    routes_begin(from, in->extended, in->timestamp, in->described ? &in->descriptor : NULL, s->now_us);
    for (size_t i = 0; i < from->live_count; i++)
        if (in->extended >= from->live[i]->start)
            send_first(s, from->live[i], in);
}

/* What an RTX packet holds (RFC 4588 §4): the original number, then the original payload. Padding alone is a probe. */
static void unwrap(shard *s, source *from, uint8_t *datagram, size_t length, const rtp_header *h) {
    if (!from->any) { /* nothing yet that it could repair */
        count(s, DROPPED_LATE, 1);
        return;
    }
    size_t end = h->padding ? rtp_unpadded(datagram, length, h) : length;
    if (end <= h->payload_at + 2)
        return;
    packet in = {.sequence = read16(datagram + h->payload_at), .timestamp = h->timestamp, .marker = h->marker,
                 .level = -1, .payload = datagram + h->payload_at + 2, .length = end - h->payload_at - 2};
    forward(s, from, &in, true);
}

static void note_transport(peer *p, const source *from, const uint8_t *datagram, const rtp_header *h, int64_t now_us) {
    rtp_element number;
    if (p->transport && from->transport_extension && rtp_find(datagram, h, from->transport_extension, &number) &&
        number.size == 2)
        twcc_arrived(p->transport, read16(number.value), now_us, h->ssrc);
}

static void take_opened(shard *s, peer *p, uint8_t *datagram, size_t length, const rtp_header *h) {
    source *from = peer_source_of(p, h->ssrc);
    bool repairs = !from && is_repair(p, h);
    if (!from)
        from = owner_of(p, datagram, h, repairs);
    if (!from) {
        count(s, DROPPED_LINE, 1);
        return;
    }
    note_transport(p, from, datagram, h, s->now_us);
    if (repairs) {
        unwrap(s, from, datagram, length, h);
        return;
    }
    if (!from->bound || from->ssrc != h->ssrc)
        source_bind(from, h->ssrc);
    if (h->payload_type != from->payload_type) {
        count(s, DROPPED_PAYLOAD_TYPE, 1);
        return;
    }
    rtp_element level;
    packet in = {.sequence = h->sequence, .timestamp = h->timestamp, .marker = h->marker, .padding = h->padding,
                 .level = -1, .payload = datagram + h->payload_at, .length = length - h->payload_at};
    if (from->codec == OPUS && from->level_extension && rtp_find(datagram, h, from->level_extension, &level) && level.size == 1)
        in.level = level.value[0];
    forward(s, from, &in, false);
}

void forward_rtp(shard *s, peer *p, uint8_t *datagram, size_t length) {
    static const replay none;
    rtp_header h;
    if (!p->receive) {
        count(s, DROPPED_KEYS, 1);
        return;
    }
    if (!rtp_read(datagram, length, &h)) {
        count(s, DROPPED_MALFORMED, 1);
        return;
    }
    heard *known = peer_heard(p, h.ssrc);
    if (!known && p->heard_count >= p->heard_most) {
        count(s, DROPPED_SSRC, 1);
        return;
    }
    if (!inflow_admits(&p->media, length, s->now_us)) {
        count(s, DROPPED_RTP_RATE, 1);
        return;
    }
    uint64_t index = replay_guess(known ? &known->rtp : &none, h.sequence);
    size_t opened = known && !replay_is_fresh(&known->rtp, index)
                        ? 0
                        : srtp_open(p->receive, datagram, length, h.payload_at, h.ssrc, index);
    if (!opened) {
        /* Whoever forges the peer's address must not be able to use up its share. */
        inflow_refund(&p->media, length);
        count(s, DROPPED_AUTHENTICATION, 1);
        return;
    }
    if (!known && !(known = peer_hear(p, h.ssrc)))
        return;
    replay_take(&known->rtp, index);
    mark_pulse(&p->pulse->rtp_us, s->now_us);
    take_opened(s, p, datagram, opened, &h);
}

size_t repair(shard *s, sink *k, uint16_t sequence) {
    ring_entry entry;
    if (!k->from || !k->live || !k->from->kept || !is_reachable(k->peer) || (k->timed && !k->repair_payload_type))
        return 0;
    uint64_t newest = k->next_sequence - 1;
    uint64_t ours = (uint64_t)((int64_t)newest + (int16_t)(uint16_t)(sequence - (uint16_t)newest));
    uint64_t extended = (uint64_t)((int64_t)ours - k->sequence_shift);
    if (extended < k->start || ours >= k->next_sequence) /* what was never sent there may yet be another packet's number */
        return 0;
    const uint8_t *payload = ring_get(k->from->kept, extended, s->now_us, &entry);
    if (!payload || entry.length > DATAGRAM_MOST)
        return 0;
    uint8_t head[RTP_HEADER + RTP_BLOCK_MOST], body[DATAGRAM_MOST + 2];
    memcpy(body + 2, payload, entry.length);
    packet in = {.timestamp = entry.timestamp, .marker = entry.marker, .padding = entry.padding, .level = -1,
                 .payload = body + 2, .length = entry.length};
    if (vp8_read(in.payload, in.length, &in.descriptor))
        vp8_shift(in.payload, &in.descriptor, k->picture_shift, k->tl0_shift);
    size_t length;
    if (k->repair_payload_type) {
        write16(body, (uint16_t)ours);
        uint64_t index = k->next_repair++;
        size_t head_length = write_head(k, &in, head, k->repair_payload_type, (uint16_t)index, k->repair_ssrc, s->now_us);
        length = emit(s, k, head, head_length, body, in.length + 2, k->repair_ssrc, index);
    } else {
        size_t head_length = write_head(k, &in, head, k->payload_type, (uint16_t)ours, k->ssrc, s->now_us);
        length = emit(s, k, head, head_length, body + 2, in.length, k->ssrc, ours);
    }
    if (!length)
        return 0;
    k->repaired++;
    count(s, RETRANSMITTED, 1);
    return 1;
}

void forward_probe(shard *s, peer *to, size_t octets) {
    static const uint8_t padding[255] = {[254] = 255};
    uint8_t head[RTP_HEADER + RTP_BLOCK_MOST];
    sink *k = NULL;
    for (size_t i = 0; i < to->sink_count && !k; i++)
        if (to->sinks[i].repair_payload_type && to->sinks[i].begun)
            k = &to->sinks[i];
    if (!k || !is_reachable(to))
        return;
    uint32_t timestamp = k->live ? k->from->timestamp : k->timestamp - k->timestamp_shift;
    packet in = {.timestamp = timestamp, .padding = 0x20, .level = -1};
    for (size_t sent = 0; sent < octets && sent < PROBE_MOST; sent += sizeof padding) {
        uint64_t index = k->next_repair++;
        size_t head_length = write_head(k, &in, head, k->repair_payload_type, (uint16_t)index, k->repair_ssrc, s->now_us);
        if (emit(s, k, head, head_length, padding, sizeof padding, k->repair_ssrc, index))
            count(s, PROBED, 1);
    }
}
