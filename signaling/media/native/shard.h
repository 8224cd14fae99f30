/* One relay thread and all it owns: a UDP port, the peers of its rooms, what it sends.
 *
 * Everything here belongs to the shard's thread, except what is marked as shared. Other threads give orders through
 * queue.h and read what is `_Atomic`. The functions without a thread (shard_take, shard_tick, shard_obey) are what the
 * fuzzers call.
 */
#ifndef MEDIATION_SHARD_H
#define MEDIATION_SHARD_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* sendmmsg and recvmmsg; included before any header of the system */
#endif

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "address.h"
#include "gaps.h"
#include "queue.h"
#include "replay.h"
#include "ring.h"
#include "rtcp.h"
#include "rtp.h"
#include "srtp.h"
#include "table.h"

#define DATAGRAM_LEAST 12
#define DATAGRAM_MOST 1500
#define ADDRESSES_MOST 8
#define UFRAGS_MOST 2 /* an ICE restart: the old one serves until the new one is used */
#define SSRCS_DECLARED 8
#define SSRCS_SPARE 8 /* SSRCs a peer may use beyond two for each line (its repair; RTCP senders of receive-only lines) */
#define LINES_MOST 64
#define SILENCE 127
#define TICK_US 20000
#define PASSWORD_MOST 64

enum codec { OPUS = 0, VP8 = 1 };
enum handed { HANDED_STUN = 0, HANDED_DTLS = 1, HANDED_GONE = 2 };

/* Why a datagram went nowhere, and what was done: the names are in _relay.c, in this order. */
enum counter {
    PACKETS_IN, BYTES_IN, PACKETS_OUT, BYTES_OUT, RETRANSMITTED, PROBED, SEND_CALLS,
    DROPPED_LENGTH, DROPPED_STRANGER, DROPPED_CLASS, DROPPED_KEYS, DROPPED_SSRC, DROPPED_RTP_RATE, DROPPED_RTCP_RATE,
    DROPPED_DTLS_RATE, DROPPED_STUN_BUDGET, DROPPED_STUN_STRANGER, DROPPED_STUN_UNSIGNED, DROPPED_STUN_RATE,
    DROPPED_AUTHENTICATION, DROPPED_LINE, DROPPED_PAYLOAD_TYPE, DROPPED_MALFORMED, DROPPED_LATE,
    DROPPED_SEAL, DROPPED_SEND, DROPPED_STREAM, DROPPED_HANDED, DROPPED_SOCKET,
    COUNTERS
};

/* What one peer may still send: two clocks which every packet moves on and which may not pass the real one (µs). A clock
 * never lags more than a second, so a second's worth may come at once. */
typedef struct {
    double packet_us, octet_us;
    double packets_until, octets_until;
} inflow;

struct sink;
struct peer;
struct stream;

/* One SSRC a peer has used, made after its first authentic packet. */
typedef struct {
    uint32_t ssrc;
    replay rtp, rtcp;
} heard;

/* One line on which the client sends. */
typedef struct source {
    struct peer *peer;
    int line;
    enum codec codec;
    uint8_t payload_type, repair_payload_type;
    uint8_t mid_extension, level_extension, transport_extension;
    uint8_t mid_length;
    uint8_t mid[16];
    uint32_t declared[SSRCS_DECLARED], repairing[SSRCS_DECLARED];
    size_t declared_count, repairing_count;

    bool bound; /* to `ssrc`, by its first packet */
    uint32_t ssrc;
    bool any; /* a packet came since it was bound */
    uint64_t base, highest; /* extended sequence numbers, from 2^16 on so that nothing goes below 0 */
    uint64_t received, octets;
    uint32_t timestamp; /* of the highest */
    int64_t heard_us;
    double transit, jitter; /* RTP units; RFC 3550 §A.8 */
    int level;              /* loudest since the last reading */
    vp8_descriptor last;    /* of the highest */
    bool described;
    gaps missing;
    ring *kept; /* VP8 only */

    struct sink **live, **waiting;
    size_t live_count, waiting_count, room;
    bool shifted; /* some live sink moves picture numbers */

    bool key_wanted;
    int64_t key_asked_us;
    uint32_t report_middle; /* of the NTP time of its last sender report */
    int64_t reported_us;
    uint64_t expected_before, received_before; /* of the last receiver report */
} source;

/* One line on which the client receives: our own SSRC, whose numbers go on whoever speaks in it. Within one run (from one
 * route to the next) every offset is constant. */
