// SPDX-License-Identifier: GPL-3.0-or-later
/* source list, show, set: what is followed, how it fares, and what the user decides
 * about it. */
#include "source_ops.h"

#include <kirinuki/health.h>

#include <string.h>

/* ---- words ---- */

static const char *health_word(KiriHealthState state)
{
    static const char *const words[] = {N_("ok"),      N_("new"),  N_("silent"),
                                        N_("failing"), N_("dead"), N_("disabled")};
    return _(words[state]);
}

static void time_or_dash(KiriTime t, char out[32])
{
    kiri_out_time(t, out);
    if (!*out)
        strcpy(out, "-");
}

static char *number_or_dash(gdouble n)
{
    return n < 0 ? g_strdup("-") : g_strdup_printf("%.0f", n);
}

/* What is wrong with it, in words; "" for nothing. (transfer full) */
static char *trouble(const KiriSource *s, const KiriHealth *h)
{
    char since[32];
    kiri_out_time(h->since_us > G_MININT64 ? kiri_time_jst(h->since_us) : KIRI_TIME_UNSET, since);
    switch (h->state) {
    case KIRI_HEALTH_DISABLED:
        return g_strdup(s->disabled_reason);
    case KIRI_HEALTH_SILENT:
        return g_strdup_printf(_("brings nothing new since %s; %.0f entries a week are usual"),
                               since, h->expected);
    case KIRI_HEALTH_FAILING:
    case KIRI_HEALTH_DEAD:
        return g_strdup_printf(_("fails since %s: %s%s%s"), since,
                               kiri_failure_text((KiriFailure)s->failure),
                               s->last_error ? " — " : "", s->last_error ? s->last_error : "");
    default:
        return g_strdup(s->last_error);
    }
}

/* ---- list ---- */

static void write_health(const KiriHealth *h, KiriJson *j)
{
    kiri_json_key(j, "health");
    kiri_json_open_object(j);
    kiri_json_key(j, "state");
    kiri_json_cstr(j, kiri_health_names[h->state]);
    kiri_json_key(j, "since");
    kiri_json_time(j, h->since_us > G_MININT64 ? kiri_time_jst(h->since_us) : KIRI_TIME_UNSET);
    kiri_json_key(j, "expected");
    if (h->expected < 0)
        kiri_json_null(j);
    else
        kiri_json_f64(j, h->expected, 1);
    kiri_json_key(j, "actual");
    if (h->actual < 0)
        kiri_json_null(j);
    else
        kiri_json_f64(j, h->actual, 0);
    kiri_json_key(j, "probability");
    kiri_json_f64(j, h->probability, 6);
    kiri_json_close_object(j);
}

static void print_json(const KiriSource *s, const KiriHealth *h)
{
    g_auto(KiriBuf) buf;
    kiri_buf_init(&buf, KIRI_BUF_UNCAPPED);
    KiriJson j = kiri_out_json_begin(&buf, "source");
    kiri_record_write_members(&kiri_source_shape, s, &j);
    write_health(h, &j);
    kiri_out_json_end(&j);
}

static void print_row(const KiriSource *s, const KiriHealth *h)
{
    char next[32], covered[32];
    time_or_dash(s->is_disabled ? KIRI_TIME_UNSET : s->next_due, next);
    time_or_dash(s->covered_from, covered);
    g_autofree char *expected = number_or_dash(h->expected);
    g_autofree char *actual = number_or_dash(h->actual);
    g_autofree char *week = g_strdup_printf("%s/%s", actual, expected);
    g_autofree char *raw = trouble(s, h);
    g_autofree char *problem = kiri_out_safe(raw);
    g_autofree char *title = kiri_out_safe(s->title ? s->title : s->url);
    g_autofree char *url = kiri_out_safe(s->url);
    kiri_out_printf("%s %-8s %-7s %-16s %9s  %-10.10s  %s\n         %s\n", s->id,
                    kiri_health_names[h->state], kiri_source_kind_names[s->kind], next, week,
                    covered, title, url);
    if (*problem)
        kiri_out_printf("         %s\n", problem);
}

void kiri_source_print(const KiriCli *cli, const KiriSource *s)
{
    KiriHealth h = kiri_source_health(s, kiri_cli_now_us(cli));
    if (cli->is_json)
        print_json(s, &h);
    else
        print_row(s, &h);
}

