// SPDX-License-Identifier: GPL-3.0-or-later
/* Dice that fall the same way every time: splitmix64 (Steele, Lea, Flood, "Fast
 * splittable pseudorandom number generators", 2014). Each thing of the world has
 * its own dice, made of the seed and its number, so that a smaller world is not a
 * different one.
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <glib.h>

#include <math.h>

typedef struct {
    guint64 state;
} Dice;

static inline guint64 dice_mix(guint64 x)
{
    x += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    x = (x ^ (x >> 30)) * G_GUINT64_CONSTANT(0xbf58476d1ce4e5b9);
    x = (x ^ (x >> 27)) * G_GUINT64_CONSTANT(0x94d049bb133111eb);
    return x ^ (x >> 31);
}

static inline Dice dice_new(guint64 seed, guint64 kind, guint64 number)
{
    return (Dice){dice_mix(seed ^ dice_mix(kind ^ dice_mix(number)))};
}

static inline guint64 dice_next(Dice *d)
{
    d->state += G_GUINT64_CONSTANT(0x9e3779b97f4a7c15);
    return dice_mix(d->state);
}

/* In [0, 1). */
static inline gdouble dice_unit(Dice *d)
{
    return (gdouble)(dice_next(d) >> 11) * 0x1.0p-53;
}

static inline gboolean dice_chance(Dice *d, gdouble p)
{
    return dice_unit(d) < p;
}

/* In [from, to]. */
static inline gint64 dice_between(Dice *d, gint64 from, gint64 to)
{
    return from + (gint64)(dice_unit(d) * (gdouble)(to - from + 1));
}

/* Exponential with mean 1. */
static inline gdouble dice_wait(Dice *d)
{
    return -log1p(-dice_unit(d));
}

/* In [from, to), evenly in its logarithm. */
static inline gdouble dice_log_between(Dice *d, gdouble from, gdouble to)
{
    return from * exp(dice_unit(d) * log(to / from));
}
