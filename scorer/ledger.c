// SPDX-License-Identifier: GPL-3.0-or-later
/* Changes of the ledger, with their history.
 *
 * 1. A figure, rate or licence is never overwritten. The row of its slot that is in force gets
 *    `replaced`, the new one the next id of the slot ("~2") and `entered`.
 * 2. A medium's members are its newest version; the store keeps the older ones.
 * 3. What a store of before holds as members of a medium becomes rows without a time of
 *    entry as soon as that medium is changed; its new version has those members no more.
 * 4. An edit meets each slot once: what it reads is what was stored before. */
#include <kirinuki/ledger.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

enum { BATCH_ROWS = 4096 };

struct KiriLedgerEdit {
    KiriStore *store;
    KiriTime now;
    gboolean is_dry;
    KiriLedgerHear hear;
    gpointer data;
    KiriBatch *batch;
    KiriLedgerCounts counts;
};

KiriLedgerEdit *kiri_ledger_edit_begin(KiriStore *store, gint64 now_us, gboolean is_dry,
                                       KiriLedgerHear hear, gpointer data)
{
    KiriLedgerEdit *edit = g_new0(KiriLedgerEdit, 1);
    *edit = (KiriLedgerEdit){.store = store,
                             .now = kiri_time_jst(now_us),
                             .is_dry = is_dry,
                             .hear = hear,
                             .data = data,
                             .batch = is_dry ? NULL : kiri_batch_begin(store)};
    return edit;
}

void kiri_ledger_edit_cancel(KiriLedgerEdit *edit)
{
    if (!edit)
        return;
    kiri_batch_cancel(edit->batch);
    g_free(edit);
}

static void put(KiriLedgerEdit *edit, KiriNoun noun, gpointer record)
{
    if (edit->batch)
        kiri_batch_put(edit->batch, noun, record);
}

static gboolean step(KiriLedgerEdit *edit, GError **error)
{
    if (!edit->batch || kiri_batch_size(edit->batch) < BATCH_ROWS)
        return TRUE;
    gboolean ok = kiri_batch_commit(g_steal_pointer(&edit->batch), error);
    if (ok)
        edit->batch = kiri_batch_begin(edit->store);
    return ok;
}

static void tell(KiriLedgerEdit *edit, KiriLedgerChange change, KiriNoun noun, gconstpointer before,
                 gconstpointer after)
{
    edit->counts.n[change]++;
    if (edit->hear && change != KIRI_LEDGER_SAME)
        edit->hear(change, noun, before, after, edit->data);
}

/* ---- figures, rates and licences alike ---- */

/* The members of its history, which all have. */
typedef struct {
    char **id;
    KiriTime *entered, *replaced;
} Members;

static Members members_of(KiriNoun noun, gpointer record)
{
    KiriFigure *f = record;
    KiriRate *r = record;
    KiriLicence *l = record;
    return noun == KIRI_NOUN_FIGURE    ? (Members){&f->id, &f->entered, &f->replaced}
           : noun == KIRI_NOUN_LICENCE ? (Members){&l->id, &l->entered, &l->replaced}
                                       : (Members){&r->id, &r->entered, &r->replaced};
}

static void replace_text(char **member, const char *text)
{
    g_free(*member);
    *member = g_strdup(text);
}

/* Do both say the same, whoever entered them and when? */
static gboolean says_the_same(KiriNoun noun, gpointer was, gconstpointer now)
{
    const KiriShape *shape = kiri_noun_shape(noun);
    gpointer copy = kiri_record_copy(shape, now);
    Members of = members_of(noun, was), to = members_of(noun, copy);
    replace_text(to.id, *of.id);
    *to.entered = *of.entered;
    *to.replaced = *of.replaced;
    if (noun == KIRI_NOUN_LICENCE)
        replace_text(&((KiriLicence *)copy)->entered_by, ((KiriLicence *)was)->entered_by);
    gboolean is_same = kiri_record_equal(shape, was, copy);
    kiri_record_free(shape, copy);
    return is_same;
}

