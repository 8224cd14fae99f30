/* The native data plane as Python sees it: orders go down, datagrams for the control come up, figures are read.
 *
 * native.py gives it the shape of plane.Plane. All methods are called by one thread, that of the event loop; while one waits
 * for a shard's acknowledgement the interpreter is free. The core in native/ knows nothing of Python.
 */
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <arpa/inet.h>
#include <errno.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "native/orders.h"

#define SHARDS_MOST 64
#define ACKNOWLEDGE_MS 500
#define STALLED_US 2000000 /* a loop that has not turned for so long hangs */
#define HANDED_AT_ONCE 256 /* so that signalling gets its turn under load */

static const char *const COUNTER_NAMES[COUNTERS] = {
    "packets_in", "bytes_in", "packets_out", "bytes_out", "retransmitted", "probed", "send_calls",
    "dropped_length", "dropped_stranger", "dropped_class", "dropped_keys", "dropped_ssrc", "dropped_rtp_rate",
    "dropped_rtcp_rate", "dropped_dtls_rate", "dropped_stun_budget", "dropped_stun_stranger", "dropped_stun_unsigned",
    "dropped_stun_rate", "dropped_authentication", "dropped_line", "dropped_payload_type", "dropped_malformed",
    "dropped_late", "dropped_seal", "dropped_send", "dropped_stream", "dropped_handed", "dropped_socket",
};

typedef struct {
    PyObject_HEAD
    int count, wake;
    shard *shards[SHARDS_MOST];
    handed_queue *handed[SHARDS_MOST];
    struct sockaddr_storage host;
    bool is_open;
} relay;

static PyObject *stalled;

static int relay_init(relay *self, PyObject *args, PyObject *kwargs)
{
    int count;
    static char *names[] = {"shards", NULL};
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "i", names, &count))
        return -1;
    if (count < 1 || count > SHARDS_MOST || self->count) {
        PyErr_SetString(PyExc_ValueError, "1 to 64 shards, once");
        return -1;
    }
    self->wake = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    if (self->wake < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    for (; self->count < count; self->count++) {
        handed_queue *handed = calloc(1, sizeof *handed);
        shard *made = handed ? shard_new(self->count, handed) : NULL;
        if (!made) {
            free(handed);
            PyErr_NoMemory();
            return -1;
        }
        handed->wake = self->wake;
        self->handed[self->count] = handed;
        self->shards[self->count] = made;
    }
    return 0;
}

static void end_all(relay *self)
{
    Py_BEGIN_ALLOW_THREADS
    for (int i = 0; i < self->count; i++)
        shard_end(self->shards[i]);
    Py_END_ALLOW_THREADS
    self->is_open = false;
}

static void relay_dealloc(relay *self)
{
    end_all(self);
    for (int i = 0; i < self->count; i++) {
        shard_free(self->shards[i]);
        free(self->handed[i]);
    }
    if (self->count)
        close(self->wake);
    Py_TYPE(self)->tp_free((PyObject *)self);
}

/* Reads an address as Python has it. False with an exception when the text is none. */
static bool address_from(const char *ip, int port, int is_stream, address *made)
{
    uint8_t four[4];
    memset(made, 0, sizeof *made);
    made->port = (uint16_t)port;
    made->stream = is_stream != 0;
    if (inet_pton(AF_INET, ip, four) == 1) {
        made->ip[10] = made->ip[11] = 0xFF;
        memcpy(made->ip + 12, four, 4);
        return true;
    }
    if (inet_pton(AF_INET6, ip, made->ip) == 1)
        return true;
    PyErr_Format(PyExc_ValueError, "not an IP address: %s", ip);
    return false;
}

static const char *ip_text(const address *at, char *text, size_t room)
{
    struct sockaddr_storage four;
    if (address_into(at, AF_INET, &four))
        return inet_ntop(AF_INET, &((struct sockaddr_in *)&four)->sin_addr, text, (socklen_t)room);
    return inet_ntop(AF_INET6, at->ip, text, (socklen_t)room);
}

static shard *shard_of(relay *self, int number)
{
    if (number >= 0 && number < self->count)
        return self->shards[number];
    PyErr_SetString(PyExc_ValueError, "no such shard");
    return NULL;
}

