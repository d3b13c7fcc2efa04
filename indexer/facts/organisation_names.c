// SPDX-License-Identifier: GPL-3.0-or-later
/* Finding names: one automaton over all forms, the longest hit at each place, the
 * word boundaries of the keyword promise, and the odds of what it means.
 *
 * Odds start from the form's shape and are moved by what stands around it; the
 * steps are judgement, not measurement: no labelled homonyms were at hand. */
#include "organisation_names.h"

#include <kirinuki/record.h>

#include <math.h>
#include <string.h>

#define OTHER_NAME_BESIDE (-4.0) // 日本〇〇連盟（MLSA）
#define OTHER_FORM_TOO 2.0
#define CONTEXT 2.0
#define NUMBER_BEHIND (-3.0) // 日産500トン

typedef struct {
    gint organisation;
    char *text; // N-form
    gdouble ambiguity;
    gboolean is_full;
} Form;

struct KiriNames {
    GHashTable *keys; // all forms joined → organisation, + 1
    GArray *forms;    // Form
    KiriAutomaton *automaton;
};

static void form_clear(gpointer form)
{
    g_free(((Form *)form)->text);
}

KiriNames *kiri_org_names_new(void)
{
    KiriNames *names = g_new0(KiriNames, 1);
    names->keys = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    names->forms = g_array_new(FALSE, FALSE, sizeof(Form));
    g_array_set_clear_func(names->forms, form_clear);
    names->automaton = kiri_automaton_new();
    return names;
}

void kiri_org_names_free(KiriNames *names)
{
    if (!names)
        return;
    g_hash_table_destroy(names->keys);
    g_array_unref(names->forms);
    kiri_automaton_free(names->automaton);
    g_free(names);
}

gdouble kiri_form_ambiguity(KiriStr n_form)
{
    guint of[KIRI_CHAR_OTHER + 1] = {0}, chars = 0;
    for (gsize at = 0; at < n_form.n; at = kiri_char_after(n_form, at), chars++)
        of[kiri_char_class(kiri_char_at(n_form, at))]++;
    if (of[KIRI_CHAR_LATIN] == chars)
        return chars >= 8 ? 0.05 : chars >= 5 ? 0.15 : 0.3;
    if (of[KIRI_CHAR_KATAKANA] == chars)
        return chars >= 6 ? 0.05 : chars >= 4 ? 0.15 : 0.4;
    if (of[KIRI_CHAR_HIRAGANA] == chars)
        return chars >= 5 ? 0.2 : 0.5;
    return chars >= 4 ? 0.02 : chars == 3 ? 0.08 : 0.35;
}

static void add_form(KiriNames *names, gint organisation, const char *n_form, gboolean is_full)
{
    gdouble ambiguity = kiri_form_ambiguity(kiri_str(n_form));
    Form form = {.organisation = organisation,
                 .text = g_strdup(n_form),
                 .is_full = is_full,
                 .ambiguity = is_full ? ambiguity / 4 : ambiguity};
    kiri_automaton_add(names->automaton, kiri_str(n_form), names->forms->len);
    g_array_append_val(names->forms, form);
}

static const char *const legal_forms[] = {
    "株式会社",     "有限会社",     "合同会社",         "合資会社",         "(株)",
    "(有)",         "独立行政法人", "国立研究開発法人", "地方独立行政法人", "一般社団法人",
    "公益社団法人", "一般財団法人", "公益財団法人",     "社会福祉法人",     "特定非営利活動法人",
    "npo法人",      "学校法人",     "国立大学法人",     "医療法人"};

char *kiri_name_without_legal_form(const char *n_name)
{
    for (gsize i = 0; i < G_N_ELEMENTS(legal_forms); i++) {
        if (!strstr(n_name, legal_forms[i]))
            continue;
        g_autoptr(GString) rest = g_string_new(n_name);
        g_string_replace(rest, legal_forms[i], "", 0);
        return rest->len ? g_strdup(rest->str) : NULL;
    }
    return NULL;
}

/* What newspapers make of the end of a name. The rest must be a name of its own: 東大
 * is nobody's short form by rule. */
static const char *const short_ends[][2] = {{"銀行", "銀"},
                                            {"大学", "大"},
                                            {"ホールディングス", "hd"},
                                            {"フィナンシャルグループ", "fg"},
                                            {"ファイナンシャルグループ", "fg"},
                                            {"生命保険", "生命"},
                                            {"損害保険", "損保"},
                                            {"信用金庫", "信金"},
                                            {"信用組合", "信組"},
                                            {"農業協同組合", "農協"},
                                            {"漁業協同組合", "漁協"},
                                            {"労働組合", "労組"},
                                            {"商工会議所", "商議所"},
                                            {"教育委員会", "教委"},
                                            {"選挙管理委員会", "選管"},
                                            {"警察本部", "警"},
                                            {"電気鉄道", "電鉄"},
                                            {"急行電鉄", "急行"},
                                            {"製作所", ""},
                                            {"高等学校", "高校"}};

