/* SRTP and SRTCP under fuzzed packets: what was sealed opens again, what was changed does not, and
 * nobody reads or writes an octet beyond what it was given.
 *
 * Input: one octet of choices (bit 0: profile, bit 1: RTCP), one of how many are clear, 2 of where
 * to change a sealed packet, 4 of SSRC, 6 of index, then the packet. */
#include "srtp.h"

#include <stdlib.h>
#include <string.h>

#include "rtp.h"

#define CHOICES 14

typedef struct {
    srtp_key *key;
    size_t head, change_at;
    uint32_t ssrc;
    uint64_t index;
    const uint8_t *packet;
    size_t length;
} trial;

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* A copy of exactly this size, so that one octet further is seen; `more` zeros behind it. */
static uint8_t *copy_of(const uint8_t *octets, size_t length, size_t more)
{
    uint8_t *copy = malloc(length + more);
    must(copy != NULL);
    memcpy(copy, octets, length);
    memset(copy + length, 0, more);
    return copy;
}

static void try_rtp(const trial *one)
{
    const uint8_t *body = one->packet + one->head;
    size_t body_length = one->length - one->head;
    uint8_t *sealed = malloc(one->length + SRTP_TAG_MOST);
    must(sealed != NULL);
    size_t length = srtp_seal(one->key, sealed, one->packet, one->head, body, body_length,
                              one->ssrc, one->index);
    must(length > one->length && length <= one->length + SRTP_TAG_MOST);
    must(memcmp(sealed, one->packet, one->head) == 0);

    uint8_t *changed = copy_of(sealed, length, 0);
    changed[one->change_at % length] ^= 0x10;
    must(srtp_open(one->key, changed, length, one->head, one->ssrc, one->index) == 0);
    free(changed);

    uint8_t *opened = copy_of(sealed, length, 0);
    size_t clear = srtp_open(one->key, opened, length, one->head, one->ssrc, one->index);
    must(clear == one->length && memcmp(opened, one->packet, clear) == 0);
    free(opened);
    free(sealed);
}

static void try_rtcp(const trial *one)
{
    uint32_t index = (uint32_t)one->index & 0x7FFFFFFF, told = 0;
    size_t room = one->length + SRTCP_TAIL_MOST;
    uint8_t *sealed = copy_of(one->packet, one->length, SRTCP_TAIL_MOST);
    size_t length = srtcp_seal(one->key, sealed, one->length, room, index);
    must((length == 0) == (one->length < 8) && length <= room);
    if (length > 0) {
        uint8_t *changed = copy_of(sealed, length, 0);
        changed[one->change_at % length] ^= 0x10;
        must(srtcp_open(one->key, changed, length, &told) == 0);
        free(changed);
        must(srtcp_open(one->key, sealed, length, &told) == one->length && told == index);
        must(memcmp(sealed, one->packet, one->length) == 0);
    }
    free(sealed);
}

/* The packet as it stands comes from somebody without the key; its head may be said to be longer. */
static void try_strange(const trial *one, size_t head)
{
    uint32_t told;
    uint8_t *packet = copy_of(one->packet, one->length, 0);
    must(srtp_open(one->key, packet, one->length, head, one->ssrc, one->index) == 0);
    memcpy(packet, one->packet, one->length);
    must(srtcp_open(one->key, packet, one->length, &told) == 0);
    free(packet);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static srtp_key *keys[2];
    static const uint8_t master[30] = "the master key, and then salt";
    if (!keys[0]) {
        keys[0] = srtp_key_new(SRTP_AES128_CM_SHA1_80, master, 30);
        keys[1] = srtp_key_new(SRTP_AEAD_AES_128_GCM, master, 28);
        must(keys[0] && keys[1]);
    }
    if (size < CHOICES)
        return 0;
    trial one = {
        .key = keys[data[0] & 1],
        .head = data[1],
        .change_at = read16(data + 2),
        .ssrc = read32(data + 4),
        .index = (uint64_t)read16(data + 8) << 32 | read32(data + 10),
        .packet = data + CHOICES,
        .length = size - CHOICES,
    };
    if (one.head > one.length)
        one.head = one.length;
    try_strange(&one, data[1]);
    (data[0] & 2 ? try_rtcp : try_rtp)(&one);
    return 0;
}
