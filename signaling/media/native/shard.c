/* The relay thread: waits, reads in batches, obeys, sends what came of it. */
#include "shard.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/random.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#include "orders.h"
#include "stun.h"

#ifndef SOL_UDP
#define SOL_UDP 17
#endif
#define UDP_SEGMENT_OPTION 103
#define HURRY (-10)
#define EVENTS_AT_ONCE 32
#define SOCKET_OCTETS (4 * 1024 * 1024)
#define BAD_PER_SECOND 500.0 /* many people behind one address may all send stale checks after a restart */
#define BAD_AT_ONCE 1000.0

int64_t clock_us(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

shard *shard_new(int number, handed_queue *handed) {
    shard *s = calloc(1, sizeof *s);
    if (!s)
        return NULL;
    s->number = number;
    s->handed = handed;
    s->udp = s->poll = s->wake = -1;
    s->family = AF_INET;
    s->now_us = clock_us();
    s->in = calloc(IN_SLOTS, sizeof *s->in);
    s->in_heads = calloc(IN_SLOTS, sizeof *s->in_heads);
    s->in_parts = calloc(IN_SLOTS, sizeof *s->in_parts);
    s->in_from = calloc(IN_SLOTS, sizeof *s->in_from);
    s->out = calloc(OUT_SLOTS, sizeof *s->out);
    s->out_heads = calloc(OUT_SLOTS, sizeof *s->out_heads);
    s->out_parts = calloc(OUT_SLOTS, sizeof *s->out_parts);
    s->out_controls = calloc(OUT_SLOTS, sizeof *s->out_controls);
    s->buckets = calloc(BUCKETS, sizeof *s->buckets);
    bool tables = table_open(&s->by_number) && table_open(&s->by_address) && table_open(&s->by_ufrag);
    bool salted = getrandom(&s->salt, sizeof s->salt, 0) == sizeof s->salt;
    if (!(s->in && s->in_heads && s->in_parts && s->in_from && s->out && s->out_heads && s->out_parts &&
          s->out_controls && s->buckets && tables && salted)) {
        shard_free(s);
        return NULL;
    }
    for (int i = 0; i < BUCKETS; i++)
        s->buckets[i] = (bucket){BAD_AT_ONCE, s->now_us};
    return s;
}

static void shut(shard *s) {
    int *all[] = {&s->udp, &s->poll, &s->wake};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        if (*all[i] >= 0)
            close(*all[i]);
        *all[i] = -1;
    }
}

/* Once its thread has ended: the peers, and the orders it has not come to (a halt among them would end the next thread). */
static void forget_all(shard *s) {
    for (order *left; (left = order_next(&s->orders)); order_done(&s->orders))
        order_discard(left);
    while (s->peers)
        peer_remove(s, s->peers);
    streams_free(s);
}

void shard_free(shard *s) {
    forget_all(s);
    shut(s);
    table_shut(&s->by_number);
    table_shut(&s->by_address);
    table_shut(&s->by_ufrag);
    void *all[] = {s->in, s->in_heads, s->in_parts, s->in_from, s->out, s->out_heads, s->out_parts, s->out_controls,
                   s->buckets, s};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        free(all[i]);
}

void shard_hand(shard *s, enum handed kind, uint64_t number, const address *from, const uint8_t *bytes, size_t length) {
    if (!s->handed || !handed_put(s->handed, (uint8_t)kind, number, from, bytes, length))
        count(s, DROPPED_HANDED, 1);
}

/* Whom bad checks are counted against: an IPv4 address, the /64 of an IPv6 one (who has one has all of them), and a TCP
 * connection by itself, since all that a proxy brings come from the proxy. */
static address source_of(const address *from) {
    address source = *from;
    if (!from->stream)
        source.port = 0;
    if (!from->stream && !address_is_four(from))
        memset(source.ip + 8, 0, 8);
    return source;
}

/* How many bad checks a source may send: a fixed table, so that strangers cost no memory, found by a salted hash, so that
 * nobody can aim at another's. */
static bucket *bucket_of(shard *s, const address *from) {
    address source = source_of(from);
    bucket *b = &s->buckets[address_hash(&source, s->salt) % BUCKETS];
    b->left += (double)(s->now_us - b->at_us) * BAD_PER_SECOND / 1e6;
    if (b->left > BAD_AT_ONCE)
        b->left = BAD_AT_ONCE;
    b->at_us = s->now_us;
    return b;
}

static void charge(bucket *source) {
    if (source->left >= 1)
        source->left -= 1;
}

