// SPDX-License-Identifier: GPL-3.0-or-later
/* Any title and text: what is found in them (facts, boilerplate, sentences about us)
 * lies in them, at whole characters and in order; two versions differ by a share, and a
 * version from itself in nothing. */
#include "fuzz.h"

#include <kirinuki/boilerplate.h>
#include <kirinuki/facts.h>
#include <kirinuki/revision.h>
#include <kirinuki/share.h>

#include <math.h>

static void check_place(const char *text, gint64 from, gint64 to)
{
    g_assert_true(from >= 0 && from <= to && (gsize)to <= strlen(text));
    g_assert_true(((guchar)text[from] & 0xc0) != 0x80 && ((guchar)text[to] & 0xc0) != 0x80);
}

static void check_facts(const char *title, const char *text, KiriTime day)
{
    g_autoptr(GPtrArray) facts = kiri_facts_find(title, text, day);
    for (guint i = 0; i < facts->len; i++) {
        const KiriFact *fact = g_ptr_array_index(facts, i);
        check_place(fact->in_title ? title : text, fact->from, fact->to);
        g_assert_true(g_utf8_validate(fact->text, -1, NULL));
        g_assert_true(fact->value && g_utf8_validate(fact->value, -1, NULL));
    }
}

static void check_boilerplate(const char *text)
{
    g_autoptr(GArray) parts = kiri_boilerplate_find(kiri_str(text), "暮らし安全省", NULL);
    gsize end = 0;
    for (guint i = 0; i < parts->len; i++) {
        const KiriBoilerplate *part = &g_array_index(parts, KiriBoilerplate, i);
        g_assert_cmpuint(part->from, >=, end);
        check_place(text, (gint64)part->from, (gint64)part->to);
        end = part->to;
    }
    g_autofree char *blank = kiri_boilerplate_blank(kiri_str(text), "暮らし安全省", NULL);
    g_assert_cmpuint(strlen(blank), ==, strlen(text));
    g_assert_true(g_utf8_validate(blank, -1, NULL));
}

static KiriArticle *article_of(const char *title, const char *text, KiriTime day)
{
    KiriArticle *a = kiri_article_new();
    a->id = g_strdup("a");
    a->version = 1;
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    a->published = day;
    return a;
}

static void check_share(const KiriArticle *article)
{
    char *aliases[] = {(char[]){"安全省"}, NULL};
    KiriShareTarget target = {.name = "暮らし安全省", .aliases = aliases};
    g_auto(KiriShare) share = {0};
    kiri_share_of(article, &target, &share);
    gdouble value = kiri_share_value(&share), lead = kiri_share_lead(&share);
    g_assert_true(value >= 0 && value <= 1 && lead >= 0 && lead <= 1);
    g_assert_true(share.first_place >= 0 && share.first_place <= 1);
    g_assert_cmpint(share.about_us, <=, share.sentences);
    gint64 end = 0;
    for (guint i = 0; i < share.of->len; i++) {
        const KiriAboutSentence *s = g_ptr_array_index(share.of, i);
        g_assert_cmpint(s->from, >=, end);
        check_place(article->text, s->from, s->to);
        end = s->to;
    }
}

static void check_revision(const KiriArticle *a, const KiriArticle *b)
{
    g_autoptr(KiriRevision) change = kiri_revision_between(a, b);
    g_autoptr(KiriRevision) same = kiri_revision_between(a, a);
    g_assert_true(isfinite(change->changed) && change->changed >= 0 && change->changed <= 1);
    g_assert_cmpuint(kiri_strv_count(change->added), <=, (guint)change->n_added);
    g_assert_cmpuint(kiri_strv_count(change->removed), <=, (guint)change->n_removed);
    g_assert_false(kiri_revision_is_visible(same));
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    g_autofree char *title = fuzz_utf8(&in), *text = fuzz_utf8(&in), *other = fuzz_utf8(&in);
    KiriTime day = kiri_time_jst(G_GINT64_CONSTANT(1776038400000000));
    check_facts(title, text, day);
    check_boilerplate(text);
    g_autoptr(KiriArticle) a = article_of(title, text, day);
    g_autoptr(KiriArticle) b = article_of(title, other, day);
    check_share(a);
    check_revision(a, b);
    return 0;
}
