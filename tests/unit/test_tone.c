// SPDX-License-Identifier: GPL-3.0-or-later
/* The tone: each rule by a pair of texts that differ in nothing else, the guards around
 * it (own words, no verdict, no journalist), and a floor under the labelled set. */
#include <kirinuki/error.h>
#include <kirinuki/file.h>
#include <kirinuki/json.h>
#include <kirinuki/limits.h>
#include <kirinuki/people.h>
#include <kirinuki/score.h>
#include <kirinuki/verdict.h>

#include "../support/temp.h"
#include "tone.h"

#include <string.h>

static KiriToneWords *words;

static KiriTone tone_in(const char *title, const char *text, const GArray *own)
{
    static char *aliases[] = {(char *)(guintptr) "厚労省", NULL};
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->title = g_strdup(title);
    a->text = g_strdup(text);
    KiriShareTarget target = {.name = "厚生労働省", .aliases = aliases, .words = words};
    g_auto(KiriReading) reading;
    g_auto(KiriToneReading) tone;
    kiri_reading_init(&reading, a, &target);
    kiri_tone_of_reading(&reading, a->title, a->text, words, own, &tone);
    return tone.tone;
}

#define assert_tone(text, expected)                                                                \
    g_assert_cmpstr(kiri_tone_names[tone_in("発表", text, NULL)], ==, expected)

static void test_plain(void)
{
    assert_tone("厚労省の説明は不十分だ。", "critical");
    assert_tone("厚労省の新しい窓口は利用者に好評だ。", "positive");
    assert_tone("厚労省は10日、窓口を5カ所に設けると発表した。", "neutral");
    assert_tone("天気は良い。説明は不十分だ。", "unknown");
}

static void test_inflection(void)
{
    assert_tone("厚労省は確認を怠った。", "critical");
    assert_tone("厚労省が確認を怠り、対応が遅れた。", "critical");
    assert_tone("厚労省の取り組みは群を抜いている。", "positive");
    assert_tone("厚労省は同日、土地の評価額を示した。", "neutral"); // no 評価
    assert_tone("厚労省は環境影響評価書をまとめた。", "neutral");
}

static void test_negation(void)
{
    assert_tone("厚労省の対応を専門家は高く評価した。", "positive");
    assert_tone("厚労省の対応は全く評価できない。", "critical");
    assert_tone("厚労省の点検で不備はなかった。", "neutral");
    assert_tone("厚労省の点検で不備があった。", "critical");
    assert_tone("厚労省への批判は免れない。", "critical"); // a negation that denies nothing
}

/* Who is criticised follows from the particles. */
static void test_target(void)
{
    assert_tone("野党は厚労省の対応を批判した。", "critical");
    assert_tone("厚労省は業者の対応を批判した。", "neutral");
    assert_tone("厚労省の対応に批判が相次いだ。", "critical");
    assert_tone("厚労省は批判を浴びた。", "critical");
    assert_tone("厚労省は11日、悪質な業者に警告した。", "neutral");
    assert_tone("厚労省は違法な残業をさせたとして、運送会社の名前を公表した。", "neutral");
}

static void test_context(void)
{
    assert_tone("厚労省は方針を示した。\n野党は「遅すぎる。到底納得できない」と批判した。",
                "critical");
    assert_tone("厚労省が発表した。\n東都製薬は会見した。\n同社の説明は不十分で、隠蔽もあった。",
                "neutral");
    assert_tone("厚労省が発表した。\n同省の説明は不十分で、隠蔽もあった。", "critical");
}

/* Facts of an event are no tone unless we are in it. */
static void test_events(void)
{
    assert_tone("地震で12人が死亡し、34人が重傷を負った。厚労省は医師を送った。", "neutral");
    assert_tone("厚労省によると、事故で2人が死亡した。", "neutral");
    assert_tone("警視庁は厚労省の職員を収賄の疑いで逮捕した。", "critical");
}

/* Praise from our own mouth is none; an apology counts. */
static void test_speakers(void)
{
    assert_tone("厚労省の担当者は「画期的で素晴らしい制度だ。便利で好評だ」と話した。", "neutral");
    assert_tone("厚労省の制度を、専門家は「画期的で素晴らしい制度だ」と話した。", "positive");
    assert_tone("厚労省は確認の不備を認めて陳謝した。", "critical");
}

