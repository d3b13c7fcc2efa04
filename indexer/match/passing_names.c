// SPDX-License-Identifier: GPL-3.0-or-later
/* By which names may an article call what a release announced? By a name that the title
 * has in quotes; a keyword of the title; a word of the title in katakana or Latin letters
 * that hardly any other text has; what the article itself has in quotes and the title
 * contains; and a name cut short, since papers leave the firm's part away (「農の風景賞」
 * of 「つなごう農の風景賞」, 「Drift 3」 of 『SONARE Drift 3』). What many texts have is no
 * name, nor is the sender's own.
 *
 * Most names are not there, so that is asked first, of the runs of bytes that the article
 * has. Thread rule: as passing.h. */
#include "chars.h"
#include "passing.h"

#include <string.h>

#define COMMON 0.004       // share of texts that have the name's rarest word
#define COMMON_WORD 0.0005 // of a word that nobody has put in quotes

enum { LEAST_CHARS = 4 };

typedef struct {
    const KiriMatcher *m;
    const KiriSubject *s;
    const KiriQuads *quads;
    KiriEntry *entry;
    KiriStr title, first, text;
    KiriOccurrence found;
} Search;

static gboolean holds(KiriStr text, KiriStr word)
{
    gsize at, end;
    return kiri_keyword_find(text, word, 0, &at, &end);
}

static gsize chars_of(KiriStr s)
{
    return (gsize)g_utf8_strlen(s.p, (gssize)s.n);
}

static gboolean occurs(const Search *q, KiriStr word)
{
    return kiri_quads_may_hold(q->quads, word) && (memmem(q->text.p, q->text.n, word.p, word.n) ||
                                                   memmem(q->title.p, q->title.n, word.p, word.n));
}

static gboolean is_rare(const Search *q, KiriStr name, gdouble common)
{
    return chars_of(name) >= LEAST_CHARS &&
           kiri_frequencies_least_share(q->m->frequencies, name) < common;
}

static gboolean is_of_sender(const Search *q, KiriStr word)
{
    const char *sender = kiri_matcher_release(q->m, q->entry)->organisation;
    g_auto(KiriNormal) n = {0};
    if (!sender)
        return FALSE;
    kiri_normalize(kiri_str(sender), FALSE, &n);
    return memmem(n.text, n.n, word.p, word.n) != NULL;
}

static void look_for(Search *q, KiriStr name, gdouble common)
{
    if (!occurs(q, name) || !is_rare(q, name, common) || is_of_sender(q, name))
        return;
    gboolean in_front = holds(q->title, name) || holds(q->first, name);
    q->found.in_front |= in_front;
    q->found.occurs |= in_front || holds(q->text, name);
}

/* 「名工場100選(2026)」 goes by its name without the year. */
static KiriStr series_of(const char *name)
{
    const char *bracket = strchr(name, '(');
    return bracket && bracket != name ? (KiriStr){name, (gsize)(bracket - name)} : kiri_str(name);
}

/* The longest run of the name from `at` that the article has; at least LEAST_CHARS. */
static KiriStr run_at(const Search *q, KiriStr name, gsize at)
{
    gsize end = at;
    for (gint i = 0; i < LEAST_CHARS && end < name.n; i++)
        end = kiri_char_after(name, end);
    KiriStr run = {name.p + at, end - at};
    if (chars_of(run) < LEAST_CHARS || !occurs(q, run))
        return (KiriStr){name.p + at, 0};
    while (end < name.n) {
        end = kiri_char_after(name, end);
        KiriStr longer = {name.p + at, end - at};
        if (!occurs(q, longer))
            break;
        run = longer;
    }
    return run;
}

/* Half of the name must be left, and not as a word out of another. */
static void look_for_short_form(Search *q, KiriStr whole)
{
    KiriStr best = {whole.p, 0};
    for (gsize at = 0; at < whole.n; at = kiri_char_after(whole, at)) {
        KiriStr run = run_at(q, whole, at);
        if (run.n > best.n)
            best = run;
    }
    best = kiri_str_strip(best);
    if (best.n < whole.n && chars_of(best) * 2 >= chars_of(whole))
        look_for(q, best, COMMON);
}

/* 自主回収, 価格改定: what many do is no name; a word of kanji alone may be that. */
static gboolean is_of_letters(KiriStr s)
{
    for (gsize at = 0; at < s.n; at = kiri_char_after(s, at)) {
        KiriCharClass class_ = kiri_char_class(kiri_char_at(s, at));
        if (class_ == KIRI_CHAR_KATAKANA || class_ == KIRI_CHAR_LATIN)
            return TRUE;
    }
    return FALSE;
}

static void look_for_word(KiriStr word, gsize at, gpointer data)
{
    (void)at;
    Search *q = data;
    if (is_of_letters(word))
        look_for(q, word, COMMON_WORD);
}

KiriOccurrence kiri_passing_names(const KiriMatcher *m, const KiriSubject *s,
                                  const KiriQuads *quads, KiriEntry *entry)
{
    KiriStr text = kiri_normal_view(&s->doc->text);
    KiriStr release_title = kiri_normal_view(&entry->doc->title);
    Search q = {.m = m,
                .s = s,
                .quads = quads,
                .entry = entry,
                .title = kiri_normal_view(&s->doc->title),
                .first = kiri_sentence_at(text, 0),
                .text = text};
    for (char **name = entry->doc->title_quoted; name && *name; name++) {
        look_for(&q, kiri_str(*name), COMMON);
        look_for(&q, series_of(*name), COMMON);
        look_for_short_form(&q, series_of(*name));
    }
    for (char **word = entry->keywords; word && *word; word++)
        if (is_of_letters(kiri_str(*word)) && strstr(release_title.p, *word))
            look_for(&q, kiri_str(*word), COMMON);
    for (char **name = s->doc->quoted; name && *name; name++)
        if (memmem(release_title.p, release_title.n, *name, strlen(*name)))
            look_for(&q, kiri_str(*name), COMMON);
    kiri_words_each(release_title, look_for_word, &q);
    return q.found;
}
