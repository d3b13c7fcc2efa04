// SPDX-License-Identifier: GPL-3.0-or-later
/* What is new and what has changed, a row for each piece.
 *
 * Facts are news when no piece had them that was reported before, or that is earlier in
 * time: the same reader finds them in all (facts.h). Of an article no more is shown than
 * the fact itself. */
#include "crisis_internal.h"

#include "words/lang.h"
#include "words/sheet_words.h"
#include "words/words.h"

#include <kirinuki/facts.h>
#include <kirinuki/revision.h>

#include <math.h>
#include <string.h>

enum { MOST_FACTS = 12 }; // of one kind in a row

/* ---- facts ---- */

static gboolean is_own_day(const KiriFact *fact, const KiriArticle *a)
{
    if (fact->kind != KIRI_FACT_DATE || !kiri_time_is_set(a->published))
        return FALSE;
    KiriCivil c = kiri_civil_from_us(a->published.us, KIRI_JST_MIN);
    g_autofree char *day = g_strdup_printf("%d月%d日", c.month, c.day);
    return fact->value && g_str_has_suffix(fact->value, day);
}

static char ***list_of(KiriCrisisRow *row, gint kind)
{
    switch (kind) {
    case KIRI_FACT_FIGURE:
        return &row->figures;
    case KIRI_FACT_DATE:
        return &row->dates;
    case KIRI_FACT_PERSON:
    case KIRI_FACT_ORGANISATION:
    case KIRI_FACT_PLACE:
        return &row->names;
    default: // times of day and quotations: too many, and body text
        return NULL;
    }
}

static void add_fact(char ***list, const KiriFact *fact)
{
    gboolean has_role = fact->role && *fact->role;
    g_autofree char *text =
        has_role ? g_strdup_printf("%s（%s）", fact->text, fact->role) : g_strdup(fact->text);
    if (!kiri_strv_has(*list, text))
        kiri_strv_add(list, text);
}

/* A list that is longer than a row can hold says how much is left out. */
static void cut(char ***list, KiriReportLang lang)
{
    guint n = kiri_strv_count(*list);
    if (n <= MOST_FACTS)
        return;
    g_autofree char *more = g_strdup_printf(kiri_say(lang, "ほか%u件"), n - MOST_FACTS);
    char **kept = NULL;
    for (guint i = 0; i < MOST_FACTS; i++)
        kiri_strv_add(&kept, (*list)[i]);
    kiri_strv_add(&kept, more);
    g_strfreev(*list);
    *list = kept;
}

/* The facts of a piece become known; those that were not go into `row` (NULL: into
 * none). FALSE with error. */
static gboolean learn(const KiriCrisisWork *w, GHashTable *known, const KiriCrisisPiece *p,
                      KiriCrisisRow *row, GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriArticle) a = kiri_store_get(w->store, KIRI_NOUN_ARTICLE, p->article->id, &why);
    if (!a) {
        if (why)
            g_propagate_error(error, why);
        return why == NULL;
    }
    g_autoptr(GPtrArray) facts = kiri_facts_find(
        a->title, a->text, kiri_time_is_set(a->published) ? a->published : a->fetched);
    for (guint i = 0; i < facts->len; i++) {
        const KiriFact *fact = g_ptr_array_index(facts, i);
        char ***list = row ? list_of(row, fact->kind) : NULL;
        char *key = g_strdup_printf("%d\n%s", fact->kind, fact->value ? fact->value : fact->text);
        gboolean is_news = g_hash_table_add(known, key);
        if (list && is_news && !is_own_day(fact, a) &&
            g_strcmp0(fact->text, w->query->organisation) != 0)
            add_fact(list, fact);
    }
    if (!row)
        return TRUE;
    cut(&row->figures, w->query->lang);
    cut(&row->dates, w->query->lang);
    cut(&row->names, w->query->lang);
    return TRUE;
}

/* ---- a piece as it stands ---- */

/* In figures alone, since reports of two languages are compared. */
static void add_differences(KiriCrisisRow *row, const KiriEvidence *e)
{
    for (guint i = 0; e && i < kiri_recs_count(e->contradictions); i++) {
        const KiriContradiction *c = g_ptr_array_index(e->contradictions, i);
        g_autofree char *text = g_strdup_printf("%s≠%s", c->article_value ? c->article_value : "?",
                                                c->release_value ? c->release_value : "?");
        if (!kiri_strv_has(row->contradictions, text))
            kiri_strv_add(&row->contradictions, text);
    }
}

