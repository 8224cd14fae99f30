/* ICE-TCP (RFC 6544): accepted connections whose frames (RFC 4571) are taken like datagrams. Nothing waits for a slow reader: what
 * does not fit is dropped, as a full link would drop it. Only handshakes wait here, never media: it would be old, and pass after
 * its route has ended. */
#include "shard.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <unistd.h>

#define WAITING_MOST (64 * 1024)
#define STREAMS_MOST 4 /* of one peer */

struct stream {
    peer *peer; /* NULL: ended */
    struct stream *next;
    int descriptor;
    address at;
    bool broken, is_waited_for;
    size_t in_length;
    uint8_t in[2 + DATAGRAM_MOST];
    size_t out_at, out_end;
    uint8_t out[WAITING_MOST];
};

static void listen_for(const shard *s, stream *st, int how) {
    struct epoll_event event = {.events = EPOLLIN | (st->is_waited_for ? EPOLLOUT : 0), .data.ptr = st};
    if (epoll_ctl(s->poll, how, st->descriptor, &event) < 0)
        st->broken = true;
}

void stream_adopt(shard *s, peer *p, int descriptor, const address *at) {
    stream *same = stream_at(p, at);
    if (same)
        stream_end(s, same, true);
    size_t many = 0;
    stream *oldest = NULL;
    for (stream *each = p->streams; each; each = each->next, many++)
        oldest = each;
    if (many >= STREAMS_MOST)
        stream_end(s, oldest, false);
    stream *st = calloc(1, sizeof *st);
    if (!st) {
        close(descriptor);
        count(s, DROPPED_STREAM, 1);
        return;
    }
    st->peer = p;
    st->descriptor = descriptor;
    st->at = *at;
    st->next = p->streams;
    p->streams = st;
    listen_for(s, st, EPOLL_CTL_ADD);
    peer_aim(s, p);
}

stream *stream_at(const peer *p, const address *at) {
    for (stream *each = p->streams; each; each = each->next)
        if (address_equals(&each->at, at))
            return each;
    return NULL;
}

void stream_end(shard *s, stream *st, bool is_told) {
    peer *p = st->peer;
    stream **at = &p->streams;
    while (*at != st)
        at = &(*at)->next;
    *at = st->next;
    if (p->to_stream == st)
        p->to_stream = NULL;
    epoll_ctl(s->poll, EPOLL_CTL_DEL, st->descriptor, NULL);
    close(st->descriptor);
    if (!is_told)
        shard_hand(s, HANDED_GONE, p->number, &st->at, NULL, 0);
    st->peer = NULL; /* an event of this turn may still name it: freed when the turn is over */
    st->next = s->ended;
    s->ended = st;
}

void streams_free(shard *s) {
    while (s->ended) {
        stream *gone = s->ended;
        s->ended = gone->next;
        free(gone);
    }
}

void streams_sweep(shard *s) {
    for (peer *p = s->peers; p; p = p->next)
        for (stream *st = p->streams, *next; st; st = next) {
            next = st->next;
            if (st->broken)
                stream_end(s, st, false);
        }
}

/* Writes what the kernel takes of what waits. */
static void drain(shard *s, stream *st) {
    while (st->out_at < st->out_end && !st->broken) {
        ssize_t wrote = send(st->descriptor, st->out + st->out_at, st->out_end - st->out_at, MSG_DONTWAIT | MSG_NOSIGNAL);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote < 0) {
            st->broken = errno != EAGAIN && errno != EWOULDBLOCK;
            break;
        }
        st->out_at += (size_t)wrote;
    }
    if (st->out_at == st->out_end)
        st->out_at = st->out_end = 0;
    bool is_waited_for = st->out_end > 0;
    if (is_waited_for != st->is_waited_for && !st->broken) {
        st->is_waited_for = is_waited_for;
        listen_for(s, st, EPOLL_CTL_MOD);
    }
}

void stream_send(shard *s, stream *st, const uint8_t *bytes, size_t length, bool is_media) {
    if (st->broken)
        return;
    if (st->out_end + 2 + length > sizeof st->out && st->out_at) {
        memmove(st->out, st->out + st->out_at, st->out_end - st->out_at);
        st->out_end -= st->out_at;
        st->out_at = 0;
    }
    if (st->out_end + 2 + length > sizeof st->out || (is_media && st->out_end)) {
        count(s, DROPPED_STREAM, 1);
        return;
    }
    write16(st->out + st->out_end, (uint16_t)length);
    memcpy(st->out + st->out_end + 2, bytes, length);
    st->out_end += 2 + length;
    if (is_media || !st->is_waited_for)
        drain(s, st);
    if (is_media && st->out_end && !st->out_at) { /* not begun, so it need not be ended */
        st->out_end = 0;
        count(s, DROPPED_STREAM, 1);
        return;
    }
    count(s, PACKETS_OUT, 1);
    count(s, BYTES_OUT, length);
}

/* Takes whole frames out of what has come. False when a frame is none of ours. */
static bool take_frames(shard *s, stream *st) {
    size_t at = 0;
    while (st->in_length - at >= 2) {
        size_t length = read16(st->in + at);
        if (length > DATAGRAM_MOST)
            return false;
        if (st->in_length - at - 2 < length)
            break;
        if (length) /* an empty frame is allowed and means nothing (RFC 4571 §2) */
            shard_take(s, st->in + at + 2, length, &st->at);
        if (!st->peer) /* ended meanwhile */
            return true;
        at += 2 + length;
    }
    memmove(st->in, st->in + at, st->in_length - at);
    st->in_length -= at;
    return true;
}

void stream_event(shard *s, stream *st, uint32_t events) {
    if (!st->peer)
        return;
    if (events & EPOLLOUT)
        drain(s, st);
    for (int turns = 0; turns < 16 && !st->broken && events & (EPOLLIN | EPOLLHUP | EPOLLERR); turns++) {
        ssize_t came = recv(st->descriptor, st->in + st->in_length, sizeof st->in - st->in_length, MSG_DONTWAIT);
        if (came < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR))
            break;
        if (came <= 0) {
            st->broken = true;
            break;
        }
        st->in_length += (size_t)came;
        if (!take_frames(s, st))
            st->broken = true;
    }
    if (st->peer && st->broken)
        stream_end(s, st, false);
}
