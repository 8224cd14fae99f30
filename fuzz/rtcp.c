/* A compound of a peer who may say anything, read to its end; and what it said, said again by our
 * own writers. */
#include "rtcp.h"

#include <stdlib.h>
#include <string.h>

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* Our words with one thing in them, of which our reader must hear the same. */
static void read_back(const uint8_t *ours, size_t length, const rtcp_said *meant)
{
    demand(length <= RTCP_COMPOUND_MOST);
    uint8_t *compound = malloc(length);
    demand(compound);
    memcpy(compound, ours, length);
    rtcp_reader reader;
    rtcp_said said;
    rtcp_begin(&reader, compound, length);
    demand(rtcp_next(&reader, &said));
    demand(said.kind == meant->kind && said.ssrc == meant->ssrc);
    if (said.kind == RTCP_REPORT_BLOCK)
        demand(said.lost == meant->lost && said.highest == meant->highest &&
               said.dlsr == meant->dlsr);
    if (said.kind == RTCP_SENDER_REPORT)
        demand(said.ntp == meant->ntp && said.octets == meant->octets);
    if (said.kind == RTCP_NACK)
        demand(said.sequence_count == meant->sequence_count &&
               !memcmp(said.sequences, meant->sequences, 2 * said.sequence_count));
    demand(!rtcp_next(&reader, &said));
    free(compound);
}

/* Numbers out of order may ask for others between them: only ascending ones are the writer's. */
static bool is_ascending(const rtcp_said *said)
{
    uint16_t span = 0;
    for (size_t i = 1; i < said->sequence_count; i++) {
        uint16_t step = (uint16_t)(said->sequences[i] - said->sequences[i - 1]);
        if (!step || step > UINT16_MAX - span)
            return false;
        span = (uint16_t)(span + step);
    }
    return true;
}

static void say_again(const rtcp_said *said)
{
    uint8_t out[RTCP_COMPOUND_MOST];
    size_t length = 0;
    if (said->kind == RTCP_SENDER_REPORT)
        length = rtcp_sender_report(out, said->ssrc, said->ntp, said->timestamp, said->packets,
                                    said->octets);
    if (said->kind == RTCP_KEY_FRAME)
        length = rtcp_picture_loss(out, said->ssrc);
    if (said->kind == RTCP_NACK && is_ascending(said))
        length = rtcp_nack(out, said->ssrc, said->sequences, said->sequence_count);
    if (said->kind == RTCP_REPORT_BLOCK) {
        rtcp_block block = {said->ssrc, said->lost_fraction, said->lost, said->highest,
                            said->jitter, said->lsr, said->dlsr};
        length = rtcp_receiver_report(out, &block, 1);
    }
    if (length)
        read_back(out, length, said);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *compound = malloc(size); /* of exactly this size, so that one octet further is seen */
    demand(compound || !size);
    if (size)
        memcpy(compound, data, size);
    rtcp_reader reader;
    rtcp_said said;
    size_t heard = 0;
    rtcp_begin(&reader, compound, size);
    while (rtcp_next(&reader, &said)) {
        demand(++heard <= size / 4);
        demand(said.kind != RTCP_NACK ||
               (said.sequence_count && said.sequence_count <= RTCP_NACKS_MOST));
        say_again(&said);
    }
    free(compound);
    return 0;
}
