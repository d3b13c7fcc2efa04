// SPDX-License-Identifier: GPL-3.0-or-later
/* Reading the tables of tone, and finding their words.
 *
 * No morphological analysis: MeCab is kept to workers (DESIGN, rule 5), and a score must
 * not change with the system's dictionary. A verb is its stem and one of the kana that
 * its row of the fifty sounds can bring; a noun must not go on in kanji or katakana, so
 * 評価 is not in 評価額. Longer words of role "none" guard what is left. */
#include "tone_words.h"

#include "reading.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

enum { MOST_GAP_CHARS = 14 };
#define GAP "…"

struct KiriToneWords {
    GPtrArray *entries; // KiriToneEntry
    KiriWordTable *table;
    KiriBodyTables *bodies;
    guint64 digest;
    char version[9];
};

static void free_entry(gpointer entry)
{
    KiriToneEntry *e = entry;
    g_free(e->word);
    g_free(e->stem);
    g_free(e->rest);
    g_free(e);
}

void kiri_tone_words_free(KiriToneWords *w)
{
    if (!w)
        return;
    g_ptr_array_unref(w->entries);
    kiri_word_table_free(w->table);
    kiri_body_tables_free(w->bodies);
    g_free(w);
}

const char *kiri_tone_words_version(const KiriToneWords *words)
{
    return words->version;
}

const KiriBodyTables *kiri_tone_words_bodies(const KiriToneWords *words)
{
    return words ? words->bodies : NULL;
}

/* ---- reading ---- */

/* Without the kana that change, which go to `ending`. */
static char *stem_of(const char *part, KiriToneForm form, char ending[4])
{
    char *n = kiri_normalize_dup(kiri_str(part));
    if (form == KIRI_TONE_FORM_VERB && g_str_has_suffix(n, "する")) {
        n[strlen(n) - strlen("する")] = 0; // し, す, さ, せ
        g_strlcpy(ending, "す", 4);
    } else if ((form == KIRI_TONE_FORM_VERB || form == KIRI_TONE_FORM_ADJECTIVE) && *n) {
        char *last = g_utf8_prev_char(n + strlen(n));
        g_strlcpy(ending, last, 4);
        *last = 0;
    }
    return n;
}

static KiriToneEntry *make_entry(char **cells)
{
    KiriToneEntry *e = g_new0(KiriToneEntry, 1);
    e->word = g_strdup(cells[KIRI_TONE_CELL_WORD]);
    e->weight = (gint)g_ascii_strtoll(cells[KIRI_TONE_CELL_WEIGHT], NULL, 10);
    e->role = (KiriToneRole)kiri_names_index(kiri_tone_role_names, cells[KIRI_TONE_CELL_ROLE]);
    e->form = (KiriToneForm)kiri_names_index(kiri_tone_form_names, cells[KIRI_TONE_CELL_FORM]);
    g_auto(GStrv) parts = g_strsplit(e->word, GAP, 2);
    if (parts[1]) {
        char none[4];
        e->stem = stem_of(parts[0], KIRI_TONE_FORM_PHRASE, none);
        e->rest = stem_of(parts[1], e->form, e->ending);
    } else {
        e->stem = stem_of(e->word, e->form, e->ending);
    }
    return e;
}

static gboolean read_tone(KiriToneWords *w, const char *dir, gboolean is_own, GError **error)
{
    g_autofree char *path = g_build_filename(dir, "tone.tsv", NULL);
    g_autoptr(GPtrArray) problems = kiri_dict_problems_new();
    g_autoptr(KiriDictFile) file = kiri_dict_file_read(KIRI_DICT_TONE, path, problems, error);
    if (!file)
        return FALSE;
    if (!is_own && (problems->len || !kiri_dict_file_count(file))) {
        const KiriDictProblem *p = problems->len ? problems->pdata[0] : NULL;
        g_set_error(error, KIRI_ERROR_SCORER, p ? KIRI_ERROR_PARSE : KIRI_ERROR_NOT_FOUND,
                    _("'%s' line %u, column %u: %s"), path, p ? p->line : 0, p ? p->column : 0,
                    p ? p->what : _("there is no word"));
        return FALSE;
    }
    for (guint i = 0; i < file->rows->len; i++) {
        const KiriDictRow *row = file->rows->pdata[i];
        for (char **cell = row->cells; cell && *cell; cell++)
            w->digest = w->digest * 31 + kiri_hash64(kiri_str(*cell));
        if (row->cells)
            g_ptr_array_add(w->entries, make_entry(row->cells));
    }
    return TRUE;
}

