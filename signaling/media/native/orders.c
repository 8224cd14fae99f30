#include "orders.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void prepare_source(peer *p, source *made, const intake *said) {
    made->peer = p;
    made->line = said->line;
    made->codec = said->codec;
    made->payload_type = said->payload_type;
    made->repair_payload_type = said->repair_payload_type;
    made->mid_extension = said->mid_extension;
    made->level_extension = said->level_extension;
    made->transport_extension = said->transport_extension;
    made->mid_length = said->mid_length;
    memcpy(made->mid, said->mid, sizeof made->mid);
    memcpy(made->declared, said->declared, sizeof made->declared);
    memcpy(made->repairing, said->repairing, sizeof made->repairing);
    made->declared_count = said->declared_count;
    made->repairing_count = said->repairing_count;
    made->level = SILENCE;
}

static void prepare_sink(peer *p, sink *made, const outlet *said) {
    made->peer = p;
    made->line = said->line;
    made->codec = said->codec;
    made->payload_type = said->payload_type;
    made->repair_payload_type = said->repair_payload_type;
    made->ssrc = said->ssrc;
    made->repair_ssrc = said->repair_ssrc;
    made->next_sequence = said->first_sequence;
    made->next_repair = said->first_repair;
    rtp_wish mid = {said->mid_extension, said->mid_length, said->mid};
    sink_prepare(made, &mid, said->level_extension, said->time_extension);
}

static void add_peer(shard *s, uint64_t number, new_peer *said) {
    peer *former = peer_find(s, number);
    if (former)
        peer_remove(s, former);
    peer *p = peer_add(s, number, said->intake_count, said->outlet_count);
    if (!p)
        return;
    p->pulse = said->pulse;
    said->pulse = NULL;
    p->media = inflow_of(1500, 1000000);
    p->reports = inflow_of(300, 64000);
    p->handshakes = inflow_of(100, 100000);
    p->checks = inflow_of(100, 50000);
    p->repairs_left = 300;
    p->repairs_us = s->now_us;
    for (size_t i = 0; i < said->intake_count; i++) {
        prepare_source(p, &p->sources[i], &said->intakes[i]);
        if (said->intakes[i].transport_extension && !p->transport)
            p->transport = calloc(1, sizeof *p->transport);
    }
    for (size_t i = 0; i < said->outlet_count; i++)
        prepare_sink(p, &p->sinks[i], &said->outlets[i]);
}

static void renew_credentials(shard *s, peer *p, const credential *said, size_t many) {
    peer_forget_credentials(s, p);
    for (size_t i = 0; i < many; i++)
        peer_credentials(s, p, i, said[i].ufrag, said[i].ufrag_length, said[i].password, said[i].password_length);
}

static void reroute(shard *s, const rerouting *said) {
    for (size_t i = 0; i < said->gone + said->added; i++) {
        const route *r = &said->routes[i];
        peer *listener = peer_find(s, r->listener);
        sink *to = listener ? peer_sink(listener, r->slot_line) : NULL;
        if (!to)
            continue;
        if (i < said->gone) {
            route_end(to);
            continue;
        }
        peer *speaker = peer_find(s, r->speaker);
        source *from = speaker ? peer_source(speaker, r->intake_line) : NULL;
        if (!from)
            continue;
        if (from->codec == VP8 && !from->kept)
            from->kept = ring_new(); /* only who is seen by somebody keeps a second for repair */
        route_set(s, to, from);
    }
}

static bool make_rows(shard *s, readings *r) {
    size_t sources = 0, sinks = 0, peers = 0;
    for (peer *p = s->peers; p; p = p->next) {
        sources += p->source_count;
        sinks += p->sink_count;
        peers++;
    }
    r->receptions = calloc(sources + 1, sizeof *r->receptions);
    r->deliveries = calloc(sinks + 1, sizeof *r->deliveries);
    r->bearings = calloc(peers + 1, sizeof *r->bearings);
    return r->receptions && r->deliveries && r->bearings;
}

static void read_source(readings *r, peer *p, source *from) {
    if (from->kept)
        r->ring_octets += ring_memory(from->kept);
    if (!from->any)
        return;
    r->receptions[r->reception_count++] = (reception){
        p->number, from->line, from->ssrc, (uint32_t)from->jitter,
        from->highest - from->base + 1, from->received, from->octets};
}

