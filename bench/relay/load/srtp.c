#include "srtp.h"

#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdlib.h>
#include <string.h>

enum { KEY = 16, AUTH_KEY = 20, CM_TAG = 10, GCM_TAG = 16, GCM_NONCE = 12, INDEX = 4, SENDER = 8 };

typedef struct {
    EVP_CIPHER_CTX *cipher;
    EVP_MAC_CTX *mac;
    uint8_t salt[14];
} layer;

struct srtp {
    int is_gcm;
    layer media, control;
};

/* RFC 3711 §4.3: AES in counter mode over the salt and a label. */
static int derive(const uint8_t *master, int salt_bytes, int label, uint8_t *out, int bytes) {
    static const uint8_t zeros[32];
    uint8_t start[16] = {0};
    memcpy(start, master + KEY, (size_t)salt_bytes);
    start[7] ^= (uint8_t)label;
    EVP_CIPHER_CTX *context = EVP_CIPHER_CTX_new();
    int written = 0;
    int done = context && EVP_EncryptInit_ex(context, EVP_aes_128_ctr(), NULL, master, start) == 1 &&
               EVP_EncryptUpdate(context, out, &written, zeros, bytes) == 1;
    EVP_CIPHER_CTX_free(context);
    return done;
}

static EVP_MAC_CTX *new_mac(const uint8_t *key) {
    char digest[] = "SHA1";
    OSSL_PARAM chosen[] = {OSSL_PARAM_utf8_string("digest", digest, 4), OSSL_PARAM_END};
    EVP_MAC *mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
    EVP_MAC_CTX *context = mac ? EVP_MAC_CTX_new(mac) : NULL;
    EVP_MAC_free(mac);
    if (context && EVP_MAC_init(context, key, AUTH_KEY, chosen) == 1) return context;
    EVP_MAC_CTX_free(context);
    return NULL;
}

static int layer_begin(layer *made, int is_gcm, const uint8_t *master, int first_label) {
    uint8_t key[KEY], auth[AUTH_KEY];
    int salt_bytes = is_gcm ? 12 : 14;
    if (!derive(master, salt_bytes, first_label, key, KEY)) return 0;
    if (!derive(master, salt_bytes, first_label + 1, auth, AUTH_KEY)) return 0;
    if (!derive(master, salt_bytes, first_label + 2, made->salt, salt_bytes)) return 0;
    made->cipher = EVP_CIPHER_CTX_new();
    made->mac = is_gcm ? NULL : new_mac(auth);
    const EVP_CIPHER *kind = is_gcm ? EVP_aes_128_gcm() : EVP_aes_128_ctr();
    return made->cipher && (is_gcm || made->mac) && EVP_CipherInit_ex(made->cipher, kind, NULL, key, NULL, 1) == 1;
}

srtp *srtp_new(int profile, const uint8_t *master) {
    srtp *made = calloc(1, sizeof *made);
    if (!made) return NULL;
    made->is_gcm = profile == SRTP_GCM;
    if (layer_begin(&made->media, made->is_gcm, master, 0) && layer_begin(&made->control, made->is_gcm, master, 3))
        return made;
    srtp_free(made);
    return NULL;
}

void srtp_free(srtp *old) {
    if (!old) return;
    EVP_CIPHER_CTX_free(old->media.cipher);
    EVP_CIPHER_CTX_free(old->control.cipher);
    EVP_MAC_CTX_free(old->media.mac);
    EVP_MAC_CTX_free(old->control.mac);
    free(old);
}

int rtp_head(const uint8_t *packet, int length) {
    int head = 12 + 4 * (packet[0] & 0x0F);
    if (packet[0] & 0x10) {
        if (length < head + 4) return -1;
        head += 4 + 4 * (packet[head + 2] << 8 | packet[head + 3]);
    }
    return head <= length ? head : -1;
}

/* The 14-byte form of RFC 3711 §4.1.1 and the 12-byte form of RFC 7714 §8.1 are one: SSRC and index over the salt. */
static void nonce(const layer *used, const uint8_t *ssrc, uint64_t index, int bytes, uint8_t *out) {
    memset(out, 0, 16);
    memcpy(out + bytes - 10, ssrc, 4);
    for (int at = 0; at < 6; at++) out[bytes - 1 - at] = (uint8_t)(index >> 8 * at);
    for (int at = 0; at < bytes; at++) out[at] ^= used->salt[at];
}

static int counter(layer *used, const uint8_t *ssrc, uint64_t index, uint8_t *body, int bytes) {
    uint8_t start[16];
    int written;
    nonce(used, ssrc, index, 14, start);
    return EVP_EncryptInit_ex(used->cipher, NULL, NULL, NULL, start) == 1 &&
           EVP_EncryptUpdate(used->cipher, body, &written, body, bytes) == 1;
}