static void test_doubt_and_turns(void)
{
    assert_tone("厚労省の新制度で混乱が起きた。", "critical");
    assert_tone("厚労省の新制度で混乱の可能性がある。", "neutral");
    assert_tone("かつて厚労省は批判を浴びたが、今回の対応は好評で称賛を集めている。", "positive");
    assert_tone("厚労省の新制度は好評だが、周知には課題もある。", "neutral");
}

static void test_headline(void)
{
    g_assert_cmpint(tone_in("厚労省の対応に批判殺到、後手に", "会議が開かれた。", NULL), ==,
                    KIRI_TONE_CRITICAL);
    g_assert_cmpint(tone_in(NULL, NULL, NULL), ==, KIRI_TONE_UNKNOWN);
}

/* ---- guards ---- */

static void test_own_words(void)
{
    const char *text = "厚労省の画期的で優れた制度が好評だ。";
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(KiriOwnWords));
    KiriOwnWords all = {0, strlen(text)};
    g_array_append_val(own, all);
    g_assert_cmpint(tone_in("発表", text, NULL), ==, KIRI_TONE_POSITIVE);
    g_assert_cmpint(tone_in("発表", text, own), ==, KIRI_TONE_NEUTRAL);
}

static KiriScore *scored(KiriClass class_, const char *text)
{
    g_autoptr(KiriClip) clip = kiri_clip_new();
    g_autoptr(KiriArticle) a = kiri_article_new();
    a->id = g_strdup("a");
    a->title = g_strdup("発表");
    a->text = g_strdup(text);
    KiriScoreOrganisation us = {.name = "厚労省", .words = words};
    KiriScoreInput in = {.clip = clip,
                         .class_ = class_,
                         .article = a,
                         .organisation = &us,
                         .rules = kiri_score_rules_default()};
    return kiri_score_clip(&in);
}

static void test_verbatim(void)
{
    const char *text = "厚労省の画期的で優れた制度が好評だ。";
    g_autoptr(KiriScore) copy = scored(KIRI_CLASS_VERBATIM, text);
    g_autoptr(KiriScore) piece = scored(KIRI_CLASS_PUBLICITY, text);
    g_assert_cmpint(copy->tone, ==, KIRI_TONE_NEUTRAL);
    g_assert_cmpint(piece->tone, ==, KIRI_TONE_POSITIVE);
    g_assert_cmpuint(kiri_recs_count(piece->tone_sentences), ==, 1);
    const KiriToneSentence *s = piece->tone_sentences->pdata[0];
    g_assert_cmpstr(s->sentence, ==, text);
    g_assert_nonnull(strstr(s->reason, "「好評」"));
    g_assert_true(s->is_about_us);
    g_assert_cmpint(s->to, ==, (gint64)strlen(text));
}

/* A guess is no verdict: it stands nowhere where a person's word is asked for. */
static void test_no_verdict(void)
{
    g_autoptr(KiriClip) clip = kiri_clip_new();
    clip->score = kiri_score_new();
    clip->score->tone = KIRI_TONE_CRITICAL;
    g_assert_cmpint(kiri_standing(clip, NULL).tone, ==, KIRI_TONE_UNKNOWN);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->is_accepted = TRUE;
    g_assert_cmpint(kiri_standing(clip, v).tone, ==, KIRI_TONE_UNKNOWN);
    v->tone = KIRI_TONE_POSITIVE;
    g_assert_cmpint(kiri_standing(clip, v).tone, ==, KIRI_TONE_POSITIVE);
}

static void assert_no_tone(const KiriShape *shape)
{
    for (guint i = 0; i < shape->n_fields; i++) {
        g_assert_null(strstr(shape->fields[i].name, "tone"));
        if (shape->fields[i].sub)
            assert_no_tone(shape->fields[i].sub);
    }
}

static void test_no_journalist(void)
{
    assert_no_tone(&kiri_person_shape);
}

/* ---- the dictionary ---- */