typedef struct sink {
    struct peer *peer;
    int line;
    enum codec codec;
    uint8_t payload_type, repair_payload_type;
    uint32_t ssrc, repair_ssrc;
    uint64_t next_sequence, next_repair; /* above all that was sealed; extended: the upper bits are the ROC */
    uint8_t block[RTP_BLOCK_MOST], bare[RTP_BLOCK_MOST]; /* extension block with level, and without */
    size_t block_length, level_at, time_at, bare_length, bare_time_at; /* offsets of values, 0: none */
    bool timed; /* carries abs-send-time: then no packet may be sent again as it was */

    source *from;
    bool live;
    uint64_t start; /* of the run, in the source's numbers */
    int64_t sequence_shift;
    bool begun; /* ever */
    uint32_t timestamp, timestamp_shift;
    int64_t spoken_us;
    bool pictured;
    int32_t picture, tl0, picture_shift, tl0_shift;
    uint64_t packets, octets, repaired;

    uint32_t told_middle; /* the sender report we last sent it, and when: its round trip */
    int64_t told_us;
    uint8_t lost_fraction;
    int64_t lost_us; /* when its receiver said so */
    uint32_t far_jitter;
    int64_t round_trip_us;
} sink;

/* Read and severed by the control without an order; held by the peer and by the control, freed by whoever lets go last. */
typedef struct {
    _Atomic int64_t rtp_us, rtcp_us;
    _Atomic bool severed; /* nothing is taken from the peer or sent to it any more, whatever its routes say */
    _Atomic int holders;
} pulse;
static inline void pulse_release(pulse *held) {
    if (held && atomic_fetch_sub(&held->holders, 1) == 1)
        free(held);
}

typedef struct peer {
    uint64_t number;
    entry by_number;
    struct { entry link; address at; } addresses[ADDRESSES_MOST]; /* the first is sent to */
    size_t address_count;
    struct { entry link; uint8_t ufrag[32], password[PASSWORD_MOST]; uint8_t ufrag_length, password_length; } ufrags[UFRAGS_MOST];
    struct sockaddr_storage to;
    socklen_t to_length; /* 0: nowhere, or a stream */
    struct stream *to_stream;
    struct stream *streams;
    bool plain; /* its way refused segmentation offload */

    srtp_key *receive, *send;
    heard *heard;
    size_t heard_count, heard_most;
    uint32_t rtcp_index;
    inflow media, reports, handshakes, checks;
    double repairs_left;
    int64_t repairs_us;
    twcc *transport; /* NULL: no intake has the extension */
    int64_t transport_us;
    uint64_t bearing; /* REMB */
    int64_t bearing_us;
    pulse *pulse; /* shared */

    source *sources;
    sink *sinks;
    size_t source_count, sink_count;
    struct peer *next; /* of all peers of the shard */
    struct peer *previous;
    int first_out, last_out; /* what waits for the next flush, in slots; -1: nothing */
} peer;
static inline bool peer_is_severed(const peer *p) { return atomic_load_explicit(&p->pulse->severed, memory_order_acquire); }

/* One packet on its way out. The guard keeps a write beyond the end from the neighbour, and shows it to AddressSanitizer. */
#define OUT_ROOM (DATAGRAM_MOST + RTP_BLOCK_MOST + SRTP_TAG_MOST + SRTCP_TAIL_MOST)
#define OUT_SLOTS 512
typedef struct {
    uint8_t bytes[OUT_ROOM];
    uint8_t guard[64];
    uint16_t length;
    int next;
} out_slot;

#define IN_SLOTS 64
#define IN_ROOM 2048 /* longer than any datagram we take, so that none is cut unseen */

typedef struct {
    double left;
    int64_t at_us;
} bucket;
#define BUCKETS 4096

typedef struct shard {
    int number;
    int family, udp, poll, wake; /* descriptors; -1: closed */
    uint16_t port;
    bool gso;
    uint64_t salt;
    table by_number, by_address, by_ufrag;
    peer *peers;
    bucket *buckets; /* bad STUN by source */
    int64_t now_us, tick_us;
    uint64_t ticks;

    order_queue orders;
    handed_queue *handed; /* shared with the control, one for each shard */

    uint8_t (*in)[IN_ROOM];
    struct mmsghdr *in_heads;
    struct iovec *in_parts;
    struct sockaddr_storage *in_from;

    out_slot *out;
    int out_count;
    peer *touched[OUT_SLOTS];
    int touched_count;
    struct mmsghdr *out_heads;
    struct iovec *out_parts;
    uint8_t (*out_controls)[32];
    peer *out_peers[OUT_SLOTS];

    _Atomic uint64_t counters[COUNTERS];
    _Atomic bool running, told_to_end;
    _Atomic int64_t beat_us; /* of the last turn of the loop */
    struct stream *ended; /* closed, freed when the turn of the loop is over */
    pthread_t thread;
    bool has_thread;
} shard;

