// SPDX-License-Identifier: GPL-3.0-or-later
/* The language is what the text is written in; what the page claims decides only
 * where the script does not. Templates of Japanese sites often say lang="en". */
#include "extract_page.h"
#include "text_match.h"

#include <kirinuki/url.h>

#include <string.h>

enum { SAMPLE_CHARS = 4000 };

typedef struct {
    guint kana, kanji, hangul, cyrillic, greek, arabic, hebrew, thai, latin;
} Scripts;

static void count(Scripts *s, gunichar c)
{
    s->kana += kiri_is_kana(c) ? 1 : 0;
    s->kanji += kiri_is_kanji(c) ? 1 : 0;
    s->hangul += c >= 0xAC00 && c <= 0xD7A3;
    s->cyrillic += c >= 0x400 && c <= 0x52F;
    s->greek += c >= 0x370 && c <= 0x3FF;
    s->arabic += c >= 0x600 && c <= 0x6FF;
    s->hebrew += c >= 0x590 && c <= 0x5FF;
    s->thai += c >= 0xE00 && c <= 0xE7F;
    s->latin += c < 0x250 && g_unichar_isalpha(c);
}

static Scripts sample(const KiriDom *dom)
{
    Scripts s = {0};
    guint taken = 0;
    for (guint i = 0; i < dom->n && taken < SAMPLE_CHARS;) {
        const KiriDomNode *n = &dom->nodes[i];
        const char *end = n->text.p + n->text.n;
        /* Menus are short; sentences say more about the language. */
        if (n->tag == KIRI_TAG_TEXT && n->text.n > 40)
            for (const char *p = n->text.p; p < end && taken < SAMPLE_CHARS; taken++) {
                count(&s, g_utf8_get_char(p));
                p = kiri_next_char(p);
            }
        i = kiri_tag_is_silent(n->tag) ? n->end : i + 1;
    }
    return s;
}

static const char *from_script(const Scripts *s)
{
    guint east = s->kana + s->kanji;
    if (east > s->latin / 8 && east > 20)
        return s->kana * 12 > s->kanji ? "ja" : "zh";
    if (s->hangul > s->latin / 8 && s->hangul > 20)
        return "ko";
    if (s->thai > s->latin && s->thai > 20)
        return "th";
    if (s->arabic > s->latin && s->arabic > 20)
        return "ar";
    if (s->hebrew > s->latin && s->hebrew > 20)
        return "he";
    if (s->greek > s->latin && s->greek > 20)
        return "el";
    return NULL; // Latin and Cyrillic serve many languages
}

/* "ja_JP", "ja-jp; charset=…" → "ja-JP"; NULL for what is no tag. */
static char *tidy_tag(const char *claim)
{
    if (!claim)
        return NULL;
    gsize n = 0;
    while (g_ascii_isalpha(claim[n]))
        n++;
    if (n < 2 || n > 3)
        return NULL;
    g_autofree char *primary = g_ascii_strdown(claim, (gssize)n);
    if (strcmp(primary, "jp") == 0) // a common slip
        return g_strdup("ja");
    if ((claim[n] == '-' || claim[n] == '_') && g_ascii_isalpha(claim[n + 1]) &&
        g_ascii_isalpha(claim[n + 2]) && !g_ascii_isalnum(claim[n + 3])) {
        g_autofree char *region = g_ascii_strup(claim + n + 1, 2);
        return g_strconcat(primary, "-", region, NULL);
    }
    return g_steal_pointer(&primary);
}

static gboolean is_host_in_japan(const char *url)
{
    g_autoptr(KiriUrl) u = kiri_url_parse(kiri_str(url), NULL);
    return u && u->host && g_str_has_suffix(u->host, ".jp");
}

void kiri_page_decide_language(KiriReading *page)
{
    KiriArticle *a = page->article;
    const struct {
        const char *source, *value;
    } claims[] = {
        {"html lang", page->meta->html_lang},
        {"json-ld", page->ld->language},
        {"og:locale", kiri_page_meta_get(page->meta, "og:locale")},
        {"content-language", kiri_page_meta_get(page->meta, "content-language")},
    };
    Scripts scripts = sample(page->dom);
    const char *script = from_script(&scripts);
    if (script) {
        a->language = g_strdup(script);
        kiri_article_add_witness(a, "language", "script", script, TRUE,
                                 "what the text is written in");
    }
    for (guint i = 0; i < G_N_ELEMENTS(claims); i++) {
        g_autofree char *tag = tidy_tag(claims[i].value);
        if (!tag)
            continue;
        /* A page without kana or kanji is not Japanese whatever it says. */
        gboolean is_possible = !g_str_has_prefix(tag, "ja") || scripts.kana + scripts.latin == 0;
        gboolean is_taken = !a->language && is_possible;
        kiri_article_add_witness(a, "language", claims[i].source, claims[i].value, is_taken,
                                 is_taken       ? "first claim"
                                 : !is_possible ? "contradicts the script"
                                                : "decided already");
        if (is_taken)
            a->language = g_steal_pointer(&tag);
    }
    page->is_japanese = g_strcmp0(a->language, "ja") == 0 || is_host_in_japan(page->input->url);
    page->offset_min = page->is_japanese ? KIRI_JST_MIN : 0;
}
