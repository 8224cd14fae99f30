#include "stun.h"

#include <string.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "rtp.h" /* read16, read32, write16 */

#define HEADER 20
#define BINDING_REQUEST 0x0001
#define MAGIC_COOKIE 0x2112A442u
#define USERNAME 0x0006
#define MESSAGE_INTEGRITY 0x0008
#define FINGERPRINT 0x8028
#define INTEGRITY_SIZE 20
#define FINGERPRINT_SIZE 4
#define FINGERPRINT_MASK 0x5354554Eu /* RFC 8489 §14.7: "STUN" */

/* What lies behind an attribute's header, and where the next one begins. */
typedef struct {
    uint16_t type;
    uint16_t size;
    size_t at; /* of the header */
    const uint8_t *value;
    size_t next;
} attribute;

/* Reads the attribute at `at`; false when it is not whole. Padding counts: RFC 8489 §14. */
static bool read_attribute(const uint8_t *datagram, size_t length, size_t at, attribute *found)
{
    if (length - at < 4)
        return false;
    found->type = read16(datagram + at);
    found->size = read16(datagram + at + 2);
    found->at = at;
    found->value = datagram + at + 4;
    size_t padded = (found->size + 3u) & ~(size_t)3;
    if (length - at - 4 < padded)
        return false;
    found->next = at + 4 + padded;
    return true;
}

/* CRC-32 of ISO 3309 by halves of octets: a table of 16 does for the hundred octets of a check. */
static uint32_t crc32_of(const uint8_t *octets, size_t length)
{
    static const uint32_t of_nibble[16] = {
        0x00000000, 0x1DB71064, 0x3B6E20C8, 0x26D930AC, 0x76DC4190, 0x6B6B51F4,
        0x4DB26158, 0x5005713C, 0xEDB88320, 0xF00F9344, 0xD6D6A3E8, 0xCB61B38C,
        0x9B64C2B0, 0x86D3D2D4, 0xA00AE278, 0xBDBDF21C,
    };
    uint32_t crc = 0xFFFFFFFFu;
    for (size_t i = 0; i < length; i++) {
        crc ^= octets[i];
        crc = crc >> 4 ^ of_nibble[crc & 15];
        crc = crc >> 4 ^ of_nibble[crc & 15];
    }
    return ~crc;
}

static bool is_binding_request(const uint8_t *datagram, size_t length)
{
    return length >= HEADER && length <= STUN_LONGEST && length % 4 == 0 &&
           read16(datagram) == BINDING_REQUEST && read16(datagram + 2) == length - HEADER &&
           read32(datagram + 4) == MAGIC_COOKIE;
}

/* "ours:theirs"; which names are ours is for the caller to know. */
static bool take_username(const attribute *username, stun_check *check)
{
    const uint8_t *colon = memchr(username->value, ':', username->size);
    if (check->ufrag || !colon)
        return false;
    size_t ours = (size_t)(colon - username->value);
    if (ours < 1 || ours > STUN_UFRAG_MOST || ours + 1 == username->size)
        return false;
    check->ufrag = username->value;
    check->ufrag_length = ours;
    return true;
}

/* The fingerprint is the last attribute and covers all before it, with the length as it stands. */
static bool is_true_end(const uint8_t *datagram, size_t length, size_t at)
{
    attribute last;
    if (at == length)
        return true;
    return read_attribute(datagram, length, at, &last) && last.type == FINGERPRINT &&
           last.size == FINGERPRINT_SIZE && last.next == length &&
           read32(last.value) == (crc32_of(datagram, at) ^ FINGERPRINT_MASK);
}

bool stun_read_check(const uint8_t *datagram, size_t length, stun_check *check)
{
    *check = (stun_check){0};
    if (!is_binding_request(datagram, length))
        return false;
    attribute found;
    for (size_t at = HEADER; read_attribute(datagram, length, at, &found); at = found.next) {
        if (found.type == MESSAGE_INTEGRITY) {
            check->integrity_at = at;
            return found.size == INTEGRITY_SIZE && check->ufrag &&
                   is_true_end(datagram, length, found.next);
        }
        if (found.type == FINGERPRINT || (found.type == USERNAME && !take_username(&found, check)))
            return false;
    }
    return false;
}

bool stun_is_signed(const uint8_t *datagram, const stun_check *check, const uint8_t *password,
                    size_t password_length)
{
    uint8_t covered[STUN_LONGEST], right[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (password_length > STUN_LONGEST)
        return false;
    memcpy(covered, datagram, check->integrity_at);
    /* The signer's message ended with this attribute: its length did too. */
    write16(covered + 2, (uint16_t)(check->integrity_at + 4 + INTEGRITY_SIZE - HEADER));
    return HMAC(EVP_sha1(), password, (int)password_length, covered, check->integrity_at, right,
                &size) &&
           CRYPTO_memcmp(right, datagram + check->integrity_at + 4, INTEGRITY_SIZE) == 0;
}
