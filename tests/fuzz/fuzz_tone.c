// SPDX-License-Identifier: GPL-3.0-or-later
/* Any text as an article: reading it never fails, what decided lies inside the text on
 * whole characters, and the same text gives the same tone. The first line is the
 * headline, the second our name. */
#include <kirinuki/share.h>
#include <kirinuki/tone.h>

#include "tone.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void check(const KiriArticle *a, const KiriShareTarget *target, KiriToneReading *tone)
{
    gsize bytes = strlen(a->text);
    g_auto(KiriReading) reading;
    g_auto(KiriShare) share;
    kiri_reading_init(&reading, a, target);
    kiri_share_of_reading(&reading, a->text, &share);
    if (share.about_us > share.sentences || share.lead_about_us > share.lead_sentences)
        abort();
    kiri_tone_of_reading(&reading, a->title, a->text, target->words, NULL, tone);
    for (guint i = 0; i < kiri_recs_count(tone->sentences); i++) {
        const KiriToneSentence *s = tone->sentences->pdata[i];
        if (s->from < 0 || s->to < s->from || (gsize)s->to > bytes || !isfinite(s->weight) ||
            !g_utf8_validate(s->sentence, -1, NULL) || !g_utf8_validate(s->reason, -1, NULL))
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    static KiriToneWords *words;
    if (!words && !(words = kiri_tone_words_load(DICTIONARIES, NULL, NULL)))
        abort();
    g_autofree char *all = g_strndup((const char *)data, n);
    g_autofree char *text = g_utf8_make_valid(all, -1);
    g_auto(GStrv) lines = g_strsplit(text, "\n", 3);
    guint count = g_strv_length(lines);
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup(count ? lines[0] : "");
    a->text = g_strdup(count > 2 ? lines[2] : "");
    KiriShareTarget target = {.name = count > 1 ? lines[1] : "省", .words = words};
    g_auto(KiriToneReading) first, second;
    check(a, &target, &first);
    check(a, &target, &second);
    if (first.tone != second.tone || g_strcmp0(first.reason, second.reason) != 0)
        abort();
    return 0;
}