/* (transfer full); NULL for none. */
static char *short_form(const char *n_name)
{
    enum { LEAST_CHARS = 2, LEAST_ALONE = 3 };
    for (gsize i = 0; i < G_N_ELEMENTS(short_ends); i++) {
        const char *end = short_ends[i][0], *instead = short_ends[i][1];
        if (!g_str_has_suffix(n_name, end))
            continue;
        gsize rest = strlen(n_name) - strlen(end);
        glong chars = g_utf8_strlen(n_name, (gssize)rest);
        if (chars >= (*instead ? LEAST_CHARS : LEAST_ALONE))
            return g_strdup_printf("%.*s%s", (int)rest, n_name, instead);
    }
    return NULL;
}

/* `first` is the organisation's own first form: they stand together. */
static void add_alias(KiriNames *names, gint organisation, guint first, const char *alias)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(alias));
    if (g_utf8_strlen(n, -1) < 2)
        return;
    for (guint i = first; i < names->forms->len; i++)
        if (strcmp(g_array_index(names->forms, Form, i).text, n) == 0)
            return;
    add_form(names, organisation, n, FALSE);
}

gint kiri_org_names_add(KiriNames *names, const char *full_name, const char *const *aliases)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(full_name));
    if (!*n)
        return -1;
    g_autoptr(GString) key = g_string_new(n);
    for (const char *const *a = aliases; a && *a; a++)
        g_string_append_printf(key, "\n%s", *a);
    guint known = GPOINTER_TO_UINT(g_hash_table_lookup(names->keys, key->str));
    if (known)
        return (gint)known - 1;
    guint first = names->forms->len;
    gint organisation = (gint)g_hash_table_size(names->keys);
    g_hash_table_insert(names->keys, g_strdup(key->str), GUINT_TO_POINTER((guint)organisation + 1));
    add_form(names, organisation, n, TRUE);
    g_autofree char *plain = kiri_name_without_legal_form(n);
    if (plain)
        add_alias(names, organisation, first, plain);
    g_autofree char *brief = short_form(plain ? plain : n);
    if (brief)
        add_alias(names, organisation, first, brief);
    for (const char *const *a = aliases; a && *a; a++)
        add_alias(names, organisation, first, *a);
    return organisation;
}

void kiri_org_names_each_form(const KiriNames *names, gint organisation,
                              void (*visit)(KiriStr n_form, gpointer data), gpointer data)
{
    for (guint f = 0; f < names->forms->len; f++)
        if (g_array_index(names->forms, Form, f).organisation == organisation)
            visit(kiri_str(g_array_index(names->forms, Form, f).text), data);
}

void kiri_org_names_build(KiriNames *names)
{
    kiri_automaton_build(names->automaton);
}

/* ---- one text ---- */

typedef struct {
    guint form;
    gsize from, to;
} Hit;

static void take_hit(guint form, gsize from, gsize to, gpointer data)
{
    Hit hit = {form, from, to};
    g_array_append_val((GArray *)data, hit);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
    const Hit *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    if (x->to != y->to)
        return x->to > y->to ? -1 : 1; // longer first
    return x->form < y->form ? -1 : x->form > y->form;
}

/* A word of Latin letters, digits or katakana must be the whole word. */
static gboolean is_cut(KiriStr text, const Hit *hit)
{
    static const gboolean has_bounds[KIRI_CHAR_OTHER + 1] = {
        [KIRI_CHAR_LATIN] = TRUE, [KIRI_CHAR_DIGIT] = TRUE, [KIRI_CHAR_KATAKANA] = TRUE};
    KiriCharClass first = kiri_char_class(kiri_char_at(text, hit->from));
    KiriCharClass last = kiri_char_class(kiri_char_at(text, kiri_char_before(text, hit->to)));
    if (has_bounds[first] && hit->from > 0 &&
        kiri_char_class(kiri_char_at(text, kiri_char_before(text, hit->from))) == first)
        return TRUE;
    return has_bounds[last] && hit->to < text.n &&
           kiri_char_class(kiri_char_at(text, hit->to)) == last;
}

/* The hits that stand: whole words, the longest where they overlap. Forms of
 * several organisations may share one place. */
