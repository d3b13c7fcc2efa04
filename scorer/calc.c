// SPDX-License-Identifier: GPL-3.0-or-later
/* Steps that every calculation is made of: lines, figures and prices of the ledger,
 * and the end. Each line says where its number came from, and whether the row of the
 * ledger holds on that day; what does not, or is an estimate, makes the whole one. */
#include "calc.h"

#include <math.h>
#include <inttypes.h>
#include <string.h>

/* ---- lines ---- */

static KiriScoreLine *add_line(KiriCalc *c, const char *sign, const char *label, char *value,
                               const char *unit, const char *note)
{
    KiriScoreLine *line = kiri_score_line_new();
    line->sign = sign && *sign ? g_strdup(sign) : NULL;
    line->label = g_strdup(label);
    line->value = value;
    line->unit = g_strdup(unit);
    line->note = g_strdup(note);
    kiri_recs_add(&c->score->lines, line);
    return line;
}

/* "0.50" → "0.5", "30.0000" → "30". */
static char *plain(gdouble value, gint decimals)
{
    char text[G_ASCII_DTOSTR_BUF_SIZE];
    static const char *const formats[] = {"%.0f", "%.1f", "%.2f", "%.3f", "%.4f"};
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    g_ascii_formatd(text, sizeof text, formats[CLAMP(decimals, 0, (gint)G_N_ELEMENTS(formats) - 1)],
                    value);
#pragma GCC diagnostic pop
    gsize n = strlen(text);
    while (strchr(text, '.') && (text[n - 1] == '0' || text[n - 1] == '.')) {
        gboolean was_point = text[--n] == '.';
        text[n] = 0;
        if (was_point)
            break;
    }
    return g_strdup(text);
}

KiriScoreLine *kiri_calc_number(KiriCalc *c, const char *sign, const char *label, gdouble value,
                                gint decimals, const char *unit, const char *note)
{
    return add_line(c, sign, label, plain(value, decimals), unit, note);
}

gboolean kiri_calc_missing(KiriCalc *c, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    g_free(c->score->unknown_reason);
    c->score->unknown_reason = g_strdup_vprintf(format, args);
    va_end(args);
    return FALSE;
}

char *kiri_score_line_text(const KiriScoreLine *line)
{
    const char *value = line->value ? line->value : "";
    gint64 whole = 0;
    char *end = NULL;
    whole = g_ascii_strtoll(value, &end, 10);
    if (!g_ascii_isdigit(*value) || (*end && *end != '.'))
        return g_strdup(value);
    g_autofree char *grouped = kiri_number_grouped(whole);
    return g_strconcat(grouped, end, NULL);
}

/* ---- rows of the ledger ---- */

typedef struct {
    const char *id, *rank, *source;
    KiriTime valid_from, valid_to;
    gint confidence;
    gint64 value;
} Row;

static char *validity(const Row *row)
{
    char from[32], to[32];
    kiri_time_format(row->valid_from, from);
    kiri_time_format(row->valid_to, to);
    from[MIN(strlen(from), 10)] = to[MIN(strlen(to), 10)] = 0;
    return *from || *to ? g_strdup_printf("%s～%s", from, to) : NULL;
}

/* Ranks that the program itself asks for have words; time ranks and editions are their
 * own. */
static const char *rank_word(const char *rank)
{
    static const struct {
        const char *rank, *word;
    } words[] = {
        {"in_text", "記事中"}, {"below", "記事下"}, {"colour", "カラー"}, {"mono", "モノクロ"}};
    for (gsize i = 0; i < G_N_ELEMENTS(words); i++)
        if (strcmp(words[i].rank, rank) == 0)
            return words[i].word;
    return rank;
}

/* An input from the ledger. A row that does not hold, or that is another rank's, is
 * taken, and the line says so. */
static void take_row(KiriCalc *c, const KiriCalcAsk *ask, const char *label, const Row *row,
                     KiriFit fit)
{
    g_autofree char *named =
        row->rank ? g_strdup_printf("%s（%s）", label, rank_word(row->rank)) : g_strdup(label);
    KiriScoreLine *line =
        kiri_calc_number(c, ask->sign, named, (gdouble)row->value, 0, ask->unit, NULL);
    line->row = g_strdup(row->id);
    line->source = g_strdup(row->source);
    line->valid = validity(row);
    line->confidence = row->confidence;
    line->is_outside = fit == KIRI_FIT_OUTSIDE;
    c->score->is_outside_validity |= line->is_outside;
    c->score->is_estimate |= line->is_outside || row->confidence == KIRI_CONFIDENCE_ESTIMATE;
}

gboolean kiri_calc_figure(KiriCalc *c, const KiriCalcAsk *ask, gint64 *value)
{
    KiriFit fit = KIRI_FIT_NONE;
    const KiriFigure *f =
        c->in->book && c->medium
            ? kiri_book_figure(c->in->book, c->medium->id, ask->what, ask->rank, c->us, &fit)
            : NULL;
    if (!f)
        return kiri_calc_missing(c, "%s未登録", ask->missing);
    Row row = {f->id, f->rank, f->source, f->valid_from, f->valid_to, f->confidence, f->value};
    take_row(c, ask, ask->label, &row, fit);
    *value = f->value;
    return TRUE;
}