static bool obeys(shard *s, uint64_t number)
{
    bool obeyed = false;
    if (atomic_load(&s->running)) {
        Py_BEGIN_ALLOW_THREADS
        obeyed = order_await(&s->orders, number, ACKNOWLEDGE_MS);
        Py_END_ALLOW_THREADS
    }
    return obeyed;
}

/* The order's number, 0 when there is no room for it: a thread just revived has first to obey all that waited. */
static uint64_t placed(shard *s, const order *given)
{
    uint64_t number = order_give(&s->orders, given);
    return number || !obeys(s, atomic_load(&s->orders.given)) ? number : order_give(&s->orders, given);
}

/* Gives an order, whose body is taken over in any case. With `waits`, returns when it was obeyed. */
static PyObject *give(relay *self, int number, order given, bool waits)
{
    shard *s = shard_of(self, number);
    uint64_t place = s ? placed(s, &given) : 0;
    if (!place) {
        order_discard(&given);
        if (s)
            PyErr_SetString(stalled, "the shard's queue is full");
        return NULL;
    }
    shard_wake(s);
    if (!waits)
        Py_RETURN_NONE;
    if (obeys(s, place))
        Py_RETURN_NONE;
    PyErr_SetString(stalled, "the shard did not acknowledge");
    return NULL;
}

static bool host_from(const char *host, int port, struct sockaddr_storage *made)
{
    address at;
    if (!address_from(host, port, 0, &at))
        return false;
    int family = strchr(host, ':') ? AF_INET6 : AF_INET;
    address_into(&at, family, made);
    return true;
}

static bool start_one(relay *self, int number, int port)
{
    struct sockaddr_storage at;
    char host[INET6_ADDRSTRLEN];
    address base = address_of(&self->host);
    base.port = (uint16_t)port;
    address_into(&base, self->host.ss_family, &at);
    int refused = shard_start(self->shards[number], &at);
    if (!refused)
        return true;
    errno = refused;
    PyErr_SetFromErrnoWithFilename(PyExc_OSError, ip_text(&base, host, sizeof host));
    return false;
}

PyDoc_STRVAR(open_doc, "open(host, port): binds port and those that follow (0: free ones) and starts the threads.");
static PyObject *relay_open(relay *self, PyObject *args)
{
    const char *host;
    int port;
    if (!PyArg_ParseTuple(args, "si", &host, &port) || !host_from(host, 0, &self->host))
        return NULL;
    for (int i = 0; i < self->count; i++)
        if (!start_one(self, i, port ? port + i : 0)) {
            PyObject *type, *value, *trace;
            PyErr_Fetch(&type, &value, &trace);
            end_all(self);
            PyErr_Restore(type, value, trace);
            return NULL;
        }
    self->is_open = true;
    Py_RETURN_NONE;
}

