/* SRTP and SRTCP (RFC 3711, RFC 7714) over OpenSSL EVP: one direction's session keys, without any stream state.
 *
 * Who calls keeps roll-over counters and replay windows (replay.h); a call costs no allocation. A key belongs to one
 * thread. Nothing here trusts lengths it was not given.
 */
#ifndef MEDIATION_SRTP_H
#define MEDIATION_SRTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum srtp_profile { SRTP_AES128_CM_SHA1_80 = 0x0001, SRTP_AEAD_AES_128_GCM = 0x0007 }; /* RFC 5764 §4.1.2, RFC 7714 §14.2 */

#define SRTP_TAG_MOST 16  /* bytes srtp_seal adds at most */
#define SRTCP_TAIL_MOST 20 /* bytes srtcp_seal adds at most: index and tag */

typedef struct srtp_key srtp_key;

/* `master`: key and salt, 28 bytes (GCM) or 30 (CM). NULL for any other profile or length, or without memory. */
srtp_key *srtp_key_new(enum srtp_profile profile, const uint8_t *master, size_t length);
void srtp_key_free(srtp_key *key); /* NULL is fine; wipes */

/* What stands behind a label (RFC 3711 §4.3.1, kdr 0; RFC 7714 §11): `key` of 16 bytes, `salt` of 14 (GCM's 12 and two
 * zeros). False when OpenSSL refused. For the tests too: the RFC's vectors end here. */
bool srtp_derive(const uint8_t *key, const uint8_t *salt, uint8_t label, uint8_t *out, size_t length);

/* Writes `head` as it is, then `body` sealed, then the tag to `out` (room for head + body + SRTP_TAG_MOST; `out` overlaps
 * neither). `index` is ROC << 16 | sequence. Returns the length written, 0 when OpenSSL refused. */
size_t srtp_seal(srtp_key *key, uint8_t *out, const uint8_t *head, size_t head_length, const uint8_t *body,
                 size_t body_length, uint32_t ssrc, uint64_t index);

/* Opens a packet in place; `head_length` is what stays in the clear (header, CSRCs, extension block; the caller has
 * checked that it lies within). Returns the length without tag, 0 when it is not authentic (then the content is undefined). */
size_t srtp_open(srtp_key *key, uint8_t *packet, size_t length, size_t head_length, uint32_t ssrc, uint64_t index);

/* Seals an RTCP compound (8 bytes or more) in place with E=1 and this 31-bit index. `room` is what `packet` can hold.
 * Returns the new length, 0 when it does not fit or OpenSSL refused. */
size_t srtcp_seal(srtp_key *key, uint8_t *packet, size_t length, size_t room, uint32_t index);

/* Opens an SRTCP packet in place and tells its 31-bit index, which the caller checks against replay. Accepts E=0
 * (authenticated only) as RFC 3711 §3.4 allows. Returns the length of the compound, 0 when not authentic. */
size_t srtcp_open(srtp_key *key, uint8_t *packet, size_t length, uint32_t *index);

#endif