gboolean kiri_calc_rate_of(KiriCalc *c, const KiriMedium *medium, const KiriCalcAsk *ask,
                           gint64 *value)
{
    KiriFit fit = KIRI_FIT_NONE;
    const KiriRate *r = c->in->book && medium
                            ? kiri_book_rate(c->in->book, medium, ask->what, ask->rank, c->us, &fit)
                            : NULL;
    if (!r)
        return kiri_calc_missing(c, "%s未登録", ask->missing);
    Row row = {r->id, r->rank, r->source, r->valid_from, r->valid_to, r->confidence, r->price_yen};
    g_autofree char *label = medium == c->medium
                                 ? g_strdup(ask->label)
                                 : g_strdup_printf("%s %s", medium->name, ask->label);
    take_row(c, ask, label, &row, fit);
    if (!c->score->rate_id) {
        c->score->rate_id = g_strdup(r->id);
        c->score->rate_source = g_strdup(r->source);
    }
    *value = r->price_yen;
    return TRUE;
}

gboolean kiri_calc_rate(KiriCalc *c, const KiriCalcAsk *ask, gint64 *value)
{
    return kiri_calc_rate_of(c, c->medium, ask, value);
}

gboolean kiri_calc_has_figure(const KiriCalc *c, const char *metric)
{
    return c->in->book && c->medium &&
           kiri_book_figure(c->in->book, c->medium->id, metric, NULL, c->us, NULL);
}

gboolean kiri_calc_has_rate(const KiriCalc *c, const char *unit, const char *rank)
{
    return c->in->book && c->medium &&
           kiri_book_rate(c->in->book, c->medium, unit, rank, c->us, NULL);
}

/* ---- the end ---- */

/* Of a credibility or PR coefficient nothing is known: it counts where the user wrote a
 * row down, and is called what it is. */
static void apply_multiplier(KiriCalc *c)
{
    gint64 percent = 100;
    if (!kiri_calc_has_figure(c, KIRI_METRIC_MULTIPLIER_PERCENT))
        return;
    kiri_calc_figure(c,
                     &(KiriCalcAsk){.sign = "×",
                                    .what = KIRI_METRIC_MULTIPLIER_PERCENT,
                                    .label = "利用者が定めた係数",
                                    .unit = "％",
                                    .missing = "係数"},
                     &percent);
    c->value *= (gdouble)percent / 100;
}

static void apply_copies(KiriCalc *c)
{
    gdouble factor = kiri_copies_factor(c->in, &c->score->treatment);
    if (factor < 1)
        kiri_calc_number(c, "×", "転載の扱い", factor, 2, NULL, c->score->treatment);
    c->value *= factor;
}

static gdouble share_of(KiriCalc *c)
{
    const KiriScore *s = c->score;
    if (s->sentences == 0) {
        kiri_calc_number(c, "×", "関連部分の割合", 1, 0, NULL,
                         "本文の入力がなく、計測した大きさの全部を関連部分とみなす");
        return 1;
    }
    g_autofree char *note = g_strdup_printf("関連する%" PRId64 "文／全%" PRId64 "文",
                                            s->sentences_about_us, s->sentences);
    kiri_calc_number(c, "×", "関連部分の割合", s->share_about_us, 3, NULL, note);
    return s->share_about_us;
}

/* The lines but for the sums on the way, as one sentence. */
static char *sentence_of(const KiriScore *s)
{
    g_autoptr(GString) text = g_string_new(NULL);
    for (guint i = 0; i < s->lines->len; i++) {
        const KiriScoreLine *line = g_ptr_array_index(s->lines, i);
        gboolean is_last = i + 1 == s->lines->len;
        if (line->sign && strcmp(line->sign, "＝") == 0 && !is_last)
            continue;
        g_autofree char *value = kiri_score_line_text(line);
        g_string_append_printf(text, "%s%s%s%s%s%s", text->len ? " " : "",
                               line->sign ? line->sign : "", line->sign ? " " : "",
                               is_last ? "" : line->label, value, line->unit ? line->unit : "");
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

gboolean kiri_calc_finish(KiriCalc *c, gboolean takes_share)
{
    KiriScore *s = c->score;
    gdouble share = takes_share ? share_of(c) : 1;
    apply_multiplier(c);
    apply_copies(c);
    s->is_known = TRUE;
    s->whole_yen = c->value;
    s->ave_yen = (gint64)llround(c->value * share);
    kiri_calc_number(c, "＝", "広告換算額", (gdouble)s->ave_yen, 0, "円",
                     "参考値・税抜・定価ベース");
    s->formula = sentence_of(s);
    return TRUE;
}