static gboolean is_trouble(KiriHealthState state)
{
    return state == KIRI_HEALTH_SILENT || state == KIRI_HEALTH_FAILING || state == KIRI_HEALTH_DEAD;
}

int kiri_source_list(KiriCli *cli, const KiriSourceListing *which, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    g_autoptr(GPtrArray) all = store ? kiri_store_list(store, KIRI_NOUN_SOURCE, "", error) : NULL;
    guint shown = 0, disabled = 0, troubled = 0;
    if (!all)
        return KIRI_EXIT_FAILED;
    if (!cli->is_json && all->len)
        kiri_out_printf("%s\n",
                        _("ID       HEALTH   KIND    NEXT             GOT/USUAL  SINCE       "
                          "TITLE"));
    for (guint i = 0; i < all->len; i++) {
        const KiriSource *s = g_ptr_array_index(all, i);
        KiriHealth h = kiri_source_health(s, kiri_cli_now_us(cli));
        disabled += s->is_disabled ? 1 : 0;
        troubled += is_trouble(h.state) ? 1 : 0;
        if (which->only_problems ? !is_trouble(h.state)
                                 : s->is_disabled && !which->shows_all && !cli->is_json)
            continue;
        kiri_source_print(cli, s);
        shown++;
    }
    if (cli->is_json)
        kiri_out_json_summary(shown);
    kiri_cli_note(cli,
                  _("%u sources, %u of them disabled ('source list --all' shows those too), %u "
                    "with problems"),
                  all->len, disabled, troubled);
    return KIRI_EXIT_DONE;
}

/* ---- show ---- */

static void line(const char *label, const char *value)
{
    if (!value || !*value)
        return;
    g_autofree char *safe = kiri_out_safe(value);
    kiri_out_row(2, label, 16, safe);
}

static void time_line(const char *label, KiriTime t)
{
    char text[32];
    kiri_out_time(t, text);
    line(label, text);
}

static char *interval_words(const KiriSource *s)
{
    if (s->interval_s > 0)
        return g_strdup_printf(_("%" PRId64 " minutes, as set"), s->interval_s / 60);
    return g_strdup(_("learned from its rhythm"));
}

static void show_health(const KiriSource *s, const KiriHealth *h)
{
    g_autofree char *problem = trouble(s, h);
    g_autofree char *week = NULL;
    line(_("health"), health_word(h->state));
    line(_("problem"), problem);
    if (h->actual >= 0 || h->expected >= 0) {
        g_autofree char *actual = number_or_dash(h->actual);
        g_autofree char *expected = number_or_dash(h->expected);
        week = g_strdup_printf(_("%s entries in the last 7 days, %s expected"), actual, expected);
    }
    line(_("volume"), week);
    if (h->state == KIRI_HEALTH_SILENT) {
        g_autofree char *odds = g_strdup_printf(
            _("if it were alive, such a silence would come about in %.4f %% of cases"),
            h->probability * 100);
        line("", odds);
    }
}

static void show_person(const KiriCli *cli, KiriStore *store, const KiriSource *s)
{
    KiriHealth h = kiri_source_health(s, kiri_cli_now_us(cli));
    g_autoptr(KiriMedium) medium =
        s->medium ? kiri_store_get(store, KIRI_NOUN_MEDIUM, s->medium, NULL) : NULL;
    g_autofree char *of =
        medium ? g_strdup_printf("%s (%s)", medium->name, medium->id) : g_strdup(s->medium);
    g_autofree char *interval = interval_words(s);
    g_autofree char *totals = g_strdup_printf(
        _("%" PRId64 " polls, %" PRId64 " entries seen, %" PRId64 " articles found"), s->polls,
        s->entries_seen, s->articles_found);
    g_autofree char *url = kiri_out_safe(s->url);
    kiri_out_printf("%s  %s\n", s->id, url);
    line(_("name"), s->title);
    line(_("medium"), of);
    line(_("kind"), kiri_source_kind_names[s->kind]);
    show_health(s, &h);
    time_line(_("last poll"), s->last_poll);
    time_line(_("last success"), s->last_success);
    time_line(_("last news"), s->last_new);
    time_line(_("newest entry"), s->newest_entry);
    time_line(_("next poll"), s->is_disabled ? KIRI_TIME_UNSET : s->next_due);
    line(_("interval"), interval);
    time_line(_("covered from"), s->covered_from);
    time_line(_("backfill from"), s->backfill_from);
    line(_("totals"), totals);
    if (s->ignores_validators)
        line(_("validators"), _("not used: they stayed the same while the body changed"));
    time_line(_("added"), s->added);
    line(_("found by"), s->via);
    line(_("role"), s->role);
    line(_("terms"), s->terms);
}