/* A stranger's check reaches the control only when it is signed with the password of a connection that exists. */
static void take_stun(shard *s, const uint8_t *datagram, size_t length, const address *from) {
    stun_check check;
    size_t which;
    bucket *source = bucket_of(s, from);
    /* Whoever is connected needs its checks answered, whatever comes from beside it, or in its name, from elsewhere. */
    if (source->left < 1 && !peer_at(s, from)) {
        count(s, DROPPED_STUN_BUDGET, 1);
        return;
    }
    peer *p = stun_read_check(datagram, length, &check) ? peer_of_ufrag(s, check.ufrag, check.ufrag_length, &which) : NULL;
    if (!p) {
        charge(source);
        count(s, DROPPED_STUN_STRANGER, 1);
    } else if (!stun_is_signed(datagram, &check, p->ufrags[which].password, p->ufrags[which].password_length)) {
        charge(source);
        count(s, DROPPED_STUN_UNSIGNED, 1);
    } else if (!inflow_admits(&p->checks, length, s->now_us)) {
        count(s, DROPPED_STUN_RATE, 1);
    } else {
        shard_hand(s, HANDED_STUN, 0, from, datagram, length);
    }
}

static void take_handshake(shard *s, peer *from, const uint8_t *datagram, size_t length, const address *at) {
    if (inflow_admits(&from->handshakes, length, s->now_us))
        shard_hand(s, HANDED_DTLS, from->number, at, datagram, length);
    else
        count(s, DROPPED_DTLS_RATE, 1);
}

/* Length, first byte (RFC 7983 §7), then source address; only then the crypto of the kind. */
void shard_take(shard *s, uint8_t *datagram, size_t length, const address *from) {
    count(s, PACKETS_IN, 1);
    count(s, BYTES_IN, length);
    if (length < DATAGRAM_LEAST || length > DATAGRAM_MOST) {
        count(s, DROPPED_LENGTH, 1);
        return;
    }
    uint8_t first = datagram[0];
    if (first < 4) {
        take_stun(s, datagram, length, from);
        return;
    }
    peer *p = peer_at(s, from);
    if (!p || peer_is_severed(p))
        count(s, DROPPED_STRANGER, 1);
    else if (first >= 128 && first <= 191 && datagram[1] >= 192 && datagram[1] <= 223)
        reports_take(s, p, datagram, length);
    else if (first >= 128 && first <= 191)
        forward_rtp(s, p, datagram, length);
    else if (first >= 20 && first <= 63)
        take_handshake(s, p, datagram, length, from);
    else
        count(s, DROPPED_CLASS, 1);
}

static bool read_batch(shard *s) {
    for (int i = 0; i < IN_SLOTS; i++) {
        s->in_parts[i] = (struct iovec){s->in[i], IN_ROOM};
        s->in_heads[i].msg_hdr = (struct msghdr){.msg_name = &s->in_from[i], .msg_namelen = sizeof s->in_from[i],
                                                 .msg_iov = &s->in_parts[i], .msg_iovlen = 1};
    }
    int came = recvmmsg(s->udp, s->in_heads, IN_SLOTS, MSG_DONTWAIT, NULL);
    if (came < 0) {
        if (errno == EBADF || errno == ENOTSOCK)
            return false;
        if (errno != EAGAIN && errno != EINTR) /* an ICMP error of an earlier send: the next may be fine */
            count(s, DROPPED_SOCKET, 1);
        return true;
    }
    s->now_us = clock_us();
    for (int i = 0; i < came; i++) {
        address from = address_of(&s->in_from[i]);
        shard_take(s, s->in[i], s->in_heads[i].msg_len, &from);
    }
    out_flush(s);
    return true;
}

/* False when told to halt. */
static bool obey_all(shard *s) {
    uint64_t waiting;
    if (read(s->wake, &waiting, sizeof waiting) < 0 && errno != EAGAIN)
        return false;
    for (order *next; (next = order_next(&s->orders));) {
        bool halts = next->kind == ORDER_HALT;
        shard_obey(s, next);
        out_flush(s);
        order_done(&s->orders);
        if (halts)
            return false;
    }
    return true;
}

static void tick(shard *s) {
    s->now_us = clock_us();
    if (s->now_us < s->tick_us)
        return;
    s->tick_us = s->now_us + TICK_US;
    s->ticks++;
    reports_tick(s);
    out_flush(s);
    streams_sweep(s);
}

/* Before the rest of the process, where we may (CAP_SYS_NICE or RLIMIT_NICE): on a machine with few cores a packet would
 * else wait for the slice of the signalling to end. On Linux a priority is the thread's alone. */
