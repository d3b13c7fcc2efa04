// SPDX-License-Identifier: GPL-3.0-or-later
/* Variants are off unless somebody asks for them: the plain promise comes first.
 * So that nobody misses them for not knowing, a search says what they would add. */
#include "variants.h"

#include <kirinuki/query_explain.h>

#include <string.h>
#include <unistd.h>

/* A hint may cost a glance at so many texts, and names so many variants. */
enum { HINT_TEXTS = 500, HINT_WORDS = 5 };

KiriVariants *kiri_variants_of_workspace(const KiriCli *cli, GError **error)
{
    g_autofree char *shipped = kiri_cli_data_path(cli, "dictionaries");
    g_autofree char *own = kiri_cli_path(cli, "dictionaries");
    return kiri_variants_load(shipped, own, error);
}

static gboolean need_variants(KiriSearchSession *s, GError **error)
{
    if (!s->variants)
        s->variants = kiri_variants_of_workspace(s->cli, error);
    return s->variants != NULL;
}

gboolean kiri_variants_choose(KiriSearchSession *s, const char *kinds, char **without,
                              GError **error)
{
    const char *chosen = kinds ? kinds : kiri_settings_string(s->cli->settings, "search.variants");
    guint taken_away = 0, bits = 0;
    if (!kiri_variant_kinds_parse(chosen, &bits, error))
        return FALSE;
    /* --variants alone are all; and who leaves some out wants the others. */
    if ((kinds && !*kinds) || (!kinds && without && !bits))
        bits = KIRI_VARIANTS_ALL;
    if ((bits || without) && !need_variants(s, error))
        return FALSE;
    for (guint i = 0; without && without[i]; i++) {
        gint kind = kiri_names_index(kiri_variant_kind_names, without[i]);
        if (kind >= 0)
            taken_away |= 1u << kind;
        else
            kiri_variants_leave_out(s->variants, without[i]);
    }
    s->variant_kinds = bits & ~taken_away;
    return TRUE;
}

/* ---- the query ---- */

/* The query, and a mark under the column. */
static void show_place(const KiriCli *cli, const char *text, gsize column)
{
    g_autoptr(GString) blank = g_string_new(NULL);
    g_autofree char *line = g_strdup(text);
    for (char *c = line; *c; c++)
        if (g_ascii_iscntrl(*c))
            *c = ' ';
    const char *at = line;
    for (gsize i = 1; i < column && *at; i++, at += g_utf8_skip[(guchar)*at]) {
        gunichar c = g_utf8_get_char(at);
        g_string_append(blank, g_unichar_iszerowidth(c) ? "" : g_unichar_iswide(c) ? "  " : " ");
    }
    kiri_cli_warn(cli, "%s", line);
    kiri_cli_warn(cli, "%s^", blank->str);
}

KiriQuery *kiri_variants_query(const KiriSearchSession *s, const char *text, GError **error)
{
    gsize failed_at;
    g_autoptr(KiriQuery) query = kiri_query_parse_at(kiri_str(text), &failed_at, error);
    if (!query && failed_at && !s->cli->host && isatty(STDERR_FILENO))
        show_place(s->cli, text, failed_at);
    if (!query || !s->variant_kinds)
        return g_steal_pointer(&query);
    return kiri_query_expand(query, s->variants, s->variant_kinds);
}

/* ---- the hint ---- */

/* "厚生労働省, MHLW …": the first variants that the index has; NULL: none. */
static char *words_of(const GPtrArray *parts)
{
    g_autoptr(GString) words = g_string_new(NULL);
    guint n = 0;
    for (guint i = 0; i < parts->len && n <= HINT_WORDS; i++) {
        const KiriQueryPart *part = g_ptr_array_index(parts, i);
        if (!part->variant_of || part->documents == 0)
            continue;
        if (n++ == HINT_WORDS)
            g_string_append(words, " …");
        else
            g_string_append_printf(words, "%s%s", n > 1 ? ", " : "", part->text);
    }
    return n ? g_strdup(words->str) : NULL;
}

static gboolean hint(KiriSearchSession *s, const char *text, guint64 total, gboolean is_bound,
                     GError **error)
{
    g_autoptr(KiriQuery) query = kiri_query_parse(kiri_str(text), error);
    if (!query || !need_variants(s, error))
        return FALSE;
    g_autoptr(KiriQuery) wide = kiri_query_expand(query, s->variants, KIRI_VARIANTS_ALL);
    g_autoptr(GPtrArray) parts = kiri_query_explain(wide, s->store, s->index, 0, error);
    g_autofree char *words = parts ? words_of(parts) : NULL;
    if (!words)
        return parts != NULL;
    gint64 documents;
    gboolean is_guess;
    if (!kiri_query_count(wide, s->store, s->index, HINT_TEXTS, &documents, &is_guess, error))
        return FALSE;
    if (is_guess || is_bound)
        kiri_cli_note(s->cli, _("not searched for: %s; --variants does"), words);
    else if (documents > (gint64)total)
        kiri_cli_note(
            s->cli, _("not searched for: %s; --variants does, and finds %" PRIi64 " articles more"),
            words, documents - (gint64)total);
    return TRUE;
}

void kiri_variants_hint(KiriSearchSession *s, const char *text, guint64 total, gboolean is_bound)
{
    g_autoptr(GError) why = NULL;
    if (s->cli->is_quiet || s->variant_kinds)
        return;
    if (!hint(s, text, total, is_bound, &why))
        kiri_cli_note(s->cli, _("cannot say what variants would find: %s"), why->message);
}
