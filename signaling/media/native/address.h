/* Where datagrams come from and go to: IPv4 as IPv4-mapped IPv6, so that there is one form of each address. */
#ifndef MEDIATION_ADDRESS_H
#define MEDIATION_ADDRESS_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>

typedef struct {
    uint8_t ip[16];
    uint16_t port;  /* host order */
    uint8_t stream; /* 1: the other end of an ICE-TCP connection */
} address;

static inline bool address_equals(const address *a, const address *b) {
    return a->port == b->port && a->stream == b->stream && memcmp(a->ip, b->ip, sizeof a->ip) == 0;
}

/* A salted mix of all of it; `salt` is random for each shard, so that nobody can aim at a bucket. */
static inline uint64_t address_hash(const address *a, uint64_t salt) {
    uint64_t high, low;
    memcpy(&high, a->ip, 8);
    memcpy(&low, a->ip + 8, 8);
    uint64_t mixed = (high ^ salt) * 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ low ^ (mixed >> 29)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ ((uint64_t)a->port << 8 | a->stream) ^ (mixed >> 32)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

/* From a socket's own form, IPv4 or IPv6. */
static inline address address_of(const struct sockaddr_storage *from) {
    address made = {{0}, 0, 0};
    if (from->ss_family == AF_INET6) {
        const struct sockaddr_in6 *six = (const struct sockaddr_in6 *)from;
        memcpy(made.ip, &six->sin6_addr, 16);
        made.port = ntohs(six->sin6_port);
    } else {
        const struct sockaddr_in *four = (const struct sockaddr_in *)from;
        made.ip[10] = made.ip[11] = 0xFF;
        memcpy(made.ip + 12, &four->sin_addr, 4);
        made.port = ntohs(four->sin_port);
    }
    return made;
}

/* Whether it is an IPv4 address in its IPv6 form (RFC 4291 §2.5.5.2). */
static inline bool address_is_four(const address *a) {
    static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF};
    return memcmp(a->ip, mapped, sizeof mapped) == 0;
}

/* Into the form of a socket of that family; 0 when an IPv4 socket cannot reach it. */
static inline socklen_t address_into(const address *a, int family, struct sockaddr_storage *to) {
    memset(to, 0, sizeof *to);
    if (family == AF_INET6) {
        struct sockaddr_in6 *six = (struct sockaddr_in6 *)to;
        six->sin6_family = AF_INET6;
        six->sin6_port = htons(a->port);
        memcpy(&six->sin6_addr, a->ip, 16);
        return sizeof *six;
    }
    if (!address_is_four(a))
        return 0;
    struct sockaddr_in *four = (struct sockaddr_in *)to;
    four->sin_family = AF_INET;
    four->sin_port = htons(a->port);
    memcpy(&four->sin_addr, a->ip + 12, 4);
    return sizeof *four;
}

#endif
