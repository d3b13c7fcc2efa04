// SPDX-License-Identifier: GPL-3.0-or-later
/* The answer of `search` for people. */
#include "search.h"

#include <kirinuki/report.h>

#include <string.h>

enum { FACET_ROWS = 10, FACET_DAYS = 31 };

/* `text` with the marks of a text that begins at `from`; line ends are spaces. */
static void print_marked(const KiriCli *cli, const char *text, gsize from, const GArray *marks)
{
    gboolean has_color = kiri_out_has_color(cli);
    gsize at = 0, n = strlen(text);
    for (guint i = 0; i <= (marks ? marks->len : 0); i++) {
        const KiriMark *m = marks && i < marks->len ? &g_array_index(marks, KiriMark, i) : NULL;
        gsize begin = m ? m->from - from : n, end = m ? m->to - from : n;
        g_autofree char *before = g_strndup(text + at, begin - at);
        g_autofree char *hit = g_strndup(text + begin, end - begin);
        g_strdelimit(before, "\n", ' ');
        g_strdelimit(hit, "\n", ' ');
        g_autofree char *safe_before = kiri_out_safe(before);
        g_autofree char *safe_hit = kiri_out_safe(hit);
        kiri_out_printf("%s", safe_before);
        if (m)
            kiri_out_printf("%s%s%s", has_color ? "\033[1;31m" : "[", safe_hit,
                            has_color ? "\033[0m" : "]");
        at = end;
    }
}

static void print_line_marked(const KiriCli *cli, const char *text, gsize from, const GArray *marks,
                              gboolean is_cut_before, gboolean is_cut_after)
{
    if (!text || !*text)
        return;
    kiri_out_printf("  %s", is_cut_before ? "…" : "");
    print_marked(cli, text, from, marks);
    kiri_out_printf("%s\n", is_cut_after ? "…" : "");
}

