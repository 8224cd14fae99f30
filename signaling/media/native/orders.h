/* What the bodies of orders hold. */
#ifndef MEDIATION_ORDERS_H
#define MEDIATION_ORDERS_H

#include "shard.h"

typedef struct {
    int line;
    enum codec codec;
    uint8_t payload_type, repair_payload_type;
    uint8_t mid_extension, level_extension, transport_extension;
    uint8_t mid[16], mid_length;
    uint32_t declared[SSRCS_DECLARED], repairing[SSRCS_DECLARED];
    size_t declared_count, repairing_count;
} intake;

typedef struct {
    int line;
    enum codec codec;
    uint8_t payload_type, repair_payload_type;
    uint8_t mid_extension, level_extension, time_extension;
    uint8_t mid[16], mid_length;
    uint32_t ssrc, repair_ssrc;
    uint16_t first_sequence, first_repair;
} outlet;

typedef struct { /* ADD_PEER */
    pulse *pulse;
    size_t intake_count, outlet_count;
    intake intakes[LINES_MOST];
    outlet outlets[LINES_MOST];
} new_peer;

typedef struct { /* CREDENTIALS: `length` of them */
    uint8_t ufrag[32], password[PASSWORD_MOST];
    uint8_t ufrag_length, password_length;
} credential;

/* ADDRESSES: `length` of address */

typedef struct { /* ADOPT */
    int descriptor;
    address at;
} adoption;

typedef struct { /* KEYS */
    srtp_key *receive, *send;
} new_keys;

typedef struct {
    uint64_t listener, speaker;
    int slot_line, intake_line;
} route;

typedef struct { /* REROUTE: first the gone (speaker and intake_line do not count), then the new */
    size_t gone, added;
    route routes[];
} rerouting;

typedef struct { /* SEND */
    address at;
    uint8_t bytes[];
} raw;

/* PROBE: no body; `length` is the octets */

typedef struct {
    uint64_t peer;
    int line;
    uint32_t ssrc, jitter;
    uint64_t expected, received, octets;
} reception;

typedef struct {
    uint64_t peer;
    int line, lost_fraction;
    uint64_t packets, octets, repaired;
    uint32_t jitter;
    int64_t round_trip_us;
} delivery;

typedef struct {
    uint64_t peer, bitrate;
    int64_t said_us;
} bearing;

typedef struct { /* READINGS: belongs to who asked, who frees the rows */
    reception *receptions;
    delivery *deliveries;
    bearing *bearings;
    size_t reception_count, delivery_count, bearing_count;
    uint64_t ring_octets; /* memory of all rings */
} readings;

typedef struct { /* LEVELS: belongs to who asked, who frees the rows; the loudest of each peer that was heard since */
    struct { uint64_t peer; int level; } *rows;
    size_t count;
} loudness;

typedef struct { /* ROUTES: belongs to who asked, who frees it and the rows; what feeds the slots of these listeners */
    route *rows;
    size_t count, listener_count;
    uint64_t listeners[];
} feeding;

/* Frees what an order that was never obeyed owns. */
void order_discard(order *given);

#endif
