/* SHA-1's low-level functions: a copied state costs 96 octets there, but an allocation with EVP. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "srtp.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/sha.h>

#include "rtp.h" /* read32, write16, write32 */

#define KEY 16
#define CM_SALT 14
#define CM_TAG 10
#define GCM_SALT 12
#define GCM_TAG 16
#define AUTH_KEY 20
#define RTCP_HEADER 8
#define RTCP_INDEX 4
#define RTCP_INDEX_MOST 0x7FFFFFFFu
#define ENCRYPTED 0x80000000u
#define LONGEST 65535 /* no datagram is longer, and AES-CM's counter has 16 bits */

/* Labels of RFC 3711 §4.3.1, RTP's; RTCP's are three further. */
enum { LABEL_CIPHER, LABEL_AUTH, LABEL_SALT, LABELS };

/* What seals RTP, or RTCP. */
typedef struct {
    EVP_CIPHER_CTX *cipher;
    SHA_CTX inner, outer; /* HMAC-SHA1 behind its key's blocks; AES-CM only */
    uint8_t salt[16];     /* zeros behind it: it is the beginning of each IV */
} session;

struct srtp_key {
    bool is_gcm;
    session rtp, rtcp;
};

/* Derivation */

bool srtp_derive(const uint8_t *key, const uint8_t *salt, uint8_t label, uint8_t *out,
                 size_t length)
{
    uint8_t iv[16] = {0};
    int written = 0;
    EVP_CIPHER_CTX *prf = EVP_CIPHER_CTX_new();
    memcpy(iv, salt, CM_SALT);
    iv[7] ^= label; /* before 48 bits of a rate that is 0 */
    memset(out, 0, length);
    bool done = prf && EVP_EncryptInit_ex2(prf, EVP_aes_128_ctr(), key, iv, NULL) &&
                EVP_EncryptUpdate(prf, out, &written, out, (int)length);
    EVP_CIPHER_CTX_free(prf);
    return done;
}

/* The states of HMAC (RFC 2104) once the key's block went in. */
static void begin_hmac(session *of, const uint8_t *key)
{
    uint8_t inner[SHA_CBLOCK], outer[SHA_CBLOCK];
    memset(inner, 0x36, sizeof inner);
    memset(outer, 0x5c, sizeof outer);
    for (size_t i = 0; i < AUTH_KEY; i++) {
        inner[i] ^= key[i];
        outer[i] ^= key[i];
    }
    SHA1_Init(&of->inner);
    SHA1_Update(&of->inner, inner, sizeof inner);
    SHA1_Init(&of->outer);
    SHA1_Update(&of->outer, outer, sizeof outer);
    OPENSSL_cleanse(inner, sizeof inner);
    OPENSSL_cleanse(outer, sizeof outer);
}

static bool session_open(session *made, bool is_gcm, const uint8_t *key, const uint8_t *salt,
                         uint8_t labels)
{
    uint8_t cipher[KEY], auth[AUTH_KEY];
    made->cipher = EVP_CIPHER_CTX_new();
    bool done =
        made->cipher && srtp_derive(key, salt, labels + LABEL_CIPHER, cipher, sizeof cipher) &&
        srtp_derive(key, salt, labels + LABEL_AUTH, auth, sizeof auth) &&
        srtp_derive(key, salt, labels + LABEL_SALT, made->salt, is_gcm ? GCM_SALT : CM_SALT) &&
        EVP_EncryptInit_ex2(made->cipher, is_gcm ? EVP_aes_128_gcm() : EVP_aes_128_ctr(), cipher,
                            NULL, NULL);
    if (done && !is_gcm)
        begin_hmac(made, auth);
    OPENSSL_cleanse(cipher, sizeof cipher);
    OPENSSL_cleanse(auth, sizeof auth);
    return done;
}

srtp_key *srtp_key_new(enum srtp_profile profile, const uint8_t *master, size_t length)
{
    bool is_gcm = profile == SRTP_AEAD_AES_128_GCM;
    size_t salt_length = is_gcm ? GCM_SALT : CM_SALT;
    uint8_t salt[CM_SALT] = {0}; /* RFC 7714 §11: a shorter salt is filled up with zeros */
    if ((!is_gcm && profile != SRTP_AES128_CM_SHA1_80) || length != KEY + salt_length)
        return NULL;
    srtp_key *key = calloc(1, sizeof *key);
    if (!key)
        return NULL;
    key->is_gcm = is_gcm;
    memcpy(salt, master + KEY, salt_length);
    bool done = session_open(&key->rtp, is_gcm, master, salt, 0) &&
                session_open(&key->rtcp, is_gcm, master, salt, LABELS);
    OPENSSL_cleanse(salt, sizeof salt);
    if (done)
        return key;
    srtp_key_free(key);
    return NULL;
}

void srtp_key_free(srtp_key *key)
{
    if (!key)
        return;
    EVP_CIPHER_CTX_free(key->rtp.cipher);
    EVP_CIPHER_CTX_free(key->rtcp.cipher);
    OPENSSL_cleanse(key, sizeof *key);
    free(key);
}

