/* A packet of a publisher who may send anything: header, extensions, padding, VP8 descriptor. */
#include "rtp.h"

#include <stdlib.h>
#include <string.h>

static void demand(bool holds)
{
    if (!holds)
        abort();
}

/* Of exactly this size, so that one octet further is seen. */
static uint8_t *copy(const uint8_t *data, size_t size)
{
    uint8_t *made = malloc(size);
    demand(made || !size);
    if (size)
        memcpy(made, data, size);
    return made;
}

static void find_all(const uint8_t *packet, size_t size, const rtp_header *header)
{
    for (unsigned id = 0; id <= 16; id++) { /* ours are 1 to 14 */
        rtp_element element;
        if (!rtp_find(packet, header, (uint8_t)id, &element))
            continue;
        size_t at = (size_t)(element.value - packet);
        demand(id && at > header->extension_at && at + element.size <= header->extension_end);
        uint8_t *value = copy(element.value, element.size);
        uint8_t block[RTP_BLOCK_MOST];
        size_t value_at;
        rtp_wish wish = {(uint8_t)id, element.size, value};
        size_t length = rtp_block(block, &wish, 1, &value_at);
        demand(length ? !memcmp(block + value_at, value, wish.size)
                      : id > 14 || wish.size > 16 || !wish.size);
        free(value);
    }
    demand(header->extension_end <= size);
}

/* Shifting there and back is nothing, and what was not shifted by stays. */
static void shift(uint8_t *payload, size_t size)
{
    vp8_descriptor before, after;
    bool whole = vp8_read(payload, size, &before);
    demand(!whole || before.size <= size);
    uint8_t *original = copy(payload, size);
    vp8_shift(payload, &before, 40000, -300);
    demand(vp8_read(payload, size, &after) == whole && after.size == before.size);
    demand(after.key_frame_start == before.key_frame_start && after.temporal == before.temporal);
    vp8_shift(payload, &after, -40000, 300);
    demand(!size || !memcmp(payload, original, size));
    free(original);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    rtp_header header;
    uint8_t *packet = copy(data, size);
    if (rtp_read(packet, size, &header)) {
        demand(header.payload_at >= RTP_HEADER && header.payload_at <= size);
        find_all(packet, size, &header);
        size_t end = rtp_unpadded(packet, size, &header);
        demand(end <= size && (!end || end >= header.payload_at));
        uint8_t *payload = copy(packet + header.payload_at, size - header.payload_at);
        shift(payload, size - header.payload_at);
        free(payload);
    }
    shift(packet, size);
    free(packet);
    return 0;
}
