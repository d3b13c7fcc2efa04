// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding, letting go, telling; and the prune of a schedule. */
#include "care/prune.h"

#include "care/prune_internal.h"

#include <kirinuki/outbox.h>

#include <string.h>

enum { BATCH_ITEMS = 256 };

/* The day in Japan of the last scheduled prune. */
static const char meta_day[] = "pruned-day";

/* ---- finding ---- */

GPtrArray *kiri_prune_find(const KiriCli *cli, KiriStore *store, guint what, GError **error)
{
    g_autoptr(GPtrArray) list = kiri_disposals_new();
    KiriPrune p = {
        .cli = cli, .store = store, .what = what, .now_us = kiri_cli_now_us(cli), .list = list};
    if ((what & (KIRI_PRUNE_LICENCES | KIRI_PRUNE_PAGES) && !kiri_prune_find_evidence(&p, error)) ||
        (what & KIRI_PRUNE_MESSAGES && !kiri_prune_find_messages(&p, error)) ||
        (what & KIRI_PRUNE_PAPERS && !kiri_prune_find_papers(&p, error)))
        return NULL;
    kiri_disposals_sort(list);
    return g_steal_pointer(&list);
}

/* ---- letting go ---- */

/* What stays with the hash is one word. */
static gboolean drop_page(KiriStore *store, KiriBatch *batch, const KiriDisposal *d, KiriTime now,
                          GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriPage) page = kiri_store_get_page(store, d->evidence, &why);
    if (page)
        kiri_batch_give_up_page(batch, d->evidence, page, now,
                                d->licence ? d->licence : "retention");
    if (!why)
        return TRUE;
    g_propagate_error(error, g_steal_pointer(&why));
    return FALSE;
}

static gboolean drop_one(KiriStore *store, KiriBatch *batch, const KiriDisposal *d, KiriTime now,
                         GPtrArray *posts, GError **error)
{
    switch ((KiriGoes)d->what) {
    case KIRI_GOES_TEXT:
        return kiri_batch_give_up_text(batch, store, d->article, now, error);
    case KIRI_GOES_PAGE:
    case KIRI_GOES_SCAN:
        return drop_page(store, batch, d, now, error);
    case KIRI_GOES_MESSAGE:
        g_ptr_array_add(posts, d->evidence);
        return TRUE;
    case KIRI_GOES_PAPER:
        kiri_batch_delete(batch, KIRI_NOUN_MORNING_SHEET, d->evidence);
        kiri_batch_delete(batch, KIRI_NOUN_CRISIS_REPORT, d->evidence);
        return TRUE;
    case KIRI_GOES_EDIT:
        kiri_batch_delete(batch, KIRI_NOUN_MORNING_EDIT, d->evidence);
        return TRUE;
    case KIRI_GOES_ARTICLE:
    case KIRI_GOES_BYLINE:
    case KIRI_N_GOES:
        break; // those are forgotten, not pruned
    }
    return TRUE;
}

gboolean kiri_prune_act(KiriStore *store, const GPtrArray *list, KiriTime now, GError **error)
{
    for (guint i = 0; i < list->len; i += BATCH_ITEMS) {
        g_autoptr(KiriBatch) batch = kiri_batch_begin(store);
        g_autoptr(GPtrArray) posts = g_ptr_array_new();
        for (guint k = i; k < MIN(i + BATCH_ITEMS, list->len); k++)
            if (!drop_one(store, batch, list->pdata[k], now, posts, error))
                return FALSE;
        g_ptr_array_add(posts, NULL);
        if (!kiri_outbox_remove(store, batch, (const char *const *)posts->pdata, error) ||
            !kiri_batch_commit(g_steal_pointer(&batch), error))
            return FALSE;
    }
    return TRUE;
}

/* ---- telling ---- */

void kiri_prune_tell(const KiriCli *cli, const GPtrArray *list, gboolean has_gone)
{
    gint64 bytes = 0;
    guint n[KIRI_N_GOES] = {0};
    for (guint i = 0; i < list->len; i++) {
        const KiriDisposal *d = list->pdata[i];
        n[d->what]++;
        bytes += d->what == KIRI_GOES_TEXT ? 0 : d->bytes;
    }
    guint pages = n[KIRI_GOES_PAGE] + n[KIRI_GOES_SCAN];
    kiri_cli_note(cli,
                  has_gone ? _("%u pages of %" PRId64 " bytes have gone; text and figures stay")
                           : _("%u pages of %" PRId64 " bytes would go"),
                  pages, bytes);
    if (n[KIRI_GOES_TEXT])
        kiri_cli_note(cli,
                      has_gone
                          ? _("%u body texts have gone, as their licences ask; 'kirinuki index' "
                              "forgets them too")
                          : _("%u body texts would go, as their licences ask"),
                      n[KIRI_GOES_TEXT]);
    if (n[KIRI_GOES_MESSAGE])
        kiri_cli_note(cli,
                      has_gone ? _("%u settled messages have gone from the outbox")
                               : _("%u settled messages would go from the outbox"),
                      n[KIRI_GOES_MESSAGE]);
    if (n[KIRI_GOES_PAPER] + n[KIRI_GOES_EDIT])
        kiri_cli_note(cli,
                      has_gone ? _("%u records of papers have gone, their retention being over")
                               : _("%u records of papers would go, their retention being over"),
                      n[KIRI_GOES_PAPER] + n[KIRI_GOES_EDIT]);
}

/* ---- by a schedule ---- */

/* Into the notes, which the log keeps. */
static void note_list(const KiriCli *cli, const GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        const KiriDisposal *d = list->pdata[i];
        char since[32];
        kiri_out_time(d->fetched, since);
        g_autofree char *title = kiri_out_safe(d->title ? d->title : d->url ? d->url : "");
        kiri_cli_note(cli, _("goes: %s of %s, %s, by %s: %s"), kiri_goes_names[d->what], since,
                      d->article ? d->article : d->evidence, d->basis, title);
    }
}

static gboolean is_done_today(KiriStore *store, const char *day)
{
    g_autofree char *last = kiri_store_meta(store, meta_day);
    return g_strcmp0(last, day) == 0;
}

static gboolean note_day(KiriStore *store, const char *day, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_set_meta(batch, meta_day, day);
    return kiri_batch_commit(batch, error);
}

gboolean kiri_prune_of_run(KiriPipeline *p, GError **error)
{
    const char *mode = kiri_settings_string(p->cli->settings, "prune.auto");
    guint what = strcmp(mode, "none") == 0 ? 0 : KIRI_PRUNE_LICENCES | KIRI_PRUNE_MESSAGES;
    gint64 now_us = kiri_cli_now_us(p->cli);
    KiriCivil c = kiri_civil_from_us(now_us, KIRI_JST_MIN);
    g_autofree char *day = g_strdup_printf("%04d-%02d-%02d", c.year, c.month, c.day);
    what |= strcmp(mode, "all") == 0 ? KIRI_PRUNE_PAGES : 0;
    if (!what || is_done_today(p->store, day))
        return TRUE;
    g_autoptr(GPtrArray) list = kiri_prune_find(p->cli, p->store, what, error);
    if (!list)
        return FALSE;
    note_list(p->cli, list);
    if (list->len && !kiri_prune_act(p->store, list, kiri_time_jst(now_us), error))
        return FALSE;
    if (list->len)
        kiri_prune_tell(p->cli, list, TRUE);
    return note_day(p->store, day, error);
}