/* shard.c: the thread and its socket */
shard *shard_new(int number, handed_queue *handed);
void shard_free(shard *s);
/* Binds (`at` with port 0: a free one) and starts the thread; 0, or an errno. Keeps the peers of a former run. */
int shard_start(shard *s, const struct sockaddr_storage *at);
void shard_end(shard *s); /* told to end, and joined; its port is free again */
void shard_wake(const shard *s);
void shard_take(shard *s, uint8_t *datagram, size_t length, const address *from);
void shard_hand(shard *s, enum handed kind, uint64_t peer, const address *from, const uint8_t *bytes, size_t length);
int64_t clock_us(void);
static inline void count(shard *s, enum counter which, uint64_t more) {
    /* One writer: no need for a locked instruction. */
    atomic_store_explicit(&s->counters[which], atomic_load_explicit(&s->counters[which], memory_order_relaxed) + more,
                          memory_order_relaxed);
}

/* peers.c: who is connected */
peer *peer_find(const shard *s, uint64_t number);
peer *peer_at(const shard *s, const address *at);
peer *peer_of_ufrag(const shard *s, const uint8_t *ufrag, size_t length, size_t *which);
peer *peer_add(shard *s, uint64_t number, size_t sources, size_t sinks);
void peer_remove(shard *s, peer *gone);
void peer_use(shard *s, peer *p, const address *addresses, size_t count);
void peer_aim(shard *s, peer *p); /* anew: its first address may be a stream that has just come */
bool peer_credentials(shard *s, peer *p, size_t which, const uint8_t *ufrag, size_t ufrag_length, const uint8_t *password, size_t password_length);
void peer_forget_credentials(shard *s, peer *p);
heard *peer_heard(const peer *p, uint32_t ssrc);
heard *peer_hear(peer *p, uint32_t ssrc); /* a new one; NULL when it has too many */
sink *peer_sink(const peer *p, int line);
sink *peer_sink_of(const peer *p, uint32_t ssrc);
source *peer_source(const peer *p, int line);
source *peer_source_of(const peer *p, uint32_t ssrc);
bool inflow_admits(inflow *f, size_t octets, int64_t now_us);
void inflow_refund(inflow *f, size_t octets);
inflow inflow_of(double packets_per_second, double octets_per_second);

/* What a slot's receiver lately said it missed, of 256. A slot that carries nothing is not reported on: what was said of it
 * long ago says nothing of the line now. */
#define TOLD_US 10000000 /* libwebrtc reports on a sound every 2.5 to 7.5 s */
static inline uint8_t sink_lost(const shard *s, const sink *k) {
    return k->lost_us && s->now_us - k->lost_us <= TOLD_US ? k->lost_fraction : 0;
}

/* routes.c: what feeds what, and how numbers go on */
void sink_prepare(sink *k, const rtp_wish *mid, uint8_t level_extension, uint8_t time_extension);
bool route_set(shard *s, sink *to, source *from);
void route_end(sink *k);
void source_bind(source *from, uint32_t ssrc);
void source_forget(shard *s, source *from); /* every route from it */

/* forward.c: the way of a media packet */
void forward_rtp(shard *s, peer *from, uint8_t *datagram, size_t length);
size_t repair(shard *s, sink *k, uint16_t sequence); /* sends it again if it is still there; packets sent */
void forward_probe(shard *s, peer *to, size_t octets);

/* reports.c: RTCP in and out */
void reports_take(shard *s, peer *from, uint8_t *datagram, size_t length);
void reports_tick(shard *s); /* every TICK_US */

/* output.c: from packets to system calls */
uint8_t *out_open(shard *s); /* room of OUT_ROOM for the next packet */
void out_put(shard *s, peer *to, size_t length); /* what out_open gave goes to the peer, which has an address */
void out_flush(shard *s);
void out_raw(shard *s, peer *to, const address *at, const uint8_t *bytes, size_t length); /* STUN or DTLS */

/* streams.c: ICE-TCP */
typedef struct stream stream;
void stream_adopt(shard *s, peer *p, int descriptor, const address *at); /* closes the descriptor when it cannot */
void stream_send(shard *s, stream *to, const uint8_t *bytes, size_t length, bool is_media);
void stream_event(shard *s, stream *st, uint32_t events);
void stream_end(shard *s, stream *st, bool is_told); /* is_told: the control knows already */
stream *stream_at(const peer *p, const address *at);
void streams_sweep(shard *s); /* ends those that broke while something was sent */
void streams_free(shard *s);  /* those that have ended */

/* orders.c: what the control wants; the order's body is freed, unless it is who asked's (LEVELS, READINGS, ROUTES) */
void shard_obey(shard *s, order *given);

#endif
