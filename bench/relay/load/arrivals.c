#define _GNU_SOURCE
#include "arrivals.h"

#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "packets.h"

enum { BATCH = 32, BATCHES = 8, SAMPLED = 37 };
static const double TOO_LATE_SECONDS = 0.2; /* what a jitter buffer gives up on */

static stream *stream_of(client *who, uint32_t ssrc, uint16_t number, int is_video) {
    for (int at = 0; at < who->streams; at++)
        if (who->heard[at].ssrc == ssrc) return &who->heard[at];
    if (who->streams == STREAMS) return NULL;
    stream *made = &who->heard[who->streams++];
    *made = (stream){.ssrc = ssrc, .highest = number, .is_video = is_video};
    return made;
}

/* The extended number, and whether it has come before. */
static uint64_t place(stream *of, uint16_t number, int *is_new) {
    int64_t guess = (int64_t)of->highest + (int16_t)(number - (uint16_t)of->highest);
    uint64_t at = guess < 0 ? number : (uint64_t)guess;
    for (; of->highest < at; of->highest++) of->window[(of->highest + 1) % WINDOW / 64] &= ~(1ULL << (of->highest + 1) % 64);
    uint64_t bit = 1ULL << at % 64, *word = &of->window[at % WINDOW / 64];
    *is_new = of->highest - at < WINDOW && !(*word & bit);
    *word |= bit;
    return at;
}

static void take_media(arrivals *into, client *who, uint8_t *packet, int length, double came) {
    int type = packet[1] & 0x7F, is_video = type != who->as.audio_type, is_new;
    if (who->as.repair_type && type == who->as.repair_type) {
        into->told->repeated++;
        return;
    }
    uint16_t number = (uint16_t)(packet[2] << 8 | packet[3]);
    stream *of = stream_of(who, get32(packet + 8), number, is_video);
    if (!of) return;
    uint64_t index = place(of, number, &is_new);
    into->told->received += (uint64_t)is_new;
    into->told->repeated += (uint64_t)!is_new;
    if (!is_new || ++into->counted % SAMPLED || into->told->samples == into->room) return;
    if (srtp_open(who->in, packet, length, index) < 0) {
        into->told->unopened++;
        return;
    }
    double age = came - stamp_of(packet + rtp_head(packet, length), is_video);
    into->told->too_late += age > TOO_LATE_SECONDS;
    into->ages[into->told->samples++] = (float)age;
}

static void take_control(arrivals *into, client *who, uint8_t *packet, int length) {
    int plain = srtcp_open(who->in, packet, length);
    if (plain < 0) {
        into->told->unopened++;
        return;
    }
    into->told->reports_received++;
    read_control(who, packet, plain, into->told);
}

static double stamped(struct msghdr *message) {
    for (struct cmsghdr *each = CMSG_FIRSTHDR(message); each; each = CMSG_NXTHDR(message, each)) {
        if (each->cmsg_level != SOL_SOCKET || each->cmsg_type != SCM_TIMESTAMPNS) continue;
        struct timespec at;
        memcpy(&at, CMSG_DATA(each), sizeof at);
        return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
    }
    return wall_now();
}

static int read_batch(arrivals *into, client *who) {
    static uint8_t packets[BATCH][DATAGRAM];
    static uint8_t extra[BATCH][64];
    struct mmsghdr messages[BATCH];
    struct iovec parts[BATCH];
    memset(messages, 0, sizeof messages);
    for (int at = 0; at < BATCH; at++) {
        parts[at] = (struct iovec){packets[at], DATAGRAM};
        struct msghdr *each = &messages[at].msg_hdr;
        each->msg_iov = &parts[at], each->msg_iovlen = 1;
        each->msg_control = extra[at], each->msg_controllen = sizeof extra[at];
    }
    int count = recvmmsg(who->as.fd, messages, BATCH, MSG_DONTWAIT, NULL);
    for (int at = 0; at < count; at++) {
        int length = (int)messages[at].msg_len;
        uint8_t *packet = packets[at];
        if (length < 16 || packet[0] < 128 || packet[0] > 191) continue; /* STUN, DTLS: Python's */
        if (packet[1] >= 192 && packet[1] <= 223) take_control(into, who, packet, length);
        else take_media(into, who, packet, length, stamped(&messages[at].msg_hdr));
    }
    return count;
}

void read_all(arrivals *into, client *who) {
    for (int batch = 0; batch < BATCHES && read_batch(into, who) == BATCH; batch++) continue;
}