static GArray *hits_in(const KiriNames *names, KiriStr text)
{
    GArray *all = g_array_new(FALSE, FALSE, sizeof(Hit));
    kiri_automaton_each(names->automaton, text, take_hit, all);
    g_array_sort(all, by_place);
    guint kept = 0;
    for (guint i = 0; i < all->len; i++) {
        Hit hit = g_array_index(all, Hit, i);
        const Hit *last = kept ? &g_array_index(all, Hit, kept - 1) : NULL;
        gboolean is_same = last && hit.from == last->from && hit.to == last->to;
        if ((last && hit.from < last->to && !is_same) || is_cut(text, &hit))
            continue;
        g_array_index(all, Hit, kept++) = hit;
    }
    g_array_set_size(all, kept);
    return all;
}

/* The name before "（" that ends at `to`, or behind "（" that begins at `from`. */
static KiriStr name_before(KiriStr text, gsize to)
{
    gsize from = to;
    while (from > 0) {
        gsize before = kiri_char_before(text, from);
        KiriCharClass class_ = kiri_char_class(kiri_char_at(text, before));
        if (class_ != KIRI_CHAR_KANJI && class_ != KIRI_CHAR_KATAKANA && class_ != KIRI_CHAR_LATIN)
            break;
        from = before;
    }
    return (KiriStr){text.p + from, to - from};
}

static KiriStr name_behind(KiriStr text, gsize from)
{
    gsize to = from;
    while (to < text.n) {
        KiriCharClass class_ = kiri_char_class(kiri_char_at(text, to));
        if (class_ != KIRI_CHAR_KANJI && class_ != KIRI_CHAR_KATAKANA && class_ != KIRI_CHAR_LATIN)
            break;
        to = kiri_char_after(text, to);
    }
    return (KiriStr){text.p + from, to - from};
}

static gboolean is_form_of(const KiriNames *names, gint organisation, KiriStr name)
{
    for (guint i = 0; i < names->forms->len; i++) {
        const Form *form = &g_array_index(names->forms, Form, i);
        gsize n = strlen(form->text);
        if (form->organisation == organisation &&
            (memmem(name.p, name.n, form->text, n) || memmem(form->text, n, name.p, name.n)))
            return TRUE;
    }
    return FALSE;
}

/* Is the abbreviation spelled out beside the hit, as someone else's? */
static gboolean has_other_name_beside(const KiriNames *names, const Form *form, KiriStr text,
                                      const Hit *hit)
{
    enum { LEAST_BYTES = 12 }; // four kanji: a name, not 同省
    KiriStr name = {0};
    if (hit->from > 0 && text.p[hit->from - 1] == '(')
        name = name_before(text, hit->from - 1);
    else if (hit->to < text.n && text.p[hit->to] == '(')
        name = name_behind(text, hit->to + 1);
    return name.n >= LEAST_BYTES && !is_form_of(names, form->organisation, name);
}

static KiriNamed *named_of(GArray *named, gint organisation)
{
    for (guint i = 0; i < named->len; i++)
        if (g_array_index(named, KiriNamed, i).organisation == organisation)
            return &g_array_index(named, KiriNamed, i);
    KiriNamed n = {.organisation = organisation};
    g_array_append_val(named, n);
    return &g_array_index(named, KiriNamed, named->len - 1);
}

/* 日産500トン: a figure behind an ambiguous word makes it another word. */
static gboolean is_figure(const Form *form, KiriStr text, const Hit *hit)
{
    return form->ambiguity > 0.1 && hit->to < text.n && g_ascii_isdigit(text.p[hit->to]);
}

/* `odds` has one entry for each form: one spelled-out stranger explains every
 * hit of that form, so the least counts. */
static void take_text(const KiriNames *names, KiriStr text, gboolean is_title, gdouble *odds,
                      GArray *named)
{
    g_autoptr(GArray) hits = hits_in(names, text);
    gsize lead = kiri_lead_of(text).n, first = kiri_sentence_at(text, 0).n;
    for (guint i = 0; i < hits->len; i++) {
        const Hit *hit = &g_array_index(hits, Hit, i);
        const Form *form = &g_array_index(names->forms, Form, hit->form);
        if (is_figure(form, text, hit))
            continue;
        KiriNamed *n = named_of(named, form->organisation);
        gdouble here = log((1 - form->ambiguity) / form->ambiguity);
        if (!form->is_full && has_other_name_beside(names, form, text, hit))
            here += OTHER_NAME_BESIDE;
        odds[hit->form] = MIN(odds[hit->form], here);
        if (!kiri_strv_has(n->forms, form->text))
            kiri_strv_add(&n->forms, form->text);
        n->in_title = n->in_title || is_title;
        n->in_lead = n->in_lead || (!is_title && hit->from < lead);
        n->in_first = n->in_first || (!is_title && hit->from < first);
        n->is_full = n->is_full || form->is_full;
    }
}

