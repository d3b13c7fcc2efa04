// SPDX-License-Identifier: GPL-3.0-or-later
/* Making releases and articles from sentences; link_world.h says how. */
#include "link_world.h"

#include "dice.h"
#include "match/words.h"

#include <kirinuki/file.h>
#include <kirinuki/json.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>
#include <kirinuki/release_parse.h>

#include <string.h>

enum {
    SEED = 6,
    OF_RELEASE = 1,
    OF_ARTICLE = 2,
    OF_STORY = 3,
    ORGANISATIONS = 2000,
    FIRST_YEAR = 2021,
    DAYS = 5 * 365,
    NEIGHBOURS = 4, // texts on either side from which sentences are taken
};

typedef struct {
    char *topic, *id, *title;
    GPtrArray *sentences;
} Source;

struct LinkWorld {
    GPtrArray *sources; // by topic, then id
};

static void source_free(gpointer data)
{
    Source *s = data;
    g_free(s->topic);
    g_free(s->id);
    g_free(s->title);
    g_ptr_array_unref(s->sentences);
    g_free(s);
}

void link_world_free(LinkWorld *w)
{
    if (!w)
        return;
    g_ptr_array_unref(w->sources);
    g_free(w);
}

/* ---- reading ---- */

static void take_first(KiriStr name, gsize at, gpointer data)
{
    char **first = data;
    (void)at;
    if (!*first)
        *first = kiri_str_dup(name);
}

static char *topic_of(const char *id, const char *title)
{
    const char *last = strrchr(id, '-');
    if (last && memchr(id, '-', (gsize)(last - id)))
        return g_strndup(id, (gsize)(last - id));
    char *name = NULL;
    kiri_names_each(kiri_str(title), take_first, &name);
    return name ? name : g_strdup("");
}

static GPtrArray *sentences_of(const char *text)
{
    static const char end[] = "。";
    enum { LEAST_BYTES = 30, MOST_BYTES = 400 };
    GPtrArray *sentences = g_ptr_array_new_with_free_func(g_free);
    for (const char *from = text; *from;) {
        const char *stop = strstr(from, end), *line = strchr(from, '\n');
        const char *to = stop ? stop + strlen(end) : from + strlen(from);
        if (line && line < to)
            to = line + 1;
        g_autofree char *s = g_strstrip(g_strndup(from, (gsize)(to - from)));
        if (strlen(s) >= LEAST_BYTES && strlen(s) <= MOST_BYTES)
            g_ptr_array_add(sentences, g_steal_pointer(&s));
        from = to;
    }
    return sentences;
}

static void add_source(LinkWorld *w, KiriStr line)
{
    enum { LEAST_SENTENCES = 4 };
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, NULL);
    const KiriJsonNode *root = doc ? kiri_json_root(doc) : NULL;
    const char *id = kiri_json_string(kiri_json_get(root, "id"), NULL);
    const char *title = kiri_json_string(kiri_json_get(root, "title"), NULL);
    const char *text = kiri_json_string(kiri_json_get(root, "text"), NULL);
    g_autoptr(GPtrArray) sentences = text ? sentences_of(text) : NULL;
    if (!id || !title || !sentences || sentences->len < LEAST_SENTENCES)
        return;
    Source *s = g_new0(Source, 1);
    s->id = g_strdup(id);
    s->title = g_strdup(title);
    s->topic = topic_of(id, title);
    s->sentences = g_steal_pointer(&sentences);
    g_ptr_array_add(w->sources, s);
}

static gint by_topic(gconstpointer a, gconstpointer b)
{
    const Source *x = *(Source *const *)a, *y = *(Source *const *)b;
    gint order = strcmp(x->topic, y->topic);
    return order ? order : strcmp(x->id, y->id);
}

LinkWorld *link_world_load(char **paths, GError **error)
{
    g_autoptr(LinkWorld) w = g_new0(LinkWorld, 1);
    w->sources = g_ptr_array_new_with_free_func(source_free);
    for (char **path = paths; *path; path++) {
        g_autoptr(KiriLines) lines = kiri_lines_open(*path, KIRI_LIMIT_LINE_BYTES, error);
        g_autoptr(GError) why = NULL;
        KiriStr line;
        while (lines && kiri_lines_next(lines, &line, &why))
            add_source(w, line);
        if (why)
            g_propagate_error(error, g_steal_pointer(&why));
        if (!lines || why)
            return NULL;
    }
    g_ptr_array_sort(w->sources, by_topic);
    return g_steal_pointer(&w);
}