/* Differences and what is done about them, of any clip of the article. */
static gboolean take_ties(const KiriCrisisWork *w, const KiriCrisisPiece *p, KiriCrisisRow *row,
                          GError **error)
{
    g_autoptr(GPtrArray) clips =
        kiri_store_clips_of(w->store, KIRI_NOUN_ARTICLE, p->article->id, error);
    GError *why = NULL;
    for (guint i = 0; clips && i < clips->len && !why; i++) {
        const KiriClip *clip = g_ptr_array_index(clips, i);
        g_autoptr(KiriVerdict) verdict =
            kiri_store_get(w->store, KIRI_NOUN_VERDICT, clip->id, &why);
        KiriStanding s = kiri_standing(clip, verdict);
        if (s.counts)
            add_differences(row, clip->evidence);
        if ((gint)s.status <= row->handling)
            continue;
        row->handling = (gint)s.status;
        row->handled = s.handled;
        g_free(row->handler);
        row->handler = g_strdup(s.handler);
    }
    if (why)
        g_propagate_error(error, why);
    return clips && !why;
}

/* From publication to the first fetch; -1: one of them is not known to the minute, or a
 * person entered it. */
static gint64 delay_of(KiriStore *store, const KiriArticle *a, GError **error)
{
    g_autoptr(KiriArticle) first =
        a->version > 1 ? kiri_store_get_article_version(store, a->id, 1, error) : NULL;
    const KiriArticle *seen = first ? first : a;
    if (a->appearance || seen->published.precision < KIRI_PRECISION_MINUTE ||
        !kiri_time_is_set(seen->fetched))
        return -1;
    return MAX(seen->fetched.us - seen->published.us, 0) / KIRI_US_PER_SECOND;
}

const char *kiri_crisis_story(const KiriCrisisPiece *p)
{
    return p->standing.class_ == KIRI_CLASS_VERBATIM || !p->clip->story ? p->article->id
                                                                        : p->clip->story;
}

static KiriCrisisRow *row_of(const KiriCrisisWork *w, const KiriCrisisPiece *p, GError **error)
{
    GError *why = NULL;
    g_autoptr(KiriCrisisRow) row = kiri_crisis_row_new();
    row->piece = kiri_sheet_piece_of(p->article, p->clip, p->medium);
    row->class_ = p->standing.counts ? (gint)p->standing.class_ : KIRI_CLASS_NONE;
    row->version = p->article->version;
    row->is_corrected = p->article->is_corrected;
    row->is_removed = kiri_time_is_set(p->article->removed);
    row->story = g_strdup(kiri_crisis_story(p));
    row->delay_s = delay_of(w->store, p->article, &why);
    if (!why && take_ties(w, p, row, &why))
        row->event = kiri_store_event_of(w->store, p->article->id, &why);
    if (!why)
        return g_steal_pointer(&row);
    g_propagate_error(error, why);
    return NULL;
}

/* ---- what changed ---- */

static void say(KiriCrisisRow *row, const char *format, ...) G_GNUC_PRINTF(2, 3);
static void say(KiriCrisisRow *row, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    kiri_strv_add(&row->changes, text);
}

static void say_revision(KiriCrisisRow *row, const KiriRevision *r, KiriReportLang lang)
{
    if (r->title_before)
        say(row, kiri_say(lang, "見出し「%s」→「%s」"), r->title_before, r->title_after);
    if (r->figures_before || r->figures_after) {
        g_autofree char *before =
            g_strjoinv("・", r->figures_before ? r->figures_before : (char *[]){NULL});
        g_autofree char *after =
            g_strjoinv("・", r->figures_after ? r->figures_after : (char *[]){NULL});
        say(row, kiri_say(lang, "数字 %s→%s"), *before ? before : kiri_say(lang, "なし"),
            *after ? after : kiri_say(lang, "なし"));
    } else if (r->changed > 0) {
        say(row, kiri_say(lang, "本文の%ld％を変更"), MAX(lround(r->changed * 100), 1));
    }
    if (r->is_corrected)
        say(row, "%s", kiri_say(lang, "訂正文を掲載"));
    if (r->is_back)
        say(row, "%s", kiri_say(lang, "再掲載"));
}

static gboolean say_revisions(const KiriCrisisWork *w, const KiriCrisisPiece *p,
                              const KiriCrisisRow *last, KiriCrisisRow *row, GError **error)
{
    if (row->version <= last->version)
        return TRUE;
    GError *why = NULL;
    g_autoptr(KiriArticle) whole =
        kiri_store_get(w->store, KIRI_NOUN_ARTICLE, p->article->id, &why);
    g_autoptr(GPtrArray) all = whole ? kiri_store_revisions(w->store, whole, &why) : NULL;
    if (why)
        g_propagate_error(error, why);
    for (guint i = 0; all && i < all->len; i++) {
        const KiriRevision *r = g_ptr_array_index(all, i);
        if (r->version > last->version)
            say_revision(row, r, w->query->lang);
    }
    return why == NULL;
}

static const char *handling_word(gint status, KiriReportLang lang)
{
    const char *word = kiri_report_handling_name((KiriHandlingStatus)status);
    return *word ? kiri_say(lang, word) : kiri_say(lang, "なし");
}