typedef void (*TakeCells)(KiriToneWords *w, char **cells, guint n);

static void take_speaker(KiriToneWords *w, char **cells, guint n)
{
    gint speaker = n > 1 ? kiri_names_index(kiri_speaker_names, cells[1]) : -1;
    if (speaker > 0)
        kiri_body_tables_add_group(w->bodies, cells[0], (KiriSpeaker)speaker);
}

static void take_names(KiriToneWords *w, char **cells, guint n)
{
    for (guint i = 0; i < n; i++)
        kiri_body_tables_add_name(w->bodies, cells[i]);
}

static void take_organisation(KiriToneWords *w, char **cells, guint n)
{
    g_auto(GStrv) aliases = g_strsplit(n > 1 ? cells[1] : "", ";", -1);
    take_names(w, cells, 1);
    take_names(w, aliases, g_strv_length(aliases));
}

static gboolean read_table(KiriToneWords *w, const char *dir, const char *name, TakeCells take,
                           GError **error)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_URL_BYTES, error);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    while (lines && kiri_lines_next(lines, &line, &why)) {
        g_autofree char *text = kiri_str_dup(line);
        g_auto(GStrv) cells = g_strsplit(text, "\t", -1);
        w->digest = w->digest * 31 + kiri_hash64(line);
        if (*text && *text != '#')
            take(w, cells, g_strv_length(cells));
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return lines && (!error || !*error);
}

static void build(KiriToneWords *w)
{
    for (guint i = 0; i < w->entries->len; i++)
        kiri_word_table_add(w->table, kiri_str(((KiriToneEntry *)w->entries->pdata[i])->stem), i);
    kiri_word_table_build(w->table);
    kiri_body_tables_build(w->bodies);
    g_snprintf(w->version, sizeof w->version, "%08x", (guint)(w->digest ^ w->digest >> 32));
}

KiriToneWords *kiri_tone_words_load(const char *dir, const char *own_dir, GError **error)
{
    g_autoptr(KiriToneWords) w = g_new0(KiriToneWords, 1);
    w->entries = g_ptr_array_new_with_free_func(free_entry);
    w->table = kiri_word_table_new();
    w->bodies = kiri_body_tables_new();
    /* Own words first: of two that stand at one place and are as long the first counts. */
    if ((own_dir && !read_tone(w, own_dir, TRUE, error)) || !read_tone(w, dir, FALSE, error) ||
        !read_table(w, dir, "tone_speakers.tsv", take_speaker, error) ||
        !read_table(w, dir, "organisations.tsv", take_organisation, error) ||
        !read_table(w, dir, "aliases.tsv", take_names, error))
        return NULL;
    build(w);
    return g_steal_pointer(&w);
}

/* ---- finding ---- */

/* The kana that may follow a stem, by the kana of the dictionary form. る serves both
 * groups of verbs: 怠らない and 欠けない, 欠け、 */
static const struct {
    const char *ending, *follow;
} conjugations[] = {
    {"う", "わいうえおっ"},     {"く", "かきくけこい"},
    {"ぐ", "がぎぐげごい"},     {"す", "さしすせそ"},
    {"つ", "たちつてとっ"},     {"ぬ", "なにぬねのん"},
    {"ぶ", "ばびぶべぼん"},     {"む", "まみむめもん"},
    {"い", "いくかけさそみげ"}, {"る", "らりるれろったてなよまずさつそが、。」"},
};

