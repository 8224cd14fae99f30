/* Two queues between the control's thread and a shard's, each with one writer and one reader and no lock: orders go down and
 * are acknowledged by their number, datagrams for the control go up. */
#ifndef MEDIATION_QUEUE_H
#define MEDIATION_QUEUE_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "address.h"

enum order_kind {
    ORDER_ADD_PEER, ORDER_CREDENTIALS, ORDER_ADDRESSES, ORDER_ADOPT, ORDER_KEYS, ORDER_REMOVE_PEER, ORDER_REROUTE,
    ORDER_SEND, ORDER_PROBE, ORDER_LEVELS, ORDER_READINGS, ORDER_ROUTES, ORDER_HALT
};

/* `body` is the order's own and freed by who obeys it. What it holds depends on the kind (orders.h). */
typedef struct {
    enum order_kind kind;
    uint64_t peer;
    void *body;
    size_t length; /* of the body: octets, or entries */
} order;

#define ORDERS_MOST 1024 /* a power of two */

typedef struct {
    order orders[ORDERS_MOST];
    _Atomic uint64_t given, obeyed;
    _Atomic uint32_t signal; /* what who waits sleeps on: the lower half of `obeyed` */
    _Atomic bool awaited;
} order_queue;

/* The control's side. The number of the order, 0 when the queue is full (nothing was taken then). */
uint64_t order_give(order_queue *q, const order *given);
/* Waits until the order with this number was obeyed; false after `timeout_ms`. */
bool order_await(order_queue *q, uint64_t number, int timeout_ms);
/* The shard's side: the next order, or NULL; order_done after it was obeyed. */
order *order_next(order_queue *q);
void order_done(order_queue *q);

#define HANDED_MOST 512 /* a power of two */
#define HANDED_ROOM 1500
#define HANDED_SPARE 64 /* for what is short and must not be lost: that a stream has ended */

typedef struct {
    uint8_t kind;
    uint16_t length;
    uint64_t peer;
    address from;
    uint8_t bytes[HANDED_ROOM];
} handed_datagram;

typedef struct {
    handed_datagram datagrams[HANDED_MOST];
    _Atomic uint64_t put, taken;
    int wake; /* an eventfd, shared by all shards */
} handed_queue;

/* The shard's side; false when full. */
bool handed_put(handed_queue *q, uint8_t kind, uint64_t peer, const address *from, const uint8_t *bytes, size_t length);
/* The control's side: the oldest, or NULL; handed_done lets go of it. */
const handed_datagram *handed_next(handed_queue *q);
void handed_done(handed_queue *q);

#endif
