/* Arrivals in any order with feedback between them: it ends, stays in bounds and keeps its place. */
#include "rtcp.h"
#include "rtp.h"

#include <stdlib.h>

static void demand(bool holds)
{
    if (!holds)
        abort();
}

static void tell_all(twcc *log)
{
    uint8_t *out = malloc(RTCP_COMPOUND_MOST);
    demand(out);
    size_t told = 0, length;
    while ((length = twcc_feedback(log, out))) {
        demand(length <= RTCP_COMPOUND_MOST && length % 4 == 0 && ++told <= TWCC_KEPT);
        rtcp_reader reader;
        rtcp_said said;
        rtcp_begin(&reader, out, length);
        demand(!rtcp_next(&reader, &said)); /* whole packets, of which none is ours to read */
        demand(reader.at == length);
    }
    demand(!log->any || log->next == log->highest + 1);
    free(out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each arrival is six octets: number (or step), pause, what to do. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    twcc *log = calloc(1, sizeof *log);
    demand(log);
    int64_t now_us = 0;
    uint16_t number = 0;
    for (size_t at = 0; at + 6 <= size; at += 6) {
        uint8_t act = data[at + 5];
        number = act & 1 ? read16(data + at) : (uint16_t)(number + (int8_t)data[at]);
        now_us += (int64_t)(read32(data + at + 1) & 0xFFFFFF) << (act >> 1 & 3);
        twcc_arrived(log, number, now_us, number);
        if (act & 0x80)
            tell_all(log);
    }
    tell_all(log);
    free(log);
    return 0;
}
