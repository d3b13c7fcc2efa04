// SPDX-License-Identifier: GPL-3.0-or-later
/* Claims as records for people, and beside them the organisations and places,
 * which no comparison needs: names whose form says what they are. */
#include <kirinuki/facts.h>

#include "chars.h"
#include "contradiction.h"

#include <string.h>

const char *const kiri_fact_names[] = {"figure",       "date",  "time",  "person",
                                       "organisation", "place", "quote", NULL};

static const KiriField fact_fields[] = {
    {KIRI_FIELD(1, KiriFact, kind, ENUM), .names = kiri_fact_names},
    {KIRI_FIELD(2, KiriFact, text, STR)},
    {KIRI_FIELD(3, KiriFact, value, STR)},
    {KIRI_FIELD(4, KiriFact, role, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriFact, from, I64)},
    {KIRI_FIELD(6, KiriFact, to, I64)},
    {KIRI_FIELD(7, KiriFact, in_title, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriFact, is_about, BOOL), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_fact_shape = KIRI_SHAPE("fact", KiriFact, fact_fields);

typedef struct {
    const KiriClaims *claims;
    const char *title, *text;
    GPtrArray *facts;
    guint sentence;
} Walk;

static KiriFact *add_fact(Walk *w, KiriFactKind kind, gsize n_from, gsize n_to)
{
    const KiriClaimSentence *s = kiri_claims_sentence(w->claims, w->sentence);
    const char *base = s->is_title ? w->title : w->text;
    gsize from, to;
    kiri_normal_original_range(&s->n, n_from, n_to, &from, &to);
    KiriFact *f = kiri_fact_new();
    f->kind = (gint)kind;
    f->text = g_strndup(s->original.p + from, to - from);
    f->from = (s->original.p - base) + (gint64)from;
    f->to = f->from + (gint64)(to - from);
    f->in_title = s->is_title;
    g_ptr_array_add(w->facts, f);
    return f;
}

static char *acts_of(guint acts)
{
    g_autoptr(GString) out = g_string_new(NULL);
    for (guint i = 0; *kiri_claim_act_names[i]; i++)
        if (acts & (1U << i))
            g_string_append_printf(out, "%s%s", out->len ? "・" : "", kiri_claim_act_names[i]);
    return out->len ? g_strdup(out->str) : NULL;
}

static KiriFactKind kind_of(const KiriClaim *c)
{
    switch (c->kind) {
    case KIRI_CLAIM_FIGURE:
        return KIRI_FACT_FIGURE;
    case KIRI_CLAIM_CLOCK:
        return KIRI_FACT_TIME;
    case KIRI_CLAIM_PERSON:
        return KIRI_FACT_PERSON;
    case KIRI_CLAIM_NAME:
        return KIRI_FACT_QUOTE;
    default:
        return KIRI_FACT_DATE;
    }
}

static void add_claim(Walk *w, const KiriClaim *c)
{
    KiriFact *f = add_fact(w, kind_of(c), c->from, c->to);
    f->value = kiri_claim_format(c);
    f->is_about = c->is_about;
    if (f->kind == KIRI_FACT_PERSON)
        f->role = *c->role ? g_strdup(c->role) : NULL;
    else if (f->kind == KIRI_FACT_DATE || f->kind == KIRI_FACT_TIME)
        f->role = acts_of(c->acts);
}

/* ---- organisations and places ---- */

static gboolean ends_with(KiriStr name, const char *const *endings, glong least)
{
    for (; *endings; endings++) {
        gsize n = strlen(*endings);
        if (name.n > n && memcmp(name.p + name.n - n, *endings, n) == 0 &&
            g_utf8_strlen(name.p, (gssize)(name.n - n)) >= least)
            return TRUE;
    }
    return FALSE;
}

static gboolean is_organisation(KiriStr name)
{
    static const char *const forms[] = {"株式会社", "有限会社", "合同会社", "財団法人", "社団法人",
                                        "学校法人", "医療法人", "行政法人", NULL};
    static const char *const endings[] = {
        "省",       "庁",     "協会",   "機構", "財団", "連合会", "組合",   "銀行",
        "大学",     "研究所", "学会",   "連盟", "新聞", "放送",   "製作所", "ホールディングス",
        "グループ", "委員会", "内閣府", NULL};
    for (gsize i = 0; forms[i]; i++)
        if (name.n > strlen(forms[i]) && memmem(name.p, name.n, forms[i], strlen(forms[i])))
            return TRUE;
    return ends_with(name, endings, 2);
}

static gboolean is_place(KiriStr name)
{
    static const char *const endings[] = {"都", "道", "府", "県", "市", "区", "町", "村", NULL};
    static const char *const no_places[] = {"都道府県", "市町村", "市区町村", "地区", "全国",
                                            "鉄道",     "報道",   "水道",     "政府", "都市",
                                            "歩道",     "軌道",   NULL};
    return ends_with(name, endings, 2) && !ends_with(name, no_places, 0) &&
           g_utf8_strlen(name.p, (gssize)name.n) <= 8;
}

static void take_name(KiriStr name, gsize at, gpointer data)
{
    Walk *w = data;
    gint kind = is_organisation(name) ? KIRI_FACT_ORGANISATION
                : is_place(name)      ? KIRI_FACT_PLACE
                                      : -1;
    if (kind < 0)
        return;
    KiriFact *f = add_fact(w, (KiriFactKind)kind, at, at + name.n);
    f->value = g_strdup(f->text);
}

static gint by_place(gconstpointer a, gconstpointer b)
{
    const KiriFact *x = *(KiriFact *const *)a, *y = *(KiriFact *const *)b;
    if (x->in_title != y->in_title)
        return x->in_title ? -1 : 1;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->kind - y->kind;
}

static void fact_free(gpointer fact)
{
    kiri_fact_free(fact);
}

GPtrArray *kiri_facts_find(const char *title, const char *text, KiriTime reference)
{
    g_autoptr(KiriClaims) claims = kiri_claims_of(title, text, reference);
    Walk w = {.claims = claims,
              .title = title,
              .text = text,
              .facts = g_ptr_array_new_with_free_func(fact_free)};
    for (guint i = 0; i < claims->claims->len; i++) {
        const KiriClaim *c = kiri_claims_get(claims, i);
        w.sentence = c->sentence;
        add_claim(&w, c);
    }
    for (w.sentence = 0; w.sentence < claims->sentences->len; w.sentence++) {
        const KiriClaimSentence *s = kiri_claims_sentence(claims, w.sentence);
        kiri_names_each((KiriStr){s->n.text, s->n.n}, take_name, &w);
    }
    g_ptr_array_sort(w.facts, by_place);
    return w.facts;
}

GPtrArray *kiri_facts_contradictions(const char *article_title, const char *article,
                                     KiriTime article_date, const char *statement,
                                     KiriTime statement_date)
{
    g_auto(KiriSide) ours = {0}, theirs = {0};
    kiri_side_init(&ours, article_title, article, article_date);
    kiri_side_init(&theirs, NULL, statement, statement_date);
    return kiri_contradictions_between(NULL, &ours, &theirs);
}
