// SPDX-License-Identifier: GPL-3.0-or-later
/* How well the tone is told: bench_tone [--errors] DICTIONARIES FILE…
 *
 * Each FILE has labelled pieces, one JSON object a line (tests/tone/README.md). For each
 * it prints accuracy, macro F1, precision and recall of each class and the confusion,
 * and the same of a plain count of the dictionary's words. --errors lists what was told
 * wrongly, and why; it is for the learning half. Rows without a label are printed with
 * what was told of them. */
#include <kirinuki/file.h>
#include <kirinuki/json.h>
#include <kirinuki/limits.h>
#include <kirinuki/tone.h>

#include "tone.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { N_TONES = KIRI_TONE_CRITICAL + 1 };

typedef struct {
    guint counts[N_TONES][N_TONES]; // label, told
} Table;

typedef struct {
    KiriToneWords *words;
    gboolean shows_errors;
    Table rules, count;
    gint64 us;
    guint pieces;
} Run;

static const char *text_of(const KiriJsonNode *row, const char *key)
{
    const char *s = kiri_json_string(kiri_json_get(row, key), NULL);
    return s ? s : "";
}

static void print_piece(const KiriJsonNode *row, const char *label, const KiriToneReading *tone,
                        const char *title)
{
    printf("\n%s [%s] %s: told %s — %s\n  %s\n", text_of(row, "id"), text_of(row, "hard"), label,
           kiri_tone_names[tone->tone], tone->reason ? tone->reason : "", title);
    for (guint i = 0; i < kiri_recs_count(tone->sentences); i++) {
        const KiriToneSentence *s = tone->sentences->pdata[i];
        char weight[G_ASCII_DTOSTR_BUF_SIZE];
        printf("  %s %s\n      %s\n", g_ascii_formatd(weight, sizeof weight, "%+.1f", s->weight),
               s->sentence, s->reason);
    }
}

static void read_row(Run *run, const KiriJsonNode *row)
{
    g_autoptr(KiriArticle) a = kiri_article_new();
    char **aliases = NULL;
    const KiriJsonNode *list = kiri_json_get(row, "aliases");
    for (gsize i = 0; i < kiri_json_size(list); i++)
        kiri_strv_add(&aliases, kiri_json_string(kiri_json_at(list, i), NULL));
    a->title = g_strdup(text_of(row, "title"));
    a->text = g_strdup(text_of(row, "text"));
    KiriShareTarget target = {
        .name = text_of(row, "organisation"), .aliases = aliases, .words = run->words};
    gint64 start = g_get_monotonic_time();
    g_auto(KiriReading) reading;
    g_auto(KiriToneReading) tone;
    kiri_reading_init(&reading, a, &target);
    kiri_tone_of_reading(&reading, a->title, a->text, run->words, NULL, &tone);
    run->us += g_get_monotonic_time() - start;
    run->pieces++;
    gint label = kiri_names_index(kiri_tone_names, text_of(row, "label"));
    if (label >= 0) {
        run->rules.counts[label][tone.tone]++;
        run->count.counts[label][kiri_tone_by_count(&reading, run->words)]++;
    }
    if (label < 0 || (run->shows_errors && label != (gint)tone.tone))
        print_piece(row, label < 0 ? "" : kiri_tone_names[label], &tone, a->title);
    g_strfreev(aliases);
}

static gdouble ratio(guint a, guint b)
{
    return b ? (gdouble)a / b : 0;
}

static void print_table(const char *name, const Table *t)
{
    guint right = 0, all = 0;
    gdouble f_sum = 0;
    GString *classes = g_string_new(NULL);
    for (gint c = KIRI_TONE_POSITIVE; c < N_TONES; c++) {
        guint told = 0, labelled = 0;
        for (gint k = 0; k < N_TONES; k++) {
            told += t->counts[k][c];
            labelled += t->counts[c][k];
        }
        gdouble p = ratio(t->counts[c][c], told), r = ratio(t->counts[c][c], labelled);
        f_sum += p + r > 0 ? 2 * p * r / (p + r) : 0;
        right += t->counts[c][c];
        all += labelled;
        g_string_append_printf(classes,
                               "  %-9s P %.3f R %.3f   told: pos %u neu %u cri %u unk %u\n",
                               kiri_tone_names[c], p, r, t->counts[c][KIRI_TONE_POSITIVE],
                               t->counts[c][KIRI_TONE_NEUTRAL], t->counts[c][KIRI_TONE_CRITICAL],
                               t->counts[c][KIRI_TONE_UNKNOWN]);
    }
    printf("%s: %u pieces, accuracy %.3f, macro F1 %.3f\n%s", name, all, ratio(right, all),
           f_sum / 3, classes->str);
    g_string_free(classes, TRUE);
}

static gboolean run_file(Run *run, const char *path, GError **error)
{
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_FILE_BYTES, error);
    g_autoptr(GError) why = NULL;
    KiriStr line;
    while (lines && kiri_lines_next(lines, &line, &why)) {
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, error);
        if (!doc)
            return FALSE;
        read_row(run, kiri_json_root(doc));
    }
    if (why)
        g_propagate_error(error, g_steal_pointer(&why));
    return lines && (!error || !*error);
}

int main(int argc, char **argv)
{
    g_autoptr(GError) error = NULL;
    gint at = argc > 1 && strcmp(argv[1], "--errors") == 0 ? 2 : 1;
    if (argc < at + 2) {
        g_printerr("usage: bench_tone [--errors] DICTIONARIES FILE…\n");
        return 2;
    }
    g_autoptr(KiriToneWords) words = kiri_tone_words_load(argv[at], NULL, &error);
    for (gint i = at + 1; words && !error && i < argc; i++) {
        Run run = {.words = words, .shows_errors = at == 2};
        if (!run_file(&run, argv[i], &error))
            break;
        printf("\n== %s: %.0f µs a piece\n", argv[i], (gdouble)run.us / MAX(run.pieces, 1));
        print_table("rules", &run.rules);
        print_table("plain count", &run.count);
    }
    if (!error)
        return 0;
    g_printerr("bench_tone: %s\n", error->message);
    return 1;
}
