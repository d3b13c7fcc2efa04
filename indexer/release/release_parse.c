// SPDX-License-Identifier: GPL-3.0-or-later
/* From an office's file to a release: front matter where there is some, and what
 * the text itself says where there is none. */
#include <kirinuki/release_parse.h>

#include "chars.h"
#include "release_front.h"

#include <kirinuki/boilerplate.h>
#include <kirinuki/date_text.h>
#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/normalize.h>

#include <string.h>

enum { MOST_KEYWORDS = 10, TOP_BYTES = 1500 };

/* "R-" and 8 digits of what the release says: the same file is the same release. */
static char *make_id(const KiriRelease *r)
{
    char date[32], hash[KIRI_ID_BYTES];
    kiri_time_format(r->date, date);
    g_autofree char *all = g_strjoin("\n", r->title, date, r->text, NULL);
    kiri_hash_id(kiri_str(all), hash);
    return g_strdup_printf("R-%.8s", hash);
}

/* A line without the marks of a heading. */
static KiriStr plain_line(KiriStr line)
{
    line = kiri_str_strip(line);
    gsize marks = 0;
    while (marks < line.n && line.p[marks] == '#')
        marks++;
    return kiri_str_strip((KiriStr){line.p + marks, line.n - marks});
}

static KiriStr line_at(KiriStr text, gsize at, gsize *next)
{
    const char *nl = memchr(text.p + at, '\n', text.n - at);
    gsize end = nl ? (gsize)(nl - text.p) : text.n;
    *next = nl ? end + 1 : text.n;
    return (KiriStr){text.p + at, end - at};
}

/* The first line with something in it; `*behind` is the place after it. */
static KiriStr first_line(KiriStr text, gsize *behind)
{
    gsize next = 0;
    for (gsize at = 0; at < text.n; at = next) {
        KiriStr line = plain_line(line_at(text, at, &next));
        *behind = next;
        if (line.n)
            return line;
    }
    *behind = text.n;
    return (KiriStr){"", 0};
}

/* Text without heading marks, without the title if it opens the text, lines
 * without trailing space. */
static char *tidy_text(KiriStr body, const char *title)
{
    g_autoptr(GString) out = g_string_new(NULL);
    gboolean is_top = TRUE;
    gsize next = 0;
    for (gsize at = 0; at < body.n; at = next) {
        KiriStr line = plain_line(line_at(body, at, &next));
        if (!line.n || (is_top && title && kiri_str_equal(line, kiri_str(title)))) {
            is_top = is_top && !line.n;
            continue;
        }
        is_top = FALSE;
        if (out->len)
            g_string_append_c(out, '\n');
        g_string_append_len(out, line.p, (gssize)line.n);
    }
    return g_strdup(out->str);
}

static KiriStr top_of(KiriStr text)
{
    while (text.n > TOP_BYTES)
        text.n = kiri_char_before(text, text.n);
    return text;
}

/* The date of the first line that speaks of an embargo. */
static KiriTime find_embargo(KiriStr text)
{
    static const char *const signs[] = {"解禁日時", "報道解禁", "解禁"};
    KiriTime t = KIRI_TIME_UNSET;
    gsize next = 0, from, to;
    for (gsize at = 0; at < text.n; at = next) {
        KiriStr line = line_at(text, at, &next);
        for (gsize i = 0; i < G_N_ELEMENTS(signs); i++) {
            const char *sign = memmem(line.p, line.n, signs[i], strlen(signs[i]));
            if (sign &&
                kiri_date_find((KiriStr){sign, line.n - (gsize)(sign - line.p)}, 0, &t, &from, &to))
                return t;
        }
    }
    return KIRI_TIME_UNSET;
}

/* ---- attachments ---- */

static gboolean is_document(const char *place)
{
    static const char *const endings[] = {".pdf",  ".doc", ".docx", ".xls", ".xlsx", ".ppt",
                                          ".pptx", ".csv", ".zip",  ".jpg", ".jpeg", ".png"};
    g_autofree char *low = g_ascii_strdown(place, -1);
    for (gsize i = 0; i < G_N_ELEMENTS(endings); i++)
        if (g_str_has_suffix(low, endings[i]))
            return TRUE;
    return FALSE;
}

void kiri_release_add_attachment(KiriRelease *release, const char *place)
{
    if (!is_document(place))
        return;
    for (guint i = 0; i < kiri_recs_count(release->attachments); i++)
        if (strcmp(((KiriAttachment *)g_ptr_array_index(release->attachments, i))->place, place) ==
            0)
            return;
    KiriAttachment *a = kiri_attachment_new();
    a->place = g_strdup(place);
    a->name = g_path_get_basename(place);
    kiri_recs_add(&release->attachments, a);
}

/* Addresses of documents that the text names. */
static void find_attachments(KiriRelease *release, KiriStr text)
{
    static const char signs[] = "-._~:/?#[]@!$&'*+,;=%";
    for (gsize at = 0; at + 4 < text.n; at++) {
        if (memcmp(text.p + at, "http", 4) != 0)
            continue;
        gsize to = at;
        while (to < text.n && (g_ascii_isalnum(text.p[to]) || strchr(signs, text.p[to])))
            to++;
        g_autofree char *url = g_strndup(text.p + at, to - at);
        kiri_release_add_attachment(release, url);
        at = to;
    }
}

