/* A shard without its thread: any orders in any sequence, and between them datagrams, well sealed and
 * not, ticks of the clock and streams. Ends with an account of what the tables hold. */
#include "orders.h"

#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define PEERS 4
#define PLACES 6
#define SSRC_FIRST 5000 /* of our own: peer P has SSRC_FIRST + 16 P and on, its repair streams 8 further */
#define SEALED_MOST 4096 /* a power of two */

/* What was sealed under each index: the same index with other content would give away the key (RFC 3711 §9.1). */
typedef struct {
    uint32_t run, ssrc;
    uint64_t index, content;
} sealed;
static sealed sealed_before[SEALED_MOST];
static uint32_t run_of[PEERS], runs, first_run; /* what a peer seals is told apart from what its namesake did: other keys */

static uint64_t content_of(uint64_t mixed, const uint8_t *octets, size_t length)
{
    for (size_t i = 0; i < length; i++)
        mixed = (mixed ^ octets[i]) * 0x100000001B3u;
    return mixed;
}

size_t __real_srtp_seal(srtp_key *, uint8_t *, const uint8_t *, size_t, const uint8_t *, size_t, uint32_t, uint64_t);
size_t __wrap_srtp_seal(srtp_key *key, uint8_t *out, const uint8_t *head, size_t head_length, const uint8_t *body,
                        size_t body_length, uint32_t ssrc, uint64_t index);

/* The linker puts it in the place of srtp_seal (see the Makefile). */
size_t __wrap_srtp_seal(srtp_key *key, uint8_t *out, const uint8_t *head, size_t head_length, const uint8_t *body,
                        size_t body_length, uint32_t ssrc, uint64_t index)
{
    uint32_t run = ssrc >= SSRC_FIRST ? run_of[(ssrc - SSRC_FIRST) / 16 % PEERS] : 0;
    uint64_t content = content_of(content_of(14695981039346656037u, head, head_length), body, body_length);
    for (size_t i = 0, at = (size_t)(index * 31 + ssrc); run && i < SEALED_MOST; i++, at++) {
        sealed *place = &sealed_before[at % SEALED_MOST];
        if (place->run == run && place->ssrc == ssrc && place->index == index) {
            if (place->content != content)
                abort();
            break;
        }
        if (place->run < first_run) { /* of an earlier input */
            *place = (sealed){run, ssrc, index, content};
            break;
        }
    }
    return __real_srtp_seal(key, out, head, head_length, body, body_length, ssrc, index);
}

typedef struct {
    const uint8_t *at;
    size_t left;
} input;

static uint8_t next(input *in)
{
    if (!in->left)
        return 0;
    in->left--;
    return *in->at++;
}

/* Up to `most` octets, in memory of exactly their size. */
static uint8_t *piece(input *in, size_t most, size_t *size)
{
    *size = (size_t)next(in) * 8 % (most + 1);
    if (*size > in->left)
        *size = in->left;
    uint8_t *made = malloc(*size + 1);
    if (!made)
        abort();
    memcpy(made, in->at, *size);
    in->at += *size;
    in->left -= *size;
    return made;
}

static address place(uint8_t which)
{
    address made = {{0}, (uint16_t)(1000 + which % PLACES), which % PLACES == PLACES - 1};
    made.ip[10] = made.ip[11] = 0xFF;
    made.ip[12] = 127;
    return made;
}

static const uint8_t MASTER[30] = {1, 2, 3};
static enum srtp_profile profile_of(uint8_t which)
{
    return which & 1 ? SRTP_AES128_CM_SHA1_80 : SRTP_AEAD_AES_128_GCM;
}
static size_t master_size(enum srtp_profile profile) { return profile == SRTP_AEAD_AES_128_GCM ? 28 : 30; }

static void obey(shard *s, enum order_kind kind, uint64_t peer, void *body, size_t length)
{
    order given = {kind, peer, body, length};
    uint64_t number = order_give(&s->orders, &given);
    if (!number)
        abort();
    shard_obey(s, order_next(&s->orders));
    order_done(&s->orders);
    if (!order_await(&s->orders, number, 0))
        abort();
}

static void *zeroed(size_t size)
{
    void *made = calloc(1, size);
    if (!made)
        abort();
    return made;
}

