// SPDX-License-Identifier: GPL-3.0-or-later
/* The gate. Licences and uses are few beside clips (uses are written by hand's work:
 * sheets that somebody ordered), so both are held and gone through.
 *
 * Invariant: a refusal names the licence that came nearest, so that the next step is
 * about what is truly missing. */
#include "permit.h"

#include <kirinuki/i18n.h>

#include <inttypes.h>
#include <string.h>

/* ---- opening ---- */

static void free_licence(gpointer l)
{
    kiri_licence_free(l);
}

typedef struct {
    KiriPermits *permits;
    gint64 known_us;
} Opening;

static gboolean take_licence(gconstpointer record, gpointer data)
{
    const Opening *o = data;
    const KiriLicence *from = record;
    if (kiri_time_is_set(from->entered) && from->entered.us > o->known_us)
        return TRUE;
    KiriLicence *l = kiri_record_copy(&kiri_licence_shape, from);
    g_ptr_array_add(o->permits->rows, l);
    g_hash_table_insert(o->permits->by_id, l->id, l);
    if (kiri_row_is_known(l->entered, l->replaced, o->known_us))
        g_ptr_array_add(o->permits->in_force, l);
    return TRUE;
}

/* ---- what was used, for the gate ---- */

/* "asahi.individual.2026-04-01" of "asahi.individual.2026-04-01~2": a row that was
 * edited is the same contract. */
static gsize slot_bytes(const char *id)
{
    return strcspn(id, "~");
}

static char *copies_key(const char *licence, const char *article)
{
    return g_strdup_printf("%.*s\n%s", (int)slot_bytes(licence), licence, article);
}

static char *year_key(const char *licence, gint64 us)
{
    return g_strdup_printf("%.*s\n%d", (int)slot_bytes(licence), licence, kiri_fiscal_year_of(us));
}

static gint64 copies_so_far(const KiriPermits *permits, const char *licence, const char *article)
{
    g_autofree char *key = copies_key(licence, article);
    return (gint64)GPOINTER_TO_SIZE(g_hash_table_lookup(permits->copies, key));
}

static void note_use(KiriPermits *permits, const KiriLicenceUse *u)
{
    gint64 copies = copies_so_far(permits, u->licence, u->article) + MAX(u->copies, 0);
    g_autofree char *year = year_key(u->licence, u->at.us);
    GHashTable *clips = g_hash_table_lookup(permits->year_clips, year);
    if (!clips) {
        clips = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        g_hash_table_insert(permits->year_clips, g_steal_pointer(&year), clips);
    }
    g_hash_table_add(clips, g_strdup(u->article));
    g_hash_table_insert(permits->copies, copies_key(u->licence, u->article),
                        GSIZE_TO_POINTER((gsize)copies));
    g_hash_table_add(permits->use_ids, u->id);
}

static gboolean read_uses(KiriPermits *permits, KiriStore *store, GError **error)
{
    permits->use_ids = g_hash_table_new(g_str_hash, g_str_equal);
    permits->copies = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    permits->year_clips =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_hash_table_unref);
    permits->uses = kiri_store_list(store, KIRI_NOUN_LICENCE_USE, "", error);
    for (guint i = 0; permits->uses && i < permits->uses->len; i++)
        note_use(permits, g_ptr_array_index(permits->uses, i));
    return permits->uses != NULL;
}

KiriPermits *kiri_permits_open(KiriStore *store, gint64 known_us, GError **error)
{
    g_autoptr(KiriPermits) permits = g_new0(KiriPermits, 1);
    permits->rows = g_ptr_array_new_with_free_func(free_licence);
    permits->in_force = g_ptr_array_new();
    permits->by_id = g_hash_table_new(g_str_hash, g_str_equal);
    Opening o = {permits, known_us};
    if (!kiri_store_each(store, KIRI_NOUN_LICENCE, "", take_licence, &o, error))
        return NULL;
    return read_uses(permits, store, error) ? g_steal_pointer(&permits) : NULL;
}

void kiri_permits_close(KiriPermits *permits)
{
    if (!permits)
        return;
    g_hash_table_unref(permits->by_id);
    g_clear_pointer(&permits->use_ids, g_hash_table_unref);
    g_clear_pointer(&permits->copies, g_hash_table_unref);
    g_clear_pointer(&permits->year_clips, g_hash_table_unref);
    g_ptr_array_unref(permits->in_force);
    g_ptr_array_unref(permits->rows);
    g_clear_pointer(&permits->uses, g_ptr_array_unref);
    g_free(permits);
}

