#include "queue.h"

#include <errno.h>
#include <limits.h>
#include <linux/futex.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

uint64_t order_give(order_queue *q, const order *given) {
    uint64_t number = atomic_load_explicit(&q->given, memory_order_relaxed);
    if (number - atomic_load_explicit(&q->obeyed, memory_order_acquire) >= ORDERS_MOST)
        return 0;
    q->orders[number % ORDERS_MOST] = *given;
    atomic_store_explicit(&q->given, number + 1, memory_order_release);
    return number + 1;
}

bool order_await(order_queue *q, uint64_t number, int timeout_ms) {
    struct timespec now, end;
    clock_gettime(CLOCK_MONOTONIC, &end);
    end.tv_sec += timeout_ms / 1000;
    end.tv_nsec += timeout_ms % 1000 * 1000000L;
    if (end.tv_nsec >= 1000000000L) {
        end.tv_nsec -= 1000000000L;
        end.tv_sec++;
    }
    for (;;) {
        atomic_store(&q->awaited, true);
        uint32_t seen = atomic_load(&q->signal);
        if (atomic_load(&q->obeyed) >= number)
            return true;
        clock_gettime(CLOCK_MONOTONIC, &now);
        struct timespec left = {end.tv_sec - now.tv_sec, end.tv_nsec - now.tv_nsec};
        if (left.tv_nsec < 0) {
            left.tv_nsec += 1000000000L;
            left.tv_sec--;
        }
        if (left.tv_sec < 0)
            return false;
        syscall(SYS_futex, &q->signal, FUTEX_WAIT_PRIVATE, seen, &left, NULL, 0);
    }
}

order *order_next(order_queue *q) {
    uint64_t number = atomic_load_explicit(&q->obeyed, memory_order_relaxed);
    return number == atomic_load_explicit(&q->given, memory_order_acquire) ? NULL : &q->orders[number % ORDERS_MOST];
}

void order_done(order_queue *q) {
    atomic_fetch_add(&q->obeyed, 1);
    atomic_fetch_add(&q->signal, 1);
    if (atomic_exchange(&q->awaited, false))
        syscall(SYS_futex, &q->signal, FUTEX_WAKE_PRIVATE, INT_MAX, NULL, NULL, 0);
}

bool handed_put(handed_queue *q, uint8_t kind, uint64_t peer, const address *from, const uint8_t *bytes,
                size_t length) {
    uint64_t number = atomic_load_explicit(&q->put, memory_order_relaxed);
    uint64_t most = length ? HANDED_MOST - HANDED_SPARE : HANDED_MOST;
    if (number - atomic_load_explicit(&q->taken, memory_order_acquire) >= most || length > HANDED_ROOM)
        return false;
    handed_datagram *to = &q->datagrams[number % HANDED_MOST];
    to->kind = kind;
    to->peer = peer;
    to->from = *from;
    to->length = (uint16_t)length;
    if (length)
        memcpy(to->bytes, bytes, length);
    atomic_store_explicit(&q->put, number + 1, memory_order_release);
    uint64_t one = 1;
    /* A full counter means that the reader has yet to wake anyway. */
    if (q->wake >= 0 && write(q->wake, &one, sizeof one) < 0 && errno != EAGAIN)
        return false;
    return true;
}

const handed_datagram *handed_next(handed_queue *q) {
    uint64_t number = atomic_load_explicit(&q->taken, memory_order_relaxed);
    return number == atomic_load_explicit(&q->put, memory_order_acquire) ? NULL : &q->datagrams[number % HANDED_MOST];
}

void handed_done(handed_queue *q) { atomic_fetch_add_explicit(&q->taken, 1, memory_order_release); }
