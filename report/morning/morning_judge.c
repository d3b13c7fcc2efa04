// SPDX-License-Identifier: GPL-3.0-or-later
/* Which block a piece belongs to. One of them, in this order: what contradicts us or was
 * corrected (④), editorials (③), what has us in its headline (①), the rest (②). */
#include "morning_internal.h"

#include <kirinuki/normalize.h>

#include <string.h>

/* ---- editorials ---- */

/* How papers mark them. `is_alone`: such a word begins ordinary headlines, too, so it
 * counts in brackets only. */
static const struct {
    const char *word;
    gboolean is_alone;
} marks[] = {{"社説", TRUE}, {"論説", TRUE}, {"主張", FALSE}};

static const char opening[] = "<＜〈《［[【〔(（";
static const char closing[] = ">＞〉》］]】〕)）";
static const char behind[] = ":：／/|｜　 ・";

static gboolean is_one_of(gunichar c, const char *set)
{
    return c && g_utf8_strchr(set, -1, c);
}

/* "社説：…", "【社説】…", "＜主張＞…", "…（社説）". */
static gboolean is_marked(const char *title, const char *word, gboolean is_alone)
{
    gsize n = strlen(word);
    for (const char *at = strstr(title, word); at; at = strstr(at + n, word)) {
        gunichar before = at > title ? g_utf8_get_char(g_utf8_prev_char(at)) : 0;
        gunichar after = g_utf8_get_char(at + n);
        if (is_one_of(before, opening) && is_one_of(after, closing))
            return TRUE;
        if (is_alone && at == title && is_one_of(after, behind))
            return TRUE;
    }
    return FALSE;
}

static gboolean names_editorial(const char *place)
{
    return place && (strstr(place, "社説") || strstr(place, "論説"));
}

/* A segment of the path that says so: /editorial/, /shasetsu/, /articles/editorials/x. */
static gboolean is_editorial_url(const char *url)
{
    static const char *const names[] = {"editorial", "editorials", "shasetsu", "syasetsu"};
    g_auto(GStrv) parts = g_strsplit_set(url ? url : "", "/?#", -1);
    for (char **part = parts; *part; part++)
        for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
            if (g_ascii_strcasecmp(*part, names[i]) == 0)
                return TRUE;
    return FALSE;
}

static gboolean is_editorial(const KiriArticle *a)
{
    for (gsize i = 0; a->title && i < G_N_ELEMENTS(marks); i++)
        if (is_marked(a->title, marks[i].word, marks[i].is_alone))
            return TRUE;
    return names_editorial(a->section) || is_editorial_url(a->url) ||
           (a->appearance && names_editorial(a->appearance->page));
}

/* ---- headlines ---- */

static void add_name(GPtrArray *names, const char *name)
{
    if (name && *name)
        g_ptr_array_add(names, kiri_normalize_dup(kiri_str(name)));
}

/* A ministry's head by its office: 厚生労働省 → 厚生労働相, 厚生労働大臣. The head of an
 * agency has the agency's name before the office. */
static void add_with_office(GPtrArray *names, const char *name)
{
    static const char ministry[] = "省";
    static const char *const offices[] = {"相", "大臣", "副大臣", "政務官"};
    add_name(names, name);
    if (!name || !g_str_has_suffix(name, ministry))
        return;
    g_autofree char *stem = g_strndup(name, strlen(name) - strlen(ministry));
    for (gsize i = 0; *stem && i < G_N_ELEMENTS(offices); i++) {
        g_autofree char *office = g_strconcat(stem, offices[i], NULL);
        add_name(names, office);
    }
}

/* N-texts that make a headline ours. */
static GPtrArray *own_names(const KiriMorningQuery *q)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    add_with_office(names, q->organisation);
    for (char **alias = q->aliases; alias && *alias; alias++)
        add_with_office(names, *alias);
    for (char **name = q->names; name && *name; name++)
        add_name(names, *name);
    return names;
}

static gboolean has_name(const char *title, const GPtrArray *names)
{
    g_autofree char *n = kiri_normalize_dup(kiri_str(title ? title : ""));
    gsize at, end;
    for (guint i = 0; i < names->len; i++)
        if (kiri_keyword_find(kiri_str(n), kiri_str(names->pdata[i]), 0, &at, &end))
            return TRUE;
    return FALSE;
}

/* ---- the judgement ---- */

static gboolean is_front(const KiriArticle *a)
{
    const KiriAppearance *h = a->appearance;
    return h && h->form == KIRI_FORM_NEWSPAPER &&
           (h->is_front_page || g_strcmp0(h->page, "1") == 0 || g_strcmp0(h->page, "一面") == 0);
}

void kiri_morning_judge(KiriMorningWork *w)
{
    g_autoptr(GPtrArray) names = own_names(w->query);
    for (guint i = 0; i < w->pieces->len; i++) {
        KiriMorningPiece *p = g_ptr_array_index(w->pieces, i);
        p->is_front = is_front(p->article);
        p->is_editorial = is_editorial(p->article);
        p->is_headline = has_name(p->article->title, names);
        p->block = p->differs || p->article->is_corrected ? KIRI_BLOCK_CORRECTION
                   : p->is_editorial                      ? KIRI_BLOCK_EDITORIAL
                   : p->is_headline                       ? KIRI_BLOCK_HEADLINE
                                                          : KIRI_BLOCK_SECTION;
    }
}