const GPtrArray *kiri_permits_licences(const KiriPermits *permits)
{
    return permits->in_force;
}

const GPtrArray *kiri_permits_uses(const KiriPermits *permits)
{
    return permits->uses;
}

const KiriLicence *kiri_permits_licence(const KiriPermits *permits, const char *id)
{
    return id ? g_hash_table_lookup(permits->by_id, id) : NULL;
}

gboolean kiri_permit_holds(const KiriLicence *l, gint64 us)
{
    gint64 from_us = 0, to_us = 0;
    kiri_row_span(l->valid_from, l->valid_to, &from_us, &to_us);
    return us >= from_us && us < to_us;
}

/* ---- tallies ---- */

gboolean kiri_permit_is_same(const char *a, const char *b)
{
    gsize n = slot_bytes(a);
    return n == slot_bytes(b) && strncmp(a, b, n) == 0;
}

void kiri_permit_tally(const KiriPermits *permits, const char *licence, gint64 from_us,
                       gint64 to_us, KiriPermitTally *tally)
{
    *tally =
        (KiriPermitTally){.articles = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL)};
    for (guint i = 0; i < permits->uses->len; i++) {
        const KiriLicenceUse *u = g_ptr_array_index(permits->uses, i);
        if (!kiri_permit_is_same(u->licence, licence) || u->at.us < from_us || u->at.us >= to_us)
            continue;
        gsize so_far = GPOINTER_TO_SIZE(g_hash_table_lookup(tally->articles, u->article));
        g_hash_table_insert(tally->articles, g_strdup(u->article),
                            GSIZE_TO_POINTER(so_far + (gsize)MAX(u->copies, 0)));
        tally->uses++;
        tally->copies += u->copies;
        tally->terminals = MAX(tally->terminals, u->terminals);
    }
}

void kiri_permit_tally_clear(KiriPermitTally *tally)
{
    g_clear_pointer(&tally->articles, g_hash_table_unref);
}

/* ---- the gate ---- */

/* How far a licence let the piece come, in the order in which it is asked. */
typedef enum {
    STEP_NONE,
    STEP_PERIOD,
    STEP_WHAT,
    STEP_SECTION,
    STEP_TERMINALS,
    STEP_COPIES,
    STEP_CLIPS,
    STEP_KEPT,
    STEP_THROUGH
} Step;

static gboolean has_section(const KiriLicence *l, const char *section)
{
    return !l->sections || (section && kiri_strv_has(l->sections, section));
}

static Step step_of_numbers(const KiriPermits *permits, const KiriLicence *l,
                            const KiriPermitAsk *ask)
{
    if (l->terminals && ask->terminals > l->terminals)
        return STEP_TERMINALS;
    if (l->copies && ask->copies > l->copies - copies_so_far(permits, l->id, ask->article))
        return STEP_COPIES;
    g_autofree char *year = year_key(l->id, ask->at_us);
    GHashTable *clips = g_hash_table_lookup(permits->year_clips, year);
    if (l->clips_per_year && clips && !g_hash_table_contains(clips, ask->article) &&
        g_hash_table_size(clips) >= l->clips_per_year)
        return STEP_CLIPS;
    return STEP_KEPT;
}

static Step step_of(const KiriPermits *permits, const KiriLicence *l, const KiriPermitAsk *ask)
{
    if (!kiri_permit_holds(l, ask->at_us))
        return STEP_PERIOD;
    if (!(ask->what == KIRI_LICENSED_BODY ? l->allows_body : l->allows_picture))
        return STEP_WHAT;
    if (!has_section(l, ask->section))
        return STEP_SECTION;
    Step step = step_of_numbers(permits, l, ask);
    if (step != STEP_KEPT)
        return step;
    gint64 due_us = 0;
    return kiri_permits_due(permits, ask->medium, ask->what, ask->held_us, ask->at_us, &due_us)
               ? STEP_KEPT
               : STEP_THROUGH;
}

static const char *what_word(KiriLicensed what)
{
    return what == KIRI_LICENSED_BODY ? _("the body text") : _("a picture of the page");
}

static char *sections_text(const KiriLicence *l)
{
    return g_strjoinv("、", l->sections);
}

