// SPDX-License-Identifier: GPL-3.0-or-later
/* The outbox: what a person relies on is that nothing is queued twice, that what may
 * have arrived is never sent again by itself, and that what has not arrived is. */
#include <kirinuki/mailing.h>
#include <kirinuki/outbox.h>

#include "../support/store.h"

#include <kirinuki/error.h>

static KiriTime at(gint64 s)
{
    return kiri_time_jst(test_day_us(0) + s * KIRI_US_PER_SECOND);
}

static KiriPost *queue(KiriStore *store, const char *id, const KiriParcel *parcel, gint64 s)
{
    KiriPost *post = kiri_post_new();
    post->id = g_strdup(id);
    post->to = g_strdup("a@example.jp");
    post->parcel = g_strdup(parcel->id);
    post->queued = post->next = at(s);
    KiriBatch *batch = kiri_batch_begin(store);
    kiri_batch_put(batch, KIRI_NOUN_PARCEL, (gpointer)(guintptr)parcel);
    kiri_outbox_add(store, batch, post);
    test_commit(batch);
    return post;
}

static guint n_due(KiriStore *store, gint64 s)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) due = kiri_outbox_due(store, at(s).us, &error);
    g_assert_no_error(error);
    return due->len;
}

static KiriPost *stored(KiriStore *store, const char *id)
{
    KiriPost *post = kiri_store_get(store, KIRI_NOUN_POST, id, NULL);
    g_assert_nonnull(post);
    return post;
}

static void set(KiriStore *store, KiriPost *post, KiriPostState state, gint64 s)
{
    g_autoptr(GError) error = NULL;
    kiri_outbox_set(store, post, state, NULL, at(s), &error);
    g_assert_no_error(error);
}

static void test_once(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(KIRI_STR_LITERAL("body"));
    g_autoptr(KiriPost) post = queue(f->store, "1", parcel, 0);
    set(f->store, post, KIRI_POST_SENDING, 1);
    g_assert_cmpuint(n_due(f->store, 10), ==, 0);
    set(f->store, post, KIRI_POST_SENT, 2);
    g_assert_cmpuint(n_due(f->store, 1000000), ==, 0);
    /* The same again, even after it went out: not taken. */
    KiriBatch *batch = kiri_batch_begin(f->store);
    g_autoptr(KiriPost) twin = kiri_record_copy(&kiri_post_shape, post);
    twin->state = KIRI_POST_QUEUED;
    g_assert_false(kiri_outbox_add(f->store, batch, twin));
    test_commit(batch);
    g_assert_cmpuint(n_due(f->store, 1000000), ==, 0);
    g_autoptr(KiriPost) kept = stored(f->store, "1");
    g_assert_cmpint(kept->attempts, ==, 1);
    g_assert_cmpint(kept->settled.us, ==, at(2).us);
}

static void test_order(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(KIRI_STR_LITERAL("body"));
    kiri_post_free(queue(f->store, "1", parcel, 20));
    kiri_post_free(queue(f->store, "2", parcel, 10));
    g_autoptr(GPtrArray) due = kiri_outbox_due(f->store, at(30).us, NULL);
    g_assert_cmpuint(due->len, ==, 2);
    g_assert_cmpstr(((KiriPost *)due->pdata[0])->id, ==, "2");
    g_assert_cmpuint(n_due(f->store, 15), ==, 1);
}

