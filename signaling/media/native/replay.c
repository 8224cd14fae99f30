#include "replay.h"

#include <string.h>

#define HALF 0x8000u

static uint64_t bit_of(uint64_t index) { return (uint64_t)1 << (index % 64); }

static size_t word_of(uint64_t index) { return (size_t)(index % REPLAY_WINDOW / 64); }

uint64_t replay_guess(const replay *window, uint16_t sequence)
{
    if (!window->any)
        return sequence;
    uint64_t roll_over = window->highest >> 16;
    uint16_t highest = (uint16_t)window->highest;
    if (highest < HALF) {
        /* Far above means from before the last roll-over, which a first stream has not had. */
        if (sequence > highest + HALF && roll_over > 0)
            roll_over--;
    } else if (sequence < highest - HALF) {
        roll_over++;
    }
    return roll_over << 16 | sequence;
}

bool replay_is_fresh(const replay *window, uint64_t index)
{
    if (!window->any || index > window->highest)
        return true;
    if (window->highest - index >= REPLAY_WINDOW)
        return false;
    return !(window->seen[word_of(index)] & bit_of(index));
}

/* Makes room for an index beyond the highest: the bits between stood for what is too old now. */
static void move_up(replay *window, uint64_t index)
{
    if (!window->any || index - window->highest >= REPLAY_WINDOW) {
        memset(window->seen, 0, sizeof window->seen);
    } else {
        for (uint64_t passed = window->highest + 1; passed < index; passed++)
            window->seen[word_of(passed)] &= ~bit_of(passed);
    }
    window->any = true;
    window->highest = index;
}

void replay_take(replay *window, uint64_t index)
{
    if (!window->any || index > window->highest)
        move_up(window, index);
    else if (window->highest - index >= REPLAY_WINDOW)
        return; /* its bit belongs to a younger one */
    window->seen[word_of(index)] |= bit_of(index);
}
