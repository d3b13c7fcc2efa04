// SPDX-License-Identifier: GPL-3.0-or-later
/* Is every clip what its article and its target give? Asked of a copy (hard links, an
 * instant) in which the link stage first catches up and then makes all clips anew: what
 * then differs was not derived from what is stored. */
#include "care/verify.h"

#include "dictionary/user_words.h"
#include "watch/pipeline.h"

#include <kirinuki/folder.h>
#include <kirinuki/hash.h>
#include <kirinuki/stop.h>

#include <string.h>
#include <unistd.h>

static gboolean should_stop(gpointer data)
{
    (void)data;
    return kiri_stop_requested();
}

static gboolean link_all(const KiriCli *cli, KiriStore *store, gboolean anew, GError **error)
{
    g_auto(KiriLinkSettings) settings;
    KiriLinkCounts counts = {0};
    kiri_link_settings_init(&settings, cli);
    settings.options.index_dir = NULL; // of another store
    settings.options.force_rebuild = anew;
    settings.options.should_stop = should_stop;
    if (!kiri_link_run(store, &settings.options, &counts, error))
        return FALSE;
    if (!counts.was_stopped)
        return TRUE;
    g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_CANCELLED, _("asked to stop"));
    return FALSE;
}

/* What the link stage says of a clip; scores are another stage's. */
static guint64 mark_of(const KiriClip *c)
{
    g_autoptr(KiriClip) plain = kiri_record_copy(&kiri_clip_shape, c);
    g_clear_pointer(&plain->score, kiri_score_free);
    plain->score_log_seq = 0;
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_clip_shape, plain, &bytes);
    return kiri_hash64(kiri_buf_view(&bytes));
}

static gboolean note_mark(gconstpointer record, gpointer data)
{
    const KiriClip *c = record;
    guint64 *mark = g_new(guint64, 1);
    *mark = mark_of(c);
    g_hash_table_insert(data, g_strdup(c->id), mark);
    return TRUE;
}

typedef struct {
    GHashTable *marks;
    GPtrArray *problems;
} Comparison;

static gboolean compare_mark(gconstpointer record, gpointer data)
{
    const KiriClip *c = record;
    Comparison *k = data;
    const guint64 *mark = g_hash_table_lookup(k->marks, c->id);
    if (!mark)
        g_ptr_array_add(k->problems,
                        g_strdup_printf(_("clip '%s' is missing, although it follows"), c->id));
    else if (*mark != mark_of(c))
        g_ptr_array_add(k->problems,
                        g_strdup_printf(_("clip '%s' is not what its article gives"), c->id));
    g_hash_table_remove(k->marks, c->id);
    return TRUE;
}

static gint by_name(gconstpointer a, gconstpointer b)
{
    return strcmp(a, b);
}

static gboolean compare_all(const KiriCli *cli, KiriStore *copy, GPtrArray *problems,
                            GError **error)
{
    g_autoptr(GHashTable) marks = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    Comparison k = {marks, problems};
    if (!link_all(cli, copy, FALSE, error) ||
        !kiri_store_each(copy, KIRI_NOUN_CLIP, "", note_mark, marks, error) ||
        !link_all(cli, copy, TRUE, error) ||
        !kiri_store_each(copy, KIRI_NOUN_CLIP, "", compare_mark, &k, error))
        return FALSE;
    g_autoptr(GList) rest = g_list_sort(g_hash_table_get_keys(marks), by_name);
    for (GList *id = rest; id; id = id->next)
        g_ptr_array_add(problems, g_strdup_printf(_("clip '%s' does not follow from its article"),
                                                  (const char *)id->data));
    return TRUE;
}

gboolean kiri_verify_links(KiriCli *cli, KiriStore *store, GPtrArray *problems, GError **error)
{
    g_autofree char *name =
        g_strdup_printf(".backup-@%s-%d-verify", g_get_host_name(), (int)getpid());
    g_autofree char *path = kiri_cli_path(cli, name);
    if (!kiri_user_words_load(cli, error) || !kiri_store_checkpoint(store, path, error))
        return FALSE;
    g_autoptr(KiriStore) copy = kiri_store_open(path, KIRI_STORE_WRITE, error);
    gboolean ok = copy && compare_all(cli, copy, problems, error);
    g_clear_pointer(&copy, kiri_store_close);
    kiri_folder_remove(path, NULL);
    return ok;
}