static void hurry(void)
{
    int refused = setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), HURRY);
    (void)refused; /* it works without, a little later */
}

static void *run(void *shard_of_thread) {
    shard *s = shard_of_thread;
    struct epoll_event events[EVENTS_AT_ONCE];
    hurry();
    for (;;) {
        int wait = (int)((s->tick_us - s->now_us + 999) / 1000);
        int many = epoll_wait(s->poll, events, EVENTS_AT_ONCE, wait < 0 ? 0 : wait > 20 ? 20 : wait);
        if (many < 0 && errno != EINTR)
            break;
        s->now_us = clock_us();
        bool goes_on = true;
        for (int i = 0; i < many && goes_on; i++) {
            if (events[i].data.ptr == &s->wake)
                goes_on = obey_all(s);
            else if (events[i].data.ptr == &s->udp)
                goes_on = read_batch(s);
            else
                stream_event(s, events[i].data.ptr, events[i].events);
        }
        out_flush(s);
        streams_free(s);
        if (!goes_on)
            break;
        tick(s);
        atomic_store_explicit(&s->beat_us, s->now_us, memory_order_relaxed);
    }
    atomic_store(&s->running, false);
    return NULL;
}

static int bind_udp(shard *s, const struct sockaddr_storage *at) {
    int octets = SOCKET_OCTETS, off = 0, probe = 0;
    socklen_t size = at->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
    struct sockaddr_storage bound;
    s->family = at->ss_family;
    s->udp = socket(s->family, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (s->udp < 0)
        return errno;
    setsockopt(s->udp, SOL_SOCKET, SO_RCVBUF, &octets, sizeof octets);
    setsockopt(s->udp, SOL_SOCKET, SO_SNDBUF, &octets, sizeof octets);
    if (s->family == AF_INET6)
        setsockopt(s->udp, IPPROTO_IPV6, IPV6_V6ONLY, &off, sizeof off);
    if (bind(s->udp, (const struct sockaddr *)at, size) < 0)
        return errno;
    size = sizeof bound;
    if (getsockname(s->udp, (struct sockaddr *)&bound, &size) < 0)
        return errno;
    s->port = address_of(&bound).port;
    size = sizeof probe;
    s->gso = getsockopt(s->udp, SOL_UDP, UDP_SEGMENT_OPTION, &probe, &size) == 0;
    return 0;
}

static int watch(shard *s, int *descriptor) {
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = descriptor};
    return epoll_ctl(s->poll, EPOLL_CTL_ADD, *descriptor, &event) < 0 ? errno : 0;
}

static int rewatch_streams(shard *s) {
    for (peer *p = s->peers; p; p = p->next)
        while (p->streams) /* their descriptors were watched by what is closed now */
            stream_end(s, p->streams, false);
    streams_free(s);
    return 0;
}

static int open_all(shard *s, const struct sockaddr_storage *at) {
    int refused = bind_udp(s, at);
    if (refused)
        return refused;
    s->poll = epoll_create1(EPOLL_CLOEXEC);
    s->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (s->poll < 0 || s->wake < 0)
        return errno;
    refused = watch(s, &s->udp);
    if (!refused)
        refused = watch(s, &s->wake);
    return refused ? refused : rewatch_streams(s);
}

int shard_start(shard *s, const struct sockaddr_storage *at) {
    if (s->has_thread) {
        pthread_join(s->thread, NULL);
        s->has_thread = false;
    }
    shut(s);
    int refused = open_all(s, at);
    if (refused) {
        shut(s);
        return refused;
    }
    s->now_us = s->tick_us = clock_us();
    atomic_store(&s->beat_us, s->now_us);
    atomic_store(&s->running, true);
    refused = pthread_create(&s->thread, NULL, run, s);
    s->has_thread = refused == 0;
    if (refused) {
        atomic_store(&s->running, false);
        shut(s);
    } else {
        shard_wake(s); /* for what was ordered meanwhile */
    }
    return refused;
}

void shard_wake(const shard *s) {
    uint64_t one = 1;
    ssize_t wrote = write(s->wake, &one, sizeof one);
    (void)wrote; /* a full counter wakes as well */
}

void shard_end(shard *s) {
    atomic_store(&s->told_to_end, true);
    if (s->has_thread) {
        order halt = {ORDER_HALT, 0, NULL, 0};
        while (!order_give(&s->orders, &halt) && atomic_load(&s->running))
            usleep(1000);
        shard_wake(s);
        pthread_join(s->thread, NULL);
        s->has_thread = false;
    }
    forget_all(s);
    shut(s);
}