/* ---- writing ---- */

static guint throw_die(Dice *dice, guint sides)
{
    return (guint)(dice_next(dice) % sides);
}

static const Source *source_near(const LinkWorld *w, Dice *dice, guint base)
{
    gint64 at = (gint64)base + dice_between(dice, -NEIGHBOURS, NEIGHBOURS);
    return g_ptr_array_index(w->sources, (guint)CLAMP(at, 0, (gint64)w->sources->len - 1));
}

static const char *sentence_near(const LinkWorld *w, Dice *dice, guint base)
{
    const Source *s = source_near(w, dice, base);
    return g_ptr_array_index(s->sentences, throw_die(dice, s->sentences->len));
}

typedef struct {
    const LinkWorld *w;
    Dice *dice;
    guint base;
    const char *from; // what is not copied yet
    GString *out;
} Exchange;

static void take_any(KiriStr name, gsize at, gpointer data)
{
    KiriStr *taken = data;
    (void)at;
    if (!taken->p || name.p[0] % 2)
        *taken = name;
}

/* One name of three becomes one of another sentence of the topic. */
static void exchange(KiriStr name, gsize at, gpointer data)
{
    Exchange *x = data;
    (void)at;
    if (throw_die(x->dice, 3))
        return;
    KiriStr other = {0};
    kiri_names_each(kiri_str(sentence_near(x->w, x->dice, x->base)), take_any, &other);
    g_string_append_len(x->out, x->from, name.p - x->from);
    if (other.p)
        g_string_append_len(x->out, other.p, (gssize)other.n);
    x->from = name.p + name.n;
}

static char *new_sentence(const LinkWorld *w, Dice *dice, guint base)
{
    const char *s = sentence_near(w, dice, base);
    Exchange x = {w, dice, base, s, g_string_new(NULL)};
    kiri_names_each(kiri_str(s), exchange, &x);
    g_string_append(x.out, x.from);
    return g_string_free(x.out, FALSE);
}

static char *organisation_name(guint number)
{
    static const char *const parts[] = {"アオ", "カエ", "サク", "タニ", "ナギ", "ハル", "ミナ",
                                        "ユウ", "リン", "ワカ", "セト", "ホク", "トネ"};
    GString *name = g_string_new("株式会社");
    for (guint i = 0, n = number + G_N_ELEMENTS(parts); n; i++, n /= G_N_ELEMENTS(parts))
        g_string_append(name, parts[n % G_N_ELEMENTS(parts)]);
    return g_string_free(name, FALSE);
}

char *link_world_release_id(guint number)
{
    return g_strdup_printf("R-%08u", number);
}

static KiriTime day_of(gint64 day)
{
    return (KiriTime){.us = (kiri_civil_days(FIRST_YEAR, 1, 1) + day) * KIRI_US_PER_DAY -
                            (gint64)KIRI_JST_MIN * KIRI_US_PER_MINUTE,
                      .offset_min = KIRI_JST_MIN,
                      .precision = KIRI_PRECISION_DAY};
}

/* Base, day and text of a release: what its articles must know too. */
typedef struct {
    guint base;
    gint64 day;
    char *organisation, *title;
    GPtrArray *sentences;
} Matter;

static void matter_clear(Matter *m)
{
    g_free(m->organisation);
    g_free(m->title);
    g_ptr_array_unref(m->sentences);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Matter, matter_clear)

