// SPDX-License-Identifier: GPL-3.0-or-later
/* An alert as the JSON of a webhook: headline, medium, time, class and link, and no
 * text of the article.
 *
 * Slack reads "&", "<" and ">" of a message as its markup, so these become entities; an
 * adaptive card reads Markdown, whose signs are given a backslash. */
#include <kirinuki/digest.h>

#include "digest_parts.h"
#include "words/lang.h"

#include <kirinuki/json.h>
#include <kirinuki/outbox.h>

#include <string.h>

char *kiri_notice_line(const KiriNotice *n, KiriReportLang lang)
{
    g_autofree char *title = kiri_digest_line(n->title);
    g_autofree char *medium = kiri_digest_line(n->medium);
    return g_strdup_printf(kiri_say(lang, "「%s」%s"), title, medium);
}

/* 媒体 ／ 日時 ／ 種類 ／ 要確認 */
static char *facts_of(const KiriNotice *n, KiriReportLang lang)
{
    g_autofree char *medium = kiri_digest_line(n->medium);
    g_autofree char *when = kiri_digest_when(n->published, n->published.us, lang, KIRI_ERA_SEIREKI);
    return g_strdup_printf("%s / %s / %s%s%s%s%s", medium, when, kiri_digest_class(n->class_, lang),
                           n->needs_review ? " / " : "",
                           n->needs_review ? kiri_say(lang, "要確認") : "",
                           n->has_contradictions ? " / " : "",
                           n->has_contradictions ? kiri_say(lang, "発表との相違") : "");
}

/* 【速報】, with what it is about. */
static char *heading_of(const KiriNotice *n, KiriReportLang lang)
{
    g_autofree char *about = kiri_digest_line(n->subject);
    return g_strdup_printf("%s%s%s", kiri_say(lang, "【速報】"),
                           n->is_test ? kiri_say(lang, "（試験送信）") : "", about);
}

static char *slack_text(const char *text)
{
    GString *s = g_string_new(text);
    g_string_replace(s, "&", "&amp;", 0);
    g_string_replace(s, "<", "&lt;", 0);
    g_string_replace(s, ">", "&gt;", 0);
    return g_string_free(s, FALSE);
}

/* A "|" or ">" would end the address of a link. */
static char *slack_link(const char *url, const char *title)
{
    g_autofree char *text = slack_text(title);
    if (!url)
        return g_steal_pointer(&text);
    g_autoptr(GString) address = g_string_new(url);
    g_string_replace(address, "|", "%7C", 0);
    g_autofree char *safe = slack_text(address->str);
    return g_strdup_printf("<%s|%s>", safe, text);
}

static void write_slack(const KiriNotice *n, KiriReportLang lang, KiriJson *j)
{
    g_autofree char *heading = heading_of(n, lang), *facts = facts_of(n, lang);
    g_autofree char *title = kiri_digest_line(n->title);
    g_autofree char *a = slack_text(heading), *b = slack_link(n->url, title),
                    *c = slack_text(facts);
    g_autofree char *text = g_strdup_printf("%s\n%s\n%s", a, b, c);
    kiri_json_open_object(j);
    kiri_json_key(j, "text");
    kiri_json_cstr(j, text);
    kiri_json_key(j, "unfurl_links");
    kiri_json_bool(j, FALSE);
    kiri_json_close_object(j);
}

static char *card_text(const char *text)
{
    GString *s = g_string_new(NULL);
    for (const char *p = text; *p; p++) {
        if (strchr("\\`*_{}[]()#+-!|<>~", *p))
            g_string_append_c(s, '\\');
        g_string_append_c(s, *p);
    }
    return g_string_free(s, FALSE);
}

static void card_block(KiriJson *j, const char *text, gboolean is_strong)
{
    g_autofree char *safe = card_text(text);
    kiri_json_open_object(j);
    kiri_json_key(j, "type");
    kiri_json_cstr(j, "TextBlock");
    kiri_json_key(j, "text");
    kiri_json_cstr(j, safe);
    kiri_json_key(j, "wrap");
    kiri_json_bool(j, TRUE);
    if (is_strong) {
        kiri_json_key(j, "weight");
        kiri_json_cstr(j, "Bolder");
    }
    kiri_json_close_object(j);
}

static void card_action(KiriJson *j, const char *url, KiriReportLang lang)
{
    kiri_json_key(j, "actions");
    kiri_json_open_array(j);
    kiri_json_open_object(j);
    kiri_json_key(j, "type");
    kiri_json_cstr(j, "Action.OpenUrl");
    kiri_json_key(j, "title");
    kiri_json_cstr(j, kiri_say(lang, "記事を開く"));
    kiri_json_key(j, "url");
    kiri_json_cstr(j, url);
    kiri_json_close_object(j);
    kiri_json_close_array(j);
}

