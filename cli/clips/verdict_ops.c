// SPDX-License-Identifier: GPL-3.0-or-later
/* Verdicts as commands make them: gathered, closed with who and when, and written in
 * one batch, together with the clips that exist only because a person says so. */
#include "verdict_ops.h"

#include "clip_value.h"

#include <string.h>

static void free_verdict(gpointer verdict)
{
    kiri_verdict_free(verdict);
}

static void free_clip(gpointer clip)
{
    kiri_clip_free(clip);
}

void kiri_verdict_edit_init(KiriVerdictEdit *e, KiriCli *cli, KiriStore *store, const char *by)
{
    const char *person = by ? by : kiri_settings_string(cli->settings, "review.person");
    *e = (KiriVerdictEdit){.store = store,
                           .now = kiri_time_jst(kiri_cli_now_us(cli)),
                           .by = person && *person ? person : NULL};
    e->changed = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_verdict);
    e->clips = g_ptr_array_new_with_free_func(free_clip);
}

void kiri_verdict_edit_clear(KiriVerdictEdit *e)
{
    g_clear_pointer(&e->changed, g_hash_table_destroy);
    g_clear_pointer(&e->clips, g_ptr_array_unref);
}

/* "9682b102.R-1" is short for "9682b102cef034f1.R-1". (transfer full) */
static char *lengthen(KiriStore *store, const char *beginning)
{
    const char *target;
    g_autofree char *article = kiri_clip_article_of(beginning, &target);
    g_autofree char *whole =
        article ? kiri_store_find_id(store, KIRI_NOUN_ARTICLE, article, NULL) : NULL;
    return whole ? kiri_clip_make_id(whole, target) : NULL;
}

KiriClip *kiri_verdict_find_clip(KiriStore *store, const char *beginning, GError **error)
{
    g_autoptr(GError) why = NULL;
    g_autofree char *longer = lengthen(store, beginning);
    g_autofree char *id =
        kiri_store_find_id(store, KIRI_NOUN_CLIP, longer ? longer : beginning, &why);
    if (id)
        return kiri_store_get(store, KIRI_NOUN_CLIP, id, error);
    if (kiri_error_is(why, KIRI_ERROR_NOT_FOUND))
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                    _("there is no clip '%s'; 'kirinuki clips' lists them, and "
                      "'kirinuki clip link ARTICLE --release ID' makes one"),
                    beginning);
    else
        g_propagate_error(error, g_steal_pointer(&why));
    return NULL;
}

KiriVerdict *kiri_verdict_edit_get(KiriVerdictEdit *e, const char *clip, GError **error)
{
    const KiriVerdict *here = g_hash_table_lookup(e->changed, clip);
    if (here)
        return kiri_record_copy(&kiri_verdict_shape, here);
    GError *why = NULL;
    KiriVerdict *v = kiri_store_get(e->store, KIRI_NOUN_VERDICT, clip, &why);
    if (why) {
        g_propagate_error(error, why);
        return NULL;
    }
    if (!v) {
        v = kiri_verdict_new();
        v->clip = g_strdup(clip);
    }
    return v;
}

/* Takes a verdict that has its journal. */
static void keep(KiriVerdictEdit *e, KiriVerdict *v)
{
    g_hash_table_steal(e->changed, v->clip); // its key lies in the record
    g_hash_table_insert(e->changed, v->clip, v);
}

gboolean kiri_verdict_edit_put(KiriVerdictEdit *e, KiriVerdict *verdict, KiriAction action)
{
    g_autoptr(KiriVerdict) v = verdict;
    g_autoptr(KiriVerdict) before = kiri_store_get(e->store, KIRI_NOUN_VERDICT, v->clip, NULL);
    g_autoptr(KiriVerdict) replaced = g_hash_table_lookup(e->changed, v->clip);
    if (replaced)
        g_hash_table_steal(e->changed, v->clip);
    gboolean is_change = action == KIRI_ACTION_UNDO
                             ? kiri_verdict_undo(v, e->by, e->now)
                             : kiri_verdict_change(before, v, action, e->by, e->now);
    if (is_change)
        keep(e, g_steal_pointer(&v));
    return is_change;
}

void kiri_verdict_edit_write(KiriVerdictEdit *e, KiriBatch *batch, guint *count)
{
    GHashTableIter iter;
    gpointer v;
    *count = 0;
    g_hash_table_iter_init(&iter, e->changed);
    while (g_hash_table_iter_next(&iter, NULL, &v))
        *count += kiri_batch_put(batch, KIRI_NOUN_VERDICT, v) ? 1 : 0;
    for (guint i = 0; i < e->clips->len; i++)
        kiri_batch_put(batch, KIRI_NOUN_CLIP, g_ptr_array_index(e->clips, i));
    g_hash_table_remove_all(e->changed);
    g_ptr_array_set_size(e->clips, 0);
}

gboolean kiri_verdict_edit_commit(KiriVerdictEdit *e, guint *count, GError **error)
{
    KiriBatch *batch = kiri_batch_begin(e->store);
    kiri_verdict_edit_write(e, batch, count);
    return kiri_batch_commit(batch, error);
}

/* ---- what is said ---- */

static void sign(KiriVerdictEdit *e, KiriVerdict *v)
{
    if (e->by)
        kiri_verdict_set_text(&v->person, e->by);
    v->decided = e->now;
}

void kiri_verdict_set_text(char **member, const char *value)
{
    if (!value || value == *member)
        return;
    g_free(*member);
    *member = *value ? g_strdup(value) : NULL;
}

