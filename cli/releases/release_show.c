// SPDX-License-Identifier: GPL-3.0-or-later
/* Lines of boilerplate stand behind a bar and are headed by their kind, so that a
 * person sees what is compared with articles and what is not. */
#include "release_show.h"

#include <kirinuki/boilerplate.h>
#include <kirinuki/facts.h>
#include <kirinuki/i18n.h>
#include <kirinuki/release_parse.h>
#include <kirinuki/revision.h>

#include <string.h>

enum { LABEL_COLUMNS = 14 };

static void print_line(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    g_autofree char *safe = kiri_out_safe(value);
    kiri_out_row(0, label, LABEL_COLUMNS, safe);
}

static void print_list(const char *label, char **values)
{
    g_autofree char *joined = values ? g_strjoinv(", ", values) : NULL;
    print_line(label, joined);
}

static void print_time(const char *label, KiriTime t)
{
    char text[32];
    kiri_time_format(t, text);
    print_line(label, text);
}

static void print_members(const KiriRelease *r)
{
    g_autofree char *version = g_strdup_printf("%" G_GINT64_FORMAT, r->version);
    print_line(_("id"), r->id);
    print_line(_("version"), version);
    print_time(_("changed"), r->changed);
    print_line(_("title"), r->title);
    print_time(_("date"), r->date);
    print_time(_("embargo"), r->embargo);
    print_line(_("organisation"), r->organisation);
    print_list(_("aliases"), r->aliases);
    print_line(_("section"), r->section);
    print_line(_("method"), r->method);
    print_list(_("keywords"), r->keywords);
    print_line(_("address"), r->url);
    print_line(_("source"), r->source);
    print_line(_("note"), r->note);
    for (guint i = 0; i < kiri_strv_count(r->messages); i++)
        print_line(i ? "" : _("messages"), r->messages[i]);
    for (guint i = 0; i < kiri_recs_count(r->attachments); i++) {
        const KiriAttachment *a = g_ptr_array_index(r->attachments, i);
        g_autofree char *shown = strcmp(a->name, a->place) == 0
                                     ? g_strdup(a->name)
                                     : g_strdup_printf("%s (%s)", a->name, a->place);
        print_line(i ? "" : _("attachments"), shown);
    }
}

/* ---- the text ---- */

/* The boilerplate that the byte at `at` belongs to, or NULL. */
static const KiriBoilerplate *span_at(const GArray *spans, gsize at)
{
    for (guint i = 0; i < spans->len; i++) {
        const KiriBoilerplate *b = &g_array_index(spans, KiriBoilerplate, i);
        if (b->from <= at && at < b->to)
            return b;
    }
    return NULL;
}

static void print_text(const KiriRelease *r, const GArray *spans)
{
    const KiriBoilerplate *last = NULL;
    kiri_out_printf("\n");
    for (const char *p = r->text; p && *p;) {
        const char *end = strchr(p, '\n');
        g_autofree char *line = end ? g_strndup(p, (gsize)(end - p)) : g_strdup(p);
        g_autofree char *safe = kiri_out_safe(line);
        /* A line that begins as matter may end as a note. */
        gsize tail = (gsize)(p - r->text) + (*line ? strlen(line) - 1 : 0);
        const KiriBoilerplate *b = span_at(spans, tail);
        if (b && (!last || b->kind != last->kind))
            kiri_out_printf("| [%s]\n", kiri_boilerplate_names[b->kind]);
        kiri_out_printf("%s%s\n", b ? "| " : "  ", safe);
        last = b;
        p = end ? end + 1 : p + strlen(p);
    }
}

static void print_facts(const GPtrArray *facts)
{
    if (facts->len)
        kiri_out_printf("\n");
    for (guint i = 0; i < facts->len; i++) {
        const KiriFact *f = g_ptr_array_index(facts, i);
        g_autofree char *value = kiri_out_safe(f->value);
        g_autofree char *role = kiri_out_safe(f->role);
        kiri_out_printf("%-14s%s%s%s%s\n", kiri_fact_names[f->kind], value, *role ? " (" : "", role,
                        *role ? ")" : "");
    }
}

/* {"type":"boilerplate","from":…,"to":…,"kind":"contact"} */
static void write_boilerplate(const KiriBoilerplate *b)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "boilerplate");
    kiri_json_key(&j, "from");
    kiri_json_i64(&j, (gint64)b->from);
    kiri_json_key(&j, "to");
    kiri_json_i64(&j, (gint64)b->to);
    kiri_json_key(&j, "kind");
    kiri_json_cstr(&j, kiri_boilerplate_names[b->kind]);
    kiri_out_json_end(&j);
}

