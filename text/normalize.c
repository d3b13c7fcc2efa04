// SPDX-License-Identifier: GPL-3.0-or-later
/* The normal form N, cluster by cluster; the door to utf8proc.
 *
 * Invariants: what one grapheme cluster becomes depends on that cluster alone
 * (white space aside), and each N-byte knows where its cluster begins in the
 * original. Nearly all of Japanese news text is kanji, kana and ASCII, which
 * need no library: such a character followed by another such character is a
 * whole cluster and maps to at most one other. Everything else takes the slow
 * path through NFKC and case folding. */
#include <kirinuki/normalize.h>

#include <string.h>
#include <utf8proc.h>

enum {
    FIRST_KANJI = 0x4e00,
    LAST_KANJI = 0x9fff,
    FULL_WIDTH = 0xfee0, // from an ASCII character to its full-width form
    /* A cluster of more characters is not writing (Unicode's stream-safe form
     * allows 30 marks) and would make reordering the marks quadratic. */
    CLUSTER_CHARS = 32,
    EXPANSION = 18, // U+FDFA has the longest compatibility decomposition
};

typedef struct {
    gunichar old, new;
} Pair;

static const Pair kyujitai[] = {
#include "kyujitai_table.h"
};

/* The new form of each old kanji in the main block, 0 where there is none. */
static guint16 new_kanji[LAST_KANJI - FIRST_KANJI + 1];

static void prepare(void)
{
    static gsize is_done;
    if (!g_once_init_enter(&is_done))
        return;
    for (gsize i = 0; i < G_N_ELEMENTS(kyujitai); i++)
        if (kyujitai[i].old >= FIRST_KANJI && kyujitai[i].old <= LAST_KANJI)
            new_kanji[kyujitai[i].old - FIRST_KANJI] = (guint16)kyujitai[i].new;
    g_once_init_leave(&is_done, 1);
}

static gunichar modern_kanji(gunichar c)
{
    if (c >= FIRST_KANJI && c <= LAST_KANJI)
        return new_kanji[c - FIRST_KANJI] ? new_kanji[c - FIRST_KANJI] : c;
    for (gsize i = 0; i < G_N_ELEMENTS(kyujitai); i++)
        if (kyujitai[i].old == c)
            return kyujitai[i].new;
    return c;
}

/* The classes of dashes and tildes, and old kanji; after NFKC. */
static gunichar fold_class(gunichar c)
{
    switch (c) {
    case 0x02d7: // modifier minus
    case 0x2010: // hyphen
    case 0x2011:
    case 0x2012:
    case 0x2013: // en dash
    case 0x2014: // em dash
    case 0x2015: // horizontal bar
    case 0x2043: // hyphen bullet
    case 0x2212: // minus
    case 0x2500: // box drawing, used as a long dash
    case 0x2501:
    case 0x2e3a:
    case 0x2e3b:
        return '-';
    case 0x223c: // tilde operator
    case 0x223d:
    case 0x223e:
    case 0x301c: // wave dash
    case 0x3030: // wavy dash
        return '~';
    default:
        return c < 0x3400 ? c : modern_kanji(c);
    }
}

typedef struct {
    KiriStr original;
    gsize at; // the cluster being read begins here
    KiriNormal *out;
    gsize allocated;      // bytes of out->text, entries of out->map
    gsize gaps_allocated; // pairs
    gboolean with_map;
    gsize last_char;  // N-byte where the last N-character begins
    gsize dropped_at; // where the original stopped making N-text, or NOTHING
    gsize space_at;   // where white space that may count begins, or NOTHING
} Builder;

#define NOTHING G_MAXSIZE

static void add_gap(Builder *b)
{
    KiriNormal *out = b->out;
    if (b->with_map && b->dropped_at != NOTHING) {
        if (out->n_gaps == b->gaps_allocated) {
            b->gaps_allocated = MAX(16, b->gaps_allocated * 2);
            out->gaps = g_realloc_n(out->gaps, b->gaps_allocated, sizeof *out->gaps);
        }
        out->gaps[out->n_gaps].n_at = (guint32)out->n;
        out->gaps[out->n_gaps++].original_at = (guint32)b->dropped_at;
    }
    b->dropped_at = NOTHING;
}

static inline void reserve(Builder *b, gsize more)
{
    KiriNormal *out = b->out;
    if (out->n + more < b->allocated)
        return;
    b->allocated = MAX(b->allocated * 2, out->n + more + 1);
    out->text = g_realloc(out->text, b->allocated);
    if (b->with_map)
        out->map = g_realloc_n(out->map, b->allocated, sizeof *out->map);
}

static inline void add_bytes(Builder *b, const void *bytes, gsize n, gsize from)
{
    KiriNormal *out = b->out;
    reserve(b, n);
    memcpy(out->text + out->n, bytes, n);
    if (b->with_map)
        for (gsize i = 0; i < n; i++)
            out->map[out->n + i] = (guint32)from;
    out->n += n;
}

