// SPDX-License-Identifier: GPL-3.0-or-later
/* The outbox for people: first what needs one, then what waits, then what went last. */
#include "post_ops.h"

#include <string.h>

enum { SHOWN_SETTLED = 20 };

static const char *state_word(gint state)
{
    static const char *const words[KIRI_N_POST_STATES] = {
        N_("waits"), N_("on its way"), N_("sent"), N_("failed"), N_("unsure"), N_("dropped")};
    return _(words[state]);
}

/* What a person looks for comes first. */
static gint rank(const KiriPost *p)
{
    return p->state == KIRI_POST_UNSURE                                    ? 0
           : p->state == KIRI_POST_FAILED                                  ? 1
           : p->state == KIRI_POST_QUEUED || p->state == KIRI_POST_SENDING ? 2
                                                                           : 3;
}

static gint by_rank(gconstpointer a, gconstpointer b)
{
    const KiriPost *x = *(KiriPost *const *)a, *y = *(KiriPost *const *)b;
    if (rank(x) != rank(y))
        return rank(x) - rank(y);
    gint order = (x->queued.us < y->queued.us) - (x->queued.us > y->queued.us); // newest first
    return order ? order : strcmp(x->id, y->id);
}

static void print_post(const KiriCli *cli, const KiriPost *p)
{
    char when[32], next[32];
    if (cli->is_json) {
        kiri_out_record(&kiri_post_shape, p);
        return;
    }
    kiri_out_time(p->queued, when);
    kiri_out_time(p->next, next);
    g_autofree char *to = kiri_out_safe(p->to), *subject = kiri_out_safe(p->subject);
    g_autofree char *answer = kiri_out_safe(p->answer ? p->answer : "");
    kiri_out_printf("%.12s  %-10s  %s  %s  %s\n", p->id, state_word(p->state), when, to, subject);
    if (*answer && p->state != KIRI_POST_SENT)
        kiri_out_printf("              %s\n", answer);
    if (p->state == KIRI_POST_QUEUED && p->attempts)
        kiri_out_printf(_("              tried %" PRId64 " times, next time %s\n"), p->attempts,
                        next);
}

gboolean kiri_post_print(const KiriCli *cli, KiriStore *store, guint *n_bad, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_POST, "", error);
    guint shown = 0, settled = 0;
    *n_bad = 0;
    if (!all)
        return FALSE;
    g_ptr_array_sort(all, by_rank);
    for (guint i = 0; i < all->len; i++) {
        const KiriPost *p = all->pdata[i];
        *n_bad += rank(p) < 2;
        if (rank(p) == 3 && ++settled > SHOWN_SETTLED && !cli->is_json)
            continue;
        print_post(cli, p);
        shown++;
    }
    if (cli->is_json)
        kiri_out_json_summary(shown);
    else if (!all->len)
        kiri_cli_note(cli, _("no message was ever sent"));
    else if (shown < all->len)
        kiri_cli_note(cli, _("%u older messages are not shown; '--json' gives them all"),
                      all->len - shown);
    return TRUE;
}

gboolean kiri_post_print_summary(const KiriCli *cli, const KiriOutboxCounts *c)
{
    guint waiting = c->of[KIRI_POST_QUEUED] + c->of[KIRI_POST_SENDING];
    guint bad = c->of[KIRI_POST_FAILED] + c->of[KIRI_POST_UNSURE];
    if (cli->is_json || (!waiting && !bad))
        return !bad;
    kiri_out_printf(_("messages     %u wait, %u failed, %u unsure; 'kirinuki digest --status'\n"),
                    waiting, c->of[KIRI_POST_FAILED], c->of[KIRI_POST_UNSURE]);
    return !bad;
}
