// SPDX-License-Identifier: GPL-3.0-or-later
/* extract, parse-feed, check-robots, decode, parse-url, tokenize, compare: the
 * same driver with another job. */
#include "commands.h"
#include "plumb.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <string.h>

#define BATCH_OPTION                                                                               \
    KIRI_OPTION(KiriPlumbOptions, is_batch, "batch", 0, NONE, NULL,                                \
                N_("answer lines of JSON from standard input"))
#define URL_OPTION                                                                                 \
    KIRI_OPTION(KiriPlumbOptions, url, "url", 0, FILENAME, N_("URL"), N_("where it was fetched"))
#define TYPE_OPTION                                                                                \
    KIRI_OPTION(KiriPlumbOptions, content_type, "content-type", 0, FILENAME, N_("TYPE"),           \
                N_("the Content-Type header that came with it"))

static const KiriOption page_options[] = {BATCH_OPTION, URL_OPTION, TYPE_OPTION};
static const KiriOption extract_options[] = {
    BATCH_OPTION, URL_OPTION, TYPE_OPTION,
    KIRI_OPTION(KiriPlumbOptions, rules, "rules", 0, FILENAME, N_("DIR"),
                N_("use the rules for single sites in this folder")),
    KIRI_OPTION(KiriPlumbOptions, uses_no_rules, "no-rules", 0, NONE, NULL,
                N_("use no rules, which is so unless --rules is given"))};
static const KiriOption decode_options[] = {BATCH_OPTION, TYPE_OPTION};
static const KiriOption robots_options[] = {BATCH_OPTION, URL_OPTION,
                                            KIRI_OPTION(KiriPlumbOptions, agent, "agent", 0,
                                                        FILENAME, N_("UA"),
                                                        N_("user agent or product token"))};
static const KiriOption url_options[] = {
    BATCH_OPTION, KIRI_OPTION(KiriPlumbOptions, base, "base", 0, FILENAME, N_("URL"),
                              N_("address that relative ones start from"))};
static const KiriOption batch_options[] = {BATCH_OPTION};

/* The row of a single file; NULL with error. */
static KiriPlumbRow *single_row(const KiriCall *call, gboolean reads_file, GError **error)
{
    const KiriPlumbOptions *o = call->options;
    if (call->n_args != 1) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("'%s' takes one argument, or --batch"), call->command->name);
        return NULL;
    }
    g_autoptr(KiriPlumbRow) row = kiri_plumb_row_new();
    row->url = g_strdup(o->url);
    row->content_type = g_strdup(o->content_type);
    row->agent = g_strdup(o->agent);
    row->base = g_strdup(o->base);
    if (!reads_file)
        row->body = g_bytes_new(call->args[0], strlen(call->args[0]));
    else if (!(row->body = kiri_file_read(call->args[0], KIRI_LIMIT_INFLATED_BYTES, error)))
        return NULL;
    return g_steal_pointer(&row);
}

static int print_answer(const KiriCli *cli, KiriStr json)
{
    (void)cli;
    kiri_out_write(json);
    kiri_out_write(KIRI_STR_LITERAL("\n"));
    return KIRI_EXIT_DONE;
}

/* The rules of --rules; NULL without error: none are wanted. A folder that is not
 * there, or with a rule that cannot be read, is no folder of rules. */
static KiriSiteRules *read_rules(const KiriPlumbOptions *o, GError **error)
{
    if (!o->rules || o->uses_no_rules)
        return NULL;
    g_autoptr(GPtrArray) problems = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(KiriSiteRules) rules = kiri_site_rules_new();
    kiri_site_rules_load(rules, o->rules, FALSE, problems);
    if (!problems->len && kiri_site_rules_count(rules))
        return g_steal_pointer(&rules);
    if (problems->len)
        g_set_error_literal(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, problems->pdata[0]);
    else
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("there are no rules in '%s'"),
                    o->rules);
    return NULL;
}

static int answer(KiriCli *cli, const KiriCall *call, KiriJobNumber job, gboolean reads_file,
                  int (*print)(const KiriCli *cli, KiriStr json), GError **error)
{
    const KiriPlumbOptions *o = call->options;
    g_autoptr(GError) why = NULL;
    g_autoptr(KiriSiteRules) rules = read_rules(o, &why);
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return KIRI_EXIT_USAGE;
    }
    if (o->is_batch)
        return kiri_plumb_batch(cli, job, rules, error) ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
    g_autoptr(KiriPlumbRow) row = single_row(call, reads_file, error);
    if (row)
        kiri_plumb_choose_rule(row, rules);
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_LIMIT_FRAME_BYTES);
    if (!row || !kiri_plumb_single(cli, job, row, &out, error))
        return KIRI_EXIT_FAILED;
    return print(cli, kiri_buf_view(&out));
}

static KiriStr member_of(const KiriJsonDoc *doc, const char *key)
{
    KiriStr s = {NULL, 0};
    s.p = kiri_json_string(kiri_json_get(kiri_json_root(doc), key), &s.n);
    return s;
}

/* A page without an article is answered all the same, and the reason is said. */
static int print_extracted(const KiriCli *cli, KiriStr json)
{
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(json, NULL);
    KiriStr reason = doc ? member_of(doc, "no_article") : (KiriStr){0};
    print_answer(cli, json);
    if (!reason.p)
        return KIRI_EXIT_DONE;
    kiri_cli_warn(cli, _("no article: %s"), _(reason.p));
    return KIRI_EXIT_NO;
}