/* The figure of a slot that a medium of before has as a member. (transfer full) */
static KiriFigure *old_figure(KiriLedgerEdit *edit, const char *medium, const char *slot,
                              GError **error)
{
    g_autoptr(KiriMedium) m = kiri_store_get(edit->store, KIRI_NOUN_MEDIUM, medium, error);
    g_autoptr(GPtrArray) old = m ? kiri_medium_old_figures(m) : NULL;
    for (guint i = 0; old && i < old->len; i++)
        if (strcmp(((KiriFigure *)g_ptr_array_index(old, i))->id, slot) == 0)
            return kiri_record_copy(&kiri_figure_shape, g_ptr_array_index(old, i));
    return NULL;
}

typedef struct {
    gpointer last; // the newest row of the slot; owned
    guint n;       // rows of it
} Slot;

/* The newest row is the last of its name's numbers, which are looked up one by one:
 * there are few. */
static gboolean read_slot(KiriLedgerEdit *edit, KiriNoun noun, const char *name, Slot *slot,
                          GError **error)
{
    g_autoptr(GError) why = NULL;
    slot->last = kiri_store_get(edit->store, noun, name, &why);
    slot->n = slot->last ? 1 : 0;
    for (gboolean is_more = slot->n > 0; is_more;) {
        g_autofree char *id = g_strdup_printf("%s~%u", name, slot->n + 1);
        gpointer next = kiri_store_get(edit->store, noun, id, &why);
        is_more = next != NULL;
        if (!is_more)
            continue;
        kiri_record_free(kiri_noun_shape(noun), slot->last);
        slot->last = next;
        slot->n++;
    }
    if (!why)
        return TRUE;
    kiri_record_free(kiri_noun_shape(noun), slot->last);
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

/* Ends `before` (which is changed) and enters `record` behind it. */
static void enter(KiriLedgerEdit *edit, KiriNoun noun, gpointer record, const char *name,
                  const Slot *slot)
{
    Members now = members_of(noun, record);
    gboolean is_in_force = FALSE;
    if (slot->last) {
        Members was = members_of(noun, slot->last);
        is_in_force = !kiri_time_is_set(*was.replaced);
        if (is_in_force && says_the_same(noun, slot->last, record)) {
            tell(edit, KIRI_LEDGER_SAME, noun, slot->last, record);
            return;
        }
        if (is_in_force) {
            *was.replaced = edit->now;
            put(edit, noun, slot->last);
        }
    }
    g_free(*now.id);
    *now.id = slot->n ? g_strdup_printf("%s~%u", name, slot->n + 1) : g_strdup(name);
    *now.entered = edit->now;
    *now.replaced = KIRI_TIME_UNSET;
    put(edit, noun, record);
    tell(edit, is_in_force ? KIRI_LEDGER_CHANGED : KIRI_LEDGER_ADDED, noun,
         is_in_force ? slot->last : NULL, record);
}

static gboolean put_row(KiriLedgerEdit *edit, KiriNoun noun, gpointer record, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *name = kiri_ledger_slot(noun, record);
    Slot slot = {0};
    if (!read_slot(edit, noun, name, &slot, error))
        return FALSE;
    if (!slot.last && noun == KIRI_NOUN_FIGURE) {
        slot.last = old_figure(edit, ((KiriFigure *)record)->medium, name, &why);
        slot.n = slot.last ? 1 : 0;
    }
    if (!why)
        enter(edit, noun, record, name, &slot);
    kiri_record_free(kiri_noun_shape(noun), slot.last);
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return !why && step(edit, error);
}

/* ---- media ---- */

/* The figures that only the members of the stored medium say. */
static void keep_old_figures(KiriLedgerEdit *edit, const KiriMedium *stored)
{
    g_autoptr(GPtrArray) old = kiri_medium_old_figures(stored);
    for (guint i = 0; i < old->len; i++) {
        KiriFigure *f = g_ptr_array_index(old, i);
        if (!kiri_store_has(edit->store, KIRI_NOUN_FIGURE, f->id))
            put(edit, KIRI_NOUN_FIGURE, f);
    }
}

static void forget_figures(KiriMedium *m)
{
    m->monthly_page_views = m->monthly_users = 0;
    m->valid_from = m->valid_to = KIRI_TIME_UNSET;
    g_clear_pointer(&m->figures_source, g_free);
    m->confidence = KIRI_CONFIDENCE_ESTIMATE;
}

static gboolean put_medium(KiriLedgerEdit *edit, KiriMedium *m, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriMedium) stored = kiri_store_get(edit->store, KIRI_NOUN_MEDIUM, m->id, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (stored)
        keep_old_figures(edit, stored);
    forget_figures(m);
    m->entered = stored ? stored->entered : edit->now;
    m->version = stored ? stored->version : 0;
    if (stored && kiri_record_equal(&kiri_medium_shape, stored, m)) {
        tell(edit, KIRI_LEDGER_SAME, KIRI_NOUN_MEDIUM, stored, m);
        return TRUE;
    }
    m->entered = edit->now;
    put(edit, KIRI_NOUN_MEDIUM, m);
    gboolean is_new = !stored || (stored->is_removed && !m->is_removed);
    tell(edit,
         m->is_removed ? KIRI_LEDGER_REMOVED
         : is_new      ? KIRI_LEDGER_ADDED
                       : KIRI_LEDGER_CHANGED,
         KIRI_NOUN_MEDIUM, is_new ? NULL : stored, m->is_removed ? NULL : m);
    return step(edit, error);
}

gboolean kiri_ledger_edit_put(KiriLedgerEdit *edit, KiriNoun noun, gpointer record, GError **error)
{
    return noun == KIRI_NOUN_MEDIUM ? put_medium(edit, record, error)
                                    : put_row(edit, noun, record, error);
}

/* ---- removing ---- */

static gboolean not_found(KiriNoun noun, const char *id, GError **error)
{
    g_set_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                kiri_noun_label(noun), id);
    return FALSE;
}