static gboolean has_boundaries(gunichar c)
{
    KiriCharClass class = kiri_char_class(c);
    return class == KIRI_CHAR_LATIN || class == KIRI_CHAR_DIGIT;
}

/* Before the first character of a cluster is added: the white space in front of
 * it counts if it keeps two words apart. */
static void settle_space(Builder *b, gunichar next)
{
    if (b->space_at != NOTHING && b->out->n && has_boundaries(next) &&
        has_boundaries(kiri_char_read(b->out->text + b->last_char))) {
        if (b->dropped_at >= b->space_at)
            b->dropped_at = NOTHING;
        add_gap(b);
        add_bytes(b, " ", 1, b->space_at);
    }
    b->space_at = NOTHING;
    add_gap(b);
}

static void drop(Builder *b, gboolean is_space)
{
    if (b->dropped_at == NOTHING)
        b->dropped_at = b->at;
    if (is_space && b->space_at == NOTHING)
        b->space_at = b->at;
}

static inline void add_char(Builder *b, gunichar c)
{
    char utf8[6];
    if (b->dropped_at != NOTHING)
        settle_space(b, c);
    gsize n = (gsize)g_unichar_to_utf8(c, utf8);
    b->last_char = b->out->n;
    add_bytes(b, utf8, n, b->at);
}

/* The two shapes of nearly all text: an ASCII character in lower case, and three
 * bytes that stay as they are. */
static inline void add_ascii(Builder *b, guint8 c)
{
    if (b->dropped_at != NOTHING)
        settle_space(b, c);
    reserve(b, 1);
    KiriNormal *out = b->out;
    b->last_char = out->n;
    if (b->with_map)
        out->map[out->n] = (guint32)b->at;
    out->text[out->n++] = g_ascii_tolower((gchar)c);
}

static inline void add_same(Builder *b, gunichar c)
{
    if (b->dropped_at != NOTHING)
        settle_space(b, c);
    reserve(b, 3);
    KiriNormal *out = b->out;
    b->last_char = out->n;
    if (b->with_map) {
        guint32 *map = out->map + out->n;
        map[0] = map[1] = map[2] = (guint32)b->at;
    }
    memcpy(out->text + out->n, b->original.p + b->at, 3);
    out->n += 3;
}

/* The character at `at`, its length in *n; U+FFFD for a byte that is no text. */
static gunichar char_at(KiriStr s, gsize at, gsize *n)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t got =
        utf8proc_iterate((const utf8proc_uint8_t *)s.p + at, (utf8proc_ssize_t)(s.n - at), &c);
    *n = got > 0 ? (gsize)got : 1;
    return got > 0 ? (gunichar)c : 0xfffd;
}

/* ASCII text with its white space, kanji, kana and their punctuation, full-width
 * ASCII: the character and its length in *n; 0 for all others. Such a character
 * in front of another one is a whole cluster. */
static inline gunichar simple_char(KiriStr s, gsize at, gsize *n)
{
    const guint8 *p = (const guint8 *)s.p + at;
    if (*p < 0x80) {
        *n = 1;
        return (*p >= 0x20 && *p < 0x7f) || (*p >= '\t' && *p <= '\r') ? *p : 0;
    }
    if (*p < 0xe3 || s.n - at < 3 || (p[1] & 0xc0) != 0x80 || (p[2] & 0xc0) != 0x80)
        return 0;
    gunichar c = (gunichar)(*p & 15) << 12 | (gunichar)(p[1] & 63) << 6 | (p[2] & 63);
    *n = 3;
    if (*p <= 0xe9) {
        gboolean is_simple = (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fe) ||
                             (c >= FIRST_KANJI && c <= LAST_KANJI) || (c >= 0x3000 && c <= 0x3015);
        return is_simple ? c : 0;
    }
    return *p == 0xef && c >= FULL_WIDTH + '!' && c <= FULL_WIDTH + '~' ? c : 0;
}

/* The cluster at `at`: its characters as UTF-8 in `utf8` (bytes that are no text
 * replaced), the number of its bytes in the original returned. */
static gsize read_cluster(KiriStr s, gsize at, char *utf8, gsize *utf8_n)
{
    utf8proc_int32_t state = 0;
    gunichar previous = 0;
    gsize end = at, n;
    *utf8_n = 0;
    for (guint chars = 0; end < s.n && chars < CLUSTER_CHARS; chars++) {
        gunichar c = char_at(s, end, &n);
        if (chars && utf8proc_grapheme_break_stateful((utf8proc_int32_t)previous,
                                                      (utf8proc_int32_t)c, &state))
            break;
        *utf8_n += (gsize)g_unichar_to_utf8(c, utf8 + *utf8_n);
        previous = c;
        end += n;
    }
    return end - at;
}

/* NFKC and case folding of one cluster, in place of utf8proc's own buffer.
 * Returns the bytes of UTF-8 in `buffer`. */
