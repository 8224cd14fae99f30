/* Who is connected: found by number, by proved address, by ICE user fragment. */
#include "shard.h"

#include <stdlib.h>
#include <string.h>

static uint64_t hash_octets(const uint8_t *octets, size_t length, uint64_t salt) {
    uint64_t mixed = salt ^ length;
    for (size_t i = 0; i < length; i++)
        mixed = (mixed ^ octets[i]) * 0x9E3779B97F4A7C15u, mixed ^= mixed >> 29;
    return mixed;
}

static uint64_t hash_number(uint64_t number) { return number * 0x9E3779B97F4A7C15u >> 16; }

peer *peer_find(const shard *s, uint64_t number) {
    for (entry *at = table_first(&s->by_number, hash_number(number)); at; at = table_next(at))
        if (((peer *)at->owner)->number == number)
            return at->owner;
    return NULL;
}

static peer *owner_of(const shard *s, const address *at, size_t *which) {
    for (entry *found = table_first(&s->by_address, address_hash(at, s->salt)); found; found = table_next(found)) {
        peer *p = found->owner;
        for (size_t i = 0; i < p->address_count; i++)
            if (&p->addresses[i].link == found && address_equals(&p->addresses[i].at, at)) {
                *which = i;
                return p;
            }
    }
    return NULL;
}

peer *peer_at(const shard *s, const address *at) {
    size_t which;
    return owner_of(s, at, &which);
}

peer *peer_of_ufrag(const shard *s, const uint8_t *ufrag, size_t length, size_t *which) {
    for (entry *found = table_first(&s->by_ufrag, hash_octets(ufrag, length, s->salt)); found; found = table_next(found)) {
        peer *p = found->owner;
        for (size_t i = 0; i < UFRAGS_MOST; i++)
            if (&p->ufrags[i].link == found && p->ufrags[i].ufrag_length == length &&
                memcmp(p->ufrags[i].ufrag, ufrag, length) == 0) {
                *which = i;
                return p;
            }
    }
    return NULL;
}

inflow inflow_of(double packets_per_second, double octets_per_second) {
    return (inflow){1e6 / packets_per_second, 1e6 / octets_per_second, -1e18, -1e18};
}

bool inflow_admits(inflow *f, size_t octets, int64_t now_us) {
    double now = (double)now_us, ago = now - 1e6;
    double packets = (f->packets_until > ago ? f->packets_until : ago) + f->packet_us;
    double octet = (f->octets_until > ago ? f->octets_until : ago) + f->octet_us * (double)octets;
    if (packets > now || octet > now)
        return false;
    f->packets_until = packets;
    f->octets_until = octet;
    return true;
}

void inflow_refund(inflow *f, size_t octets) {
    f->packets_until -= f->packet_us;
    f->octets_until -= f->octet_us * (double)octets;
}

peer *peer_add(shard *s, uint64_t number, size_t sources, size_t sinks) {
    peer *p = calloc(1, sizeof *p);
    if (!p)
        return NULL;
    p->number = number;
    p->sources = calloc(sources ? sources : 1, sizeof *p->sources);
    p->sinks = calloc(sinks ? sinks : 1, sizeof *p->sinks);
    p->source_count = sources;
    p->sink_count = sinks;
    p->heard_most = SSRCS_SPARE + 2 * (sources + sinks);
    p->first_out = p->last_out = -1;
    if (!p->sources || !p->sinks) {
        free(p->sources);
        free(p->sinks);
        free(p);
        return NULL;
    }
    table_enter(&s->by_number, &p->by_number, hash_number(number), p);
    p->next = s->peers;
    if (p->next)
        p->next->previous = p;
    s->peers = p;
    return p;
}

static void forget_addresses(shard *s, peer *p) {
    for (size_t i = 0; i < p->address_count; i++)
        table_leave(&s->by_address, &p->addresses[i].link);
    p->address_count = 0;
}

/* Whom the peer is sent to: the first of its addresses. */
void peer_aim(shard *s, peer *p) {
    p->to_length = 0;
    p->to_stream = NULL;
    if (!p->address_count)
        return;
    const address *first = &p->addresses[0].at;
    if (first->stream)
        p->to_stream = stream_at(p, first);
    else
        p->to_length = address_into(first, s->family, &p->to);
}