static int run_extract(KiriCli *cli, const KiriCall *call, GError **error)
{
    return answer(cli, call, KIRI_JOB_PLUMB_EXTRACT, TRUE, print_extracted, error);
}

/* A file that is no feed is the answer {"error"} and exit 1. */
static int run_parse_feed(KiriCli *cli, const KiriCall *call, GError **error)
{
    g_autoptr(GError) why = NULL;
    int code = answer(cli, call, KIRI_JOB_PLUMB_FEED, TRUE, print_answer, &why);
    if (kiri_error_is(why, KIRI_ERROR_PARSE)) {
        g_auto(KiriBuf) buf;
        kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
        KiriJson j = kiri_json_begin(&buf);
        kiri_json_open_object(&j);
        kiri_json_key(&j, "error");
        kiri_json_cstr(&j, why->message);
        kiri_json_close_object(&j);
        print_answer(cli, kiri_buf_view(&buf));
        return KIRI_EXIT_NO;
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return code;
}

static int print_robots(const KiriCli *cli, KiriStr json)
{
    (void)cli;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(json, NULL);
    gboolean is_allowed =
        doc && kiri_json_boolean(kiri_json_get(kiri_json_root(doc), "allow"), FALSE);
    kiri_out_printf("%s\n", is_allowed ? "allow" : "disallow");
    return KIRI_EXIT_DONE;
}

static int run_check_robots(KiriCli *cli, const KiriCall *call, GError **error)
{
    return answer(cli, call, KIRI_JOB_PLUMB_ROBOTS, TRUE, print_robots, error);
}

static int print_text(const KiriCli *cli, KiriStr json)
{
    (void)cli;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(json, NULL);
    if (doc)
        kiri_out_write(member_of(doc, "text"));
    return KIRI_EXIT_DONE;
}

static int run_decode(KiriCli *cli, const KiriCall *call, GError **error)
{
    return answer(cli, call, KIRI_JOB_PLUMB_DECODE, TRUE, print_text, error);
}

static int print_href(const KiriCli *cli, KiriStr json)
{
    (void)cli;
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(json, NULL);
    KiriStr href = doc ? member_of(doc, "href") : (KiriStr){0};
    if (!href.p)
        return KIRI_EXIT_NO;
    kiri_out_write(href);
    kiri_out_write(KIRI_STR_LITERAL("\n"));
    return KIRI_EXIT_DONE;
}

static int run_parse_url(KiriCli *cli, const KiriCall *call, GError **error)
{
    return answer(cli, call, KIRI_JOB_PLUMB_URL, FALSE, print_href, error);
}

static int run_tokenize(KiriCli *cli, const KiriCall *call, GError **error)
{
    return answer(cli, call, KIRI_JOB_PLUMB_TOKENIZE, TRUE, print_answer, error);
}

static int run_compare(KiriCli *cli, const KiriCall *call, GError **error)
{
    (void)call;
    return kiri_plumb_batch(cli, KIRI_JOB_PLUMB_COMPARE, NULL, error) ? KIRI_EXIT_DONE
                                                                      : KIRI_EXIT_FAILED;
}

#define PLUMBING .group = N_("Plumbing: one stage, JSON out"), .needs = KIRI_NEEDS_WORKERS

const KiriCommand kiri_cmd_extract = {.name = "extract",
                                      .args = N_("FILE"),
                                      .summary = N_("the article in a page"),
                                      KIRI_OPTIONS(KiriPlumbOptions, extract_options),
                                      .max_args = 1,
                                      .run = run_extract,
                                      PLUMBING};

const KiriCommand kiri_cmd_parse_feed = {.name = "parse-feed",
                                         .args = N_("FILE"),
                                         .summary = N_("the entries of a feed or sitemap"),
                                         KIRI_OPTIONS(KiriPlumbOptions, page_options),
                                         .max_args = 1,
                                         .run = run_parse_feed,
                                         PLUMBING};

const KiriCommand kiri_cmd_check_robots = {.name = "check-robots",
                                           .args = N_("FILE"),
                                           .summary = N_("may this agent fetch this address?"),
                                           KIRI_OPTIONS(KiriPlumbOptions, robots_options),
                                           .max_args = 1,
                                           .run = run_check_robots,
                                           PLUMBING};

const KiriCommand kiri_cmd_decode = {.name = "decode",
                                     .args = N_("FILE"),
                                     .summary = N_("a page's bytes as UTF-8"),
                                     KIRI_OPTIONS(KiriPlumbOptions, decode_options),
                                     .max_args = 1,
                                     .run = run_decode,
                                     PLUMBING};

const KiriCommand kiri_cmd_parse_url = {.name = "parse-url",
                                        .args = N_("URL"),
                                        .summary = N_("an address as browsers see it"),
                                        KIRI_OPTIONS(KiriPlumbOptions, url_options),
                                        .max_args = 1,
                                        .run = run_parse_url,
                                        PLUMBING};

const KiriCommand kiri_cmd_tokenize = {.name = "tokenize",
                                       .args = N_("FILE"),
                                       .summary = N_("the words of a text"),
                                       KIRI_OPTIONS(KiriPlumbOptions, batch_options),
                                       .max_args = 1,
                                       .run = run_tokenize,
                                       PLUMBING | KIRI_NEEDS_WORDS};

const KiriCommand kiri_cmd_compare = {.name = "compare",
                                      .args = "",
                                      .summary = N_("are two texts the same article? (--batch)"),
                                      KIRI_OPTIONS(KiriPlumbOptions, batch_options),
                                      .run = run_compare,
                                      PLUMBING};