static void add_peer(shard *s, input *in, uint64_t number)
{
    new_peer *body = zeroed(sizeof *body);
    body->pulse = zeroed(sizeof *body->pulse);
    atomic_store(&body->pulse->holders, 1);
    uint8_t shape = next(in);
    body->intake_count = shape & 3;
    body->outlet_count = shape >> 2 & 3;
    for (size_t i = 0; i < body->intake_count; i++) {
        intake *line = &body->intakes[i];
        *line = (intake){.line = (int)i, .codec = i & 1, .payload_type = 96 + (i & 1), .mid_extension = 1,
                         .level_extension = 2, .transport_extension = shape >> 4 & 3, .mid_length = 1};
        line->mid[0] = (uint8_t)('0' + i);
        line->repair_payload_type = shape & 0x40 ? 98 : 0;
        line->declared[line->declared_count++] = (uint32_t)(number * 16 + i);
        line->repairing[line->repairing_count++] = (uint32_t)(number * 16 + 8 + i);
    }
    for (size_t i = 0; i < body->outlet_count; i++)
        body->outlets[i] = (outlet){.line = (int)(8 + i), .codec = i & 1, .payload_type = 100, .mid_extension = 3,
                                    .level_extension = 4, .mid_length = 1, .mid = {'x'},
                                    .ssrc = (uint32_t)(SSRC_FIRST + number * 16 + i), .first_sequence = 32760,
                                    .repair_payload_type = shape & 0x40 ? 101 : 0,
                                    .repair_ssrc = (uint32_t)(SSRC_FIRST + number * 16 + 8 + i),
                                    .time_extension = shape & 0x80 ? 5 : 0};
    run_of[number] = ++runs;
    obey(s, ORDER_ADD_PEER, number, body, 0);
}

static void give_keys(shard *s, input *in, uint64_t number)
{
    enum srtp_profile profile = profile_of(next(in));
    new_keys *body = zeroed(sizeof *body);
    body->receive = srtp_key_new(profile, MASTER, master_size(profile));
    body->send = srtp_key_new(profile, MASTER, master_size(profile));
    obey(s, ORDER_KEYS, number, body, 0);
}

static void reroute(shard *s, input *in)
{
    size_t gone = next(in) % 4, added = next(in) % 6;
    rerouting *body = zeroed(sizeof *body + (gone + added) * sizeof(route));
    body->gone = gone;
    body->added = added;
    for (size_t i = 0; i < gone + added; i++) {
        uint8_t who = next(in), lines = next(in);
        body->routes[i] = (route){who % PEERS, who / PEERS % PEERS, 8 + lines % 4, lines / 4 % 4};
    }
    obey(s, ORDER_REROUTE, 0, body, 0);
}

static void credentials(shard *s, input *in, uint64_t number)
{
    size_t many = next(in) % (UFRAGS_MOST + 1);
    credential *body = zeroed((many + 1) * sizeof *body);
    for (size_t i = 0; i < many; i++) {
        body[i].ufrag_length = next(in) % 33;
        body[i].password_length = next(in) % (PASSWORD_MOST + 1);
    }
    obey(s, ORDER_CREDENTIALS, number, body, many);
}

static void addresses(shard *s, input *in, uint64_t number)
{
    size_t many = next(in) % (ADDRESSES_MOST + 3);
    address *body = zeroed((many + 1) * sizeof *body);
    for (size_t i = 0; i < many; i++)
        body[i] = place(next(in));
    obey(s, ORDER_ADDRESSES, number, body, many);
}

static void take_raw(shard *s, input *in)
{
    size_t size;
    address from = place(next(in));
    uint8_t *octets = piece(in, 1600, &size);
    shard_take(s, octets, size, &from);
    free(octets);
}

/* RTP or RTCP under a key the peer may have. */
static void take_sealed(shard *s, input *in, bool is_report)
{
    static uint32_t report_index;
    uint8_t sealed[DATAGRAM_MOST];
    size_t size;
    address from = place(next(in));
    enum srtp_profile profile = profile_of(next(in));
    srtp_key *key = srtp_key_new(profile, MASTER, master_size(profile));
    uint8_t *octets = piece(in, 1200, &size);
    if (size >= 12 && is_report) {
        memcpy(sealed, octets, size);
        sealed[0] = (uint8_t)(0x80 | (sealed[0] & 0x1F));
        sealed[1] = (uint8_t)(200 + sealed[1] % 7);
        size = srtcp_seal(key, sealed, size, sizeof sealed, report_index++ & 0x7FFFFFFF);
    } else if (size >= 12) {
        rtp_header head;
        octets[0] = (uint8_t)(0x80 | (octets[0] & 0x3F));
        octets[1] = (uint8_t)((octets[1] & 0x80) | (96 + octets[1] % 4));
        memset(octets + 8, 0, 3);
        octets[11] %= PEERS * 16;
        bool fits = rtp_read(octets, size, &head);
        size = fits ? srtp_seal(key, sealed, octets, head.payload_at, octets + head.payload_at, size - head.payload_at,
                                head.ssrc, head.sequence)
                    : 0;
    } else {
        size = 0;
    }
    if (size)
        shard_take(s, sealed, size, &from);
    free(octets);
    srtp_key_free(key);
}