static gsize fold_cluster(const char *utf8, gsize n, utf8proc_int32_t *buffer, gsize buffer_n)
{
    const utf8proc_option_t options =
        UTF8PROC_COMPAT | UTF8PROC_COMPOSE | UTF8PROC_STABLE | UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
    utf8proc_ssize_t m = utf8proc_decompose((const utf8proc_uint8_t *)utf8, (utf8proc_ssize_t)n,
                                            buffer, (utf8proc_ssize_t)buffer_n, options);
    if (m < 0 || (gsize)m > buffer_n)
        return 0;
    m = utf8proc_reencode(buffer, m, options);
    return m > 0 ? (gsize)m : 0;
}

/* Adds the cluster at b->at the slow way; returns its length. */
static gsize add_cluster(Builder *b)
{
    char utf8[CLUSTER_CHARS * 6];
    utf8proc_int32_t buffer[CLUSTER_CHARS * EXPANSION + 4];
    gsize utf8_n, first_n;
    gsize length = read_cluster(b->original, b->at, utf8, &utf8_n);
    gunichar first = char_at((KiriStr){utf8, utf8_n}, 0, &first_n);
    gboolean is_space = kiri_char_class(first) == KIRI_CHAR_SPACE;
    if (is_space || first < 0x20 || (first >= 0x7f && first < 0xa0)) {
        drop(b, is_space); // with the marks that hang on it
        return length;
    }
    gsize n = fold_cluster(utf8, utf8_n, buffer, G_N_ELEMENTS(buffer) - 4);
    KiriStr folded = {(const char *)buffer, n};
    if (n && *folded.p == ' ') // a mark that stands alone (´, ゛): a space under it is no gain
        folded = (KiriStr){utf8, utf8_n};
    for (gsize i = 0, m; i < folded.n; i += m)
        add_char(b, fold_class(char_at(folded, i, &m)));
    if (!n)
        drop(b, FALSE);
    return length;
}

/* Adds simple characters as long as a simple one follows, and stops before the
 * first character that needs a closer look. */
static void add_simple_run(Builder *b)
{
    KiriStr s = b->original;
    gsize n, next_n;
    gunichar c = simple_char(s, b->at, &n);
    while (c) {
        gsize next = b->at + n;
        gunichar following = next < s.n ? simple_char(s, next, &next_n) : 0;
        if (!following && next < s.n && (guint8)s.p[next] >= 0x80)
            return; // perhaps a mark
        if (c <= ' ' || c == 0x3000)
            drop(b, TRUE);
        else if (c < 0x80 || c >= FULL_WIDTH)
            add_ascii(b, (guint8)(c >= FULL_WIDTH ? c - FULL_WIDTH : c));
        else if (c < FIRST_KANJI || !new_kanji[c - FIRST_KANJI])
            add_same(b, c);
        else
            add_char(b, new_kanji[c - FIRST_KANJI]);
        b->at = next;
        c = following;
        n = next_n;
    }
}

void kiri_normalize(KiriStr original, gboolean with_map, KiriNormal *out)
{
    *out = (KiriNormal){0};
    prepare();
    Builder b = {.original = original,
                 .out = out,
                 .with_map = with_map,
                 .dropped_at = NOTHING,
                 .space_at = NOTHING};
    reserve(&b, original.n);
    while (b.at < original.n) {
        add_simple_run(&b);
        if (b.at < original.n)
            b.at += add_cluster(&b);
    }
    add_gap(&b);
    out->text[out->n] = 0;
    if (with_map)
        out->map[out->n] = (guint32)original.n;
}

void kiri_normal_clear(KiriNormal *normal)
{
    g_free(normal->text);
    g_free(normal->map);
    g_free(normal->gaps);
    *normal = (KiriNormal){0};
}

char *kiri_normalize_dup(KiriStr original)
{
    g_auto(KiriNormal) normal;
    kiri_normalize(original, FALSE, &normal);
    return g_steal_pointer(&normal.text);
}

/* Where the N-byte `n_at`, which begins a cluster, ends what came before it. */
static gsize end_before(const KiriNormal *normal, gsize n_at)
{
    gsize low = 0, high = normal->n_gaps;
    while (low < high) {
        gsize middle = (low + high) / 2;
        if (normal->gaps[middle].n_at < n_at)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < normal->n_gaps && normal->gaps[low].n_at == n_at)
        return normal->gaps[low].original_at;
    return normal->map[n_at];
}

void kiri_normal_original_range(const KiriNormal *normal, gsize n_from, gsize n_to, gsize *from,
                                gsize *to)
{
    g_return_if_fail(normal->map && n_from <= n_to && n_to <= normal->n);
    *from = normal->map[n_from];
    if (n_from == n_to) {
        *to = *from;
        return;
    }
    while (n_to < normal->n && normal->map[n_to] == normal->map[n_to - 1])
        n_to++;
    *to = end_before(normal, n_to);
}