/* ---- the section in charge ---- */

/* A name of an office at the beginning of what a contact says: 労働基準局監督課. */
static char *section_in(KiriStr line)
{
    static const char *const heads[] = {
        "担当課", "担当部署", "担当", "照会先", "問い合わせ先", "連絡先", "お", "【", "】",
        "（",     "(",        "）",   ")",      "：",           ":",      "■",  "　", " ",
        "○",      "◆",        "●"};
    static const char *const endings[] = {"課", "室", "局", "部", "係", "グループ", "チーム"};
    enum { LEAST_CHARS = 3, MOST_CHARS = 30 };
    for (gsize i = 0; i < G_N_ELEMENTS(heads); i++) {
        gsize n = strlen(heads[i]);
        if (line.n >= n && memcmp(line.p, heads[i], n) == 0) {
            line = (KiriStr){line.p + n, line.n - n};
            i = (gsize)-1; // from the first one again
        }
    }
    gsize to = 0;
    for (; to < line.n; to = kiri_char_after(line, to)) {
        KiriCharClass class_ = kiri_char_class(kiri_char_at(line, to));
        if (class_ == KIRI_CHAR_SPACE || class_ == KIRI_CHAR_OTHER)
            break;
    }
    glong chars = g_utf8_strlen(line.p, (gssize)to);
    for (gsize i = 0; i < G_N_ELEMENTS(endings) && chars >= LEAST_CHARS && chars <= MOST_CHARS;
         i++) {
        gsize n = strlen(endings[i]);
        if (to > n && memcmp(line.p + to - n, endings[i], n) == 0)
            return g_strndup(line.p, to);
    }
    return NULL;
}

static char *find_section(KiriStr text, const char *organisation)
{
    g_autoptr(GArray) spans = kiri_boilerplate_find(text, organisation, NULL);
    for (guint i = 0; i < spans->len; i++) {
        const KiriBoilerplate *b = &g_array_index(spans, KiriBoilerplate, i);
        gsize next = 0;
        KiriStr part = {text.p + b->from, b->to - b->from};
        for (gsize at = 0; b->kind == KIRI_BOILERPLATE_CONTACT && at < part.n; at = next) {
            char *section = section_in(line_at(part, at, &next));
            if (section)
                return section;
        }
    }
    return NULL;
}

/* What the text knows about itself, for members that nobody stated. */
static void ask_text(KiriRelease *r)
{
    KiriStr text = kiri_str(r->text);
    gsize from, to;
    if (!kiri_time_is_set(r->date))
        kiri_date_find(top_of(text), 0, &r->date, &from, &to);
    if (!kiri_time_is_set(r->embargo))
        r->embargo = find_embargo(text);
    if (!r->section)
        r->section = find_section(text, r->organisation);
    find_attachments(r, text);
    if (r->organisation) {
        g_auto(GStrv) declared = kiri_release_declared_aliases(r->organisation, text);
        for (char **a = declared; *a; a++)
            if (!kiri_strv_has(r->aliases, *a))
                kiri_strv_add(&r->aliases, *a);
    }
    if (!r->keywords)
        r->keywords = kiri_release_propose_keywords(kiri_str(r->title), text, MOST_KEYWORDS);
}

static gboolean check(const KiriRelease *r, GError **error)
{
    if ((r->title && *r->title) || (r->text && *r->text))
        return TRUE;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE, _("the release is empty"));
    return FALSE;
}

static gboolean check_size(KiriStr text, GError **error)
{
    if (text.n <= KIRI_LIMIT_TEXT_BYTES)
        return TRUE;
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_LIMIT,
                _("the release is longer than %d bytes"), KIRI_LIMIT_TEXT_BYTES);
    return FALSE;
}

KiriRelease *kiri_release_parse(KiriStr text, const char *name, GError **error)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    KiriStr body;
    if (text.n >= 3 && memcmp(text.p, "\xef\xbb\xbf", 3) == 0)
        text = (KiriStr){text.p + 3, text.n - 3};
    if (!check_size(text, error) || !kiri_release_read_front(text, r, &body, error))
        return NULL;
    if (!r->title) {
        gsize behind;
        KiriStr line = first_line(body, &behind);
        line.n = MIN(line.n, (gsize)KIRI_LIMIT_TITLE_BYTES);
        while (line.n && !g_utf8_validate_len(line.p, line.n, NULL))
            line.n--;
        r->title = kiri_str_dup(line);
        body = (KiriStr){body.p + behind, body.n - behind};
    }
    r->text = tidy_text(body, r->title);
    if (!check(r, error))
        return NULL;
    r->source = g_strdup(name);
    if (!r->id)
        r->id = make_id(r);
    ask_text(r);
    return g_steal_pointer(&r);
}

KiriRelease *kiri_release_from_page(const char *url, const char *title, KiriStr text, KiriTime date,
                                    GError **error)
{
    g_autoptr(KiriRelease) r = kiri_release_new();
    if (!check_size(text, error))
        return NULL;
    r->url = g_strdup(url);
    r->title = g_strdup(title ? title : "");
    r->text = kiri_str_dup(text);
    r->date = date;
    if (!check(r, error))
        return NULL;
    r->id = make_id(r);
    ask_text(r);
    return g_steal_pointer(&r);
}