void kiri_verdict_decide(KiriVerdictEdit *e, KiriVerdict *v, KiriDecision decision)
{
    v->is_accepted = decision == KIRI_DECISION_ACCEPTED;
    v->is_rejected = decision == KIRI_DECISION_REJECTED;
    g_clear_pointer(&v->release, g_free);
    /* A class says what is accepted; none says that nothing is. */
    if (v->has_class && (v->class_ == KIRI_CLASS_NONE) != v->is_rejected) {
        v->has_class = FALSE;
        v->class_ = KIRI_CLASS_NONE;
    }
    sign(e, v);
}

void kiri_verdict_classify(KiriVerdictEdit *e, KiriVerdict *v, KiriClass class_)
{
    v->has_class = TRUE;
    v->class_ = (gint)class_;
    kiri_verdict_decide(
        e, v, class_ == KIRI_CLASS_NONE ? KIRI_DECISION_REJECTED : KIRI_DECISION_ACCEPTED);
}

void kiri_verdict_handle(KiriVerdictEdit *e, KiriVerdict *v, KiriHandlingStatus status,
                         const char *person, const char *memo, KiriTime at)
{
    if (!v->handling)
        v->handling = kiri_handling_new();
    KiriHandling *h = v->handling;
    if (status != KIRI_HANDLING_NONE)
        h->status = (gint)status;
    kiri_verdict_set_text(&h->person, person ? person : e->by);
    kiri_verdict_set_text(&h->memo, memo);
    h->at = kiri_time_is_set(at) ? at : e->now;
}

/* ---- by hand ---- */

gboolean kiri_verdict_edit_knows(const KiriVerdictEdit *e, const char *clip)
{
    for (guint i = 0; i < e->clips->len; i++)
        if (strcmp(((KiriClip *)g_ptr_array_index(e->clips, i))->id, clip) == 0)
            return TRUE;
    return kiri_store_has(e->store, KIRI_NOUN_CLIP, clip);
}

gboolean kiri_verdict_edit_link(KiriVerdictEdit *e, const char *article, const char *release,
                                const KiriClip *from, GError **error)
{
    g_autofree char *id = kiri_clip_make_id(article, release);
    KiriVerdict *here = kiri_verdict_edit_get(e, id, error);
    if (!here)
        return FALSE;
    kiri_verdict_decide(e, here, KIRI_DECISION_ACCEPTED);
    if (!kiri_verdict_edit_knows(e, id))
        g_ptr_array_add(e->clips, kiri_verdict_clip(here, release, NULL));
    kiri_verdict_edit_put(e, here, KIRI_ACTION_LINK);
    if (!from || !from->release || strcmp(from->release, release) == 0)
        return TRUE;
    KiriVerdict *there = kiri_verdict_edit_get(e, from->id, error);
    if (!there)
        return FALSE;
    kiri_verdict_decide(e, there, KIRI_DECISION_REJECTED);
    there->release = g_strdup(release);
    kiri_verdict_edit_put(e, there, KIRI_ACTION_LINK);
    return TRUE;
}

/* ---- for people ---- */

const char *kiri_class_word(gint class_)
{
    static const char *const words[] = {
        [KIRI_CLASS_NONE] = N_("none"),           [KIRI_CLASS_MENTION] = N_("mention"),
        [KIRI_CLASS_PUBLICITY] = N_("publicity"), [KIRI_CLASS_SYNDICATED] = N_("syndicated"),
        [KIRI_CLASS_VERBATIM] = N_("verbatim"),
    };
    G_STATIC_ASSERT(G_N_ELEMENTS(words) == KIRI_N_CLASSES);
    return _(words[class_]);
}

static void print_text(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    g_autofree char *safe = kiri_out_safe(value);
    kiri_out_row(0, label, 12, safe);
}

static void print_when(const char *label, KiriTime t)
{
    char when[32];
    kiri_out_time(t, when);
    print_text(label, when);
}

static void print_state(const char *what, const char *by, KiriTime when)
{
    char at[32];
    kiri_out_time(when, at);
    g_autofree char *person = kiri_out_safe(by);
    kiri_out_printf("    %s  %s%s%s\n", *at ? at : "—", what, *person ? "  " : "", person);
}

static void print_journal(const KiriVerdict *v)
{
    kiri_out_printf("\n%s\n", _("what people did:"));
    for (guint i = 0; i < kiri_recs_count(v->history); i++) {
        const KiriVerdictState *s = g_ptr_array_index(v->history, i);
        print_state(kiri_action_names[s->action], s->changed_by, s->changed);
    }
    print_state(kiri_action_names[v->action], v->changed_by, v->changed);
}

void kiri_verdict_print(const KiriClip *clip, const KiriVerdict *verdict)
{
    KiriStanding s = kiri_standing(clip, verdict);
    print_text(_("class"), kiri_class_names[s.class_]);
    print_text(_("decision"), s.decision != KIRI_DECISION_NONE ? kiri_decision_names[s.decision]
                              : s.needs_review ? _("none: a person should look at it (要確認)")
                                               : _("none"));
    print_text(_("decided by"), s.person);
    print_when(_("decided at"), s.decided);
    print_text(_("belongs to"), s.release);
    if (s.tone != KIRI_TONE_UNKNOWN)
        print_text(_("tone"), kiri_tone_names[s.tone]);
    print_text(_("section"), s.section);
    print_text(_("note"), s.note);
    print_text(_("gist"), s.gist);
    if (s.status != KIRI_HANDLING_NONE)
        print_text(_("handling"), kiri_handling_names[s.status]);
    print_text(_("handled by"), s.handler);
    print_when(_("handled at"), s.handled);
    print_text(_("memo"), s.memo);
    kiri_clip_value_print(clip, verdict);
    if (verdict && verdict->action != KIRI_ACTION_NONE)
        print_journal(verdict);
}