static Matter matter_of(const LinkWorld *w, guint number)
{
    enum { LEAST_SENTENCES = 6, MOST_SENTENCES = 20 };
    Dice dice = dice_new(SEED, OF_RELEASE, number);
    Matter m = {.base = throw_die(&dice, w->sources->len),
                .day = dice_between(&dice, 0, DAYS - 1),
                .organisation = organisation_name(throw_die(&dice, ORGANISATIONS)),
                .sentences = g_ptr_array_new_with_free_func(g_free)};
    gint64 n = dice_between(&dice, LEAST_SENTENCES, MOST_SENTENCES);
    for (gint64 i = 0; i < n; i++)
        g_ptr_array_add(m.sentences, new_sentence(w, &dice, m.base));
    g_autofree char *first = new_sentence(w, &dice, m.base);
    const char *end = g_utf8_offset_to_pointer(first, MIN(g_utf8_strlen(first, -1), 30));
    m.title = g_strdup_printf("%s、%.*s", m.organisation, (int)(end - first), first);
    return m;
}

KiriRelease *link_world_release(const LinkWorld *w, guint number)
{
    g_auto(Matter) m = matter_of(w, number);
    KiriRelease *r = kiri_release_new();
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%sは、次のとおり発表します。\n", m.organisation);
    for (guint i = 0; i < m.sentences->len; i++)
        g_string_append_printf(text, "%s\n", (char *)g_ptr_array_index(m.sentences, i));
    g_string_append_printf(text, "お問い合わせ先\n%s 広報部\n", m.organisation);
    r->id = link_world_release_id(number);
    r->version = 1;
    r->title = g_strdup(m.title);
    r->text = g_string_free(text, FALSE);
    r->organisation = g_strdup(m.organisation);
    r->keywords = kiri_release_propose_keywords(kiri_str(r->title), kiri_str(r->text), 10);
    r->date = day_of(m.day);
    return r;
}

static KiriTime vague(Dice *dice, KiriTime t)
{
    guint die = throw_die(dice, 100);
    KiriCivil c = kiri_civil_from_us(t.us, KIRI_JST_MIN);
    char text[16];
    if (die >= 17)
        return t;
    if (die < 2)
        return KIRI_TIME_UNSET;
    g_snprintf(text, sizeof text, die < 7 ? "%04d" : "%04d-%02d", c.year, c.month);
    kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t);
    return t;
}

/* A few sentences of the matter, one of three as it stands, names of the others
 * exchanged by leaving every other clause out. */
static char *retell(const Matter *m, Dice *dice)
{
    enum { MOST_BYTES = 1800 };
    GString *text = g_string_new(NULL);
    g_string_append_printf(text, "%sが発表した。", m->organisation);
    for (guint i = 0; i < m->sentences->len && text->len < MOST_BYTES; i++) {
        const char *s = g_ptr_array_index(m->sentences, i);
        const char *comma = strstr(s, "、");
        if (throw_die(dice, 2))
            continue;
        gboolean is_cut = comma && throw_die(dice, 3);
        g_string_append(text, is_cut ? comma + strlen("、") : s);
    }
    return g_string_free(text, FALSE);
}

static gint64 day_of_matter(guint number, guint n_sources)
{
    Dice dice = dice_new(SEED, OF_RELEASE, number);
    throw_die(&dice, n_sources);
    return dice_between(&dice, 0, DAYS - 1);
}

/* A number in [from, from + n) of a matter of the last days, if there is one. */
static guint draw_matter(const LinkWorld *w, Dice *dice, guint from, guint n, guint last_days)
{
    guint number = 0;
    for (guint tries = 0; tries < 100 * DAYS; tries++) {
        number = from + throw_die(dice, n);
        if (!last_days || day_of_matter(number, w->sources->len) >= DAYS - (gint64)last_days)
            break;
    }
    return number;
}

static KiriArticle *article_on(const LinkWorld *w, Dice *dice, guint matter, guint number)
{
    g_auto(Matter) m = matter_of(w, matter);
    KiriArticle *a = kiri_article_new();
    g_autofree char *url = g_strdup_printf("https://news.example/%u", number);
    kiri_article_set_url(a, url);
    a->title = g_strdup(strstr(m.title, "、") + strlen("、"));
    a->text = retell(&m, dice);
    a->published = vague(dice, day_of(m.day + dice_between(dice, 0, 6)));
    return a;
}

KiriArticle *link_world_article(const LinkWorld *w, guint number, guint releases, guint last_days,
                                gint *of)
{
    Dice dice = dice_new(SEED, OF_ARTICLE, number);
    gboolean is_of_release = releases && throw_die(&dice, 10) < 6;
    /* Matters behind any number of releases have none. */
    guint matter = draw_matter(w, &dice, is_of_release ? 0 : G_MAXINT32,
                               is_of_release ? releases : G_MAXINT32, last_days);
    *of = is_of_release ? (gint)matter : -1;
    return article_on(w, &dice, matter, number);
}