/* AES in counter mode with HMAC-SHA1 (RFC 3711 §4.1.1, §4.2) */

/* Encrypts, which is also how it decrypts. */
static bool cm_crypt(const session *with, uint8_t *out, const uint8_t *in, size_t length,
                     uint32_t ssrc, uint64_t index)
{
    uint8_t iv[16];
    int written;
    memcpy(iv, with->salt, sizeof iv);
    write32(iv + 4, read32(iv + 4) ^ ssrc);
    write16(iv + 8, read16(iv + 8) ^ (uint16_t)(index >> 32));
    write32(iv + 10, read32(iv + 10) ^ (uint32_t)index);
    return EVP_EncryptInit_ex2(with->cipher, NULL, NULL, iv, NULL) &&
           EVP_EncryptUpdate(with->cipher, out, &written, in, (int)length);
}

/* The tag over the octets and a word behind them: RTP's roll-over counter, not sent, or none. */
static void cm_tag(const session *with, const uint8_t *octets, size_t length, const uint8_t *word,
                   uint8_t *tag)
{
    uint8_t digest[SHA_DIGEST_LENGTH];
    SHA_CTX state = with->inner;
    SHA1_Update(&state, octets, length);
    if (word)
        SHA1_Update(&state, word, 4);
    SHA1_Final(digest, &state);
    state = with->outer;
    SHA1_Update(&state, digest, sizeof digest);
    SHA1_Final(digest, &state);
    memcpy(tag, digest, CM_TAG);
}

static void cm_tag_rtp(const session *with, const uint8_t *packet, size_t length, uint64_t index,
                       uint8_t *tag)
{
    uint8_t roll_over[4];
    write32(roll_over, (uint32_t)(index >> 16));
    cm_tag(with, packet, length, roll_over, tag);
}

/* AES in Galois counter mode (RFC 7714) */

/* Sets the IV (§8.1, §9.1): two zeros, SSRC, 48 bits of roll-over counter and sequence, or of
 * RTCP's index. */
static bool gcm_begin(const session *with, uint32_t ssrc, uint64_t index, int encrypts)
{
    uint8_t iv[GCM_SALT];
    memcpy(iv, with->salt, sizeof iv);
    write32(iv + 2, read32(iv + 2) ^ ssrc);
    write16(iv + 6, read16(iv + 6) ^ (uint16_t)(index >> 32));
    write32(iv + 8, read32(iv + 8) ^ (uint32_t)index);
    return EVP_CipherInit_ex2(with->cipher, NULL, NULL, iv, encrypts, NULL);
}

static bool gcm_associate(const session *with, const uint8_t *octets, size_t length)
{
    int read;
    return EVP_CipherUpdate(with->cipher, NULL, &read, octets, (int)length);
}

/* An empty text must not reach OpenSSL: without output it would take it for associated data. */
static bool gcm_crypt(const session *with, uint8_t *out, const uint8_t *in, size_t length)
{
    int written;
    return length == 0 || EVP_CipherUpdate(with->cipher, out, &written, in, (int)length);
}

static bool gcm_write_tag(const session *with, uint8_t *tag)
{
    uint8_t nothing[16];
    int written;
    return EVP_CipherFinal_ex(with->cipher, nothing, &written) &&
           EVP_CIPHER_CTX_ctrl(with->cipher, EVP_CTRL_AEAD_GET_TAG, GCM_TAG, tag);
}

/* OpenSSL compares in constant time. */
static bool gcm_is_tagged(const session *with, uint8_t *tag)
{
    uint8_t nothing[16];
    int written;
    return EVP_CIPHER_CTX_ctrl(with->cipher, EVP_CTRL_AEAD_SET_TAG, GCM_TAG, tag) &&
           EVP_CipherFinal_ex(with->cipher, nothing, &written) > 0;
}

/* RTP */

size_t srtp_seal(srtp_key *key, uint8_t *out, const uint8_t *head, size_t head_length,
                 const uint8_t *body, size_t body_length, uint32_t ssrc, uint64_t index)
{
    const session *with = &key->rtp;
    if (head_length > LONGEST || body_length > LONGEST)
        return 0;
    size_t length = head_length + body_length;
    memcpy(out, head, head_length);
    if (key->is_gcm) {
        bool sealed = gcm_begin(with, ssrc, index, 1) && gcm_associate(with, head, head_length) &&
                      gcm_crypt(with, out + head_length, body, body_length) &&
                      gcm_write_tag(with, out + length);
        return sealed ? length + GCM_TAG : 0;
    }
    if (!cm_crypt(with, out + head_length, body, body_length, ssrc, index))
        return 0;
    cm_tag_rtp(with, out, length, index, out + length);
    return length + CM_TAG;
}

