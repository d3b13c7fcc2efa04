// SPDX-License-Identifier: GPL-3.0-or-later
#include "medium_show.h"

#include "ledger_ops.h"

#include <string.h>

enum { MONTHS = 4, LABEL_COLUMNS = 16 };

typedef struct {
    KiriCli *cli;
    KiriStore *store;
    KiriBook *book;
    const KiriMedium *medium;
    gboolean is_all;
    guint n_lines; // of JSON
} Show;

static KiriJson begin(KiriBuf *buf, Show *s, const char *type)
{
    s->n_lines++;
    return kiri_out_json_begin(buf, type);
}

/* ---- identity ---- */

static void print_identity(const Show *s)
{
    const KiriMedium *m = s->medium;
    g_autofree char *name = kiri_out_safe(m->name);
    kiri_out_printf("%s  %s%s\n", m->id, name, m->is_removed ? _("  (removed)") : "");
    for (guint i = 2; i < kiri_ledger_n_columns(KIRI_NOUN_MEDIUM); i++) {
        g_autofree char *text = kiri_ledger_cell_text(KIRI_NOUN_MEDIUM, i, m);
        g_autofree char *safe = kiri_out_safe(text);
        if (*safe)
            kiri_out_row(2, kiri_ledger_column(KIRI_NOUN_MEDIUM, i), LABEL_COLUMNS, safe);
    }
}

/* What it was before, newest first. */
static gboolean show_versions(Show *s, GError **error)
{
    for (gint64 v = s->medium->version - 1; s->is_all && v >= 0; v--) {
        g_autoptr(GError) why = NULL;
        g_autoptr(KiriMedium) m =
            kiri_store_get_version(s->store, KIRI_NOUN_MEDIUM, s->medium->id, v, &why);
        if (why) {
            g_propagate_error(error, g_steal_pointer(&why));
            return FALSE;
        }
        if (m && s->cli->is_json) {
            kiri_out_record(&kiri_medium_shape, m);
            s->n_lines++;
        } else if (m) {
            char entered[32];
            kiri_out_time(m->entered, entered);
            g_autofree char *domains = m->domains ? g_strjoinv(" ", m->domains) : g_strdup("");
            g_autofree char *text = g_strdup_printf(
                "%s  %s  %s  %" PRId64 "  %s%s", entered, m->name, kiri_medium_kind_names[m->kind],
                m->tier, domains, m->is_removed ? _("  (removed)") : "");
            g_autofree char *safe = kiri_out_safe(text);
            kiri_out_row(2, _("earlier"), LABEL_COLUMNS, safe);
        }
    }
    return TRUE;
}

/* ---- articles ---- */

static void show_articles(Show *s)
{
    KiriCivil now = kiri_civil_from_us(kiri_cli_now_us(s->cli), KIRI_JST_MIN);
    g_autoptr(GString) text = g_string_new(NULL);
    for (gint back = MONTHS - 1; back >= 0; back--) {
        gint month = now.year * 12 + now.month - 1 - back;
        const KiriCivil first = {.year = month / 12, .month = month % 12 + 1, .day = 1};
        const KiriCivil next = {.year = (month + 1) / 12, .month = (month + 1) % 12 + 1, .day = 1};
        guint64 n = kiri_store_count_published(s->store, s->medium->id,
                                               kiri_civil_to_us(&first, KIRI_JST_MIN),
                                               kiri_civil_to_us(&next, KIRI_JST_MIN));
        g_autofree char *name = g_strdup_printf("%04d-%02d", first.year, first.month);
        if (s->cli->is_json) {
            g_auto(KiriBuf) buf;
            kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
            KiriJson j = begin(&buf, s, "articles");
            kiri_json_key(&j, "medium");
            kiri_json_cstr(&j, s->medium->id);
            kiri_json_key(&j, "month");
            kiri_json_cstr(&j, name);
            kiri_json_key(&j, "count");
            kiri_json_i64(&j, (gint64)n);
            kiri_out_json_end(&j);
        }
        g_autofree char *number = kiri_ledger_number_text((gint64)n);
        g_string_append_printf(text, "%s%s: %s", text->len ? "  " : "", name, number);
    }
    if (!s->cli->is_json)
        kiri_out_row(2, _("articles"), LABEL_COLUMNS, text->str);
}

/* ---- figures ---- */

static void print_figure(Show *s, const KiriFigure *f)
{
    if (s->cli->is_json) {
        kiri_out_record(&kiri_figure_shape, f);
        s->n_lines++;
        return;
    }
    g_autofree char *number = kiri_ledger_number_text(f->value);
    g_autofree char *span = kiri_ledger_span_text(f->valid_from, f->valid_to);
    g_autofree char *source = kiri_out_safe(f->source);
    g_autofree char *what = g_strconcat(f->metric, f->rank ? " " : "", f->rank, NULL);
    g_autoptr(GString) rest = g_string_new(NULL);
    g_string_append_printf(rest, "%15s  %-22s %-9s %s", number, span,
                           kiri_confidence_names[f->confidence], source);
    char replaced[32];
    kiri_out_time(f->replaced, replaced);
    if (*replaced)
        g_string_append_printf(rest, _("  (replaced %s)"), replaced);
    kiri_out_row(2, what, 20, rest->str);
}