static void begin_card(KiriJson *j)
{
    kiri_json_open_object(j);
    kiri_json_key(j, "$schema");
    kiri_json_cstr(j, "http://adaptivecards.io/schemas/adaptive-card.json");
    kiri_json_key(j, "type");
    kiri_json_cstr(j, "AdaptiveCard");
    kiri_json_key(j, "version");
    kiri_json_cstr(j, "1.4");
    kiri_json_key(j, "body");
    kiri_json_open_array(j);
}

static void write_card(const KiriNotice *n, KiriReportLang lang, KiriJson *j)
{
    g_autofree char *heading = heading_of(n, lang), *facts = facts_of(n, lang);
    g_autofree char *title = kiri_digest_line(n->title);
    begin_card(j);
    card_block(j, heading, FALSE);
    card_block(j, title, TRUE);
    card_block(j, facts, FALSE);
    kiri_json_close_array(j);
    if (n->url)
        card_action(j, n->url, lang);
    kiri_json_close_object(j);
}

static void begin_teams(KiriJson *j)
{
    kiri_json_open_object(j);
    kiri_json_key(j, "type");
    kiri_json_cstr(j, "message");
    kiri_json_key(j, "attachments");
    kiri_json_open_array(j);
    kiri_json_open_object(j);
    kiri_json_key(j, "contentType");
    kiri_json_cstr(j, "application/vnd.microsoft.card.adaptive");
    kiri_json_key(j, "content");
}

static void end_teams(KiriJson *j)
{
    kiri_json_close_object(j);
    kiri_json_close_array(j);
    kiri_json_close_object(j);
}

static void write_teams(const KiriNotice *n, KiriReportLang lang, KiriJson *j)
{
    begin_teams(j);
    write_card(n, lang, j);
    end_teams(j);
}

static void write_plain(const KiriNotice *n, KiriReportLang lang, KiriJson *j)
{
    g_autofree char *title = kiri_digest_line(n->title), *medium = kiri_digest_line(n->medium);
    const struct {
        const char *key, *value;
    } members[] = {{"type", "clip_alert"},
                   {"alert", n->alert},
                   {"about", n->subject},
                   {"title", title},
                   {"medium", medium},
                   {"class", kiri_class_names[n->class_]},
                   {"class_label", kiri_digest_class(n->class_, lang)},
                   {"url", n->url}};
    kiri_json_open_object(j);
    for (gsize i = 0; i < G_N_ELEMENTS(members); i++) {
        kiri_json_key(j, members[i].key);
        kiri_json_cstr(j, members[i].value);
    }
    kiri_json_key(j, "published");
    kiri_json_time(j, n->published);
    kiri_json_key(j, "needs_review");
    kiri_json_bool(j, n->needs_review);
    kiri_json_key(j, "contradictions");
    kiri_json_bool(j, n->has_contradictions);
    kiri_json_key(j, "test");
    kiri_json_bool(j, n->is_test);
    kiri_json_close_object(j);
}

char *kiri_notice_json(const KiriNotice *notice, gint kind, KiriReportLang lang)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    if (kind == KIRI_POST_SLACK)
        write_slack(notice, lang, &j);
    else if (kind == KIRI_POST_TEAMS)
        write_teams(notice, lang, &j);
    else
        write_plain(notice, lang, &j);
    return kiri_buf_steal(&out, NULL);
}

/* ---- messages that are about no clip ---- */

static void write_message_slack(const char *heading, const char *text, KiriJson *j)
{
    g_autofree char *a = slack_text(heading), *b = slack_text(text);
    g_autofree char *all = g_strdup_printf("%s\n%s", a, b);
    kiri_json_open_object(j);
    kiri_json_key(j, "text");
    kiri_json_cstr(j, all);
    kiri_json_close_object(j);
}

static void write_message_teams(const char *heading, const char *text, KiriJson *j)
{
    begin_teams(j);
    begin_card(j);
    card_block(j, heading, TRUE);
    card_block(j, text, FALSE);
    kiri_json_close_array(j);
    kiri_json_close_object(j);
    end_teams(j);
}

char *kiri_message_json(gint kind, const char *type, const char *heading, const char *text)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_json_begin(&out);
    if (kind == KIRI_POST_SLACK) {
        write_message_slack(heading, text, &j);
    } else if (kind == KIRI_POST_TEAMS) {
        write_message_teams(heading, text, &j);
    } else {
        kiri_json_open_object(&j);
        kiri_json_key(&j, "type");
        kiri_json_cstr(&j, type);
        kiri_json_key(&j, "heading");
        kiri_json_cstr(&j, heading);
        kiri_json_key(&j, "text");
        kiri_json_cstr(&j, text);
        kiri_json_close_object(&j);
    }
    return kiri_buf_steal(&out, NULL);
}