static gboolean is_follow(KiriStr text, gsize at, const char *ending)
{
    const char *follow = "";
    for (gsize i = 0; i < G_N_ELEMENTS(conjugations); i++)
        if (strcmp(conjugations[i].ending, ending) == 0)
            follow = conjugations[i].follow;
    if (at >= text.n)
        return strcmp(ending, "る") == 0;
    return g_utf8_strchr(follow, -1, g_utf8_get_char(text.p + at)) != NULL;
}

/* Does a word go on behind its end? */
static gboolean goes_on(KiriStr text, gsize at)
{
    static const char *const ends[] = {"感", "中"}; // 不安感, 混乱中
    if (at >= text.n)
        return FALSE;
    KiriCharClass last = kiri_char_class(g_utf8_get_char(g_utf8_prev_char(text.p + at)));
    KiriCharClass next = kiri_char_class(g_utf8_get_char(text.p + at));
    if (last != next ||
        (next != KIRI_CHAR_KANJI && next != KIRI_CHAR_KATAKANA && next != KIRI_CHAR_LATIN))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++)
        if (strncmp(text.p + at, ends[i], strlen(ends[i])) == 0)
            return FALSE;
    return TRUE;
}

static gboolean begins_inside(KiriStr text, gsize at)
{
    if (!at)
        return FALSE;
    KiriCharClass first = kiri_char_class(g_utf8_get_char(text.p + at));
    KiriCharClass before = kiri_char_class(g_utf8_get_char(g_utf8_prev_char(text.p + at)));
    return first == before && (first == KIRI_CHAR_KATAKANA || first == KIRI_CHAR_LATIN);
}

static gboolean ends_well(const KiriToneEntry *e, KiriStr text, gsize at)
{
    if (e->form == KIRI_TONE_FORM_NOUN)
        return !goes_on(text, at);
    return e->form == KIRI_TONE_FORM_PHRASE || is_follow(text, at, e->ending);
}

/* Where the second part of a phrase with a gap ends; 0: it does not follow. */
static gsize rest_end(const KiriToneEntry *e, KiriStr text, gsize at)
{
    gsize n = strlen(e->rest);
    for (guint i = 0; i <= MOST_GAP_CHARS && at + n <= text.n; i++) {
        if (memcmp(text.p + at, e->rest, n) == 0 && ends_well(e, text, at + n))
            return at + n;
        gunichar c = g_utf8_get_char(text.p + at);
        if (c == 0x3002 || c == 0x300c || c == 0x300d)
            return 0;
        at += (gsize)g_utf8_skip[(guchar)text.p[at]];
    }
    return 0;
}

typedef struct {
    const KiriToneWords *words;
    KiriStr text;
    gsize at;
    KiriToneHit best;
} Look;

static gboolean take(guint value, gsize end, gpointer data)
{
    Look *l = data;
    const KiriToneEntry *e = l->words->entries->pdata[value];
    gsize to = e->rest ? rest_end(e, l->text, end) : end;
    if (!to || (!e->rest && !ends_well(e, l->text, to)))
        return FALSE;
    if (!l->best.entry || to > l->best.to)
        l->best = (KiriToneHit){l->at, to, e};
    return FALSE; // a shorter beginning may have a longer rest
}

GArray *kiri_tone_hits(const KiriToneWords *words, KiriStr text)
{
    GArray *hits = g_array_new(FALSE, FALSE, sizeof(KiriToneHit));
    Look l = {.words = words, .text = text};
    for (gsize next; l.at < text.n; l.at = next) {
        next = l.at + (gsize)g_utf8_skip[(guchar)text.p[l.at]];
        l.best = (KiriToneHit){0};
        if (begins_inside(text, l.at))
            continue;
        kiri_word_table_at(words->table, text, l.at, take, &l);
        if (!l.best.entry)
            continue;
        g_array_append_val(hits, l.best);
        next = MAX(next, l.best.to);
    }
    return hits;
}
