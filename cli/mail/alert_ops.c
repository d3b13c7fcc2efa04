// SPDX-License-Identifier: GPL-3.0-or-later
/* One message per story: a message is known by its alert and the article it told of, and
 * a further article is told only when none of its family was: the copies of its story,
 * what it was copied from, and the other articles of its event. The family is asked at
 * the time of telling, so an origin that is found later, or an event that two stories
 * turn out to be, causes no second message.
 *
 * The log names a clip whenever it changes, and most changes are no news; what keeps an
 * old article from being told is its age, and that the cursor of a first alert begins at
 * the end of the log. */
#include "alert_ops.h"

#include <kirinuki/digest.h>
#include <kirinuki/hash.h>
#include <kirinuki/outbox.h>

#include <string.h>

#define CURSOR "alert"
enum { BATCH = 2000 };

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    GPtrArray *alerts; // KiriAlert, those that are on
    GHashTable *fresh; // ids of posts that this look makes
    GHashTable *clips; // ids named by the log
    KiriBatch *batch;  // NULL: a look without consequences
    GPtrArray *shown;  // JSON of those; NULL: none
    KiriReportLang lang;
    GError *error;
} Look;

static void post_id(const char *alert, const char *article, char out[KIRI_HASH128_BYTES])
{
    g_autofree char *text = g_strconcat("alert\n", alert, "\n", article, NULL);
    kiri_hash128_hex(kiri_str(text), out);
}

/* ---- families ---- */

static void add_id(GPtrArray *ids, const char *id)
{
    if (id && *id)
        g_ptr_array_add(ids, g_strdup(id));
}

static void add_lineage(Look *l, GPtrArray *ids, const char *article)
{
    g_autoptr(KiriLineage) row = kiri_store_get(l->store, KIRI_NOUN_LINEAGE, article, &l->error);
    if (!row)
        return;
    add_id(ids, row->story);
    add_id(ids, row->origin);
    for (char **copy = row->copies; copy && *copy; copy++)
        add_id(ids, *copy);
    if (!row->story || strcmp(row->story, article) == 0)
        return;
    g_autoptr(KiriLineage) root =
        kiri_store_get(l->store, KIRI_NOUN_LINEAGE, row->story, &l->error);
    for (char **copy = root ? root->copies : NULL; copy && *copy; copy++)
        add_id(ids, *copy);
}

/* All articles that tell the same. (transfer full) */
static GPtrArray *family_of(Look *l, const KiriClip *clip)
{
    GPtrArray *ids = g_ptr_array_new_with_free_func(g_free);
    add_id(ids, clip->article);
    add_id(ids, clip->story);
    add_lineage(l, ids, clip->article);
    g_autofree char *event =
        kiri_store_event_of(l->store, clip->article, l->error ? NULL : &l->error);
    if (event) {
        add_id(ids, event);
        g_auto(GStrv) others = kiri_store_event_articles(l->store, event);
        for (char **id = others; id && *id; id++)
            add_id(ids, *id);
    }
    return ids;
}

static gboolean was_told(Look *l, const KiriAlert *alert, const GPtrArray *family)
{
    char id[KIRI_HASH128_BYTES];
    for (guint i = 0; i < family->len; i++) {
        post_id(alert->name, family->pdata[i], id);
        if (g_hash_table_contains(l->fresh, id) || kiri_store_has(l->store, KIRI_NOUN_POST, id))
            return TRUE;
    }
    return FALSE;
}

/* ---- one clip ---- */

static gboolean matches(const KiriAlert *a, const KiriClip *clip, const KiriStanding *standing,
                        const KiriMedium *medium)
{
    if ((a->release && g_strcmp0(a->release, clip->release) != 0) ||
        (a->topic && g_strcmp0(a->topic, clip->topic) != 0))
        return FALSE;
    if (a->classes && !kiri_strv_has(a->classes, kiri_class_names[standing->class_]))
        return FALSE;
    return !a->tier || (medium && medium->tier >= 1 && medium->tier <= a->tier);
}

static gboolean is_fresh(const Look *l, const KiriAlert *a, const KiriArticle *article)
{
    KiriTime seen = kiri_time_is_set(article->published) ? article->published : article->fetched;
    return kiri_cli_now_us(l->cli) - seen.us <= MAX(a->max_age_h, 1) * KIRI_US_PER_HOUR;
}