/* 12345678 as "12,345,678". */
static void group_digits(gint64 v, char out[32])
{
    char digits[32];
    gint n = g_snprintf(digits, sizeof digits, "%" G_GINT64_FORMAT, v), at = 0;
    for (gint i = 0; i < n; i++) {
        if (i && (n - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = '\0';
}

/* ---- hits ---- */

static void print_copies(const KiriListHit *hit)
{
    if (!hit->n_copies)
        return;
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < hit->copies->len; i++) {
        const KiriListCopy *copy = g_ptr_array_index(hit->copies, i);
        g_autofree char *name = kiri_out_safe(copy->medium ? copy->medium : copy->url);
        g_string_append_printf(names, "%s%s", i ? ", " : "", name);
    }
    kiri_out_printf(_("  %u more: %s%s\n"), hit->n_copies, names->str,
                    hit->n_copies > hit->copies->len ? ", …" : "");
}

/* Advertising value (参考値) and users, for those who asked for that order. */
static void print_figures(const KiriListHit *hit)
{
    char yen[32], users[32];
    group_digits(hit->ave_yen, yen);
    group_digits(hit->users, users);
    if (hit->ave_yen >= 0)
        kiri_out_printf(_("  AVE ¥%s"), yen);
    if (hit->users >= 0)
        kiri_out_printf(_("  %s users"), users);
}

static void print_hit(const KiriCli *cli, const KiriListHit *listed, gboolean has_figures)
{
    const KiriSearchHit *hit = listed->hit;
    char when[32];
    kiri_out_time(hit->published, when);
    g_autofree char *medium = kiri_out_safe(listed->medium_name);
    gboolean has_address = !g_str_has_prefix(hit->url, "urn:kirinuki:clip:");
    g_autofree char *url = kiri_out_safe(has_address ? hit->url : "");
    g_autofree char *place = kiri_out_safe(hit->place);
    kiri_out_printf("%.8s  %s  %s", hit->id, *when ? when : "----------------", medium);
    if (has_figures)
        print_figures(listed);
    kiri_out_printf("\n  ");
    print_marked(cli, hit->title ? hit->title : "", 0, hit->title_marks);
    kiri_out_printf("\n");
    if (*place || *url)
        kiri_out_printf("  %s%s%s\n", place, *place && *url ? "  " : "", url);
    print_line_marked(cli, hit->snippet.text, hit->snippet.from, hit->snippet.marks,
                      hit->snippet.is_cut_before, hit->snippet.is_cut_after);
    print_copies(listed);
    kiri_out_printf("\n");
}

static void print_desk_hit(const KiriCli *cli, const KiriDeskHit *hit)
{
    char when[32];
    kiri_out_time(hit->date, when);
    gboolean is_verdict = strcmp(hit->of, "verdict") == 0;
    g_autofree char *id = is_verdict ? g_strndup(hit->id, 8) : kiri_out_safe(hit->id);
    g_autofree char *author = kiri_out_safe(hit->author);
    g_autofree char *url = kiri_out_safe(hit->url);
    kiri_out_printf("%s  %s  %s%s%s\n  ", id, *when ? when : "----------------",
                    hit->kind == KIRI_DESK_RELEASE ? _("release") : _("note"), *author ? "  " : "",
                    author);
    print_marked(cli, hit->title, 0, hit->title_marks);
    kiri_out_printf("\n");
    if (*url)
        kiri_out_printf("  %s\n", url);
    print_line_marked(cli, hit->text, hit->text_from, hit->text_marks,
                      hit->kind == KIRI_DESK_RELEASE && hit->text_from > 0, FALSE);
    kiri_out_printf("\n");
}

/* ---- facets ---- */

static const char *facet_title(KiriFacetKind kind)
{
    static const char *const titles[] = {N_("Medium"),  N_("Kind of medium"), N_("Class"),
                                         N_("Release"), N_("Author"),         N_("Month"),
                                         N_("Day")};
    G_STATIC_ASSERT(G_N_ELEMENTS(titles) == KIRI_N_FACETS);
    return _(titles[kind]);
}

const char *kiri_search_facet_label(KiriFacetKind kind, const KiriFacetRow *row)
{
    gint i = -1;
    if (kind == KIRI_FACET_CLASS && (i = kiri_names_index(kiri_class_names, row->value)) >= 0)
        return kiri_report_class_name((KiriClass)i);
    if (kind == KIRI_FACET_KIND && (i = kiri_names_index(kiri_medium_kind_names, row->value)) >= 0)
        return kiri_report_kind_name((KiriMediumKind)i);
    return row->label;
}

/* The label; with it the word of class: and of the ledger, which one can type. */
static char *row_name(KiriFacetKind kind, const KiriFacetRow *row)
{
    g_autofree char *label = kiri_out_safe(kiri_search_facet_label(kind, row));
    if (kind != KIRI_FACET_CLASS && kind != KIRI_FACET_KIND)
        return g_steal_pointer(&label);
    return g_strdup_printf("%s %s", row->value, label);
}

/* Of time the latest rows, of everything else the greatest. The figures stand first,
 * for a label may be the title of a release. */
static void print_facet(const KiriFacet *facet, const KiriSearchAnswer *answer)
{
    gboolean is_time = facet->kind >= KIRI_FACET_MONTH;
    guint most = answer->shows_all_rows ? G_MAXUINT : is_time ? FACET_DAYS : FACET_ROWS;
    guint n = MIN(facet->rows->len, most), from = is_time ? facet->rows->len - n : 0;
    kiri_out_printf("%s\n", facet_title(facet->kind));
    for (guint i = from; i < from + n; i++) {
        const KiriFacetRow *row = g_ptr_array_index(facet->rows, i);
        g_autofree char *label = row_name(facet->kind, row);
        g_autofree char *counts =
            answer->opens_copies ? g_strdup_printf("%6u", row->total)
                                 : g_strdup_printf(_("%6u  stories %6u"), row->total, row->unique);
        kiri_out_printf("  %s  %s\n", counts, label);
    }
    if (n < facet->rows->len)
        kiri_out_printf(is_time ? _("  and %u before\n") : _("  and %u more\n"),
                        facet->rows->len - n);
    if (facet->without)
        kiri_out_printf(_("  not known of %u articles\n"), facet->without);
    kiri_out_printf("\n");
}

/* ---- totals ---- */

static void print_counts(const KiriSearchAnswer *answer)
{
    const struct {
        const char *what;
        gboolean is_known;
        guint64 n;
    } rows[] = {
        {_("articles (総件数)"), answer->listing != NULL,
         answer->listing ? answer->listing->total : 0},
        {_("stories (実件数)"), answer->listing && answer->listing->unique_is_known,
         answer->listing ? answer->listing->unique : 0},
        {_("releases"), answer->desk != NULL, kiri_search_desk_count(answer, KIRI_DESK_RELEASE)},
        {_("notes"), answer->desk != NULL, kiri_search_desk_count(answer, KIRI_DESK_NOTE)}};
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *n = g_strdup_printf("%" G_GUINT64_FORMAT, rows[i].n);
        if (rows[i].is_known)
            kiri_out_row(0, rows[i].what, 20, n);
    }
}

static void note_articles(const KiriCli *cli, const KiriSearchAnswer *answer)
{
    const KiriListing *l = answer->listing;
    g_autofree char *total =
        g_strdup_printf("%s%" G_GUINT64_FORMAT, l->total_is_bound ? "≥ " : "", l->total);
    if (answer->joins_events && l->unique_is_known)
        kiri_cli_note(cli, _("%u events shown, of %" PRIu64 " stories, %s articles"), l->hits->len,
                      l->unique, total);
    else if (l->unique_is_known && l->unique != l->total && !answer->opens_copies)
        kiri_cli_note(cli, _("%u of %" PRIu64 " stories shown, %s articles"), l->hits->len,
                      l->unique, total);
    else if (l->unique_is_known && l->unique != l->total)
        kiri_cli_note(cli, _("%u of %s articles shown, %" PRIu64 " stories"), l->hits->len, total,
                      l->unique);
    else
        kiri_cli_note(cli, _("%u of %s articles shown"), l->hits->len, total);
    if (l->total_is_bound)
        kiri_cli_note(cli, _("there may be more than that; --count counts all of them"));
    if (l->newer)
        kiri_cli_note(cli, _("%u newer articles are left out; search again to see them"), l->newer);
    if (l->next)
        kiri_cli_note(cli, _("the next page: --after %s"), l->next);
}

void kiri_search_print(const KiriCli *cli, const KiriSearchAnswer *answer)
{
    if (answer->counts_only) {
        print_counts(answer);
    } else {
        for (guint i = answer->desk_from; i < answer->desk_to; i++)
            print_desk_hit(cli, g_ptr_array_index(answer->desk, i));
        for (guint i = 0; answer->listing && i < answer->listing->hits->len; i++)
            print_hit(cli, g_ptr_array_index(answer->listing->hits, i), answer->shows_figures);
    }
    const GPtrArray *facets = answer->listing ? answer->listing->facets : NULL;
    if (facets && answer->counts_only)
        kiri_out_printf("\n");
    for (guint i = 0; facets && i < facets->len; i++)
        print_facet(g_ptr_array_index(facets, i), answer);
    if (answer->counts_only)
        return;
    if (answer->desk && answer->desk_to - answer->desk_from < answer->desk->len)
        kiri_cli_note(cli, _("%u of %u releases and notes shown; --in=releases,notes has them"),
                      answer->desk_to - answer->desk_from, answer->desk->len);
    if (answer->listing)
        note_articles(cli, answer);
}