static void test_later(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(KIRI_STR_LITERAL("body"));
    g_autoptr(KiriPost) post = queue(f->store, "1", parcel, 0);
    gint64 s = 0;
    const gint64 pauses[] = {60, 300, 900, 1800, 3600, 3600};
    for (gsize i = 0; i < G_N_ELEMENTS(pauses); i++) {
        g_assert_true(kiri_outbox_later(f->store, post, "450 busy", 0, at(s), &error));
        g_assert_cmpuint(n_due(f->store, s + pauses[i] - 1), ==, 0);
        g_assert_cmpuint(n_due(f->store, s + pauses[i]), ==, 1);
        s += pauses[i];
    }
    /* The other side's own wish goes before ours. */
    g_assert_true(kiri_outbox_later(f->store, post, "429", 77, at(s), &error));
    g_assert_cmpuint(n_due(f->store, s + 76), ==, 0);
    g_assert_cmpuint(n_due(f->store, s + 77), ==, 1);
    /* Two days later it is given up, and says why. */
    g_assert_true(
        kiri_outbox_later(f->store, post, "450 still", 0, at(KIRI_OUTBOX_PATIENCE_S), &error));
    g_assert_cmpint(post->state, ==, KIRI_POST_FAILED);
    g_assert_cmpstr(post->answer, ==, "450 still");
    g_assert_cmpuint(n_due(f->store, 10 * KIRI_OUTBOX_PATIENCE_S), ==, 0);
    KiriOutboxCounts counts;
    g_assert_true(kiri_outbox_count(f->store, &counts, &error));
    g_assert_cmpuint(counts.of[KIRI_POST_FAILED], ==, 1);
    g_assert_cmpint(counts.next_us, ==, G_MAXINT64);
}

/* Killed before the last byte: it goes out later. Killed after it: it waits for a
 * person, who may send it again under the same name. */
static void test_unsure(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    guint n = 0;
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(KIRI_STR_LITERAL("body"));
    g_autoptr(KiriPost) post = queue(f->store, "1", parcel, 0);
    kiri_post_free(queue(f->store, "2", parcel, 0));
    set(f->store, post, KIRI_POST_SENDING, 1);
    g_assert_true(kiri_outbox_recover(f->store, at(5), &n, &error));
    g_assert_cmpuint(n, ==, 1);
    g_assert_cmpuint(n_due(f->store, 1000000), ==, 1); // the other one
    g_autoptr(KiriPost) unsure = stored(f->store, "1");
    g_assert_cmpint(unsure->state, ==, KIRI_POST_UNSURE);
    g_assert_true(kiri_outbox_recover(f->store, at(6), &n, &error));
    g_assert_cmpuint(n, ==, 0);

    g_assert_true(kiri_outbox_again(f->store, unsure, at(7), &error));
    g_assert_true(unsure->is_again);
    g_assert_cmpuint(n_due(f->store, 7), ==, 2);
    g_assert_false(kiri_outbox_again(f->store, unsure, at(7), &error));
    g_assert_error(error, KIRI_ERROR_STORE, KIRI_ERROR_USAGE);
}

static void test_parcel(TestStore *f, gconstpointer data)
{
    (void)data;
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriParcel) parcel = kiri_parcel_of(KIRI_STR_LITERAL("body"));
    g_autoptr(KiriPost) a = queue(f->store, "1", parcel, 0);
    g_autoptr(KiriPost) b = queue(f->store, "2", parcel, 0);
    set(f->store, a, KIRI_POST_SENT, 1);
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_PARCEL, parcel->id));
    set(f->store, b, KIRI_POST_FAILED, 1); // may be sent again
    g_assert_true(kiri_store_has(f->store, KIRI_NOUN_PARCEL, parcel->id));
    set(f->store, b, KIRI_POST_DROPPED, 2);
    g_assert_false(kiri_store_has(f->store, KIRI_NOUN_PARCEL, parcel->id));
    b->state = KIRI_POST_FAILED;
    g_assert_false(kiri_outbox_again(f->store, b, at(3), &error));
    g_assert_error(error, KIRI_ERROR_STORE, KIRI_ERROR_NOT_FOUND);
}

/* ---- mailings ---- */

static gint64 moment(const char *text)
{
    KiriTime t;
    g_assert_true(kiri_time_parse(kiri_str(text), KIRI_JST_MIN, &t));
    return t.us;
}

