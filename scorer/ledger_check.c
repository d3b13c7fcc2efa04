// SPDX-License-Identifier: GPL-3.0-or-later
/* The check of the ledger, in three looks: at the clips (which media appear in which
 * form), at each medium, and at the rows, sorted by their place in the ledger and the
 * day they begin. */
#include <kirinuki/ledger_check.h>

#include <kirinuki/normalize.h>
#include <kirinuki/url.h>

#include <stdlib.h>
#include <string.h>

const char *const kiri_finding_names[] = {
    "no_rate",  "no_figure", "ended",          "stale",        "gap",           "overlap",
    "estimate", "no_source", "unknown_medium", "domain_twice", "no_substitute", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_finding_names) == KIRI_N_FINDINGS + 1);

static const KiriField finding_fields[] = {
    {KIRI_FIELD(1, KiriFinding, kind, ENUM), .names = kiri_finding_names},
    {KIRI_FIELD(2, KiriFinding, medium, STR)},
    {KIRI_FIELD(3, KiriFinding, what, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(4, KiriFinding, row, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriFinding, other, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriFinding, from, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriFinding, to, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(8, KiriFinding, count, I64), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_finding_shape = KIRI_SHAPE("finding", KiriFinding, finding_fields);

typedef struct {
    KiriStore *store;
    const KiriLedgerCheckOptions *options;
    KiriBook *book;
    GPtrArray *findings;
    GHashTable *forms;     // medium → bits of KiriForm in which pieces of it were entered
    GHashTable *unknown;   // host or id → clips
    GHashTable *stands_in; // ids of media that are substitutes of others
    GError *error;
} Check;

static KiriFinding *add(Check *c, KiriFindingKind kind, const char *medium)
{
    KiriFinding *f = kiri_finding_new();
    f->kind = (gint)kind;
    f->medium = g_strdup(medium);
    g_ptr_array_add(c->findings, f);
    return f;
}

static void count_unknown(Check *c, const char *name)
{
    guint n = GPOINTER_TO_UINT(g_hash_table_lookup(c->unknown, name));
    g_hash_table_insert(c->unknown, g_strdup(name), GUINT_TO_POINTER(n + 1));
}

/* ---- clips ---- */

static gboolean look_at_clip(gconstpointer record, gpointer data)
{
    Check *c = data;
    const KiriClip *clip = record;
    if (clip->class_ == KIRI_CLASS_NONE)
        return TRUE;
    g_autoptr(KiriArticle) a =
        kiri_store_get(c->store, KIRI_NOUN_ARTICLE, clip->article, &c->error);
    if (!a || kiri_article_is_withdrawn(a))
        return c->error == NULL;
    const KiriMedium *m = kiri_book_medium(c->book, a->medium);
    if (m && !m->is_removed) {
        guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(c->forms, m->id));
        bits |= 1u << kiri_article_form(a);
        g_hash_table_insert(c->forms, m->id, GUINT_TO_POINTER(bits));
        return TRUE;
    }
    g_autoptr(KiriUrl) url = a->url ? kiri_url_parse(kiri_str(a->url), NULL) : NULL;
    const char *host = url && url->host && *url->host ? url->host : a->site_name;
    count_unknown(c, a->medium ? a->medium : host ? host : "?");
    return TRUE;
}

static void report_unknown(Check *c)
{
    GHashTableIter iter;
    gpointer name, n;
    g_hash_table_iter_init(&iter, c->unknown);
    while (g_hash_table_iter_next(&iter, &name, &n))
        add(c, KIRI_FINDING_UNKNOWN_MEDIUM, name)->count = GPOINTER_TO_UINT(n);
}

/* ---- media ---- */

/* Of each form one of these rates and one of these figures. */
static const struct {
    KiriForm form;
    const char *name;
    const char *units[3], *metrics[4];
} needs[] = {
    {KIRI_FORM_WEB,
     "web",
     {KIRI_UNIT_CPM, KIRI_UNIT_FLAT},
     {KIRI_METRIC_PAGE_VIEWS, KIRI_METRIC_USERS, KIRI_METRIC_VISITS}},
    {KIRI_FORM_NEWSPAPER,
     "newspaper",
     {KIRI_UNIT_COLUMN_CM, KIRI_UNIT_COLUMN},
     {KIRI_METRIC_CIRCULATION}},
    {KIRI_FORM_MAGAZINE, "magazine", {KIRI_UNIT_PAGE}, {KIRI_METRIC_CIRCULATION}},
    {KIRI_FORM_TV, "tv", {KIRI_UNIT_SECOND}, {KIRI_METRIC_AUDIENCE}},
    {KIRI_FORM_RADIO, "radio", {KIRI_UNIT_SECOND}, {KIRI_METRIC_AUDIENCE}},
};

/* The form of its own that a kind has, besides its pages. */
static KiriForm form_of_kind(gint kind)
{
    switch (kind) {
    case KIRI_MEDIUM_NATIONAL_PAPER:
    case KIRI_MEDIUM_LOCAL_PAPER:
        return KIRI_FORM_NEWSPAPER;
    case KIRI_MEDIUM_TV:
        return KIRI_FORM_TV;
    case KIRI_MEDIUM_RADIO:
        return KIRI_FORM_RADIO;
    case KIRI_MEDIUM_MAGAZINE:
        return KIRI_FORM_MAGAZINE;
    default:
        return KIRI_FORM_WEB;
    }
}

static guint forms_of(const Check *c, const KiriMedium *m)
{
    guint bits = GPOINTER_TO_UINT(g_hash_table_lookup(c->forms, m->id));
    /* What an office or a press agency publishes itself has no price. */
    if (m->kind == KIRI_MEDIUM_MINISTRY || m->kind == KIRI_MEDIUM_RELEASE_WIRE)
        return bits & ~(1u << KIRI_FORM_WEB);
    if (m->domains)
        bits |= 1u << KIRI_FORM_WEB;
    /* A station that only stands in for another is asked for with that one. */
    if (c->options->is_all || (!m->domains && !g_hash_table_contains(c->stands_in, m->id)))
        bits |= 1u << form_of_kind(m->kind);
    return bits;
}

static gboolean has_rate(const Check *c, const KiriMedium *m, const char *const *units)
{
    for (; *units; units++)
        if (kiri_book_rate(c->book, m, *units, NULL, c->options->now_us, NULL))
            return TRUE;
    /* Others are counted in its place. */
    gboolean has_all = m->substitutes != NULL;
    for (char **s = m->substitutes; s && *s; s++)
        has_all = has_all && kiri_book_rate(c->book, kiri_book_medium(c->book, *s),
                                            KIRI_UNIT_SECOND, NULL, c->options->now_us, NULL);
    return has_all;
}

static gboolean has_figure(const Check *c, const KiriMedium *m, const char *const *metrics)
{
    for (; *metrics; metrics++)
        if (kiri_book_figure(c->book, m->id, *metrics, NULL, c->options->now_us, NULL))
            return TRUE;
    return FALSE;
}

static void look_at_medium(Check *c, const KiriMedium *m)
{
    guint forms = forms_of(c, m);
    for (gsize i = 0; i < G_N_ELEMENTS(needs); i++) {
        if (!(forms & 1u << needs[i].form))
            continue;
        if (!has_rate(c, m, needs[i].units))
            add(c, KIRI_FINDING_NO_RATE, m->id)->what = g_strdup(needs[i].name);
        if (!has_figure(c, m, needs[i].metrics))
            add(c, KIRI_FINDING_NO_FIGURE, m->id)->what = g_strdup(needs[i].name);
    }
    for (char **s = m->substitutes; s && *s; s++)
        if (!kiri_book_medium(c->book, *s))
            add(c, KIRI_FINDING_NO_SUBSTITUTE, m->id)->what = g_strdup(*s);
}

static void find_substitutes(Check *c, const GPtrArray *media)
{
    for (guint i = 0; i < media->len; i++)
        for (char **s = ((KiriMedium *)g_ptr_array_index(media, i))->substitutes; s && *s; s++)
            g_hash_table_add(c->stands_in, *s);
}

static void look_at_media(Check *c)
{
    const GPtrArray *media = kiri_book_media(c->book);
    find_substitutes(c, media);
    g_autoptr(GHashTable) owners = g_hash_table_new(g_str_hash, g_str_equal);
    for (guint i = 0; i < media->len; i++) {
        const KiriMedium *m = g_ptr_array_index(media, i);
        if (m->is_removed)
            continue;
        look_at_medium(c, m);
        for (char **d = m->domains; d && *d; d++) {
            const char *owner = g_hash_table_lookup(owners, *d);
            if (owner) {
                KiriFinding *f = add(c, KIRI_FINDING_DOMAIN_TWICE, owner);
                f->what = g_strdup(*d);
                f->other = g_strdup(m->id);
            } else {
                g_hash_table_insert(owners, *d, m->id);
            }
        }
    }
}

/* ---- rows ---- */

typedef struct {
    char *place; // owner, metric or unit, rank: what rows of one history share
    const char *id, *medium, *source;
    KiriTime entered, valid_from, valid_to;
    gint64 from_us, to_us;
    gboolean is_figure, is_estimate;
} Row;

static void clear_row(gpointer row)
{
    g_free(((Row *)row)->place);
}

/* The name of a slot without its day: all but what follows the last dot, with the rank
 * in normal form. */
static char *place_of(char *slot)
{
    char *dot = strrchr(slot, '.');
    if (dot)
        *dot = 0;
    char *place = kiri_normalize_dup(kiri_str(slot));
    g_free(slot);
    return place;
}

static GArray *all_rows(const Check *c)
{
    GArray *rows = g_array_new(FALSE, FALSE, sizeof(Row));
    g_array_set_clear_func(rows, clear_row);
    const GPtrArray *figures = kiri_book_figures(c->book), *rates = kiri_book_rates(c->book);
    for (guint i = 0; i < figures->len; i++) {
        const KiriFigure *f = g_ptr_array_index(figures, i);
        Row row = {place_of(kiri_figure_slot(f)),
                   f->id,
                   f->medium,
                   f->source,
                   f->entered,
                   f->valid_from,
                   f->valid_to,
                   0,
                   0,
                   TRUE,
                   f->confidence == KIRI_CONFIDENCE_ESTIMATE};
        g_array_append_val(rows, row);
    }
    for (guint i = 0; i < rates->len; i++) {
        const KiriRate *r = g_ptr_array_index(rates, i);
        Row row = {place_of(kiri_rate_slot(r)),
                   r->id,
                   r->medium,
                   r->source,
                   r->entered,
                   r->valid_from,
                   r->valid_to,
                   0,
                   0,
                   FALSE,
                   FALSE};
        g_array_append_val(rows, row);
    }
    for (guint i = 0; i < rows->len; i++) {
        Row *row = &g_array_index(rows, Row, i);
        kiri_row_span(row->valid_from, row->valid_to, &row->from_us, &row->to_us);
    }
    return rows;
}

static int compare_rows(gconstpointer a, gconstpointer b)
{
    const Row *x = a, *y = b;
    int place =
        x->is_figure != y->is_figure ? y->is_figure - x->is_figure : strcmp(x->place, y->place);
    if (place)
        return place;
    return x->from_us < y->from_us ? -1 : x->from_us > y->from_us;
}

static KiriFinding *add_row(Check *c, KiriFindingKind kind, const Row *row)
{
    KiriFinding *f = add(c, kind, row->medium);
    f->row = g_strdup(row->id);
    return f;
}

static KiriTime day_of(gint64 us)
{
    return kiri_time_coarsen(kiri_time_jst(us), KIRI_PRECISION_DAY);
}

/* Two rows that follow each other. An open end is where the next one begins. */
static void look_at_pair(Check *c, const Row *a, const Row *b)
{
    gboolean is_open = a->to_us == G_MAXINT64;
    if (!is_open && a->to_us < b->from_us) {
        KiriFinding *f = add_row(c, KIRI_FINDING_GAP, b);
        f->other = g_strdup(a->id);
        f->from = day_of(a->to_us);
        f->to = day_of(b->from_us);
    } else if (a->from_us == b->from_us || (!is_open && a->to_us > b->from_us)) {
        KiriFinding *f = add_row(c, KIRI_FINDING_OVERLAP, a);
        f->other = g_strdup(b->id);
        if (b->from_us != G_MININT64)
            f->from = day_of(b->from_us);
    }
}

static void look_at_row(Check *c, const Row *row)
{
    if (row->medium && !kiri_book_medium(c->book, row->medium))
        add_row(c, KIRI_FINDING_UNKNOWN_MEDIUM, row);
    if (row->is_figure && !row->source)
        add_row(c, KIRI_FINDING_NO_SOURCE, row);
    if (row->is_estimate)
        add_row(c, KIRI_FINDING_ESTIMATE, row);
}

/* The rows of one place. */
static void look_at_place(Check *c, const Row *rows, guint n)
{
    gint64 now = c->options->now_us;
    const Row *current = NULL, *latest = &rows[0];
    for (guint i = 0; i < n; i++) {
        look_at_row(c, &rows[i]);
        if (i > 0)
            look_at_pair(c, &rows[i - 1], &rows[i]);
        if (rows[i].from_us <= now && now < rows[i].to_us)
            current = &rows[i];
        if (rows[i].to_us >= latest->to_us)
            latest = &rows[i];
    }
    if (!current) {
        if (latest->to_us <= now)
            add_row(c, KIRI_FINDING_ENDED, latest)->to = latest->valid_to;
        return;
    }
    KiriTime since = kiri_time_is_set(current->valid_from) ? current->valid_from : current->entered;
    if (kiri_time_is_set(since) && now - since.us > c->options->stale_days * KIRI_US_PER_DAY)
        add_row(c, KIRI_FINDING_STALE, current)->from = since;
}

static void look_at_rows(Check *c)
{
    g_autoptr(GArray) rows = all_rows(c);
    g_array_sort(rows, compare_rows);
    for (guint i = 0, next = 0; i < rows->len; i = next) {
        const Row *first = &g_array_index(rows, Row, i);
        for (next = i + 1; next < rows->len; next++) {
            const Row *row = &g_array_index(rows, Row, next);
            if (row->is_figure != first->is_figure || strcmp(row->place, first->place) != 0)
                break;
        }
        look_at_place(c, first, next - i);
    }
}

/* ---- all of it ---- */

static int compare_findings(gconstpointer a, gconstpointer b)
{
    const KiriFinding *x = *(const KiriFinding *const *)a, *y = *(const KiriFinding *const *)b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    int order = g_strcmp0(x->medium, y->medium);
    if (!order)
        order = g_strcmp0(x->row, y->row);
    return order ? order : g_strcmp0(x->what, y->what);
}

static void free_finding(gpointer f)
{
    kiri_finding_free(f);
}

GPtrArray *kiri_ledger_check(KiriStore *store, const KiriLedgerCheckOptions *options,
                             GError **error)
{
    g_autoptr(KiriBook) book = kiri_book_open(store, G_MAXINT64, error);
    if (!book)
        return NULL;
    g_autoptr(GHashTable) forms = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) unknown = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GHashTable) stands_in = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) findings = g_ptr_array_new_with_free_func(free_finding);
    Check c = {.store = store,
               .options = options,
               .book = book,
               .findings = findings,
               .forms = forms,
               .unknown = unknown,
               .stands_in = stands_in};
    if (!kiri_store_each(store, KIRI_NOUN_CLIP, "", look_at_clip, &c, error))
        return NULL;
    if (c.error) {
        g_propagate_error(error, c.error);
        return NULL;
    }
    report_unknown(&c);
    look_at_media(&c);
    look_at_rows(&c);
    g_ptr_array_sort(findings, compare_findings);
    return g_steal_pointer(&findings);
}