/* Why, without who: "the licence 'x' …". */
static char *reason_of(const KiriLicence *l, Step step, const KiriPermitAsk *ask)
{
    char from[32], to[32];
    g_autofree char *sections = NULL;
    switch (step) {
    case STEP_PERIOD:
        kiri_time_format(l->valid_from, from);
        kiri_time_format(l->valid_to, to);
        return g_strdup_printf(
            _("the licence '%s' holds %s–%s, not on this day; enter the contract "
              "that follows with 'licence add'"),
            l->id, from, to);
    case STEP_WHAT:
        return g_strdup_printf(_("the licence '%s' does not cover %s; if the contract does, "
                                 "'licence edit %s %s=yes' says so"),
                               l->id, what_word(ask->what), l->id,
                               ask->what == KIRI_LICENSED_BODY ? "allows_body" : "allows_picture");
    case STEP_SECTION:
        sections = sections_text(l);
        return ask->section ? g_strdup_printf(_("the licence '%s' is for %s, not for '%s'"), l->id,
                                              sections, ask->section)
                            : g_strdup_printf(
                                  _("the licence '%s' is for %s; say with --section who gets it"),
                                  l->id, sections);
    case STEP_TERMINALS:
        return g_strdup_printf(_("the licence '%s' allows %" PRId64 " terminals, not %" PRId64),
                               l->id, l->terminals, ask->terminals);
    case STEP_COPIES:
        return g_strdup_printf(_("the licence '%s' allows %" PRId64
                                 " copies of a piece, with those "
                                 "made before; 'licence use' lists them"),
                               l->id, l->copies);
    case STEP_CLIPS:
        return g_strdup_printf(_("the %" PRId64 " pieces a year of the licence '%s' are used up; "
                                 "'licence use' lists them"),
                               l->clips_per_year, l->id);
    default:
        return g_strdup_printf(
            _("what the licence '%s' lets us keep is past its day; 'prune' gives "
              "it up"),
            l->id);
    }
}

static char *no_licence(const KiriPermitAsk *ask)
{
    if (!ask->medium)
        return g_strdup_printf(_("%s of '%s' must not leave: its medium is not in the ledger; "
                                 "'medium add' enters it, 'licence add' its licence"),
                               what_word(ask->what), ask->article);
    return g_strdup_printf(
        _("%s of '%s' must not leave: no licence of the medium '%s' is on record; "
          "'licence add medium=%s contract=… %s=yes' enters one"),
        what_word(ask->what), ask->article, ask->medium, ask->medium,
        ask->what == KIRI_LICENSED_BODY ? "allows_body" : "allows_picture");
}

const KiriLicence *kiri_licence_allows(const KiriPermits *permits, const KiriPermitAsk *ask,
                                       char **reason)
{
    const KiriLicence *nearest = NULL;
    Step best = STEP_NONE;
    for (guint i = 0; ask->medium && i < permits->in_force->len; i++) {
        const KiriLicence *l = g_ptr_array_index(permits->in_force, i);
        if (strcmp(l->medium, ask->medium) != 0)
            continue;
        Step step = step_of(permits, l, ask);
        if (step == STEP_THROUGH)
            return l;
        if (step > best) {
            best = step;
            nearest = l;
        }
    }
    if (!reason)
        return NULL;
    if (!nearest) {
        *reason = no_licence(ask);
        return NULL;
    }
    g_autofree char *why = reason_of(nearest, best, ask);
    *reason = g_strdup_printf(_("%s of '%s' must not leave: %s"), what_word(ask->what),
                              ask->article, why);
    return NULL;
}

void kiri_permits_use(KiriPermits *permits, KiriBatch *batch, const KiriLicence *licence,
                      const KiriPermitAsk *ask, const KiriPermitUse *use)
{
    KiriLicenceUse *u = kiri_licence_use_new();
    u->article = g_strdup(ask->article);
    u->clip = g_strdup(use->clip);
    u->licence = g_strdup(licence->id);
    u->medium = g_strdup(licence->medium);
    u->what = (gint)ask->what;
    u->copies = ask->copies;
    u->terminals = ask->terminals;
    u->at = kiri_time_jst(ask->at_us);
    u->section = g_strdup(ask->section);
    u->purpose = g_strdup(use->purpose);
    u->command = g_strdup(use->command);
    u->run = g_strdup(use->run);
    for (guint same = 0; !u->id || g_hash_table_contains(permits->use_ids, u->id); same++)
        kiri_licence_use_set_id(u, same);
    kiri_batch_put(batch, KIRI_NOUN_LICENCE_USE, u);
    g_ptr_array_add(permits->uses, u);
    note_use(permits, u);
}