static void test_own_dictionary(void)
{
    g_autoptr(GError) error = NULL;
    KiriTempDir *dir = kiri_temp_new();
    g_autofree char *path = g_build_filename(dir, "tone.tsv", NULL);
    g_assert_true(
        g_file_set_contents(path, "塩対応\t-3\tself\n悪い行\t9\n好評\t0\tnone\n", -1, NULL));
    g_autoptr(KiriToneWords) own =
        kiri_tone_words_load(KIRINUKI_SOURCE_DIR "/dictionaries", dir, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(kiri_tone_words_version(own), !=, kiri_tone_words_version(words));
    KiriToneWords *shipped = words;
    assert_tone("厚労省は窓口で塩対応した。", "neutral");
    words = own;
    assert_tone("厚労省は窓口で塩対応した。", "critical");
    assert_tone("厚労省の新しい窓口は好評だ。", "neutral"); // the user's row stands above ours
    words = shipped;
    kiri_temp_free(dir);
}

static void test_missing_dictionary(void)
{
    g_autoptr(GError) error = NULL;
    g_assert_null(kiri_tone_words_load("/nonexistent", NULL, &error));
    g_assert_error(error, KIRI_ERROR_SCORER, KIRI_ERROR_NOT_FOUND);
}

/* ---- the labelled set ---- */

static gdouble accuracy(const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(KIRINUKI_SOURCE_DIR, "tests", "tone", name, NULL);
    g_autoptr(KiriLines) lines = kiri_lines_open(path, KIRI_LIMIT_URL_BYTES, &error);
    g_assert_no_error(error);
    guint right = 0, all = 0;
    KiriStr line;
    for (; kiri_lines_next(lines, &line, &error); all++) {
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &error);
        const KiriJsonNode *row = kiri_json_root(doc), *list = kiri_json_get(row, "aliases");
        g_autoptr(KiriArticle) a = kiri_article_new();
        g_auto(GStrv) aliases = NULL;
        for (gsize i = 0; i < kiri_json_size(list); i++)
            kiri_strv_add(&aliases, kiri_json_string(kiri_json_at(list, i), NULL));
        a->title = g_strdup(kiri_json_string(kiri_json_get(row, "title"), NULL));
        a->text = g_strdup(kiri_json_string(kiri_json_get(row, "text"), NULL));
        KiriShareTarget target = {.name =
                                      kiri_json_string(kiri_json_get(row, "organisation"), NULL),
                                  .aliases = aliases,
                                  .words = words};
        g_auto(KiriReading) reading;
        g_auto(KiriToneReading) tone;
        kiri_reading_init(&reading, a, &target);
        kiri_tone_of_reading(&reading, a->title, a->text, words, NULL, &tone);
        const char *label = kiri_json_string(kiri_json_get(row, "label"), NULL);
        right += strcmp(label, kiri_tone_names[tone.tone]) == 0;
    }
    g_assert_no_error(error);
    g_assert_cmpuint(all, ==, 150);
    return (gdouble)right / all;
}

static void test_labelled(void)
{
    g_assert_cmpfloat(accuracy("learning.ndjson"), >=, .85);
    g_assert_cmpfloat(accuracy("heldout.ndjson"), >=, .74);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    words = kiri_tone_words_load(KIRINUKI_SOURCE_DIR "/dictionaries", NULL, NULL);
    g_assert_nonnull(words);
    g_test_add_func("/tone/plain", test_plain);
    g_test_add_func("/tone/inflection", test_inflection);
    g_test_add_func("/tone/negation", test_negation);
    g_test_add_func("/tone/target", test_target);
    g_test_add_func("/tone/context", test_context);
    g_test_add_func("/tone/events", test_events);
    g_test_add_func("/tone/speakers", test_speakers);
    g_test_add_func("/tone/doubt-and-turns", test_doubt_and_turns);
    g_test_add_func("/tone/headline", test_headline);
    g_test_add_func("/tone/own-words", test_own_words);
    g_test_add_func("/tone/verbatim", test_verbatim);
    g_test_add_func("/tone/no-verdict", test_no_verdict);
    g_test_add_func("/tone/no-journalist", test_no_journalist);
    g_test_add_func("/tone/own-dictionary", test_own_dictionary);
    g_test_add_func("/tone/missing-dictionary", test_missing_dictionary);
    g_test_add_func("/tone/labelled", test_labelled);
    int status = g_test_run();
    kiri_tone_words_free(words);
    return status;
}