static int tag(layer *used, const uint8_t *packet, int length, uint32_t roll, int with_roll, uint8_t *out) {
    uint8_t whole[20], rolled[4] = {(uint8_t)(roll >> 24), (uint8_t)(roll >> 16), (uint8_t)(roll >> 8), (uint8_t)roll};
    size_t written;
    if (EVP_MAC_init(used->mac, NULL, 0, NULL) != 1) return 0;
    if (EVP_MAC_update(used->mac, packet, (size_t)length) != 1) return 0;
    if (with_roll && EVP_MAC_update(used->mac, rolled, 4) != 1) return 0;
    if (EVP_MAC_final(used->mac, whole, &written, sizeof whole) != 1) return 0;
    memcpy(out, whole, CM_TAG);
    return 1;
}

/* One pass of AES-GCM over `body`, with up to two pieces of associated data; the tag stands behind the body. */
static int gcm(layer *used, const uint8_t *start, const uint8_t *head, int head_bytes, const uint8_t *more, uint8_t *body,
               int bytes, int sealing) {
    int written;
    EVP_CIPHER_CTX *cipher = used->cipher;
    if (EVP_CipherInit_ex(cipher, NULL, NULL, NULL, start, sealing) != 1) return 0;
    if (!sealing && EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, GCM_TAG, body + bytes) != 1) return 0;
    if (EVP_CipherUpdate(cipher, NULL, &written, head, head_bytes) != 1) return 0;
    if (more && EVP_CipherUpdate(cipher, NULL, &written, more, INDEX) != 1) return 0;
    if (bytes && EVP_CipherUpdate(cipher, body, &written, body, bytes) != 1) return 0;
    if (EVP_CipherFinal_ex(cipher, body + bytes, &written) != 1) return 0;
    return !sealing || EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, GCM_TAG, body + bytes) == 1;
}

int srtp_seal(srtp *with, uint8_t *packet, int length, uint64_t index) {
    int head = rtp_head(packet, length);
    uint8_t start[16];
    if (head < 0) return -1;
    if (with->is_gcm) {
        nonce(&with->media, packet + 8, index, GCM_NONCE, start);
        return gcm(&with->media, start, packet, head, NULL, packet + head, length - head, 1) ? length + GCM_TAG : -1;
    }
    if (!counter(&with->media, packet + 8, index, packet + head, length - head)) return -1;
    return tag(&with->media, packet, length, (uint32_t)(index >> 16), 1, packet + length) ? length + CM_TAG : -1;
}

int srtp_open(srtp *with, uint8_t *packet, int length, uint64_t index) {
    int plain = length - (with->is_gcm ? GCM_TAG : CM_TAG), head = rtp_head(packet, plain);
    uint8_t start[16], expected[CM_TAG];
    if (plain < 12 || head < 0) return -1;
    if (with->is_gcm) {
        nonce(&with->media, packet + 8, index, GCM_NONCE, start);
        return gcm(&with->media, start, packet, head, NULL, packet + head, plain - head, 0) ? plain : -1;
    }
    if (!tag(&with->media, packet, plain, (uint32_t)(index >> 16), 1, expected)) return -1;
    if (memcmp(expected, packet + plain, CM_TAG) != 0) return -1;
    return counter(&with->media, packet + 8, index, packet + head, plain - head) ? plain : -1;
}

int srtcp_seal(srtp *with, uint8_t *packet, int length, uint32_t index) {
    uint8_t start[16], *body = packet + SENDER;
    int bytes = length - SENDER;
    uint8_t word[INDEX] = {(uint8_t)(0x80 | index >> 24), (uint8_t)(index >> 16), (uint8_t)(index >> 8), (uint8_t)index};
    if (with->is_gcm) {
        nonce(&with->control, packet + 4, index, GCM_NONCE, start);
        if (!gcm(&with->control, start, packet, SENDER, word, body, bytes, 1)) return -1;
        memcpy(packet + length + GCM_TAG, word, INDEX);
        return length + GCM_TAG + INDEX;
    }
    if (!counter(&with->control, packet + 4, index, body, bytes)) return -1;
    memcpy(packet + length, word, INDEX);
    return tag(&with->control, packet, length + INDEX, 0, 0, packet + length + INDEX) ? length + INDEX + CM_TAG : -1;
}

int srtcp_open(srtp *with, uint8_t *packet, int length) {
    int plain = length - INDEX - (with->is_gcm ? GCM_TAG : CM_TAG);
    if (plain < SENDER) return -1;
    uint8_t start[16], expected[CM_TAG], *word = with->is_gcm ? packet + length - INDEX : packet + plain;
    uint32_t index = (uint32_t)(word[0] & 0x7F) << 24 | (uint32_t)word[1] << 16 | (uint32_t)word[2] << 8 | word[3];
    if (with->is_gcm) {
        nonce(&with->control, packet + 4, index, GCM_NONCE, start);
        return gcm(&with->control, start, packet, SENDER, word, packet + SENDER, plain - SENDER, 0) ? plain : -1;
    }
    if (!tag(&with->control, packet, plain + INDEX, 0, 0, expected)) return -1;
    if (memcmp(expected, packet + plain + INDEX, CM_TAG) != 0) return -1;
    return counter(&with->control, packet + 4, index, packet + SENDER, plain - SENDER) ? plain : -1;
}