PyDoc_STRVAR(close_doc, "close(): ends the threads and frees the ports.");
static PyObject *relay_close(relay *self, PyObject *Py_UNUSED(ignored))
{
    end_all(self);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(ports_doc, "ports(): the bound port of each shard.");
static PyObject *relay_ports(relay *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *ports = PyTuple_New(self->is_open ? self->count : 0);
    for (int i = 0; ports && self->is_open && i < self->count; i++)
        PyTuple_SET_ITEM(ports, i, PyLong_FromLong(self->shards[i]->port));
    return ports;
}

PyDoc_STRVAR(wake_doc, "wake(): the descriptor that is readable when take() has something.");
static PyObject *relay_wake(relay *self, PyObject *Py_UNUSED(ignored)) { return PyLong_FromLong(self->wake); }

PyDoc_STRVAR(take_doc, "take(): [(kind, peer, ip, port, stream, datagram), ...], what came for the control.");
static PyObject *relay_take(relay *self, PyObject *Py_UNUSED(ignored))
{
    uint64_t counted;
    ssize_t got = read(self->wake, &counted, sizeof counted);
    (void)got;
    PyObject *all = PyList_New(0);
    const handed_datagram *next;
    bool is_more = false;
    for (int i = 0; all && i < self->count; i++)
        for (int n = 0; (next = handed_next(self->handed[i])); n++) {
            if (n == HANDED_AT_ONCE) {
                is_more = true;
                break;
            }
            char ip[INET6_ADDRSTRLEN];
            PyObject *row = Py_BuildValue("(iKsiOy#)", next->kind, (unsigned long long)next->peer,
                                          ip_text(&next->from, ip, sizeof ip), next->from.port,
                                          next->from.stream ? Py_True : Py_False, next->bytes, (Py_ssize_t)next->length);
            handed_done(self->handed[i]);
            if (!row || PyList_Append(all, row) < 0)
                Py_CLEAR(all);
            Py_XDECREF(row);
            if (!all)
                return NULL;
        }
    if (is_more) {
        uint64_t one = 1;
        got = write(self->wake, &one, sizeof one);
    }
    return all;
}

static bool fill_numbers(PyObject *given, uint32_t *numbers, size_t *count)
{
    PyObject *all = PySequence_Fast(given, "a sequence of SSRCs");
    if (!all)
        return false;
    *count = 0;
    for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(all) && *count < SSRCS_DECLARED; i++)
        numbers[(*count)++] = (uint32_t)PyLong_AsUnsignedLongMask(PySequence_Fast_GET_ITEM(all, i));
    Py_DECREF(all);
    return !PyErr_Occurred();
}

static bool fill_mid(const char *mid, Py_ssize_t length, uint8_t *to, uint8_t *to_length)
{
    if (length < 1 || length > 16) {
        PyErr_SetString(PyExc_ValueError, "a mid has 1 to 16 octets");
        return false;
    }
    memcpy(to, mid, (size_t)length);
    *to_length = (uint8_t)length;
    return true;
}

static bool fill_intake(PyObject *row, intake *to)
{
    int codec;
    const char *mid;
    Py_ssize_t mid_length;
    PyObject *ssrcs, *repairing;
    return PyArg_ParseTuple(row, "iiby#bbObOb", &to->line, &codec, &to->payload_type, &mid, &mid_length,
                            &to->mid_extension, &to->level_extension, &ssrcs, &to->repair_payload_type, &repairing,
                            &to->transport_extension) &&
           ((to->codec = (enum codec)codec), fill_mid(mid, mid_length, to->mid, &to->mid_length)) &&
           fill_numbers(ssrcs, to->declared, &to->declared_count) &&
           fill_numbers(repairing, to->repairing, &to->repairing_count);
}

static bool fill_outlet(PyObject *row, outlet *to)
{
    int codec;
    const char *mid;
    Py_ssize_t mid_length;
    return PyArg_ParseTuple(row, "iiby#bbIHbIHb", &to->line, &codec, &to->payload_type, &mid, &mid_length,
                            &to->mid_extension, &to->level_extension, &to->ssrc, &to->first_sequence,
                            &to->repair_payload_type, &to->repair_ssrc, &to->first_repair, &to->time_extension) &&
           ((to->codec = (enum codec)codec), fill_mid(mid, mid_length, to->mid, &to->mid_length));
}

static bool fill_lines(PyObject *intakes, PyObject *outlets, new_peer *to)
{
    Py_ssize_t sends = PyTuple_Size(intakes), receives = PyTuple_Size(outlets);
    if (sends < 0 || receives < 0)
        return false;
    if (sends > LINES_MOST || receives > LINES_MOST) {
        PyErr_SetString(PyExc_ValueError, "too many lines");
        return false;
    }
    for (Py_ssize_t i = 0; i < sends; i++)
        if (!fill_intake(PyTuple_GET_ITEM(intakes, i), &to->intakes[i]))
            return false;
    for (Py_ssize_t i = 0; i < receives; i++)
        if (!fill_outlet(PyTuple_GET_ITEM(outlets, i), &to->outlets[i]))
            return false;
    to->intake_count = (size_t)sends;
    to->outlet_count = (size_t)receives;
    return true;
}

static void release_pulse(PyObject *capsule) { pulse_release(PyCapsule_GetPointer(capsule, "pulse")); }

