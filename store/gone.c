// SPDX-License-Identifier: GPL-3.0-or-later
/* What was given up: of a raw page its hash, when it went and why, so that a report of
 * before can still be held against it. A row of the family META, "gone:<key>"; the page
 * itself keeps its key (verify) and loses its bytes.
 *
 * A text goes out of every version of its article in one batch, with a log entry, so
 * that the index forgets it too; what was linked and scored with it stays. */
#include "internal.h"

#include <string.h>

enum { SHA256_CHARS = 64 };

static char *name_of(const char *key)
{
    return g_strconcat("gone:", key, NULL);
}

void kiri_batch_give_up_page(KiriBatch *batch, const char *key, const KiriPage *page, KiriTime when,
                             const char *why)
{
    char at[32];
    kiri_time_format(when, at);
    g_autofree char *sum = page->body ? g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, page->body)
                                      : g_compute_checksum_for_string(G_CHECKSUM_SHA256, "", 0);
    g_autofree char *name = name_of(key);
    g_autofree char *value = g_strdup_printf("%s %s %s", sum, at, why);
    kiri_batch_set_meta(batch, name, value);
    kiri_batch_prune_page(batch, key);
}

char *kiri_store_gone_sha256(KiriStore *store, const char *key)
{
    g_autofree char *name = name_of(key);
    g_autofree char *value = kiri_store_meta(store, name);
    return value && strlen(value) > SHA256_CHARS ? g_strndup(value, SHA256_CHARS) : NULL;
}

/* ---- texts ---- */

static const char gone_texts[] = "gone-texts";

void kiri_article_forget_text(KiriArticle *a, KiriTime when, const char *sha256)
{
    g_clear_pointer(&a->text, g_free);
    a->text_gone = when;
    if (g_strcmp0(a->text_sha256, sha256) == 0)
        return;
    g_free(a->text_sha256);
    a->text_sha256 = g_strdup(sha256);
}

static void forget(KiriArticle *a, KiriTime when)
{
    g_autofree char *sum =
        a->text ? g_compute_checksum_for_string(G_CHECKSUM_SHA256, a->text, -1) : NULL;
    kiri_article_forget_text(a, when, sum);
}

void kiri_article_forget_with(KiriArticle *older, const KiriArticle *newer)
{
    if (kiri_time_is_set(newer->text_gone) && older->text)
        forget(older, newer->text_gone);
}

void kiri_batch_put_older(KiriBatch *batch, const KiriArticle *a)
{
    g_auto(KiriBuf) key, value;
    kiri_buf_init(&key, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&value, KIRI_BUF_UNCAPPED);
    kiri_key_begin(&key, KIRI_KEY_OLDER);
    kiri_key_text(&key, a->id);
    kiri_key_u64(&key, (guint64)a->version);
    kiri_record_encode(&kiri_article_shape, a, &value);
    kiri_batch_put_row(batch, &key, g_bytes_new(value.p, value.n));
}

gboolean kiri_batch_give_up_text(KiriBatch *batch, KiriStore *store, const char *article,
                                 KiriTime when, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriArticle) a = kiri_store_get(store, KIRI_NOUN_ARTICLE, article, &why);
    for (gint64 v = 1; a && !why && v < a->version; v++) {
        g_autoptr(KiriArticle) older = kiri_store_get_article_version(store, article, v, &why);
        if (!older || !older->text)
            continue;
        forget(older, when);
        kiri_batch_put_older(batch, older);
    }
    if (a && !why && a->text) {
        forget(a, when);
        kiri_batch_put(batch, KIRI_NOUN_ARTICLE, a);
    }
    kiri_batch_set_meta(batch, gone_texts, "1");
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return !error || !*error;
}

gboolean kiri_store_has_gone_texts(KiriStore *store)
{
    g_autofree char *value = kiri_store_meta(store, gone_texts);
    return value != NULL;
}