static void lose_address(shard *s, peer *p, size_t which) {
    address kept[ADDRESSES_MOST];
    size_t count = 0;
    for (size_t i = 0; i < p->address_count; i++)
        if (i != which)
            kept[count++] = p->addresses[i].at;
    peer_use(s, p, kept, count);
}

void peer_use(shard *s, peer *p, const address *addresses, size_t count) {
    forget_addresses(s, p);
    for (size_t i = 0; i < count && p->address_count < ADDRESSES_MOST; i++) {
        size_t which;
        peer *former = owner_of(s, &addresses[i], &which);
        if (former == p)
            continue; /* twice in the list */
        if (former)
            lose_address(s, former, which);
        size_t at = p->address_count++;
        p->addresses[at].at = addresses[i];
        table_enter(&s->by_address, &p->addresses[at].link, address_hash(&addresses[i], s->salt), p);
    }
    p->plain = false; /* another way may bear what the last one did not */
    peer_aim(s, p);
}

bool peer_credentials(shard *s, peer *p, size_t which, const uint8_t *ufrag, size_t ufrag_length,
                      const uint8_t *password, size_t password_length) {
    if (which >= UFRAGS_MOST || ufrag_length > sizeof p->ufrags[0].ufrag || password_length > PASSWORD_MOST)
        return false;
    memcpy(p->ufrags[which].ufrag, ufrag, ufrag_length);
    memcpy(p->ufrags[which].password, password, password_length);
    p->ufrags[which].ufrag_length = (uint8_t)ufrag_length;
    p->ufrags[which].password_length = (uint8_t)password_length;
    table_enter(&s->by_ufrag, &p->ufrags[which].link, hash_octets(ufrag, ufrag_length, s->salt), p);
    return true;
}

void peer_forget_credentials(shard *s, peer *p) {
    for (size_t i = 0; i < UFRAGS_MOST; i++)
        table_leave(&s->by_ufrag, &p->ufrags[i].link);
}

void peer_remove(shard *s, peer *p) {
    while (p->streams)
        stream_end(s, p->streams, true);
    for (size_t i = 0; i < p->sink_count; i++)
        route_end(&p->sinks[i]);
    for (size_t i = 0; i < p->source_count; i++) {
        source_forget(s, &p->sources[i]);
        ring_free(p->sources[i].kept);
    }
    forget_addresses(s, p);
    peer_forget_credentials(s, p);
    table_leave(&s->by_number, &p->by_number);
    if (p->previous)
        p->previous->next = p->next;
    else
        s->peers = p->next;
    if (p->next)
        p->next->previous = p->previous;
    srtp_key_free(p->receive);
    srtp_key_free(p->send);
    free(p->heard);
    free(p->transport);
    pulse_release(p->pulse);
    free(p->sources);
    free(p->sinks);
    free(p);
}

heard *peer_heard(const peer *p, uint32_t ssrc) {
    for (size_t i = 0; i < p->heard_count; i++)
        if (p->heard[i].ssrc == ssrc)
            return &p->heard[i];
    return NULL;
}

heard *peer_hear(peer *p, uint32_t ssrc) {
    if (p->heard_count >= p->heard_most)
        return NULL;
    heard *more = realloc(p->heard, (p->heard_count + 1) * sizeof *more);
    if (!more)
        return NULL;
    p->heard = more;
    more += p->heard_count++;
    memset(more, 0, sizeof *more);
    more->ssrc = ssrc;
    return more;
}

sink *peer_sink(const peer *p, int line) {
    for (size_t i = 0; i < p->sink_count; i++)
        if (p->sinks[i].line == line)
            return &p->sinks[i];
    return NULL;
}

sink *peer_sink_of(const peer *p, uint32_t ssrc) {
    for (size_t i = 0; i < p->sink_count; i++)
        if (p->sinks[i].ssrc == ssrc)
            return &p->sinks[i];
    return NULL;
}

source *peer_source(const peer *p, int line) {
    for (size_t i = 0; i < p->source_count; i++)
        if (p->sources[i].line == line)
            return &p->sources[i];
    return NULL;
}

source *peer_source_of(const peer *p, uint32_t ssrc) {
    for (size_t i = 0; i < p->source_count; i++)
        if (p->sources[i].bound && p->sources[i].ssrc == ssrc)
            return &p->sources[i];
    return NULL;
}
