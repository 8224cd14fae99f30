#include "packets.h"

#include <string.h>

enum { SOUND_BYTES = 100, PICTURE_BYTES = 1000, FRAMES_PER_KEY_FRAME = 60, DESCRIPTOR = 5, STAMP_AT = 16 };
static const int FRAME_PACKETS[] = {5, 6, 6}; /* 170 a second */

typedef struct {
    int is_video, starts, ends, is_key, bytes;
    uint8_t type, mid;
    uint32_t ssrc, timestamp;
    uint64_t number;
} form;

static int element(uint8_t *block, int used, int id, const void *value, int bytes) {
    if (!id) return used;
    block[used] = (uint8_t)(id << 4 | (bytes - 1));
    memcpy(block + used + 1, value, (size_t)bytes);
    return used + 1 + bytes;
}

/* The one-byte extension block (RFC 8285) as a browser fills it: level, send time, transport-wide number, MID. */
static int write_extensions(client *who, const form *of, uint8_t *out) {
    uint8_t *block = out + 4, level = 0x80 | 20, number[2], sent[4];
    put16(number, who->transport_number++);
    put32(sent, (uint32_t)(uint64_t)(wall_now() * 262144.0) << 8); /* 6.18 bits of seconds */
    int used = element(block, 0, of->is_video ? 0 : who->as.level_id, &level, 1);
    used = element(block, used, who->as.time_id, sent, 3);
    used = element(block, used, who->as.transport_id, number, 2);
    used = element(block, used, who->as.mid_id, &of->mid, 1);
    while (used % 4) block[used++] = 0;
    put16(out, 0xBEDE);
    put16(out + 2, (uint32_t)(used / 4));
    return 4 + used;
}

static int write_head(client *who, const form *of, uint8_t *out) {
    out[0] = 0x90;
    out[1] = (uint8_t)(of->type | (of->ends && of->is_video ? 0x80 : 0));
    put16(out + 2, (uint32_t)of->number);
    put32(out + 4, of->timestamp);
    put32(out + 8, of->ssrc);
    return 12 + write_extensions(who, of, out + 12);
}

/* Descriptor with picture id and TL0PICIDX (RFC 7741), then a frame header whose low bit is 0 in key frames. */
static void write_vp8(uint8_t *out, uint32_t frame, const form *of) {
    static const uint8_t KEY_HEAD[] = {0x10, 0x02, 0x00, 0x9D, 0x01, 0x2A, 0x80, 0x02, 0x68, 0x01}; /* 640 by 360 */
    out[0] = (uint8_t)(0x80 | (of->starts ? 0x10 : 0));
    out[1] = 0xC0;
    out[2] = (uint8_t)(0x80 | (frame >> 8 & 0x7F));
    out[3] = out[4] = (uint8_t)frame;
    if (of->starts && of->is_key) memcpy(out + DESCRIPTOR, KEY_HEAD, sizeof KEY_HEAD);
    else out[DESCRIPTOR] = 0x31;
}

static int sealed(client *who, const form *of, uint8_t *packet) {
    double now = wall_now();
    memset(packet, 0x5A, (size_t)of->bytes);
    uint8_t *payload = packet + write_head(who, of, packet);
    if (of->is_video) write_vp8(payload, who->frame, of);
    memcpy(payload + (of->is_video ? STAMP_AT : 0), &now, sizeof now);
    return srtp_seal(who->out, packet, of->bytes, of->number);
}

double stamp_of(const uint8_t *payload, int is_video) {
    double sent;
    memcpy(&sent, payload + (is_video ? STAMP_AT : 0), sizeof sent);
    return sent;
}

int sound_packets(client *who, uint8_t packets[][DATAGRAM], int *lengths) {
    if (!who->as.audio_ssrc) return 0;
    form of = {.type = who->as.audio_type, .mid = who->as.audio_mid, .ssrc = who->as.audio_ssrc, .bytes = SOUND_BYTES};
    of.timestamp = (uint32_t)(uint64_t)(wall_now() * 48000);
    of.number = who->audio_number++;
    who->audio_octets += SOUND_BYTES;
    lengths[0] = sealed(who, &of, packets[0]);
    return 1;
}

/* As libwebrtc cuts a frame: about equal parts, the last ones a byte longer. */
int picture_packets(client *who, uint8_t packets[][DATAGRAM], int *lengths) {
    if (!who->as.video_ssrc) return 0;
    int count = FRAME_PACKETS[who->frame % 3], longer = (int)(who->frame / 3) % count;
    form of = {.is_video = 1, .type = who->as.video_type, .mid = who->as.video_mid, .ssrc = who->as.video_ssrc};
    of.is_key = who->wants_key || who->frame % FRAMES_PER_KEY_FRAME == 0;
    of.timestamp = (uint32_t)(uint64_t)(wall_now() * 90000);
    who->wants_key = 0;
    for (int part = 0; part < count; part++) {
        of.starts = part == 0, of.ends = part == count - 1;
        of.bytes = PICTURE_BYTES - (part < count - longer);
        of.number = who->video_number++;
        who->video_octets += (uint32_t)of.bytes;
        lengths[part] = sealed(who, &of, packets[part]);
    }
    who->frame++;
    return count;
}