void kiri_named_clear(gpointer named)
{
    g_strfreev(((KiriNamed *)named)->forms);
}

static gint by_organisation(gconstpointer a, gconstpointer b)
{
    const KiriNamed *x = a, *y = b;
    return x->organisation < y->organisation ? -1 : x->organisation > y->organisation;
}

/* A page of the organisation's own site speaks for it without naming it. */
static void take_site(const KiriNames *names, const char *site, gdouble *odds, GArray *named)
{
    const gdouble sure = 4;
    g_autofree char *n_site = kiri_normalize_dup(kiri_str(site));
    for (guint f = 0; *n_site && f < names->forms->len; f++) {
        const Form *form = &g_array_index(names->forms, Form, f);
        if (!form->is_full || strcmp(form->text, n_site) != 0)
            continue;
        KiriNamed *n = named_of(named, form->organisation);
        if (!n->forms)
            kiri_strv_add(&n->forms, form->text);
        odds[f] = sure;
    }
}

static gdouble best_odds(const KiriNames *names, gint organisation, const gdouble *odds)
{
    gdouble best = -G_MAXDOUBLE;
    for (guint f = 0; f < names->forms->len; f++)
        if (odds[f] < G_MAXDOUBLE &&
            g_array_index(names->forms, Form, f).organisation == organisation)
            best = MAX(best, odds[f]);
    return best;
}

GArray *kiri_org_names_find(const KiriNames *names, const KiriDoc *doc, const char *site,
                            gboolean (*has_context)(gint organisation, gpointer data),
                            gpointer data)
{
    GArray *named = g_array_new(FALSE, FALSE, sizeof(KiriNamed));
    g_array_set_clear_func(named, kiri_named_clear);
    g_autofree gdouble *odds_of = g_new(gdouble, names->forms->len + 1);
    for (guint f = 0; f < names->forms->len; f++)
        odds_of[f] = G_MAXDOUBLE;
    take_text(names, kiri_normal_view(&doc->title), TRUE, odds_of, named);
    take_text(names, kiri_normal_view(&doc->text), FALSE, odds_of, named);
    take_site(names, site, odds_of, named);
    for (guint i = 0; i < named->len; i++) {
        KiriNamed *n = &g_array_index(named, KiriNamed, i);
        gdouble odds = best_odds(names, n->organisation, odds_of);
        if (kiri_strv_count(n->forms) > 1)
            odds += OTHER_FORM_TOO;
        if (has_context && has_context(n->organisation, data))
            odds += CONTEXT;
        n->probability = 1 / (1 + exp(-odds));
    }
    g_array_sort(named, by_organisation);
    return named;
}

const KiriNamed *kiri_named_get(const GArray *named, gint organisation)
{
    for (guint i = 0; named && i < named->len; i++)
        if (g_array_index(named, KiriNamed, i).organisation == organisation)
            return &g_array_index(named, KiriNamed, i);
    return NULL;
}

/* ---- whose text is it? ---- */

typedef struct {
    char *found;
} Guess;

static gboolean ends_with_any(KiriStr s, const char *const *ends, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        gsize length = strlen(ends[i]);
        if (s.n > length && memcmp(s.p + s.n - length, ends[i], length) == 0)
            return TRUE;
    }
    return FALSE;
}

static void guess_name(KiriStr name, gsize at, gpointer data)
{
    static const char *const offices[] = {"省",     "庁",   "県",   "大学",   "機構", "協会",
                                          "委員会", "財団", "連盟", "研究所", "組合", "公社"};
    enum { LEAST_BYTES = 9, MOST_BYTES = 90 };
    (void)at;
    Guess *g = data;
    if (g->found || name.n < LEAST_BYTES || name.n > MOST_BYTES)
        return;
    gboolean is_company = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(legal_forms) && !is_company; i++)
        is_company = name.n > strlen(legal_forms[i]) &&
                     memmem(name.p, name.n, legal_forms[i], strlen(legal_forms[i]));
    if (is_company || ends_with_any(name, offices, G_N_ELEMENTS(offices)))
        g->found = kiri_str_dup(name);
}

char *kiri_organisation_guess(KiriStr title, KiriStr text)
{
    enum { TOP_BYTES = 1200 };
    while (text.n > TOP_BYTES)
        text.n = kiri_char_before(text, text.n);
    const KiriStr parts[] = {text, title};
    Guess guess = {NULL};
    for (gsize i = 0; i < G_N_ELEMENTS(parts) && !guess.found; i++) {
        g_auto(KiriNormal) n = {0};
        kiri_normalize(parts[i], FALSE, &n);
        kiri_names_each(kiri_normal_view(&n), guess_name, &guess);
    }
    return guess.found;
}