static void read_all(shard *s, readings *r) {
    if (!make_rows(s, r))
        return;
    for (peer *p = s->peers; p; p = p->next) {
        for (size_t i = 0; i < p->source_count; i++)
            read_source(r, p, &p->sources[i]);
        for (size_t i = 0; i < p->sink_count; i++) {
            const sink *k = &p->sinks[i];
            if (k->from)
                r->deliveries[r->delivery_count++] = (delivery){p->number, k->line, sink_lost(s, k), k->packets,
                                                                k->octets, k->repaired, k->far_jitter, k->round_trip_us};
        }
        if (p->bearing_us)
            r->bearings[r->bearing_count++] = (bearing){p->number, p->bearing, p->bearing_us};
    }
}

static void read_levels(shard *s, loudness *heard)
{
    size_t peers = 0;
    for (peer *p = s->peers; p; p = p->next)
        peers++;
    heard->rows = calloc(peers + 1, sizeof *heard->rows);
    for (peer *p = s->peers; p && heard->rows; p = p->next) {
        int level = SILENCE;
        for (size_t i = 0; i < p->source_count; i++) {
            if (p->sources[i].level < level)
                level = p->sources[i].level;
            p->sources[i].level = SILENCE;
        }
        if (level == SILENCE)
            continue;
        heard->rows[heard->count].peer = p->number;
        heard->rows[heard->count++].level = level;
    }
}

/* A severed peer keeps its routes until it is removed, but nothing passes by them. */
static void read_routes(shard *s, feeding *f) {
    size_t sinks = 0;
    for (size_t i = 0; i < f->listener_count; i++) {
        const peer *p = peer_find(s, f->listeners[i]);
        sinks += p ? p->sink_count : 0;
    }
    f->rows = calloc(sinks + 1, sizeof *f->rows);
    for (size_t i = 0; f->rows && i < f->listener_count; i++) {
        const peer *p = peer_find(s, f->listeners[i]);
        for (size_t n = 0; p && !peer_is_severed(p) && n < p->sink_count; n++) {
            const sink *k = &p->sinks[n];
            if (k->from && !peer_is_severed(k->from->peer) && f->count < sinks)
                f->rows[f->count++] = (route){p->number, k->from->peer->number, k->line, k->from->line};
        }
    }
}

void order_discard(order *given) {
    switch (given->kind) {
    case ORDER_ADD_PEER:
        pulse_release(((new_peer *)given->body)->pulse);
        break;
    case ORDER_ADOPT:
        if (((adoption *)given->body)->descriptor >= 0)
            close(((adoption *)given->body)->descriptor);
        break;
    case ORDER_KEYS:
        srtp_key_free(((new_keys *)given->body)->receive);
        srtp_key_free(((new_keys *)given->body)->send);
        break;
    case ORDER_LEVELS:
    case ORDER_READINGS:
    case ORDER_ROUTES:
        return;
    default:
        break;
    }
    free(given->body);
    given->body = NULL;
}

static void obey_about(shard *s, peer *p, order *given) {
    switch (given->kind) {
    case ORDER_CREDENTIALS:
        renew_credentials(s, p, given->body, given->length);
        break;
    case ORDER_ADDRESSES:
        peer_use(s, p, given->body, given->length);
        break;
    case ORDER_ADOPT: {
        adoption *said = given->body;
        stream_adopt(s, p, said->descriptor, &said->at);
        said->descriptor = -1;
        break;
    }
    case ORDER_KEYS: {
        new_keys *said = given->body;
        srtp_key_free(p->receive);
        srtp_key_free(p->send);
        p->receive = said->receive;
        p->send = said->send;
        said->receive = said->send = NULL;
        break;
    }
    case ORDER_REMOVE_PEER:
        peer_remove(s, p);
        break;
    case ORDER_SEND: {
        const raw *said = given->body;
        out_raw(s, p, &said->at, said->bytes, given->length);
        break;
    }
    case ORDER_PROBE:
        forward_probe(s, p, given->length);
        break;
    default:
        break;
    }
}

void shard_obey(shard *s, order *given) {
    peer *p;
    out_flush(s); /* what waits was taken before the order, and names peers that it may remove */
    switch (given->kind) {
    case ORDER_ADD_PEER:
        add_peer(s, given->peer, given->body);
        break;
    case ORDER_REROUTE:
        reroute(s, given->body);
        break;
    case ORDER_LEVELS:
        read_levels(s, given->body);
        break;
    case ORDER_READINGS:
        read_all(s, given->body);
        break;
    case ORDER_ROUTES:
        read_routes(s, given->body);
        break;
    case ORDER_HALT:
        break;
    default:
        p = peer_find(s, given->peer);
        if (p)
            obey_about(s, p, given);
    }
    order_discard(given);
}
