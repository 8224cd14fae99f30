/* What the relay looks at in a stranger's STUN datagram before the control sees it (RFC 8489, RFC 8445 §7.3). */
#ifndef MEDIATION_STUN_H
#define MEDIATION_STUN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define STUN_LONGEST 548 /* RFC 8489 §6.1: safe without knowing the path; checks of browsers have about 100 bytes */
#define STUN_UFRAG_MOST 32

typedef struct {
    const uint8_t *ufrag; /* our half of USERNAME, inside the datagram; not terminated */
    size_t ufrag_length;
    size_t integrity_at; /* offset of the MESSAGE-INTEGRITY attribute's header */
} stun_check;

/* Reads a binding request with magic cookie, whole attributes, one USERNAME "ours:theirs" (ours 1 to STUN_UFRAG_MOST bytes)
 * and one MESSAGE-INTEGRITY of 20 bytes after which only FINGERPRINT may stand; a FINGERPRINT must be right. False: anything else. */
bool stun_read_check(const uint8_t *datagram, size_t length, stun_check *check);

/* Whether its MESSAGE-INTEGRITY (HMAC-SHA1, length field as RFC 8489 §14.5) holds under the password. Constant time compare. */
bool stun_is_signed(const uint8_t *datagram, const stun_check *check, const uint8_t *password, size_t password_length);

#endif
