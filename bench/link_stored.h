// SPDX-License-Identifier: GPL-3.0-or-later
/* What the link stage costs an article by how many are stored.
 *
 * Thread rule: one thread. */
#pragma once

#include "link_world.h"

#include <kirinuki/store.h>

typedef struct {
    guint stored;            // articles in the end
    guint window;            // so many are put and linked at a time
    guint releases;          // of link_world.h, put before
    guint puts;              // releases put one by one in the end
    gdouble most_ms;         // bound of the last window's mean
    const char *weights;     // match_weights.tsv
    const char *frequencies; // term_frequencies.tsv
} LinkStored;

/* One line of JSON for each window, and one for the releases put one by one, on standard
 * output: processor time of the whole process, what the store does behind its back
 * included, without making and putting the articles. *is_kept: the bound was. */
gboolean link_stored_measure(const LinkWorld *w, KiriStore *store, const LinkStored *o,
                             gboolean *is_kept, GError **error);

/* Memory of this process that is in use now. */
gdouble link_resident_mib(void);
