/* What feeds what, and how a slot's numbers go on from one source to the next. */
#include "forward.h"

#include <stdlib.h>
#include <string.h>

static uint32_t clock_hz(enum codec codec) { return codec == OPUS ? 48000 : 90000; }

void sink_prepare(sink *k, const rtp_wish *mid, uint8_t level_extension, uint8_t time_extension) {
    static const uint8_t level[1], time[3];
    size_t at[3];
    rtp_wish wishes[3] = {*mid, {time_extension, 3, time}, {level_extension, 1, level}};
    k->block_length = rtp_block(k->block, wishes, 3, at);
    k->level_at = at[2];
    k->time_at = at[1];
    k->bare_length = rtp_block(k->bare, wishes, 2, at);
    k->bare_time_at = at[1];
    k->timed = time_extension != 0;
}

static void drop_from(sink **list, size_t *count, const sink *gone) {
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++)
        if (list[i] != gone)
            list[kept++] = list[i];
    *count = kept;
}

static bool make_room(source *from) {
    if (from->live_count + from->waiting_count < from->room)
        return true;
    size_t room = from->room ? from->room * 2 : 8;
    sink **live = realloc(from->live, room * sizeof *live);
    if (live)
        from->live = live;
    sink **waiting = realloc(from->waiting, room * sizeof *waiting);
    if (waiting)
        from->waiting = waiting;
    if (!live || !waiting)
        return false;
    from->room = room;
    return true;
}

static void end_run(sink *k) {
    if (!k->live)
        return;
    const source *from = k->from;
    k->live = false;
    k->timestamp = from->timestamp + k->timestamp_shift;
    k->spoken_us = from->heard_us;
    if (k->codec == VP8 && from->described) {
        k->pictured = true;
        k->picture = (from->last.picture + k->picture_shift) & 0x7FFF; /* else it would grow with each run */
        k->tl0 = (from->last.tl0 + k->tl0_shift) & 0xFF;
    }
}

bool route_set(shard *s, sink *to, source *from) {
    (void)s;
    if (to->from == from)
        return true;
    if (to->codec != from->codec || !make_room(from))
        return false;
    route_end(to);
    to->from = from;
    from->waiting[from->waiting_count++] = to;
    return true;
}

void route_end(sink *k) {
    if (!k->from)
        return;
    end_run(k);
    drop_from(k->from->live, &k->from->live_count, k);
    drop_from(k->from->waiting, &k->from->waiting_count, k);
    k->from = NULL;
}

void source_bind(source *from, uint32_t ssrc) {
    for (size_t i = 0; i < from->live_count; i++) {
        end_run(from->live[i]);
        from->waiting[from->waiting_count++] = from->live[i];
    }
    from->live_count = 0;
    from->bound = true;
    from->any = from->described = false;
    from->ssrc = ssrc;
    from->received = from->octets = from->expected_before = from->received_before = 0;
    from->heard_us = 0;
    from->jitter = from->transit = 0;
    from->level = SILENCE;
    from->report_middle = 0;
    from->reported_us = 0;
    from->missing.count = 0;
    if (from->kept)
        ring_clear(from->kept);
}

void source_forget(shard *s, source *from) {
    (void)s;
    while (from->live_count)
        route_end(from->live[0]);
    while (from->waiting_count)
        route_end(from->waiting[0]);
    free(from->live);
    free(from->waiting);
    from->live = from->waiting = NULL;
    from->room = 0;
}

/* Starts a run with this packet: sequence, timestamp and picture numbers go on without a break. */
static void begin_run(sink *k, const source *from, uint64_t extended, uint32_t timestamp, const vp8_descriptor *d,
                      int64_t now_us) {
    k->live = true;
    k->start = extended;
    k->sequence_shift = (int64_t)k->next_sequence - (int64_t)extended;
    if (k->begun) {
        int64_t elapsed = (now_us - k->spoken_us) * clock_hz(from->codec) / 1000000;
        k->timestamp_shift = k->timestamp + (uint32_t)(elapsed > 1 ? elapsed : 1) - timestamp;
    }
    k->begun = true;
    k->picture_shift = k->tl0_shift = 0;
    if (d && k->pictured) {
        k->picture_shift = k->picture + 1 - d->picture;
        k->tl0_shift = k->tl0 + 1 - d->tl0;
    }
}

void routes_leap(source *from, uint64_t extended) {
    for (size_t i = from->live_count; i-- > 0;) {
        sink *k = from->live[i];
        if ((int64_t)extended + k->sequence_shift - (int64_t)k->next_sequence <= GAPS_MOST)
            continue;
        end_run(k);
        from->live[i] = from->live[--from->live_count];
        from->waiting[from->waiting_count++] = k;
    }
}

void routes_begin(source *from, uint64_t extended, uint32_t timestamp, const vp8_descriptor *d, int64_t now_us) {
    bool can_start = from->codec == OPUS ? extended == from->highest : d && d->key_frame_start;
    if (!from->waiting_count || !can_start)
        return;
    for (size_t i = 0; i < from->waiting_count; i++) {
        begin_run(from->waiting[i], from, extended, timestamp, d, now_us);
        from->live[from->live_count++] = from->waiting[i];
    }
    from->waiting_count = 0;
}