static gboolean show_replaced(gconstpointer record, gpointer data)
{
    Show *s = data;
    const KiriFigure *f = record;
    if (kiri_time_is_set(f->replaced) && g_strcmp0(f->medium, s->medium->id) == 0)
        print_figure(s, f);
    return TRUE;
}

static gboolean show_figures(Show *s, GError **error)
{
    const GPtrArray *all = kiri_book_figures(s->book);
    gboolean has_heading = s->cli->is_json;
    for (guint i = 0; i < all->len; i++) {
        const KiriFigure *f = g_ptr_array_index(all, i);
        if (g_strcmp0(f->medium, s->medium->id) != 0)
            continue;
        if (!has_heading)
            kiri_out_printf("%s\n", _("figures"));
        has_heading = TRUE;
        print_figure(s, f);
    }
    g_autofree char *prefix = g_strconcat(s->medium->id, ".", NULL);
    return !s->is_all ||
           kiri_store_each(s->store, KIRI_NOUN_FIGURE, prefix, show_replaced, s, error);
}

/* ---- rates ---- */

static const char *why_of(const KiriRate *r)
{
    return r->medium ? N_("its own") : r->tier ? N_("of its kind and tier") : N_("of its kind");
}

static void print_rate(Show *s, const KiriRate *r, const char *rank, KiriFit fit)
{
    if (s->cli->is_json) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = begin(&buf, s, "applied_rate");
        kiri_json_key(&j, "medium");
        kiri_json_cstr(&j, s->medium->id);
        kiri_json_key(&j, "rank");
        if (rank)
            kiri_json_cstr(&j, rank);
        else
            kiri_json_null(&j);
        kiri_json_key(&j, "is_valid");
        kiri_json_bool(&j, fit == KIRI_FIT_VALID);
        kiri_json_key(&j, "rate");
        kiri_record_write_json(&kiri_rate_shape, r, &j);
        kiri_out_json_end(&j);
        return;
    }
    g_autofree char *number = kiri_ledger_number_text(r->price_yen);
    g_autofree char *span = kiri_ledger_span_text(r->valid_from, r->valid_to);
    g_autofree char *source = kiri_out_safe(r->source);
    g_autofree char *what = g_strconcat(r->unit, rank ? " " : "", rank, NULL);
    g_autofree char *rest =
        g_strdup_printf("%15s  %-22s %-9s %s  [%s, %s%s]", number, span,
                        kiri_confidence_names[r->confidence], source, r->id, _(why_of(r)),
                        fit == KIRI_FIT_VALID ? "" : _(", not valid today: the nearest"));
    kiri_out_row(2, what, 20, rest);
}

static gboolean concerns(const KiriRate *r, const KiriMedium *m)
{
    return r->medium ? strcmp(r->medium, m->id) == 0
                     : r->kind == m->kind && (r->tier == 0 || r->tier == m->tier);
}

/* Each unit and rank that any rate states, answered as the score would. */
static void show_rates(Show *s)
{
    const GPtrArray *all = kiri_book_rates(s->book);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean has_heading = s->cli->is_json;
    for (guint i = 0; i < all->len; i++) {
        const KiriRate *r = g_ptr_array_index(all, i);
        KiriFit fit = KIRI_FIT_NONE;
        if (!concerns(r, s->medium) ||
            !g_hash_table_add(seen, g_strconcat(r->unit, ":", r->rank, NULL)))
            continue;
        const KiriRate *best =
            kiri_book_rate(s->book, s->medium, r->unit, r->rank, kiri_cli_now_us(s->cli), &fit);
        if (!best)
            continue;
        if (!has_heading)
            kiri_out_printf("%s\n", _("rates that apply today"));
        has_heading = TRUE;
        print_rate(s, best, r->rank, fit);
    }
}

/* ---- all of it ---- */

static gboolean show_one(Show *s, GError **error)
{
    if (s->cli->is_json) {
        kiri_out_record(&kiri_medium_shape, s->medium);
        s->n_lines++;
    } else {
        print_identity(s);
    }
    show_articles(s);
    if (!show_versions(s, error) || !show_figures(s, error))
        return FALSE;
    show_rates(s);
    return TRUE;
}

int kiri_medium_show(KiriCli *cli, char **ids, gboolean is_all, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(KiriBook) book = store ? kiri_book_open(store, G_MAXINT64, error) : NULL;
    if (!book)
        return KIRI_EXIT_FAILED;
    Show s = {.cli = cli, .store = store, .book = book, .is_all = is_all};
    for (; *ids; ids++) {
        s.medium = kiri_book_medium(book, *ids);
        if (!s.medium) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND, _("there is no %s '%s'"),
                        kiri_noun_label(KIRI_NOUN_MEDIUM), *ids);
            return KIRI_EXIT_NO;
        }
        if (!show_one(&s, error))
            return KIRI_EXIT_FAILED;
    }
    if (cli->is_json)
        kiri_out_json_summary(s.n_lines);
    return KIRI_EXIT_DONE;
}