KiriArticle *link_world_telling(const LinkWorld *w, guint number, guint release)
{
    Dice dice = dice_new(SEED, OF_ARTICLE, number);
    return article_on(w, &dice, release, number);
}

/* ---- news of which there is no release ---- */

/* Up to the end of the hiragana that follow the first signs, as far as a comma. */
static gsize piece_end(KiriStr s, gsize at)
{
    gboolean has_tail = FALSE;
    while (at < s.n) {
        gunichar c = g_utf8_get_char(s.p + at);
        gboolean is_tail = c >= 0x3001 && c <= 0x309f;
        if (has_tail && !is_tail)
            return at;
        has_tail |= is_tail;
        at = kiri_char_after(s, at);
    }
    return at;
}

/* A piece of the sentence that begins at a piece's beginning behind about half of it. */
static KiriStr some_piece(const char *sentence, Dice *dice)
{
    KiriStr s = kiri_str(sentence);
    gsize from = 0, wanted = throw_die(dice, (guint)s.n);
    for (gsize to = piece_end(s, 0); to < wanted; to = piece_end(s, to))
        from = to;
    return (KiriStr){s.p + from, piece_end(s, from) - from};
}

/* Three pieces of five are those of other sentences. */
static void add_new_words(const LinkWorld *w, Dice *dice, guint base, GString *out)
{
    enum { STAY = 2, OF = 5 };
    KiriStr s = kiri_str(sentence_near(w, dice, base));
    for (gsize at = 0; at < s.n;) {
        gsize to = piece_end(s, at);
        gboolean stays = throw_die(dice, OF) < STAY || to == s.n;
        KiriStr piece =
            stays ? (KiriStr){s.p + at, to - at} : some_piece(sentence_near(w, dice, base), dice);
        g_string_append_len(out, piece.p, (gssize)piece.n);
        at = to;
    }
    g_string_append_c(out, '\n');
}

static KiriArticle *story_of(const LinkWorld *w, guint number)
{
    enum { LEAST_SENTENCES = 4, MOST_SENTENCES = 24 };
    Dice dice = dice_new(SEED, OF_STORY, number);
    guint base = throw_die(&dice, w->sources->len);
    gint64 n = dice_between(&dice, LEAST_SENTENCES, MOST_SENTENCES);
    GString *text = g_string_new(NULL);
    for (gint64 i = 0; i < n; i++)
        add_new_words(w, &dice, base, text);
    KiriArticle *a = kiri_article_new();
    const char *end = g_utf8_offset_to_pointer(text->str, MIN(g_utf8_strlen(text->str, -1), 30));
    a->title = g_strndup(text->str, (gsize)(end - text->str));
    a->text = g_string_free(text, FALSE);
    return a;
}

/* Its last lines, as many as the die says, are left out. */
static void cut_end(KiriArticle *a, guint lines)
{
    for (char *end; lines-- && (end = strrchr(a->text, '\n'));)
        *end = '\0';
}

KiriArticle *link_world_story(const LinkWorld *w, guint number, guint a_day)
{
    enum { COPIES_OF = 20, BACK = 2000, MOST_CUT = 4 };
    Dice dice = dice_new(SEED + 1, OF_STORY, number);
    gboolean is_copy = number > BACK && throw_die(&dice, COPIES_OF) == 0;
    KiriArticle *a = story_of(w, is_copy ? number - 1 - throw_die(&dice, BACK) : number);
    if (is_copy)
        cut_end(a, throw_die(&dice, MOST_CUT));
    g_autofree char *url =
        g_strdup_printf("https://news%u.example/%u", throw_die(&dice, 1000), number);
    kiri_article_set_url(a, url);
    a->published = day_of(number / a_day);
    a->published.us += dice_between(&dice, 0, KIRI_US_PER_DAY - 1);
    a->published.precision = KIRI_PRECISION_SECOND;
    a->fetched = a->published;
    return a;
}