/* Title of the release or name of the topic. (transfer full) */
static char *subject_of(Look *l, const KiriClip *clip)
{
    if (clip->release) {
        g_autoptr(KiriRelease) r =
            kiri_store_get(l->store, KIRI_NOUN_RELEASE, clip->release, &l->error);
        return r ? g_strdup(r->title) : NULL;
    }
    g_autoptr(KiriTopic) t =
        clip->topic ? kiri_store_get(l->store, KIRI_NOUN_TOPIC, clip->topic, &l->error) : NULL;
    return t ? g_strdup(t->name) : NULL;
}

static void put_notice(Look *l, const KiriAlert *alert, const KiriNotice *notice,
                       const char *article)
{
    char id[KIRI_HASH128_BYTES];
    gint64 now_us = kiri_cli_now_us(l->cli);
    g_autofree char *json = kiri_notice_json(notice, alert->kind, l->lang);
    post_id(alert->name, article, id);
    g_hash_table_add(l->fresh, g_strdup(id));
    if (l->shown)
        g_ptr_array_add(l->shown, g_strdup(json));
    if (!l->batch)
        return;
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(kiri_str(json));
    g_autoptr(KiriPost) post = kiri_post_new();
    post->id = g_strdup(id);
    post->kind = alert->kind;
    post->to = g_strdup(alert->name);
    post->origin = g_strdup(alert->name);
    post->about = notice->is_test ? NULL : g_strdup(article);
    post->subject = kiri_notice_line(notice, l->lang);
    post->parcel = g_strdup(parcel->id);
    post->queued = kiri_time_jst(now_us);
    post->next = kiri_time_jst(notice->is_test ? now_us : kiri_alert_quiet_until(alert, now_us));
    kiri_batch_put(l->batch, KIRI_NOUN_PARCEL, parcel);
    kiri_outbox_add(l->store, l->batch, post);
}

static void tell(Look *l, const KiriAlert *alert, const KiriClip *clip,
                 const KiriStanding *standing, const KiriArticle *article, const KiriMedium *medium)
{
    g_autofree char *subject = subject_of(l, clip);
    g_autofree char *outlet = kiri_digest_medium(medium, article);
    const KiriNotice notice = {
        .alert = alert->name,
        .subject = subject,
        .title = article->title,
        .medium = outlet,
        .url = kiri_article_link(article),
        .published = article->published,
        .class_ = standing->class_,
        .needs_review = standing->needs_review,
        .has_contradictions = clip->evidence && kiri_recs_count(clip->evidence->contradictions) > 0,
    };
    put_notice(l, alert, &notice, article->id);
}

static void look_at(Look *l, const char *id)
{
    g_autoptr(KiriClip) clip = kiri_store_get(l->store, KIRI_NOUN_CLIP, id, &l->error);
    g_autoptr(KiriVerdict) verdict =
        clip ? kiri_store_get(l->store, KIRI_NOUN_VERDICT, id, &l->error) : NULL;
    KiriStanding standing = clip ? kiri_standing(clip, verdict) : (KiriStanding){0};
    if (!clip || l->error || !standing.counts)
        return;
    g_autoptr(KiriArticle) article =
        kiri_store_get(l->store, KIRI_NOUN_ARTICLE, clip->article, &l->error);
    if (!article || kiri_article_is_withdrawn(article))
        return;
    g_autoptr(KiriMedium) medium =
        article->medium ? kiri_store_get(l->store, KIRI_NOUN_MEDIUM, article->medium, &l->error)
                        : NULL;
    g_autoptr(GPtrArray) family = NULL;
    for (guint i = 0; i < l->alerts->len && !l->error; i++) {
        const KiriAlert *alert = l->alerts->pdata[i];
        if (!matches(alert, clip, &standing, medium) || !is_fresh(l, alert, article))
            continue;
        if (!family)
            family = family_of(l, clip);
        if (!l->error && !was_told(l, alert, family))
            tell(l, alert, clip, &standing, article, medium);
    }
}

/* ---- the look ---- */

static gboolean take_entry(const KiriLogEntry *entry, gpointer data)
{
    Look *l = data;
    if ((entry->noun == KIRI_NOUN_CLIP || entry->noun == KIRI_NOUN_VERDICT) && !entry->is_delete)
        g_hash_table_add(l->clips, g_strdup(entry->id));
    return TRUE;
}

