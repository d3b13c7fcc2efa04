// SPDX-License-Identifier: GPL-3.0-or-later
/* The weights of the logistic model, as data. A file that was fitted for other
 * features is refused: its numbers would mean something else. */
#include "match_features.h"

#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/i18n.h>
#include <kirinuki/limits.h>
#include <kirinuki/record.h>

#include <math.h>
#include <string.h>

#define FORMAT "1"

const char *const kiri_x_names[] = {"contain_a_in_r",
                                    "contain_r_in_a",
                                    "log_lcs",
                                    "bm25_cos",
                                    "key_terms",
                                    "log_numbers",
                                    "dates",
                                    "log_quoted",
                                    "org",
                                    "edition_conflict",
                                    "date_near",
                                    "date_far",
                                    "margin",
                                    "title_cos",
                                    "persons",
                                    "words_a_in_r",
                                    "title_in_r",
                                    "quoted_alien",
                                    "numbers_alien",
                                    "announced_on",
                                    "announced_else",
                                    "later",
                                    "act_alien",
                                    "org_lead",
                                    "prompt",
                                    "late",
                                    "dates_alien",
                                    "subject_alien",
                                    "title_alien",
                                    "title_edition",
                                    "lead",
                                    NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_x_names) == KIRI_N_X + 1);

const char *const kiri_m_names[] = {"org",     "org_behind", "name",  "name_behind", "matter",
                                    "front",   "spread",     "later", "back",        "dated",
                                    "follows", "precedes",   "other", "announces",   "bare",
                                    "aside",   "unnamed",    "about", "reports",     NULL};
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_m_names) == KIRI_N_M + 1);
#define MENTION "mention."

typedef struct {
    KiriWeights *weights;
    gboolean has_format, has_bias, has_mention_bias;
    char *features; // version they were fitted for
    char *version;
} Reading;

static gboolean read_number(const char *s, gdouble *v)
{
    char *end;
    *v = g_ascii_strtod(s, &end);
    return end != s && *end == 0 && isfinite(*v);
}

static gboolean read_row(Reading *r, const char *name, const char *value)
{
    if (strcmp(name, "#format") == 0)
        return r->has_format = strcmp(value, FORMAT) == 0;
    if (strcmp(name, "#features") == 0) {
        g_free(r->features);
        r->features = g_strdup(value);
        return TRUE;
    }
    if (strcmp(name, "#version") == 0) {
        g_free(r->version);
        r->version = g_strdup(value);
        return TRUE;
    }
    if (*name == '#')
        return TRUE; // provenance
    if (strcmp(name, "bias") == 0)
        return r->has_bias = read_number(value, &r->weights->bias);
    if (strcmp(name, MENTION "bias") == 0)
        return r->has_mention_bias = read_number(value, &r->weights->mention_bias);
    if (g_str_has_prefix(name, MENTION)) {
        gint m = kiri_names_index(kiri_m_names, name + strlen(MENTION));
        return m >= 0 && read_number(value, &r->weights->mention[m]);
    }
    gint i = kiri_names_index(kiri_x_names, name);
    return i >= 0 && read_number(value, &r->weights->w[i]);
}

static gboolean read_lines(Reading *r, KiriLines *lines, const char *path, GError **error)
{
    g_autoptr(GError) why = NULL;
    KiriStr line;
    while (kiri_lines_next(lines, &line, &why)) {
        g_autofree char *text = kiri_str_dup(line);
        g_auto(GStrv) cells = g_strsplit(text, "\t", 2);
        gboolean has_value = cells[0] && cells[1];
        if (has_value ? read_row(r, cells[0], cells[1]) : !*text || *text == '#')
            continue;
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                    _("'%s' line %" PRIu64 " is no line of a table of weights"), path,
                    kiri_lines_number(lines));
        return FALSE;
    }
    if (why) {
        g_propagate_error(error, g_steal_pointer(&why));
        return FALSE;
    }
    if (!r->has_format || !r->has_bias) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                    _("'%s' has no format line or no bias"), path);
        return FALSE;
    }
    if (g_strcmp0(r->features, KIRI_FEATURES_VERSION) != 0) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_STALE,
                    _("the weights in '%s' were fitted for features '%s', not '%s'"), path,
                    r->features ? r->features : "", KIRI_FEATURES_VERSION);
        return FALSE;
    }
    if (!r->has_mention_bias) {
        g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_PARSE,
                    _("'%s' has no format line or no bias"), path);
        return FALSE;
    }
    return TRUE;
}

KiriWeights *kiri_weights_load(const char *path, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_URL_BYTES, error);
    if (!lines)
        return NULL;
    g_autoptr(KiriWeights) weights = g_new0(KiriWeights, 1);
    Reading r = {.weights = weights};
    gboolean ok = read_lines(&r, lines, path, error);
    if (ok)
        weights->version =
            g_strdup_printf("%s/%s", r.version ? r.version : "", KIRI_FEATURES_VERSION);
    g_free(r.features);
    g_free(r.version);
    return ok ? g_steal_pointer(&weights) : NULL;
}

void kiri_weights_free(KiriWeights *w)
{
    if (!w)
        return;
    g_free(w->version);
    g_free(w);
}

gdouble kiri_weights_evidence(const KiriWeights *w, const KiriFeatures *f)
{
    gdouble z = w->bias;
    for (gsize i = 0; i < KIRI_N_X; i++)
        z += i == KIRI_X_LEAD ? 0 : w->w[i] * f->x[i];
    return z;
}

gdouble kiri_weights_probability(const KiriWeights *w, const KiriFeatures *f)
{
    gdouble z = kiri_weights_evidence(w, f) + w->w[KIRI_X_LEAD] * f->x[KIRI_X_LEAD];
    return 1 / (1 + exp(-z));
}

gdouble kiri_weights_mention(const KiriWeights *w, const KiriPassing *p)
{
    gdouble z = w->mention_bias;
    for (gsize i = 0; i < KIRI_N_M; i++)
        z += w->mention[i] * p->x[i];
    return 1 / (1 + exp(-z));
}