int kiri_source_show(KiriCli *cli, char **names, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_READ, error);
    guint n = 0;
    for (; store && names[n]; n++) {
        g_autoptr(KiriSource) s = kiri_source_find(store, names[n], error);
        if (!s)
            return KIRI_EXIT_NO;
        if (cli->is_json)
            kiri_source_print(cli, s);
        else
            show_person(cli, store, s);
    }
    if (store && cli->is_json)
        kiri_out_json_summary(n);
    return store ? KIRI_EXIT_DONE : KIRI_EXIT_FAILED;
}

/* ---- set ---- */

static gboolean bad_value(GError **error, const char *key, const char *must)
{
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("'%s' of a source must be %s"), key,
                must);
    return FALSE;
}

static gboolean set_interval(KiriSource *s, const char *value, GError **error)
{
    guint64 minutes = 0;
    if (*value && !g_ascii_string_to_unsigned(value, 10, 0, 366 * 24 * 60, &minutes, NULL))
        return bad_value(error, "interval", _("a number of minutes, or 0 for the learned one"));
    s->interval_s = (gint64)minutes * 60;
    return TRUE;
}

static gboolean set_name(const char *const *names, const char *key, const char *value, gint *place,
                         GError **error)
{
    gint i = kiri_names_index(names, value);
    if (i < 0) {
        g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)names);
        return bad_value(error, key, all);
    }
    *place = i;
    return TRUE;
}

static void set_text(char **place, const char *value)
{
    g_free(*place);
    *place = *value ? g_strdup(value) : NULL;
}

static gboolean set_one(KiriStore *store, KiriSource *s, const char *key, const char *value,
                        GError **error)
{
    static const char *const roles[] = {"coverage", "releases", NULL};
    gint role = 0;
    if (strcmp(key, "interval") == 0)
        return set_interval(s, value, error);
    if (strcmp(key, "kind") == 0)
        return set_name(kiri_source_kind_names, key, value, &s->kind, error);
    if (strcmp(key, "role") == 0) {
        if (!set_name(roles, key, value, &role, error))
            return FALSE;
        set_text(&s->role, role ? value : "");
        return TRUE;
    }
    if (strcmp(key, "medium") == 0 && *value && !kiri_store_has(store, KIRI_NOUN_MEDIUM, value)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("there is no medium '%s'; 'kirinuki medium list' shows them"), value);
        return FALSE;
    }
    if (strcmp(key, "medium") == 0) {
        set_text(&s->medium, value);
    } else if (strcmp(key, "title") == 0) {
        set_text(&s->title, value);
    } else {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("a source has no '%s'; it has: title, medium, interval, kind, role"), key);
        return FALSE;
    }
    return TRUE;
}

int kiri_source_set(KiriCli *cli, char **words, GError **error)
{
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    g_autoptr(KiriSource) s = store ? kiri_source_find(store, words[0], error) : NULL;
    if (!s)
        return store ? KIRI_EXIT_NO : KIRI_EXIT_FAILED;
    for (guint i = 1; words[i]; i++) {
        const char *equals = strchr(words[i], '=');
        if (!equals) {
            g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                        _("'%s' is not of the form KEY=VALUE"), words[i]);
            return KIRI_EXIT_USAGE;
        }
        g_autofree char *key = g_strndup(words[i], (gsize)(equals - words[i]));
        if (!set_one(store, s, key, equals + 1, error))
            return KIRI_EXIT_USAGE;
    }
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_SOURCE, s);
    if (!kiri_batch_commit(batch, error))
        return KIRI_EXIT_FAILED;
    kiri_source_print(cli, s);
    return KIRI_EXIT_DONE;
}