void kiri_release_show(const KiriCli *cli, const KiriRelease *r, gint64 *lines)
{
    g_autofree char *body = kiri_release_body(r);
    g_autoptr(GArray) spans =
        kiri_boilerplate_find(kiri_str(r->text), r->organisation, r->repeated);
    g_autoptr(GPtrArray) facts = kiri_facts_find(r->title, body, r->date);
    if (!cli->is_json) {
        print_members(r);
        print_text(r, spans);
        print_facts(facts);
        return;
    }
    kiri_out_record(&kiri_release_shape, r);
    for (guint i = 0; i < spans->len; i++)
        write_boilerplate(&g_array_index(spans, KiriBoilerplate, i));
    for (guint i = 0; i < facts->len; i++)
        kiri_out_record(&kiri_fact_shape, g_ptr_array_index(facts, i));
    *lines += 1 + spans->len + facts->len;
}

/* ---- versions ---- */

static KiriArticle *as_article(const KiriRelease *r)
{
    KiriArticle *a = kiri_article_new();
    a->title = g_strdup(r->title);
    a->text = g_strdup(r->text);
    a->version = r->version;
    a->fetched = r->changed;
    return a;
}

static void print_changes(char sign, char **texts, gint64 n)
{
    for (char **t = texts; t && *t; t++) {
        g_autofree char *safe = kiri_out_safe(*t);
        kiri_out_printf("    %c %s\n", sign, safe);
    }
    gint64 more = n - kiri_strv_count(texts);
    if (more > 0)
        kiri_out_printf(_("    %c … and %" PRId64 " more sentences\n"), sign, more);
}

static void print_version(const KiriRelease *r, const KiriRevision *revision)
{
    char when[32];
    kiri_out_time(r->changed, when);
    g_autofree char *title = kiri_out_safe(r->title);
    kiri_out_printf("%-4" PRId64 " %-16s  %s\n", r->version, *when ? when : "—", title);
    if (!revision)
        return;
    print_changes('-', revision->removed, revision->n_removed);
    print_changes('+', revision->added, revision->n_added);
}

gboolean kiri_release_show_history(const KiriCli *cli, KiriStore *store, const KiriRelease *newest,
                                   gint64 *lines, GError **error)
{
    g_autoptr(KiriRelease) before = NULL;
    for (gint64 v = 1; v <= newest->version; v++) {
        g_autoptr(GError) failure = NULL;
        g_autoptr(KiriRelease) r =
            kiri_store_get_version(store, KIRI_NOUN_RELEASE, newest->id, v, &failure);
        if (failure) {
            g_propagate_error(error, g_steal_pointer(&failure));
            return FALSE;
        }
        if (!r)
            continue; // of a store that kept the newest one only
        g_autoptr(KiriArticle) older = before ? as_article(before) : NULL;
        g_autoptr(KiriArticle) newer = as_article(r);
        g_autoptr(KiriRevision) revision = older ? kiri_revision_between(older, newer) : NULL;
        if (cli->is_json) {
            kiri_out_record(&kiri_release_shape, r);
            if (revision)
                kiri_out_record(&kiri_revision_shape, revision);
            *lines += revision ? 2 : 1;
        } else {
            print_version(r, revision);
        }
        g_clear_pointer(&before, kiri_release_free);
        before = g_steal_pointer(&r);
    }
    return TRUE;
}

/* ---- keywords ---- */

void kiri_release_show_keywords(const KiriCli *cli, const KiriRelease *r, gint64 *lines)
{
    enum { MOST = 10 };
    g_auto(GStrv) proposed =
        kiri_release_propose_keywords(kiri_str(r->title), kiri_str(r->text), MOST);
    for (guint i = 0; cli->is_json && proposed[i]; i++) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_out_json_begin(&buf, "keyword");
        kiri_json_key(&j, "release");
        kiri_json_cstr(&j, r->id);
        kiri_json_key(&j, "word");
        kiri_json_cstr(&j, proposed[i]);
        kiri_json_key(&j, "is_set");
        kiri_json_bool(&j, kiri_strv_has(r->keywords, proposed[i]));
        kiri_out_json_end(&j);
        *lines += 1;
    }
    for (guint i = 0; !cli->is_json && proposed[i]; i++) {
        g_autofree char *safe = kiri_out_safe(proposed[i]);
        kiri_out_printf("%c %s\n", kiri_strv_has(r->keywords, proposed[i]) ? '*' : ' ', safe);
    }
}