static size_t cm_open(const session *with, uint8_t *packet, size_t length, size_t head_length,
                      uint32_t ssrc, uint64_t index)
{
    uint8_t tag[CM_TAG];
    cm_tag_rtp(with, packet, length, index, tag);
    if (CRYPTO_memcmp(tag, packet + length, CM_TAG) != 0)
        return 0;
    uint8_t *body = packet + head_length;
    return cm_crypt(with, body, body, length - head_length, ssrc, index) ? length : 0;
}

static size_t gcm_open(const session *with, uint8_t *packet, size_t length, size_t head_length,
                       uint32_t ssrc, uint64_t index)
{
    uint8_t *body = packet + head_length;
    bool opened = gcm_begin(with, ssrc, index, 0) && gcm_associate(with, packet, head_length) &&
                  gcm_crypt(with, body, body, length - head_length) &&
                  gcm_is_tagged(with, packet + length);
    return opened ? length : 0;
}

size_t srtp_open(srtp_key *key, uint8_t *packet, size_t length, size_t head_length, uint32_t ssrc,
                 uint64_t index)
{
    size_t tag = key->is_gcm ? GCM_TAG : CM_TAG;
    if (length > LONGEST || length < tag || length - tag < head_length || length == tag)
        return 0;
    return (key->is_gcm ? gcm_open : cm_open)(&key->rtp, packet, length - tag, head_length, ssrc,
                                              index);
}

/* RTCP: the index stands behind the tag with GCM, before it with AES-CM. */

static size_t cm_seal_rtcp(const session *with, uint8_t *packet, size_t length, uint32_t index)
{
    uint8_t *body = packet + RTCP_HEADER;
    if (!cm_crypt(with, body, body, length - RTCP_HEADER, read32(packet + 4), index))
        return 0;
    write32(packet + length, ENCRYPTED | index);
    length += RTCP_INDEX;
    cm_tag(with, packet, length, NULL, packet + length);
    return length + CM_TAG;
}

static size_t gcm_seal_rtcp(const session *with, uint8_t *packet, size_t length, uint32_t index)
{
    uint8_t word[RTCP_INDEX], *body = packet + RTCP_HEADER;
    write32(word, ENCRYPTED | index);
    bool sealed = gcm_begin(with, read32(packet + 4), index, 1) &&
                  gcm_associate(with, packet, RTCP_HEADER) &&
                  gcm_associate(with, word, sizeof word) &&
                  gcm_crypt(with, body, body, length - RTCP_HEADER) &&
                  gcm_write_tag(with, packet + length);
    memcpy(packet + length + GCM_TAG, word, sizeof word);
    return sealed ? length + GCM_TAG + RTCP_INDEX : 0;
}

size_t srtcp_seal(srtp_key *key, uint8_t *packet, size_t length, size_t room, uint32_t index)
{
    size_t tail = RTCP_INDEX + (key->is_gcm ? GCM_TAG : CM_TAG);
    if (length < RTCP_HEADER || length > LONGEST || room < tail || length > room - tail)
        return 0;
    if (index > RTCP_INDEX_MOST)
        return 0; /* its first bit would be taken for E, and the same IV be used again */
    return (key->is_gcm ? gcm_seal_rtcp : cm_seal_rtcp)(&key->rtcp, packet, length, index);
}

static bool cm_open_rtcp(const session *with, uint8_t *packet, size_t length, uint32_t word)
{
    uint8_t tag[CM_TAG], *body = packet + RTCP_HEADER;
    size_t tag_at = length + RTCP_INDEX;
    cm_tag(with, packet, tag_at, NULL, tag);
    if (CRYPTO_memcmp(tag, packet + tag_at, CM_TAG) != 0)
        return false;
    return !(word & ENCRYPTED) || cm_crypt(with, body, body, length - RTCP_HEADER,
                                           read32(packet + 4), word & RTCP_INDEX_MOST);
}

static bool gcm_open_rtcp(const session *with, uint8_t *packet, size_t length, uint32_t word)
{
    uint8_t *body = packet + RTCP_HEADER;
    size_t sealed = word & ENCRYPTED ? length - RTCP_HEADER : 0;
    return gcm_begin(with, read32(packet + 4), word & RTCP_INDEX_MOST, 0) &&
           gcm_associate(with, packet, length - sealed) &&
           gcm_associate(with, packet + length + GCM_TAG, RTCP_INDEX) &&
           gcm_crypt(with, body, body, sealed) && gcm_is_tagged(with, packet + length);
}

size_t srtcp_open(srtp_key *key, uint8_t *packet, size_t length, uint32_t *index)
{
    size_t tag = key->is_gcm ? GCM_TAG : CM_TAG;
    if (length > LONGEST || length < RTCP_HEADER + RTCP_INDEX + tag)
        return 0;
    length -= RTCP_INDEX + tag;
    uint32_t word = read32(packet + length + (key->is_gcm ? GCM_TAG : 0));
    *index = word & RTCP_INDEX_MOST;
    return (key->is_gcm ? gcm_open_rtcp : cm_open_rtcp)(&key->rtcp, packet, length, word) ? length
                                                                                         : 0;
}