static gboolean remove_medium(KiriLedgerEdit *edit, const char *id, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriMedium) m = kiri_store_get(edit->store, KIRI_NOUN_MEDIUM, id, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!m || m->is_removed)
        return not_found(KIRI_NOUN_MEDIUM, id, error);
    m->is_removed = TRUE;
    return put_medium(edit, m, error);
}

/* By the id of the row, or the name of the slot whose newest row is meant. */
static gboolean find_row(KiriLedgerEdit *edit, KiriNoun noun, const char *id, Slot *slot,
                         GError **error)
{
    g_autoptr(GError) why = NULL;
    if (strchr(id, '~'))
        slot->last = kiri_store_get(edit->store, noun, id, &why);
    else if (!read_slot(edit, noun, id, slot, error))
        return FALSE;
    if (!why && !slot->last && noun == KIRI_NOUN_FIGURE) {
        g_auto(GStrv) parts = g_strsplit(id, ".", -1);
        /* An id of a medium may hold dots: the longest that fits. */
        for (guint n = g_strv_length(parts); !slot->last && !why && n-- > 1;) {
            g_clear_pointer(&parts[n], g_free);
            g_autofree char *medium = g_strjoinv(".", parts);
            slot->last = old_figure(edit, medium, id, &why);
        }
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    else if (!slot->last || kiri_time_is_set(*members_of(noun, slot->last).replaced))
        not_found(noun, id, error);
    else
        return TRUE;
    kiri_record_free(kiri_noun_shape(noun), slot->last);
    return FALSE;
}

gboolean kiri_ledger_edit_remove(KiriLedgerEdit *edit, KiriNoun noun, const char *id,
                                 GError **error)
{
    if (noun == KIRI_NOUN_MEDIUM)
        return remove_medium(edit, id, error);
    Slot slot = {0};
    if (!find_row(edit, noun, id, &slot, error))
        return FALSE;
    *members_of(noun, slot.last).replaced = edit->now;
    put(edit, noun, slot.last);
    tell(edit, KIRI_LEDGER_REMOVED, noun, slot.last, NULL);
    kiri_record_free(kiri_noun_shape(noun), slot.last);
    return step(edit, error);
}

gboolean kiri_ledger_edit_commit(KiriLedgerEdit *edit, KiriLedgerCounts *counts, GError **error)
{
    if (counts)
        *counts = edit->counts;
    gboolean ok = !edit->batch || kiri_batch_commit(g_steal_pointer(&edit->batch), error);
    kiri_ledger_edit_cancel(edit);
    return ok;
}