PyDoc_STRVAR(add_peer_doc, "add_peer(shard, peer, intakes, outlets): the pulse of the peer, for pulse().");
static PyObject *relay_add_peer(relay *self, PyObject *args)
{
    int number;
    unsigned long long who;
    PyObject *intakes, *outlets;
    if (!PyArg_ParseTuple(args, "iKO!O!", &number, &who, &PyTuple_Type, &intakes, &PyTuple_Type, &outlets))
        return NULL;
    new_peer *body = calloc(1, sizeof *body);
    pulse *beats = calloc(1, sizeof *beats);
    if (!body || !beats || !fill_lines(intakes, outlets, body)) {
        free(body);
        free(beats);
        return PyErr_Occurred() ? NULL : PyErr_NoMemory();
    }
    atomic_store(&beats->holders, 2);
    body->pulse = beats;
    PyObject *capsule = PyCapsule_New(beats, "pulse", release_pulse);
    if (!capsule) {
        free(body);
        free(beats);
        return NULL;
    }
    PyObject *given = give(self, number, (order){ORDER_ADD_PEER, who, body, 0}, true);
    if (!given) {
        Py_DECREF(capsule);
        return NULL;
    }
    Py_DECREF(given);
    return capsule;
}

PyDoc_STRVAR(pulse_doc, "pulse(of_add_peer): (rtp, rtcp), seconds of the monotonic clock, 0.0 for never.");
static PyObject *relay_pulse(relay *Py_UNUSED(self), PyObject *capsule)
{
    pulse *beats = PyCapsule_GetPointer(capsule, "pulse");
    return beats ? Py_BuildValue("(dd)", (double)atomic_load(&beats->rtp_us) / 1e6, (double)atomic_load(&beats->rtcp_us) / 1e6)
                 : NULL;
}

PyDoc_STRVAR(sever_doc, "sever(shard, peer, pulse): at once, without the thread; it removes the peer when it turns. Not waited for.");
static PyObject *relay_sever(relay *self, PyObject *args)
{
    int number;
    unsigned long long who;
    PyObject *capsule;
    if (!PyArg_ParseTuple(args, "iKO", &number, &who, &capsule))
        return NULL;
    pulse *beats = PyCapsule_GetPointer(capsule, "pulse");
    if (!beats)
        return NULL;
    atomic_store(&beats->severed, true);
    return give(self, number, (order){ORDER_REMOVE_PEER, who, NULL, 0}, false);
}

PyDoc_STRVAR(credentials_doc, "credentials(shard, peer, ((ufrag, password), ...)): at most two, as bytes.");
static PyObject *relay_credentials(relay *self, PyObject *args)
{
    int number;
    unsigned long long who;
    PyObject *all;
    if (!PyArg_ParseTuple(args, "iKO!", &number, &who, &PyTuple_Type, &all))
        return NULL;
    size_t many = (size_t)PyTuple_GET_SIZE(all);
    credential *body = calloc(many + 1, sizeof *body);
    for (size_t i = 0; body && i < many; i++) {
        const char *ufrag, *password;
        Py_ssize_t ufrag_length, password_length;
        bool fits = PyArg_ParseTuple(PyTuple_GET_ITEM(all, i), "y#y#", &ufrag, &ufrag_length, &password, &password_length);
        if (fits && (many > UFRAGS_MOST || ufrag_length > (Py_ssize_t)sizeof body->ufrag ||
                     password_length > (Py_ssize_t)sizeof body->password)) {
            PyErr_SetString(PyExc_ValueError, "too long, or more than two");
            fits = false;
        }
        if (!fits) {
            free(body);
            return NULL;
        }
        memcpy(body[i].ufrag, ufrag, (size_t)ufrag_length);
        memcpy(body[i].password, password, (size_t)password_length);
        body[i].ufrag_length = (uint8_t)ufrag_length;
        body[i].password_length = (uint8_t)password_length;
    }
    return body ? give(self, number, (order){ORDER_CREDENTIALS, who, body, many}, true) : PyErr_NoMemory();
}

