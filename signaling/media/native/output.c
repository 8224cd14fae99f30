/* From packets to system calls: what one turn of the loop sends leaves in one sendmmsg, and the packets of one receiver that
 * have one length in one message of it (UDP generic segmentation offload; the last may be shorter). */
#include "shard.h"

#include <errno.h>
#include <netinet/udp.h>
#include <string.h>

#ifndef UDP_SEGMENT
#define UDP_SEGMENT 103
#endif
#define SEGMENTS_MOST 64 /* UDP_MAX_SEGMENTS of every kernel that has it */
#define SEGMENTED_MOST 65000

#ifdef __has_feature
#define HAS_CLANG_ASAN __has_feature(address_sanitizer)
#else
#define HAS_CLANG_ASAN 0
#endif
#if HAS_CLANG_ASAN || defined(__SANITIZE_ADDRESS__)
#include <sanitizer/asan_interface.h>
#define POISON(at, size) ASAN_POISON_MEMORY_REGION(at, size)
#else
#define POISON(at, size) ((void)(at), (void)(size))
#endif

uint8_t *out_open(shard *s) {
    if (s->out_count == OUT_SLOTS)
        out_flush(s);
    out_slot *slot = &s->out[s->out_count];
    POISON(slot->guard, sizeof slot->guard);
    return slot->bytes;
}

void out_put(shard *s, peer *to, size_t length) {
    out_slot *slot = &s->out[s->out_count];
    if (to->to_stream) {
        stream_send(s, to->to_stream, slot->bytes, length, true);
        return;
    }
    if (!to->to_length)
        return;
    slot->length = (uint16_t)length;
    slot->next = -1;
    if (to->first_out < 0) {
        to->first_out = s->out_count;
        s->touched[s->touched_count++] = to;
    } else {
        s->out[to->last_out].next = s->out_count;
    }
    to->last_out = s->out_count++;
}

/* Packs what waits for one peer into messages, from `heads` and `parts` on. */
static void pack(shard *s, peer *to, int *heads, int *parts) {
    for (int at = to->first_out; at >= 0;) {
        struct mmsghdr *message = &s->out_heads[*heads];
        size_t size = s->out[at].length, total = 0, segments = 0;
        struct iovec *first = &s->out_parts[*parts];
        while (at >= 0) {
            size_t length = s->out[at].length;
            if (segments && (!s->gso || to->plain || segments == SEGMENTS_MOST || length > size ||
                             total + length > SEGMENTED_MOST))
                break;
            first[segments++] = (struct iovec){s->out[at].bytes, length};
            total += length;
            at = s->out[at].next;
            if (length < size)
                break;
        }
        message->msg_hdr = (struct msghdr){.msg_name = &to->to, .msg_namelen = to->to_length, .msg_iov = first,
                                           .msg_iovlen = segments};
        if (segments > 1) {
            struct msghdr *head = &message->msg_hdr;
            head->msg_control = s->out_controls[*heads];
            head->msg_controllen = CMSG_SPACE(sizeof(uint16_t));
            struct cmsghdr *control = CMSG_FIRSTHDR(head);
            control->cmsg_level = SOL_UDP;
            control->cmsg_type = UDP_SEGMENT;
            control->cmsg_len = CMSG_LEN(sizeof(uint16_t));
            uint16_t segment = (uint16_t)size;
            memcpy(CMSG_DATA(control), &segment, sizeof segment);
        }
        s->out_peers[(*heads)++] = to;
        *parts += (int)segments;
    }
    to->first_out = to->last_out = -1;
}

static void count_sent(shard *s, const struct msghdr *head) {
    size_t octets = 0;
    for (size_t i = 0; i < head->msg_iovlen; i++)
        octets += head->msg_iov[i].iov_len;
    count(s, PACKETS_OUT, head->msg_iovlen);
    count(s, BYTES_OUT, octets);
}

/* The kernel or the route refused a segmented message: each packet by itself, and no more of it. */
static void send_singly(shard *s, const struct msghdr *head) {
    for (size_t i = 0; i < head->msg_iovlen; i++) {
        struct msghdr one = *head;
        one.msg_iov = &head->msg_iov[i];
        one.msg_iovlen = 1;
        one.msg_control = NULL;
        one.msg_controllen = 0;
        count(s, SEND_CALLS, 1);
        if (sendmsg(s->udp, &one, MSG_DONTWAIT) < 0)
            count(s, DROPPED_SEND, 1);
        else
            count_sent(s, &one);
    }
}

static void send_all(shard *s, int heads) {
    for (int done = 0; done < heads;) {
        count(s, SEND_CALLS, 1);
        int sent = sendmmsg(s->udp, s->out_heads + done, (unsigned)(heads - done), MSG_DONTWAIT);
        for (int i = 0; i < sent; i++)
            count_sent(s, &s->out_heads[done + i].msg_hdr);
        if (sent > 0) {
            done += sent;
            continue;
        }
        if (errno == EINTR)
            continue;
        const struct msghdr *refused = &s->out_heads[done].msg_hdr;
        if (refused->msg_iovlen > 1 && errno != EAGAIN && errno != ENOBUFS && errno != ECONNREFUSED) {
            if (errno == EIO) /* no checksum offload on the way out: it will not come back */
                s->gso = false;
            else
                s->out_peers[done]->plain = true;
            send_singly(s, refused);
        } else {
            count(s, DROPPED_SEND, refused->msg_iovlen);
        }
        done++;
    }
}

void out_flush(shard *s) {
    int heads = 0, parts = 0;
    for (int i = 0; i < s->touched_count; i++)
        pack(s, s->touched[i], &heads, &parts);
    if (heads && s->udp >= 0)
        send_all(s, heads);
    s->out_count = s->touched_count = 0;
}

void out_raw(shard *s, peer *to, const address *at, const uint8_t *bytes, size_t length) {
    struct sockaddr_storage there;
    if (at->stream) {
        stream *st = stream_at(to, at);
        if (st)
            stream_send(s, st, bytes, length, false);
        return;
    }
    socklen_t size = address_into(at, s->family, &there);
    count(s, SEND_CALLS, 1);
    if (!size || sendto(s->udp, bytes, length, MSG_DONTWAIT, (struct sockaddr *)&there, size) < 0) {
        count(s, DROPPED_SEND, 1);
        return;
    }
    count(s, PACKETS_OUT, 1);
    count(s, BYTES_OUT, length);
}
