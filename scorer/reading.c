// SPDX-License-Identifier: GPL-3.0-or-later
/* Sentences of the headline and the text, who is named in each, and why each is about
 * us. The headline is read first: what it names, 同省 in the first sentence may mean. */
#include "reading.h"

#include <kirinuki/normalize.h>
#include <kirinuki/tokenize.h>

#include <string.h>

const char *const kiri_about_names[] = {"not",    "name",  "matter",  "reference",
                                        "person", "quote", "between", NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_about_names) == KIRI_N_ABOUTS + 1);

static void clear_sentence(gpointer data)
{
    KiriReadSentence *s = data;
    g_clear_pointer(&s->n, g_free);
    g_clear_pointer(&s->mentions, g_array_unref);
}

static KiriAbout about_of(const KiriMention *m)
{
    if (m->who == KIRI_WHO_MATTER)
        return KIRI_ABOUT_MATTER;
    if (m->who == KIRI_WHO_US)
        return m->is_person ? KIRI_ABOUT_PERSON
                            : (m->is_reference ? KIRI_ABOUT_REFERENCE : KIRI_ABOUT_NAME);
    return m->is_place ? KIRI_ABOUT_NAME : KIRI_ABOUT_NOT;
}

static void read_sentence(KiriReadSentence *s, KiriStr original, const KiriOurNames *ours,
                          const KiriBodyTables *tables, KiriNamedSoFar *named)
{
    s->n = kiri_normalize_dup(original);
    s->n_bytes = strlen(s->n);
    s->mentions = kiri_mentions_find((KiriStr){s->n, s->n_bytes}, ours, tables, named);
    s->word = -1;
    for (guint i = 0; i < s->mentions->len; i++) {
        KiriAbout about = about_of(&g_array_index(s->mentions, KiriMention, i));
        if (about == KIRI_ABOUT_NOT || (s->about != KIRI_ABOUT_NOT && about >= s->about))
            continue;
        s->about = about;
        s->word = (gint)i;
    }
}

/* ---- quotes that go on ---- */

/* How many quotes are open behind the sentence. */
static gint open_quotes(const KiriReadSentence *s, gint open)
{
    for (const char *p = s->n; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (c == 0x300c || c == 0x300e)
            open++;
        else if ((c == 0x300d || c == 0x300f) && open > 0)
            open--;
    }
    return open;
}

static void follow_quotes(GArray *sentences)
{
    gint open = 0;
    guint opener = 0;
    for (guint i = 0; i < sentences->len; i++) {
        KiriReadSentence *s = &g_array_index(sentences, KiriReadSentence, i);
        if (i && s->paragraph != g_array_index(sentences, KiriReadSentence, i - 1).paragraph)
            open = 0;
        s->begins_quoted = open > 0;
        const KiriReadSentence *by = &g_array_index(sentences, KiriReadSentence, opener);
        if (open && s->about == KIRI_ABOUT_NOT && by->about != KIRI_ABOUT_NOT)
            s->about = KIRI_ABOUT_QUOTE;
        gint before = open;
        open = open_quotes(s, open);
        if (!before && open)
            opener = i;
    }
}

/* ---- sentences between ---- */

/* Another body; residents and experts that speak are no other subject. */
static gboolean names_others(const KiriReadSentence *s)
{
    for (guint i = 0; i < s->mentions->len; i++) {
        const KiriMention *m = &g_array_index(s->mentions, KiriMention, i);
        if (m->who == KIRI_WHO_OTHER && m->kinds && m->speaker == KIRI_SPEAKER_OTHER)
            return TRUE;
    }
    return FALSE;
}

static void fill_between(GArray *sentences)
{
    for (guint i = 1; i + 1 < sentences->len; i++) {
        const KiriReadSentence *before = &g_array_index(sentences, KiriReadSentence, i - 1);
        const KiriReadSentence *after = &g_array_index(sentences, KiriReadSentence, i + 1);
        KiriReadSentence *s = &g_array_index(sentences, KiriReadSentence, i);
        gboolean is_between = before->about != KIRI_ABOUT_NOT &&
                              before->about != KIRI_ABOUT_BETWEEN &&
                              after->about != KIRI_ABOUT_NOT && before->paragraph == s->paragraph &&
                              after->paragraph == s->paragraph;
        if (s->about == KIRI_ABOUT_NOT && is_between && !names_others(s))
            s->about = KIRI_ABOUT_BETWEEN;
    }
}

/* ---- captions ---- */

static gboolean is_caption(KiriStr n)
{
    static const char *const marks[] = {"写真", "【写真", "(写真", "[写真", "写真=", "=写真"};
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++)
        if (n.n >= strlen(marks[i]) && memcmp(n.p, marks[i], strlen(marks[i])) == 0)
            return TRUE;
    return g_strstr_len(n.p, (gssize)n.n, "=写真") || g_strstr_len(n.p, (gssize)n.n, "提供)");
}

void kiri_reading_init(KiriReading *r, const KiriArticle *article, const KiriShareTarget *target)
{
    *r = (KiriReading){.headline = {.word = -1}};
    const KiriBodyTables *tables = kiri_tone_words_bodies(target->words);
    g_auto(KiriNamedSoFar) named;
    kiri_named_so_far_init(&named);
    kiri_our_names_init(&r->ours, target);
    r->sentences = g_array_new(FALSE, TRUE, sizeof(KiriReadSentence));
    g_array_set_clear_func(r->sentences, clear_sentence);
    KiriStr text = kiri_str(article->text), sentence;
    read_sentence(&r->headline, kiri_str(article->title), &r->ours, tables, &named);
    gsize at = 0, counted = 0;
    for (guint paragraph = 0; kiri_sentence_next(text, &at, &sentence);) {
        KiriReadSentence s = {.from = (gsize)(sentence.p - text.p)};
        s.to = s.from + sentence.n;
        for (; counted < s.from; counted++)
            paragraph += text.p[counted] == '\n';
        s.paragraph = paragraph;
        read_sentence(&s, sentence, &r->ours, tables, &named);
        s.is_caption = is_caption((KiriStr){s.n, s.n_bytes});
        g_array_append_val(r->sentences, s);
    }
    follow_quotes(r->sentences);
    fill_between(r->sentences);
}

void kiri_reading_clear(KiriReading *r)
{
    clear_sentence(&r->headline);
    g_clear_pointer(&r->sentences, g_array_unref);
    kiri_our_names_clear(&r->ours);
}
