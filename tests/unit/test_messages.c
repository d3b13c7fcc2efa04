// SPDX-License-Identifier: GPL-3.0-or-later
/* Key messages on a labelled set: presence, place, accuracy. Floors keep what was
 * reached. */
#include "scorer.h"

#include "../support/fact_set.h"

#include <locale.h>
#include <string.h>

typedef struct {
    KiriRelease *release;
    guint pairs, right, places, places_right, wrong, wrong_found, wrong_right;
    guint there, there_found, there_right; // conveyed or partly
} Run;

static void take_release(const KiriJsonNode *o, gpointer data)
{
    Run *run = data;
    const KiriJsonNode *messages = kiri_json_get(o, "messages");
    g_clear_pointer(&run->release, kiri_release_free);
    run->release = kiri_release_new();
    run->release->date = fact_set_date(o);
    for (gsize i = 0; i < kiri_json_size(messages); i++)
        kiri_strv_add(&run->release->messages, fact_set_string(kiri_json_at(messages, i)));
}

static const char *presence_of(const KiriMessageScore *m)
{
    return m->score >= KIRI_MESSAGE_CONVEYED ? "conveyed"
           : m->score >= KIRI_MESSAGE_PARTLY ? "partly"
                                             : "none";
}

static void judge(Run *run, const char *id, const KiriMessageScore *m, const KiriJsonNode *label)
{
    const char *presence = fact_set_string(kiri_json_get(label, "presence"));
    const char *place = fact_set_string(kiri_json_get(label, "place"));
    gboolean is_wrong = kiri_json_get(label, "wrong") != NULL;
    gboolean is_there = strcmp(presence, "none") != 0, was_there = m->score >= KIRI_MESSAGE_PARTLY;
    gboolean is_right = strcmp(presence, presence_of(m)) == 0;
    run->pairs++;
    run->right += is_right ? 1 : 0;
    run->there += is_there ? 1 : 0;
    run->there_found += was_there ? 1 : 0;
    run->there_right += is_there && was_there ? 1 : 0;
    run->wrong += is_wrong ? 1 : 0;
    run->wrong_found += m->is_wrong ? 1 : 0;
    run->wrong_right += is_wrong && m->is_wrong ? 1 : 0;
    gboolean is_place = strcmp(place, kiri_message_place_names[m->place]) == 0;
    if (is_there && was_there) {
        run->places++;
        run->places_right += is_place ? 1 : 0;
    }
    if (g_test_verbose() && (!is_right || is_wrong != m->is_wrong || (is_there && !is_place)))
        g_test_message("%s %.2f %s (%s) at %s (%s)%s%s: %s | %s", id, m->score, presence_of(m),
                       presence, kiri_message_place_names[m->place], place,
                       is_wrong ? " WRONG " : " ", m->wrong ? m->wrong : "", m->message,
                       m->sentence ? m->sentence : "");
}

static void take_article(const KiriJsonNode *o, gpointer data)
{
    Run *run = data;
    g_autoptr(KiriArticle) a = kiri_article_new();
    g_autoptr(KiriScore) score = kiri_score_new();
    a->title = g_strdup(fact_set_string(kiri_json_get(o, "title")));
    a->text = g_strdup(fact_set_string(kiri_json_get(o, "text")));
    a->published = fact_set_date(o);
    kiri_score_messages(score, a, run->release);
    const KiriJsonNode *labels = kiri_json_get(o, "messages");
    g_assert_cmpuint(kiri_json_size(labels), ==, kiri_recs_count(score->messages));
    for (guint i = 0; i < score->messages->len; i++)
        judge(run, fact_set_string(kiri_json_get(o, "id")), g_ptr_array_index(score->messages, i),
              kiri_json_at(labels, i));
}

static void test_set(void)
{
    Run run = {0};
    fact_set_read("messages.ndjson", take_release, take_article, &run);
    g_test_message("%u pairs: presence %u right; there %u, found %u, right %u; place %u of %u; "
                   "wrong %u, found %u, right %u",
                   run.pairs, run.right, run.there, run.there_found, run.there_right,
                   run.places_right, run.places, run.wrong, run.wrong_found, run.wrong_right);
    g_assert_cmpuint(run.pairs, >=, 100);
    g_assert_cmpuint(run.right * 100, >=, run.pairs * 82);
    g_assert_cmpuint(run.there_right * 100, >=, run.there_found * 90);
    g_assert_cmpuint(run.there_right * 100, >=, run.there * 93);
    g_assert_cmpuint(run.places_right * 100, >=, run.places * 85);
    g_assert_cmpuint(run.wrong_right * 100, >=, run.wrong_found * 90);
    g_assert_cmpuint(run.wrong_right * 100, >=, run.wrong * 85);
    kiri_release_free(run.release);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); // messages show what is wrong
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/messages/set", test_set);
    return g_test_run();
}
