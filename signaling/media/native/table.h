/* A hash table of links that live inside what they lead to: entering and leaving costs no memory. */
#ifndef MEDIATION_TABLE_H
#define MEDIATION_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

typedef struct entry {
    struct entry *next;
    uint64_t hash;
    void *owner; /* NULL: not entered */
} entry;

typedef struct {
    entry **buckets;
    size_t count, size; /* size is a power of two */
} table;

static inline bool table_open(table *t) {
    t->size = 64;
    t->count = 0;
    t->buckets = calloc(t->size, sizeof *t->buckets);
    return t->buckets != NULL;
}

static inline void table_shut(table *t) { free(t->buckets); }

/* The first entry with this hash; go on with table_next. */
static inline entry *table_first(const table *t, uint64_t hash) {
    entry *at = t->buckets[hash & (t->size - 1)];
    while (at && at->hash != hash)
        at = at->next;
    return at;
}

static inline entry *table_next(const entry *after) {
    entry *at = after->next;
    while (at && at->hash != after->hash)
        at = at->next;
    return at;
}

static inline void table_grow(table *t) {
    size_t size = t->size * 2;
    entry **buckets = calloc(size, sizeof *buckets);
    if (!buckets)
        return; /* longer chains, but it works */
    for (size_t i = 0; i < t->size; i++)
        for (entry *at = t->buckets[i], *next; at; at = next) {
            next = at->next;
            at->next = buckets[at->hash & (size - 1)];
            buckets[at->hash & (size - 1)] = at;
        }
    free(t->buckets);
    t->buckets = buckets;
    t->size = size;
}

static inline void table_enter(table *t, entry *entered, uint64_t hash, void *owner) {
    if (t->count >= t->size)
        table_grow(t);
    entry **bucket = &t->buckets[hash & (t->size - 1)];
    *entered = (entry){*bucket, hash, owner};
    *bucket = entered;
    t->count++;
}

static inline void table_leave(table *t, entry *left) {
    if (!left->owner)
        return;
    entry **at = &t->buckets[left->hash & (t->size - 1)];
    while (*at != left)
        at = &(*at)->next;
    *at = left->next;
    left->owner = NULL;
    t->count--;
}

#endif
