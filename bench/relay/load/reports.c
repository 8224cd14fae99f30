/* The RTCP of a client, as a browser's: reports of both kinds, REMB, NACK; and what the server says. */

#include <math.h>
#include <string.h>

#include "generator.h"

enum { SR = 200, RR = 201, SDES = 202, TRANSPORT = 205, PAYLOAD = 206, BLOCKS = 31 };
enum { NACK = 1, TRANSPORT_WIDE = 15, PLI = 1, FIR = 4, REMB = 15 };
static const double NTP_EPOCH = 2208988800.0;
static const int REMB_MANTISSA = 76294, REMB_EXPONENT = 8; /* about 19.5 Mbit/s: enough for everything */
static const uint64_t ASKED_BEHIND = 8;                    /* packets: it has come, and the ring still has it */

static void head(uint8_t *out, int count, int type, int bytes) {
    out[0] = (uint8_t)(0x80 | count);
    out[1] = (uint8_t)type;
    put16(out + 2, (uint32_t)(bytes / 4 - 1));
}

static uint32_t own_ssrc(const client *who) { return who->as.audio_ssrc ? who->as.audio_ssrc : 1; }

/* A CNAME of five letters fills whole words. */
static int write_name(uint32_t ssrc, uint8_t *out) {
    head(out, 1, SDES, 16);
    put32(out + 4, ssrc);
    memcpy(out + 8, "\x01\x05" "bench\0", 8);
    return 16;
}

int write_sender_report(const client *who, int is_video, uint8_t *out) {
    uint32_t ssrc = is_video ? who->as.video_ssrc : who->as.audio_ssrc;
    uint64_t packets = is_video ? who->video_number : who->audio_number;
    if (!ssrc || !packets) return 0;
    double now = wall_now(), whole = floor(now);
    head(out, 0, SR, 28);
    put32(out + 4, ssrc);
    put32(out + 8, (uint32_t)(whole + NTP_EPOCH));
    put32(out + 12, (uint32_t)((now - whole) * 4294967296.0));
    put32(out + 16, (uint32_t)(uint64_t)(now * (is_video ? 90000 : 48000)));
    put32(out + 20, (uint32_t)packets);
    put32(out + 24, is_video ? who->video_octets : who->audio_octets);
    return 28 + write_name(ssrc, out + 28);
}

static void write_block(const stream *of, uint8_t *out) {
    double since = of->report ? steady_now() - of->reported : 0;
    memset(out, 0, 24);
    put32(out, of->ssrc);
    put32(out + 8, (uint32_t)of->highest);
    put32(out + 12, 20);
    put32(out + 16, of->report);
    put32(out + 20, (uint32_t)(since * 65536));
}

static int write_rate(const client *who, uint8_t *out) {
    int bytes = 20, count = 0;
    for (int at = 0; at < who->streams; at++) {
        if (!who->heard[at].is_video) continue;
        put32(out + bytes, who->heard[at].ssrc);
        bytes += 4, count++;
    }
    if (!count) return 0;
    head(out, REMB, PAYLOAD, bytes);
    put32(out + 4, own_ssrc(who));
    put32(out + 8, 0);
    memcpy(out + 12, "REMB", 4);
    put32(out + 16, (uint32_t)count << 24 | (uint32_t)REMB_EXPONENT << 18 | (uint32_t)REMB_MANTISSA);
    return bytes;
}

int write_receiver_report(const client *who, uint8_t *out) {
    int count = who->streams < BLOCKS ? who->streams : BLOCKS, bytes = 8 + 24 * count;
    if (!count) return 0;
    head(out, count, RR, bytes);
    put32(out + 4, own_ssrc(who));
    for (int at = 0; at < count; at++) write_block(&who->heard[at], out + 8 + 24 * at);
    bytes += write_name(own_ssrc(who), out + bytes);
    return bytes + write_rate(who, out + bytes);
}

int write_complaint(const client *who, uint8_t *out, uint64_t *asked) {
    const stream *of = NULL;
    for (int tried = 0; tried < who->streams && !of; tried++) {
        const stream *next = &who->heard[(who->control_number + (uint32_t)tried) % (uint32_t)who->streams];
        if (next->is_video && next->highest > ASKED_BEHIND + 1) of = next;
    }
    if (!of) return 0;
    head(out, 1, RR, 32); /* not empty: by its block Janus knows whom the compound is about */
    put32(out + 4, own_ssrc(who));
    write_block(of, out + 8);
    head(out + 32, NACK, TRANSPORT, 16);
    put32(out + 36, own_ssrc(who));
    put32(out + 40, of->ssrc);
    put16(out + 44, (uint32_t)(of->highest - ASKED_BEHIND));
    put16(out + 46, 1); /* the one after it too */
    *asked += 2;
    return 48;
}

static void note_report(client *who, const uint8_t *packet) {
    for (int at = 0; at < who->streams; at++) {
        if (who->heard[at].ssrc != get32(packet + 4)) continue;
        who->heard[at].report = get32(packet + 8) << 16 | get32(packet + 12) >> 16;
        who->heard[at].reported = steady_now();
    }
}

static void read_feedback(client *who, int type, int form, tally *told) {
    told->transport_feedback += type == TRANSPORT && form == TRANSPORT_WIDE;
    told->losses_told += type == TRANSPORT && form == NACK;
    told->rates_told += type == PAYLOAD && form == REMB;
    if (type == PAYLOAD && (form == PLI || form == FIR)) {
        told->key_frames_asked++;
        who->wants_key = 1;
    }
}

void read_control(client *who, const uint8_t *compound, int length, tally *told) {
    for (int at = 0, bytes; at + 8 <= length; at += bytes) {
        const uint8_t *packet = compound + at;
        bytes = 4 + 4 * (packet[2] << 8 | packet[3]);
        if (at + bytes > length) return;
        if (packet[1] == SR && bytes >= 28) note_report(who, packet);
        if (packet[1] == TRANSPORT || packet[1] == PAYLOAD) read_feedback(who, packet[1], packet[0] & 0x1F, told);
    }
}