PyDoc_STRVAR(addresses_doc, "addresses(shard, peer, ((ip, port, stream), ...)): at most eight count.");
static PyObject *relay_addresses(relay *self, PyObject *args)
{
    int number;
    unsigned long long who;
    PyObject *all;
    if (!PyArg_ParseTuple(args, "iKO!", &number, &who, &PyTuple_Type, &all))
        return NULL;
    size_t many = (size_t)PyTuple_GET_SIZE(all);
    address *body = calloc(many + 1, sizeof *body);
    for (size_t i = 0; body && i < many; i++) {
        const char *ip;
        int port, is_stream;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(all, i), "sip", &ip, &port, &is_stream) ||
            !address_from(ip, port, is_stream, &body[i])) {
            free(body);
            return NULL;
        }
    }
    return body ? give(self, number, (order){ORDER_ADDRESSES, who, body, many}, true) : PyErr_NoMemory();
}

PyDoc_STRVAR(adopt_doc, "adopt(shard, peer, descriptor, ip, port): the descriptor is the relay's from now on.");
static PyObject *relay_adopt(relay *self, PyObject *args)
{
    int number, descriptor, port;
    unsigned long long who;
    const char *ip;
    if (!PyArg_ParseTuple(args, "iKisi", &number, &who, &descriptor, &ip, &port))
        return NULL;
    adoption *body = calloc(1, sizeof *body);
    if (!body)
        return PyErr_NoMemory();
    body->descriptor = descriptor;
    if (!address_from(ip, port, true, &body->at)) {
        close(descriptor);
        free(body);
        return NULL;
    }
    return give(self, number, (order){ORDER_ADOPT, who, body, 0}, true);
}

PyDoc_STRVAR(keys_doc, "keys(shard, peer, profile, receive, send). Raises ValueError for keys of the wrong length.");
static PyObject *relay_keys(relay *self, PyObject *args)
{
    int number, profile;
    unsigned long long who;
    const char *receive, *send;
    Py_ssize_t receive_length, send_length;
    if (!PyArg_ParseTuple(args, "iKiy#y#", &number, &who, &profile, &receive, &receive_length, &send, &send_length))
        return NULL;
    new_keys *body = calloc(1, sizeof *body);
    if (!body)
        return PyErr_NoMemory();
    body->receive = srtp_key_new((enum srtp_profile)profile, (const uint8_t *)receive, (size_t)receive_length);
    body->send = srtp_key_new((enum srtp_profile)profile, (const uint8_t *)send, (size_t)send_length);
    order given = {ORDER_KEYS, who, body, 0};
    if (!body->receive || !body->send) {
        order_discard(&given);
        PyErr_SetString(PyExc_ValueError, "a key has the wrong length");
        return NULL;
    }
    return give(self, number, given, true);
}

PyDoc_STRVAR(remove_doc, "remove_peer(shard, peer)");
static PyObject *relay_remove_peer(relay *self, PyObject *args)
{
    int number;
    unsigned long long who;
    if (!PyArg_ParseTuple(args, "iK", &number, &who))
        return NULL;
    return give(self, number, (order){ORDER_REMOVE_PEER, who, NULL, 0}, true);
}

static bool fill_route(PyObject *row, bool is_new, route *to)
{
    unsigned long long listener, speaker = 0;
    bool fits = is_new ? PyArg_ParseTuple(row, "KiKi", &listener, &to->slot_line, &speaker, &to->intake_line)
                       : PyArg_ParseTuple(row, "Ki", &listener, &to->slot_line);
    to->listener = listener;
    to->speaker = speaker;
    return fits;
}

PyDoc_STRVAR(reroute_doc, "reroute(shard, ((listener, line), ...), ((listener, line, speaker, line), ...))");
static PyObject *relay_reroute(relay *self, PyObject *args)
{
    int number;
    PyObject *gone, *added;
    if (!PyArg_ParseTuple(args, "iO!O!", &number, &PyTuple_Type, &gone, &PyTuple_Type, &added))
        return NULL;
    size_t ended = (size_t)PyTuple_GET_SIZE(gone), begun = (size_t)PyTuple_GET_SIZE(added);
    rerouting *body = calloc(1, sizeof *body + (ended + begun) * sizeof(route));
    if (!body)
        return PyErr_NoMemory();
    body->gone = ended;
    body->added = begun;
    for (size_t i = 0; i < ended + begun; i++) {
        PyObject *row = i < ended ? PyTuple_GET_ITEM(gone, i) : PyTuple_GET_ITEM(added, i - ended);
        if (!fill_route(row, i >= ended, &body->routes[i])) {
            free(body);
            return NULL;
        }
    }
    return give(self, number, (order){ORDER_REROUTE, 0, body, 0}, true);
}

