/* A stranger's datagram before anything was believed of it: read, and asked for its signature. */
#include "stun.h"

#include <stdlib.h>
#include <string.h>

static const uint8_t password[] = "the password of the seeds, 32 octs";

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    stun_check check;
    uint8_t *datagram = malloc(size); /* of exactly this size, so that one octet further is seen */
    if (!datagram)
        return 0;
    memcpy(datagram, data, size);
    if (stun_read_check(datagram, size, &check)) {
        if (check.ufrag < datagram || check.ufrag_length < 1 ||
            check.ufrag_length > STUN_UFRAG_MOST ||
            check.ufrag + check.ufrag_length >= datagram + check.integrity_at ||
            check.integrity_at + 24 > size || size > STUN_LONGEST)
            abort();
        /* Of two that differ in their integrity alone, at most one is signed. */
        bool as_it_is = stun_is_signed(datagram, &check, password, sizeof password - 1);
        datagram[check.integrity_at + 4] ^= 1;
        if (as_it_is && stun_is_signed(datagram, &check, password, sizeof password - 1))
            abort();
    }
    free(datagram);
    return 0;
}