static void say_changes(const KiriCrisisRow *last, KiriCrisisRow *row, KiriReportLang lang)
{
    if (row->class_ == KIRI_CLASS_NONE && last->class_ != KIRI_CLASS_NONE)
        say(row, "%s", kiri_say(lang, "対象外となった（件数から除く）"));
    else if (row->class_ != last->class_)
        say(row, kiri_say(lang, "掲載種類 %s→%s"),
            kiri_say(lang, kiri_report_class_name((KiriClass)last->class_)),
            kiri_say(lang, kiri_report_class_name((KiriClass)row->class_)));
    if (row->is_removed && !last->is_removed)
        say(row, "%s", kiri_say(lang, "記事を削除"));
    g_autofree char *before =
        g_strjoinv("\n", last->contradictions ? last->contradictions : (char *[]){NULL});
    g_autofree char *after =
        g_strjoinv("\n", row->contradictions ? row->contradictions : (char *[]){NULL});
    if (strcmp(before, after) != 0)
        say(row, "%s",
            *after ? kiri_say(lang, "発表との相違が変わった")
                   : kiri_say(lang, "発表との相違が解消"));
    if (row->handling != last->handling)
        say(row, kiri_say(lang, "対応 %s→%s"), handling_word(last->handling, lang),
            handling_word(row->handling, lang));
}

/* ---- rows ---- */

static gboolean is_news(const KiriCrisisWork *w, const KiriCrisisPiece *p)
{
    return p->standing.counts && p->when_us >= w->query->since_us &&
           !g_hash_table_contains(w->reported, p->article->id);
}

static gboolean add_changed(KiriCrisisWork *w, KiriCrisisReport *report, const KiriCrisisPiece *p,
                            GError **error)
{
    const KiriCrisisRow *last = g_hash_table_lookup(w->reported, p->article->id);
    g_autoptr(KiriCrisisRow) row = last ? row_of(w, p, error) : NULL;
    if (!row)
        return !last;
    if (!say_revisions(w, p, last, row, error))
        return FALSE;
    say_changes(last, row, w->query->lang);
    if (row->changes)
        kiri_recs_add(&report->rows, g_steal_pointer(&row));
    return TRUE;
}

/* What was reported and has no tie to the topic any more. */
static void add_gone(KiriCrisisWork *w, KiriCrisisReport *report)
{
    g_autoptr(GHashTable) there = g_hash_table_new(g_str_hash, g_str_equal);
    GHashTableIter iter;
    gpointer article, value;
    for (guint i = 0; i < w->pieces->len; i++)
        g_hash_table_add(there, ((KiriCrisisPiece *)g_ptr_array_index(w->pieces, i))->article->id);
    g_hash_table_iter_init(&iter, w->reported);
    while (g_hash_table_iter_next(&iter, &article, &value)) {
        const KiriCrisisRow *last = value;
        if (g_hash_table_contains(there, article) || last->class_ == KIRI_CLASS_NONE)
            continue;
        KiriCrisisRow *row = kiri_record_copy(&kiri_crisis_row_shape, last);
        row->is_new = FALSE;
        row->class_ = KIRI_CLASS_NONE;
        g_strfreev(row->changes);
        g_strfreev(row->figures);
        g_strfreev(row->dates);
        g_strfreev(row->names);
        row->changes = row->figures = row->dates = row->names = NULL;
        say(row, "%s", kiri_say(w->query->lang, "対象外となった（件数から除く）"));
        kiri_recs_add(&report->rows, row);
    }
}

/* New ones first in the record's order of time; the same instant by id. */
static gint by_time(gconstpointer a, gconstpointer b)
{
    const KiriCrisisRow *x = *(KiriCrisisRow *const *)a, *y = *(KiriCrisisRow *const *)b;
    if (x->piece->published.us != y->piece->published.us)
        return x->piece->published.us < y->piece->published.us ? -1 : 1;
    return strcmp(x->piece->article, y->piece->article);
}

gboolean kiri_crisis_rows(KiriCrisisWork *w, KiriCrisisReport *report, GError **error)
{
    g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    for (guint i = 0; i < w->pieces->len; i++) {
        const KiriCrisisPiece *p = g_ptr_array_index(w->pieces, i);
        if (is_news(w, p))
            continue;
        if (!learn(w, known, p, NULL, error) || !add_changed(w, report, p, error))
            return FALSE;
    }
    for (guint i = 0; i < w->pieces->len; i++) {
        const KiriCrisisPiece *p = g_ptr_array_index(w->pieces, i);
        if (!is_news(w, p))
            continue;
        g_autoptr(KiriCrisisRow) row = row_of(w, p, error);
        if (!row || !learn(w, known, p, row, error))
            return FALSE;
        row->is_new = TRUE;
        kiri_recs_add(&report->rows, g_steal_pointer(&row));
    }
    add_gone(w, report);
    if (report->rows)
        g_ptr_array_sort(report->rows, by_time);
    return TRUE;
}