PyDoc_STRVAR(send_doc, "send(shard, peer, ip, port, stream, datagram): as it is; not waited for.");
static PyObject *relay_send(relay *self, PyObject *args)
{
    int number, port, is_stream;
    unsigned long long who;
    const char *ip, *bytes;
    Py_ssize_t length;
    if (!PyArg_ParseTuple(args, "iKsipy#", &number, &who, &ip, &port, &is_stream, &bytes, &length))
        return NULL;
    raw *body = calloc(1, sizeof *body + (size_t)length);
    if (!body)
        return PyErr_NoMemory();
    if (!address_from(ip, port, is_stream, &body->at)) {
        free(body);
        return NULL;
    }
    memcpy(body->bytes, bytes, (size_t)length);
    return give(self, number, (order){ORDER_SEND, who, body, (size_t)length}, false);
}

PyDoc_STRVAR(probe_doc, "probe(shard, peer, octets); not waited for.");
static PyObject *relay_probe(relay *self, PyObject *args)
{
    int number;
    unsigned long long who;
    Py_ssize_t octets;
    if (!PyArg_ParseTuple(args, "iKn", &number, &who, &octets))
        return NULL;
    return give(self, number, (order){ORDER_PROBE, who, NULL, octets > 0 ? (size_t)octets : 0}, false);
}

static bool append(PyObject *list, PyObject *row)
{
    bool fits = row && PyList_Append(list, row) == 0;
    Py_XDECREF(row);
    return fits;
}

static bool append_all(const readings *r, PyObject *receptions, PyObject *deliveries, PyObject *bearings)
{
    for (size_t i = 0; i < r->reception_count; i++) {
        const reception *one = &r->receptions[i];
        if (!append(receptions, Py_BuildValue("(KiIKKKI)", one->peer, one->line, one->ssrc, one->expected, one->received,
                                              one->octets, one->jitter)))
            return false;
    }
    for (size_t i = 0; i < r->delivery_count; i++) {
        const delivery *one = &r->deliveries[i];
        if (!append(deliveries, Py_BuildValue("(KiKKKiIL)", one->peer, one->line, one->packets, one->octets, one->repaired,
                                              one->lost_fraction, one->jitter, (long long)one->round_trip_us)))
            return false;
    }
    for (size_t i = 0; i < r->bearing_count; i++)
        if (!append(bearings, Py_BuildValue("(KKd)", r->bearings[i].peer, r->bearings[i].bitrate,
                                            (double)r->bearings[i].said_us / 1e6)))
            return false;
    return true;
}

static void free_readings(readings *r)
{
    free(r->receptions);
    free(r->deliveries);
    free(r->bearings);
    free(r);
}

PyDoc_STRVAR(readings_doc, "readings(shard): (receptions, deliveries, bearings, octets of memory in rings), rows as tuples.");
static PyObject *relay_readings(relay *self, PyObject *args)
{
    int number;
    if (!PyArg_ParseTuple(args, "i", &number))
        return NULL;
    readings *body = calloc(1, sizeof *body);
    if (!body)
        return PyErr_NoMemory();
    PyObject *given = give(self, number, (order){ORDER_READINGS, 0, body, 0}, true);
    if (!given)
        return NULL; /* the order may still be obeyed, so its body is left to it */
    Py_DECREF(given);
    PyObject *receptions = PyList_New(0), *deliveries = PyList_New(0), *bearings = PyList_New(0), *all = NULL;
    if (receptions && deliveries && bearings && append_all(body, receptions, deliveries, bearings))
        all = Py_BuildValue("(OOOK)", receptions, deliveries, bearings, (unsigned long long)body->ring_octets);
    Py_XDECREF(receptions);
    Py_XDECREF(deliveries);
    Py_XDECREF(bearings);
    free_readings(body);
    return all;
}

