/* SRTP and SRTCP of one direction of one connection (RFC 3711, RFC 7714), by OpenSSL. For the bench's clients only. */

#ifndef BENCH_SRTP_H
#define BENCH_SRTP_H

#include <stdint.h>

enum { SRTP_CM = 0x0001, SRTP_GCM = 0x0007, SRTP_ROOM = 32 };

typedef struct srtp srtp;

/* `master`: 16 bytes of key, then 14 of salt (CM) or 12 (GCM). NULL when there is no memory. */
srtp *srtp_new(int profile, const uint8_t *master);
void srtp_free(srtp *);

/* All work in place and give the new length, -1 on failure; sealing needs SRTP_ROOM bytes behind the packet. */
int srtp_seal(srtp *, uint8_t *packet, int length, uint64_t index);
int srtp_open(srtp *, uint8_t *packet, int length, uint64_t index);
int srtcp_seal(srtp *, uint8_t *packet, int length, uint32_t index);
int srtcp_open(srtp *, uint8_t *packet, int length);

/* Bytes before the payload of an RTP packet, or -1. */
int rtp_head(const uint8_t *packet, int length);

#endif
