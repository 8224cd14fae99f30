/* The load: every client sends sound, pictures and reports at its own time, and counts what comes.
 *
 * One thread that never waits on a socket: it sleeps until something is due and reads each socket every few
 * milliseconds, so that the measured server pays for no wake-up of ours. When a datagram came is the kernel's stamp,
 * not when we read it. No GRO and no GSO here: browsers use neither. */

#define _GNU_SOURCE
#include "generator.h"

#include <linux/sock_diag.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>

#include "arrivals.h"
#include "packets.h"

#ifndef SO_MEMINFO
#define SO_MEMINFO 55
#endif

enum { SOUND, PICTURE, REPORT, READ, KINDS };
static const double PERIOD[KINDS] = {0.02, 1 / 30.0, 1.0, 0.008};
static const double DRAIN_SECONDS = 0.3;
static const double NAP_SECONDS = 0.00005;

/* What is due of one kind: all clients once in each period, in some order and at chance moments of it. */
typedef struct {
    int *order;
    double *moment;
    uint64_t done;
    double due;
} round_;

typedef struct {
    client **clients;
    int count;
    round_ rounds[KINDS];
    double began;
    arrivals *come;
    tally *told;
} run;

static double seconds_of(clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

double wall_now(void) { return seconds_of(CLOCK_REALTIME); }
double steady_now(void) { return seconds_of(CLOCK_MONOTONIC); }

void put16(uint8_t *at, uint32_t value) { at[0] = (uint8_t)(value >> 8), at[1] = (uint8_t)value; }
void put32(uint8_t *at, uint32_t value) { put16(at, value >> 16), put16(at + 2, value); }
uint32_t get32(const uint8_t *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* Sending */

static void leave(client *who, uint8_t packets[][DATAGRAM], const int *lengths, int count, tally *told) {
    struct mmsghdr messages[FRAME_MOST];
    struct iovec parts[FRAME_MOST];
    memset(messages, 0, sizeof messages);
    for (int at = 0; at < count; at++) {
        parts[at] = (struct iovec){packets[at], (size_t)lengths[at]};
        messages[at].msg_hdr.msg_iov = &parts[at];
        messages[at].msg_hdr.msg_iovlen = 1;
    }
    int left = count ? sendmmsg(who->as.fd, messages, (unsigned)count, MSG_DONTWAIT) : 0;
    if (left < 0) left = 0;
    told->sent += (uint64_t)left;
    told->unsent += (uint64_t)(count - left);
}

static void leave_control(client *who, uint8_t *compound, int length, tally *told) {
    if (!length) return;
    length = srtcp_seal(who->out, compound, length, who->control_number++);
    if (length > 0 && send(who->as.fd, compound, (size_t)length, MSG_DONTWAIT) == length) told->reports_sent++;
}

static void report(client *who, tally *told) {
    uint8_t compound[CONTROL_ROOM + SRTP_ROOM];
    leave_control(who, compound, write_sender_report(who, 0, compound), told);
    leave_control(who, compound, write_sender_report(who, 1, compound), told);
    leave_control(who, compound, write_receiver_report(who, compound), told);
    leave_control(who, compound, write_complaint(who, compound, &told->asked_again), told);
}

/* What the kernel dropped because we did not read in time: our fault, not the server's. */
static uint64_t overflow(client *who) {
    uint32_t info[SK_MEMINFO_VARS] = {0};
    socklen_t bytes = sizeof info;
    getsockopt(who->as.fd, SOL_SOCKET, SO_MEMINFO, info, &bytes);
    uint64_t more = info[SK_MEMINFO_DROPS] - who->overflowed;
    who->overflowed = info[SK_MEMINFO_DROPS];
    return more;
}

/* Time */

static int by_size(const void *one, const void *other) {
    double a = *(const double *)one, b = *(const double *)other;
    return (a > b) - (a < b);
}

static double due_of(const run *now, int kind) {
    const round_ *of = &now->rounds[kind];
    uint64_t turn = of->done / (uint64_t)now->count, at = of->done % (uint64_t)now->count;
    return now->began + (double)turn * PERIOD[kind] + of->moment[at];
}

static int round_begin(run *now, int kind) {
    round_ *of = &now->rounds[kind];
    of->order = malloc((size_t)now->count * sizeof *of->order);
    of->moment = malloc((size_t)now->count * sizeof *of->moment);
    if (!of->order || !of->moment) return 0;
    for (int at = 0; at < now->count; at++) {
        int other = rand() % (at + 1);
        of->order[at] = of->order[other], of->order[other] = at;
        of->moment[at] = PERIOD[kind] * rand() / RAND_MAX;
    }
    qsort(of->moment, (size_t)now->count, sizeof *of->moment, by_size);
    of->due = due_of(now, kind);
    return 1;
}

static void act(run *now, int kind, client *who) {
    static uint8_t packets[FRAME_MOST][DATAGRAM];
    int lengths[FRAME_MOST];
    switch (kind) {
    case SOUND: leave(who, packets, lengths, sound_packets(who, packets, lengths), now->told); break;
    case PICTURE: leave(who, packets, lengths, picture_packets(who, packets, lengths), now->told); break;
    case REPORT: report(who, now->told); break;
    default: read_all(now->come, who);
    }
}

/* One of each kind that is due, so that neither sending nor reading starves; returns when the next is due. */
static double turn(run *now, double until) {
    double next = until + DRAIN_SECONDS, clock = steady_now();
    for (int kind = 0; kind < KINDS; kind++) {
        round_ *of = &now->rounds[kind];
        double late = clock - of->due;
        if (late >= 0 && (kind == READ || of->due < until)) {
            if (kind != READ && late * 1000 > now->told->late_ms) now->told->late_ms = late * 1000;
            act(now, kind, now->clients[of->order[of->done % (uint64_t)now->count]]);
            of->done++;
            of->due = due_of(now, kind);
        }
        if ((kind == READ || of->due < until) && of->due < next) next = of->due;
    }
    return next;
}

/* Waits and gives how long: a short wait is not worth a sleep. */
static double doze(double until) {
    double began = steady_now(), now = began;
    struct timespec at = {.tv_sec = (time_t)until, .tv_nsec = (long)((until - (double)(time_t)until) * 1e9)};
    if (until - began > NAP_SECONDS) clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &at, NULL);
    while (now < until) now = steady_now();
    return until > began ? until - began : 0;
}

static void play(run *now, double seconds) {
    double until = now->began + seconds, idle = 0;
    while (steady_now() < until + DRAIN_SECONDS) idle += doze(turn(now, until));
    for (int at = 0; at < now->count; at++) {
        read_all(now->come, now->clients[at]);
        now->told->overflowed += overflow(now->clients[at]);
    }
    now->told->busy = 1 - idle / (steady_now() - now->began);
}

/* The door for Python */

client *client_new(const plan *as) {
    client *made = calloc(1, sizeof *made);
    int wanted = 1;
    if (!made) return NULL;
    made->as = *as;
    made->control_number = 1;
    made->out = srtp_new(as->profile, as->send_key);
    made->in = srtp_new(as->profile, as->receive_key);
    setsockopt(as->fd, SOL_SOCKET, SO_TIMESTAMPNS, &wanted, sizeof wanted);
    return made;
}

void client_free(client *old) {
    srtp_free(old->out);
    srtp_free(old->in);
    free(old);
}

/* Lets these clients play for some seconds. `ages` takes up to `room` sampled ages in seconds. 0: no memory. */
int clients_play(client **clients, int count, double seconds, tally *told, float *ages, uint64_t room) {
    arrivals come = {.told = told, .ages = ages, .room = room};
    run now = {.clients = clients, .count = count, .told = told, .come = &come};
    int ready = 1;
    prctl(PR_SET_TIMERSLACK, 1);
    for (int at = 0; at < count; at++) read_all(&come, clients[at]), overflow(clients[at]);
    memset(told, 0, sizeof *told);
    now.began = steady_now();
    for (int kind = 0; kind < KINDS; kind++) ready = round_begin(&now, kind) && ready;
    if (ready) play(&now, seconds);
    for (int kind = 0; kind < KINDS; kind++) free(now.rounds[kind].order), free(now.rounds[kind].moment);
    return ready;
}
