/* A harness without libFuzzer: runs each file named as it is, then all of them changed in up to
 * ROUNDS ways, the same each time, for some SECONDS at most. It sees no coverage; with the
 * sanitizers it shows in seconds what broke since the corpus was kept. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define ROUNDS 5000
#define SECONDS 6
#define FILES_MOST 1024
#define LONGEST 4096
#define CHANGES_MOST 4

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint64_t state = 0x9E3779B97F4A7C15u;

/* xorshift64: below `bound`, which is not 0. */
static size_t any(size_t bound)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state % bound);
}

/* Changes an octet or a bit, cuts the end off, or repeats a part; the new size. */
static size_t change(uint8_t *octets, size_t size)
{
    static const uint8_t telling[] = {0x00, 0x01, 0x7F, 0x80, 0xFE, 0xFF};
    if (size == 0)
        return 0;
    size_t at = any(size), most = LONGEST - size < size - at ? LONGEST - size : size - at;
    switch (any(5)) {
    case 0:
        octets[at] = (uint8_t)any(256);
        return size;
    case 1:
        octets[at] = telling[any(sizeof telling)];
        return size;
    case 2:
        octets[at] ^= (uint8_t)(1 << any(8));
        return size;
    case 3:
        return at;
    default:
        memmove(octets + at + most, octets + at, size - at);
        return size + most;
    }
}

/* In memory of exactly its size, so that one octet further is seen. */
static void try(const uint8_t *octets, size_t size)
{
    uint8_t *held = malloc(size);
    if (size && !held)
        abort();
    if (size)
        memcpy(held, octets, size);
    LLVMFuzzerTestOneInput(held, size);
    free(held);
}

typedef struct {
    uint8_t octets[LONGEST];
    size_t length;
} sample;

static int read_sample(const char *name, sample *into)
{
    FILE *file = fopen(name, "rb");
    if (!file)
        return perror(name), 0;
    into->length = fread(into->octets, 1, sizeof into->octets, file);
    fclose(file);
    return 1;
}

static void try_changed(const sample *kept)
{
    uint8_t changed[LONGEST];
    size_t size = kept->length;
    memcpy(changed, kept->octets, size);
    for (size_t changes = 1 + any(CHANGES_MOST); changes > 0; changes--)
        size = change(changed, size);
    try(changed, size);
}

int main(int count, char **files)
{
    static sample kept[FILES_MOST];
    int many = count - 1 < FILES_MOST ? count - 1 : FILES_MOST;
    for (int nth = 0; nth < many; nth++) {
        if (!read_sample(files[nth + 1], &kept[nth]))
            return 1;
        try(kept[nth].octets, kept[nth].length);
    }
    time_t end = time(NULL) + SECONDS;
    for (int round = 0; round < ROUNDS && time(NULL) < end; round++)
        for (int nth = 0; nth < many; nth++)
            try_changed(&kept[nth]);
    return many > 0 ? 0 : 1;
}