static void adopt(shard *s, input *in, uint64_t number)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends))
        abort();
    adoption *body = zeroed(sizeof *body);
    body->descriptor = ends[0];
    body->at = place(PLACES - 1);
    size_t size;
    uint8_t *octets = piece(in, 4000, &size);
    obey(s, ORDER_ADOPT, number, body, 0);
    /* Nobody is there to read when the order found no such peer. */
    ssize_t wrote = send(ends[1], octets, size, MSG_NOSIGNAL | MSG_DONTWAIT);
    (void)wrote;
    free(octets);
    if (next(in) & 1)
        close(ends[1]), ends[1] = -1;
    struct epoll_event events[8];
    for (int many; (many = epoll_wait(s->poll, events, 8, 0)) > 0;) {
        for (int i = 0; i < many; i++)
            stream_event(s, events[i].data.ptr, events[i].events);
        streams_free(s);
        if (ends[1] >= 0)
            close(ends[1]), ends[1] = -1;
    }
    if (ends[1] >= 0)
        close(ends[1]);
}

static void read_figures(shard *s)
{
    readings *body = zeroed(sizeof *body);
    obey(s, ORDER_READINGS, 0, body, 0);
    free(body->receptions);
    free(body->deliveries);
    free(body->bearings);
    free(body);
    feeding *table = zeroed(sizeof *table + PEERS * sizeof *table->listeners);
    for (; table->listener_count < PEERS; table->listener_count++)
        table->listeners[table->listener_count] = table->listener_count;
    obey(s, ORDER_ROUTES, 0, table, 0);
    free(table->rows);
    free(table);
}

static void send_raw(shard *s, input *in, uint64_t number)
{
    raw *body = zeroed(sizeof *body + 8);
    body->at = place(next(in));
    obey(s, ORDER_SEND, number, body, 8);
}

static void pass_time(shard *s, input *in)
{
    s->now_us += (int64_t)next(in) * 1000;
    s->ticks++;
    reports_tick(s);
    streams_sweep(s);
}

static void act(shard *s, input *in)
{
    uint8_t what = next(in);
    uint64_t number = what / 16 % PEERS;
    switch (what % 16) {
    case 0: add_peer(s, in, number); break;
    case 1: credentials(s, in, number); break;
    case 2: addresses(s, in, number); break;
    case 3: give_keys(s, in, number); break;
    case 4: obey(s, ORDER_REMOVE_PEER, number, NULL, 0); break;
    case 5: reroute(s, in); break;
    case 6: send_raw(s, in, number); break;
    case 7: obey(s, ORDER_PROBE, number, NULL, (size_t)next(in) * 100); break;
    case 8: read_figures(s); break;
    case 9: take_raw(s, in); break;
    case 10: adopt(s, in, number); break;
    case 11: take_sealed(s, in, true); break;
    case 12: pass_time(s, in); break;
    default: take_sealed(s, in, false); break;
    }
}

/* Every link leads to a peer that is there, and every route has two ends. */
static void check(const shard *s)
{
    size_t peers = 0, addresses_held = 0;
    for (const peer *p = s->peers; p; p = p->next) {
        peers++;
        addresses_held += p->address_count;
        if (peer_find(s, p->number) != p || p->heard_count > p->heard_most)
            abort();
        for (size_t i = 0; i < p->address_count; i++)
            if (peer_at(s, &p->addresses[i].at) != p)
                abort();
        for (size_t i = 0; i < p->sink_count; i++) {
            const sink *k = &p->sinks[i];
            size_t found = 0;
            for (size_t n = 0; k->from && n < k->from->live_count; n++)
                found += k->from->live[n] == k;
            for (size_t n = 0; k->from && n < k->from->waiting_count; n++)
                found += k->from->waiting[n] == k;
            if (found != (k->from ? 1u : 0u) || (k->from && peer_find(s, k->from->peer->number) != k->from->peer))
                abort();
        }
    }
    if (s->by_number.count != peers || s->by_address.count != addresses_held)
        abort();
}

/* One for all runs, since its buffers cost more than a run; what a run leaves in it is removed. */
static shard *opened(void)
{
    static handed_queue handed = {.wake = -1};
    static shard *s;
    if (!s) {
        s = shard_new(0, &handed);
        if (!s || (s->poll = epoll_create1(EPOLL_CLOEXEC)) < 0)
            abort();
    }
    s->now_us = 1000000;
    s->ticks = 0;
    first_run = runs + 1;
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input in = {data, size};
    shard *s = opened();
    while (in.left) {
        bool is_turn_over = !(*in.at & 0x80);
        act(s, &in);
        /* Several of these may come in one turn of the thread's loop: what waits to be sent must bear it. */
        if (is_turn_over) {
            out_flush(s);
            streams_free(s);
        }
        while (handed_next(s->handed))
            handed_done(s->handed);
    }
    check(s);
    out_flush(s);
    while (s->peers)
        peer_remove(s, s->peers);
    streams_free(s);
    check(s);
    return 0;
}