PyDoc_STRVAR(levels_doc, "levels(shard): {peer: loudest RFC 6464 level since the last time} of those that were heard.");
static PyObject *relay_levels(relay *self, PyObject *args)
{
    int number;
    if (!PyArg_ParseTuple(args, "i", &number))
        return NULL;
    loudness *body = calloc(1, sizeof *body);
    if (!body)
        return PyErr_NoMemory();
    PyObject *given = give(self, number, (order){ORDER_LEVELS, 0, body, 0}, true);
    if (!given)
        return NULL; /* the order may still be obeyed, so its body is left to it */
    Py_DECREF(given);
    PyObject *all = PyDict_New();
    for (size_t i = 0; all && i < body->count; i++) {
        PyObject *who = PyLong_FromUnsignedLongLong(body->rows[i].peer), *level = PyLong_FromLong(body->rows[i].level);
        if (!who || !level || PyDict_SetItem(all, who, level) < 0)
            Py_CLEAR(all);
        Py_XDECREF(who);
        Py_XDECREF(level);
    }
    free(body->rows);
    free(body);
    return all;
}

static feeding *feeding_of(PyObject *listeners)
{
    size_t many = (size_t)PyTuple_GET_SIZE(listeners);
    feeding *body = calloc(1, sizeof *body + many * sizeof *body->listeners);
    if (!body) {
        PyErr_NoMemory();
        return NULL;
    }
    for (; body->listener_count < many; body->listener_count++)
        body->listeners[body->listener_count] = PyLong_AsUnsignedLongLong(PyTuple_GET_ITEM(listeners, body->listener_count));
    if (PyErr_Occurred()) {
        free(body);
        return NULL;
    }
    return body;
}

PyDoc_STRVAR(routes_doc, "routes(shard, (listener, ...)): [(listener, slot line, speaker, intake line), ...], the table as it is.");
static PyObject *relay_routes(relay *self, PyObject *args)
{
    int number;
    PyObject *listeners;
    if (!PyArg_ParseTuple(args, "iO!", &number, &PyTuple_Type, &listeners))
        return NULL;
    feeding *body = feeding_of(listeners);
    PyObject *given = body ? give(self, number, (order){ORDER_ROUTES, 0, body, 0}, true) : NULL;
    if (!given)
        return NULL; /* the order may still be obeyed, so its body is left to it */
    Py_DECREF(given);
    PyObject *all = PyList_New(0);
    for (size_t i = 0; all && i < body->count; i++) {
        const route *one = &body->rows[i];
        if (!append(all, Py_BuildValue("(KiKi)", (unsigned long long)one->listener, one->slot_line,
                                       (unsigned long long)one->speaker, one->intake_line)))
            Py_CLEAR(all);
    }
    free(body->rows);
    free(body);
    return all;
}

PyDoc_STRVAR(stats_doc, "stats(): the counters of all shards together.");
static PyObject *relay_stats(relay *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *all = PyDict_New();
    for (int which = 0; all && which < COUNTERS; which++) {
        uint64_t sum = 0;
        for (int i = 0; i < self->count; i++)
            sum += atomic_load_explicit(&self->shards[i]->counters[which], memory_order_relaxed);
        PyObject *number = PyLong_FromUnsignedLongLong(sum);
        if (!number || PyDict_SetItemString(all, COUNTER_NAMES[which], number) < 0)
            Py_CLEAR(all);
        Py_XDECREF(number);
    }
    return all;
}

PyDoc_STRVAR(fallen_doc, "fallen(): [(shard, hangs), ...] of those whose thread ended untold, or has not turned for two seconds.");
static PyObject *relay_fallen(relay *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *all = PyList_New(0);
    for (int i = 0; all && self->is_open && i < self->count; i++) {
        shard *s = self->shards[i];
        bool runs = atomic_load(&s->running);
        bool hangs = runs && clock_us() - atomic_load(&s->beat_us) > STALLED_US;
        if ((!runs || hangs) && !append(all, Py_BuildValue("(iO)", i, hangs ? Py_True : Py_False)))
            Py_CLEAR(all);
    }
    return all;
}