/* In the order of their ids, so that it does not matter in which order they were put. */
static void look_at_all(Look *l)
{
    g_autoptr(GList) ids = g_list_sort(g_hash_table_get_keys(l->clips), (GCompareFunc)strcmp);
    for (GList *id = ids; id && !l->error; id = id->next)
        look_at(l, id->data);
}

static gboolean load_alerts(Look *l, GError **error)
{
    l->alerts = kiri_store_list(l->store, KIRI_NOUN_ALERT, "", error);
    for (guint i = l->alerts ? l->alerts->len : 0; i-- > 0;)
        if (((KiriAlert *)l->alerts->pdata[i])->is_off)
            g_ptr_array_remove_index(l->alerts, i);
    return l->alerts != NULL;
}

static KiriReportLang lang_of(const KiriCli *cli)
{
    return strcmp(kiri_settings_string(cli->settings, "mail.lang"), "en") == 0 ? KIRI_REPORT_EN
                                                                               : KIRI_REPORT_JA;
}

/* One stretch of the log; `*after` moves on. */
static gboolean look_once(Look *l, guint64 *after, GError **error)
{
    guint64 last = kiri_store_log_each(l->store, *after, BATCH, take_entry, l);
    l->batch = l->shown ? NULL : kiri_batch_begin(l->store);
    look_at_all(l);
    g_hash_table_remove_all(l->clips);
    if (l->error) {
        kiri_batch_cancel(g_steal_pointer(&l->batch));
        g_propagate_error(error, g_steal_pointer(&l->error));
        return FALSE;
    }
    *after = last;
    if (!l->batch)
        return TRUE;
    kiri_batch_set_cursor(l->batch, CURSOR, last);
    return kiri_batch_commit(g_steal_pointer(&l->batch), error);
}

gboolean kiri_alerts_look(KiriCli *cli, KiriStore *store, GPtrArray *shown, GError **error)
{
    Look l = {.cli = cli, .store = store, .shown = shown, .lang = lang_of(cli)};
    guint64 after = kiri_store_cursor(store, CURSOR);
    guint64 end = kiri_store_log_end(store);
    if (after >= end || !load_alerts(&l, error))
        return after >= end;
    gboolean ok = TRUE;
    if (l.alerts->len) {
        l.fresh = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        l.clips = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
        while (ok && after < end)
            ok = look_once(&l, &after, error);
        g_hash_table_unref(l.fresh);
        g_hash_table_unref(l.clips);
    }
    g_ptr_array_unref(l.alerts);
    return ok;
}

gboolean kiri_alert_store(KiriCli *cli, KiriStore *store, KiriAlert *alert, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(store);
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_ALERT, "", error);
    gboolean is_watched = FALSE;
    (void)cli;
    if (!all) {
        kiri_batch_cancel(batch);
        return FALSE;
    }
    for (guint i = 0; i < all->len; i++)
        is_watched |= !((KiriAlert *)all->pdata[i])->is_off;
    /* Without an alert nobody looked, and the cursor stood still. */
    if (!is_watched)
        kiri_batch_set_cursor(batch, CURSOR, kiri_store_log_end(store));
    kiri_batch_put(batch, KIRI_NOUN_ALERT, alert);
    return kiri_batch_commit(batch, error);
}

char *kiri_alert_put_test(KiriCli *cli, KiriStore *store, const KiriAlert *alert, gboolean is_dry,
                          GError **error)
{
    g_autoptr(GPtrArray) shown = g_ptr_array_new_with_free_func(g_free);
    gint64 now_us = kiri_cli_now_us(cli);
    Look l = {.cli = cli, .store = store, .shown = shown, .lang = lang_of(cli)};
    const KiriNotice notice = {.alert = alert->name,
                               .title = alert->name,
                               .medium = kiri_settings_string(cli->settings, "organisation.name"),
                               .published = kiri_time_jst(now_us),
                               .class_ = KIRI_CLASS_PUBLICITY,
                               .is_test = TRUE};
    g_autofree char *about = g_strdup_printf("test %" PRId64, now_us);
    l.fresh = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    l.batch = is_dry ? NULL : kiri_batch_begin(store);
    put_notice(&l, alert, &notice, about);
    g_hash_table_unref(l.fresh);
    if (!is_dry && !kiri_batch_commit(g_steal_pointer(&l.batch), error))
        return NULL;
    return g_strdup(shown->pdata[0]);
}
