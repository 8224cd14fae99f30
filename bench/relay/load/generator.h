/* Many WebRTC clients in one thread: what each is, and what a run counts. Mirrored field by field in generator.py. */

#ifndef BENCH_GENERATOR_H
#define BENCH_GENERATOR_H

#include <stdint.h>

#include "srtp.h"

enum { STREAMS = 24, WINDOW = 4096, DATAGRAM = 2048, CONTROL_ROOM = 1200 };

/* One connection, keys and addresses settled. An SSRC of 0: sends nothing of that kind. Extension ids are 0 where the
 * server wants none. `fd` is a connected, non-blocking UDP socket and stays the caller's. */
typedef struct {
    int32_t fd, profile;
    uint8_t send_key[30], receive_key[30];
    uint32_t audio_ssrc, video_ssrc;
    uint8_t audio_type, video_type, repair_type, audio_mid, video_mid;
    uint8_t mid_id, level_id, transport_id, time_id;
} plan;

typedef struct {
    uint64_t sent, unsent, received, repeated, unopened;
    uint64_t reports_sent, reports_received, asked_again, transport_feedback, key_frames_asked, losses_told, rates_told;
    uint64_t overflowed, too_late, samples; /* too late: of the samples */
    double late_ms; /* the latest that a packet of ours left */
    double busy;    /* the share of the time in which something was to be done: 1 is all this thread can */
} tally;

/* What has come of one SSRC; `window` knows the last 4096 numbers, so that nothing counts twice. `report` is the middle
 * of its last sender report's NTP time, which came at `reported`. */
typedef struct {
    uint32_t ssrc, report;
    uint64_t highest, window[WINDOW / 64];
    double reported;
    int is_video;
} stream;

typedef struct {
    plan as;
    srtp *out, *in;
    uint64_t audio_number, video_number;
    uint32_t control_number, frame, overflowed, audio_octets, video_octets;
    uint16_t transport_number;
    int wants_key, streams;
    stream heard[STREAMS];
} client;

/* Seconds since 1970 as the kernel stamps datagrams, and since some start. */
double wall_now(void);
double steady_now(void);

void put16(uint8_t *at, uint32_t value);
void put32(uint8_t *at, uint32_t value);
uint32_t get32(const uint8_t *at);

/* RTCP: each writes one compound of at most CONTROL_ROOM bytes and gives its length, 0 where there is nothing to say. */
int write_sender_report(const client *, int is_video, uint8_t *out);
int write_receiver_report(const client *, uint8_t *out);
int write_complaint(const client *, uint8_t *out, uint64_t *asked);
void read_control(client *, const uint8_t *compound, int length, tally *);

#endif