static void test_due_mailing(void)
{
    g_autoptr(KiriMailing) m = kiri_mailing_new();
    m->added = kiri_time_jst(moment("2026-04-01T12:00"));
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-02T08:00"))); // by hand
    m->at = g_strdup("07:30");
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-01T13:00"))); // set up after it
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-02T07:29")));
    g_assert_true(kiri_mailing_is_due(m, moment("2026-04-02T07:30")));
    m->last = kiri_time_jst(moment("2026-04-02T07:31"));
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-02T23:59")));
    g_assert_true(kiri_mailing_is_due(m, moment("2026-04-03T09:00"))); // late is better than never
    g_assert_true(kiri_mailing_is_due(m, moment("2026-04-04T09:00"))); // a Saturday
    m->days = KIRI_MAILING_WEEKDAYS;
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-04T09:00")));
    g_assert_true(kiri_mailing_is_due(m, moment("2026-04-29T09:00"))); // 昭和の日, a Wednesday
    m->days = KIRI_MAILING_WORKDAYS;
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-29T09:00")));
    g_assert_false(kiri_mailing_is_due(m, moment("2027-01-02T09:00")));
    g_assert_true(kiri_mailing_is_due(m, moment("2026-04-30T09:00")));
    m->is_off = TRUE;
    g_assert_false(kiri_mailing_is_due(m, moment("2026-04-30T09:00")));
}

static void test_told(void)
{
    g_autoptr(KiriMailing) m = kiri_mailing_new();
    g_autoptr(GPtrArray) clips = g_ptr_array_new();
    const char *const ids[] = {"c.R-1", "a.R-1", "b.R-1"};
    g_assert_false(kiri_mailing_was_told(m, "a.R-1"));
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++)
        g_ptr_array_add(clips, (gpointer)(guintptr)ids[i]);
    kiri_mailing_set_told(m, clips, at(9));
    for (gsize i = 0; i < G_N_ELEMENTS(ids); i++)
        g_assert_true(kiri_mailing_was_told(m, ids[i]));
    g_assert_false(kiri_mailing_was_told(m, "d.R-1"));
    g_assert_cmpint(m->last.us, ==, at(9).us);
    g_ptr_array_set_size(clips, 0);
    kiri_mailing_set_told(m, clips, at(10));
    g_assert_null(m->told);
}

static void test_quiet(void)
{
    g_autoptr(KiriAlert) a = kiri_alert_new();
    gint64 noon = moment("2026-04-01T12:00"), late = moment("2026-04-01T23:00");
    g_assert_cmpint(kiri_alert_quiet_until(a, late), ==, late);
    a->quiet = g_strdup("22:00-7:00");
    g_assert_cmpint(kiri_alert_quiet_until(a, noon), ==, noon);
    g_assert_cmpint(kiri_alert_quiet_until(a, late), ==, moment("2026-04-02T07:00"));
    g_assert_cmpint(kiri_alert_quiet_until(a, moment("2026-04-02T06:59")), ==,
                    moment("2026-04-02T07:00"));
    g_assert_cmpint(kiri_alert_quiet_until(a, moment("2026-04-02T07:00")), ==,
                    moment("2026-04-02T07:00"));
    g_free(a->quiet);
    a->quiet = g_strdup("12:00-13:00");
    g_assert_cmpint(kiri_alert_quiet_until(a, noon), ==, moment("2026-04-01T13:00"));
    const char *const bad[] = {
        "",           "22:00", "22-7", "24:00-07:00", "7:60-8:00", "1:00-1:00", "07:00-08:00-09:00",
        "a7:00-08:00"};
    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(kiri_alert_is_quiet_span(bad[i]));
}

#define CASE(name, function)                                                                       \
    g_test_add(name, TestStore, NULL, test_store_set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    CASE("/outbox/once", test_once);
    CASE("/outbox/order", test_order);
    CASE("/outbox/later", test_later);
    CASE("/outbox/unsure", test_unsure);
    CASE("/outbox/parcel", test_parcel);
    g_test_add_func("/mailing/due", test_due_mailing);
    g_test_add_func("/mailing/told", test_told);
    g_test_add_func("/alert/quiet", test_quiet);
    return g_test_run();
}