PyDoc_STRVAR(revive_doc, "revive(shard): starts a thread anew, with its port, peers, keys and routes. Raises OSError.");
static PyObject *relay_revive(relay *self, PyObject *args)
{
    int number;
    if (!PyArg_ParseTuple(args, "i", &number))
        return NULL;
    shard *s = shard_of(self, number);
    if (!s)
        return NULL;
    if (!atomic_load(&s->running) && !start_one(self, number, s->port))
        return NULL;
    Py_RETURN_NONE;
}

PyDoc_STRVAR(halt_doc, "halt(shard): ends its thread as a fault would: for drills.");
static PyObject *relay_halt(relay *self, PyObject *args)
{
    int number;
    if (!PyArg_ParseTuple(args, "i", &number))
        return NULL;
    return give(self, number, (order){ORDER_HALT, 0, NULL, 0}, true);
}

static PyMethodDef methods[] = {
    {"open", (PyCFunction)relay_open, METH_VARARGS, open_doc},
    {"close", (PyCFunction)relay_close, METH_NOARGS, close_doc},
    {"ports", (PyCFunction)relay_ports, METH_NOARGS, ports_doc},
    {"wake", (PyCFunction)relay_wake, METH_NOARGS, wake_doc},
    {"take", (PyCFunction)relay_take, METH_NOARGS, take_doc},
    {"add_peer", (PyCFunction)relay_add_peer, METH_VARARGS, add_peer_doc},
    {"pulse", (PyCFunction)relay_pulse, METH_O, pulse_doc},
    {"credentials", (PyCFunction)relay_credentials, METH_VARARGS, credentials_doc},
    {"addresses", (PyCFunction)relay_addresses, METH_VARARGS, addresses_doc},
    {"adopt", (PyCFunction)relay_adopt, METH_VARARGS, adopt_doc},
    {"keys", (PyCFunction)relay_keys, METH_VARARGS, keys_doc},
    {"remove_peer", (PyCFunction)relay_remove_peer, METH_VARARGS, remove_doc},
    {"sever", (PyCFunction)relay_sever, METH_VARARGS, sever_doc},
    {"reroute", (PyCFunction)relay_reroute, METH_VARARGS, reroute_doc},
    {"routes", (PyCFunction)relay_routes, METH_VARARGS, routes_doc},
    {"send", (PyCFunction)relay_send, METH_VARARGS, send_doc},
    {"probe", (PyCFunction)relay_probe, METH_VARARGS, probe_doc},
    {"readings", (PyCFunction)relay_readings, METH_VARARGS, readings_doc},
    {"levels", (PyCFunction)relay_levels, METH_VARARGS, levels_doc},
    {"stats", (PyCFunction)relay_stats, METH_NOARGS, stats_doc},
    {"fallen", (PyCFunction)relay_fallen, METH_NOARGS, fallen_doc},
    {"revive", (PyCFunction)relay_revive, METH_VARARGS, revive_doc},
    {"halt", (PyCFunction)relay_halt, METH_VARARGS, halt_doc},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject relay_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "signaling.media._relay.Relay",
    .tp_doc = PyDoc_STR("Relay(shards): UDP ports that forward, each with a thread."),
    .tp_basicsize = sizeof(relay),
    .tp_flags = Py_TPFLAGS_DEFAULT,
    .tp_new = PyType_GenericNew,
    .tp_init = (initproc)relay_init,
    .tp_dealloc = (destructor)relay_dealloc,
    .tp_methods = methods,
};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, .m_name = "_relay", .m_doc = "The native data plane.", .m_size = -1,
};

PyMODINIT_FUNC PyInit__relay(void)
{
    PyObject *made = PyModule_Create(&module);
    stalled = PyErr_NewException("signaling.media._relay.Stalled", NULL, NULL);
    if (!made || !stalled || PyType_Ready(&relay_type) < 0 || PyModule_AddObjectRef(made, "Relay", (PyObject *)&relay_type) < 0 ||
        PyModule_AddObjectRef(made, "Stalled", stalled) < 0)
        Py_CLEAR(made);
    return made;
}
