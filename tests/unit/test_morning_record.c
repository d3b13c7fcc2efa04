// SPDX-License-Identifier: GPL-3.0-or-later
/* The morning sheet in people's hands: what they did to it, that a sheet on record never
 * changes, how it is printed, and whether it was there in time. */
#include "../support/morning.h"

/* ---- people ---- */

static void edit(KiriStore *store, KiriMorningAction action, const char *article, const char *text)
{
    g_autoptr(GError) error = NULL;
    kiri_morning_edit(store, "2026-04-14", action, article, text, "山田", half_past_seven(),
                      &error);
    g_assert_no_error(error);
}

static void test_edits(TestStore *f, gconstpointer data)
{
    (void)data;
    put_media(f->store);
    g_autofree char *old =
        put_piece(f->store, "web", "古い", at(DAY - 5, 1, 0), KIRI_CLASS_NONE, NULL);
    g_autofree char *first =
        put_piece(f->store, "asa", "甲", at(DAY, 1, 0), KIRI_CLASS_PUBLICITY, of_story);
    g_autofree char *second =
        put_piece(f->store, "yomi", "乙", at(DAY, 1, 0), KIRI_CLASS_PUBLICITY, of_story);
    assert_rows(f->store, "○甲+yomi");
    edit(f->store, KIRI_MORNING_DROP, first, "重複");
    assert_rows(f->store, "○乙");
    edit(f->store, KIRI_MORNING_UNPIN, first, NULL);
    edit(f->store, KIRI_MORNING_PIN, second, "大臣の関心");
    edit(f->store, KIRI_MORNING_PIN, old, NULL);
    assert_rows(f->store, "◎乙 ◎古い ○甲");
    edit(f->store, KIRI_MORNING_NOTE, NULL, "10時から会見");
    g_autoptr(KiriMorningSheet) sheet = made_now(f->store);
    const KiriSheetRow *row = g_ptr_array_index(sheet->rows, 0);
    g_assert_cmpstr(row->remark, ==, "大臣の関心");
    g_assert_cmpstr(sheet->note, ==, "10時から会見");
    g_assert_cmpuint(sheet->edits->len, ==, 5);
    const KiriMorningEdit *last = g_ptr_array_index(sheet->edits, 4);
    g_assert_cmpstr(last->by, ==, "山田");
    KiriMorningQuery tomorrow = query_at(half_past_seven() + KIRI_US_PER_DAY);
    g_autoptr(KiriMorningSheet) next = made(f->store, &tomorrow);
    g_assert_cmpuint(kiri_recs_count(next->edits), ==, 0); // of that day alone
}

/* ---- on record ---- */

static char *printed(const KiriMorningSheet *sheet, const char *format)
{
    g_autoptr(GError) error = NULL;
    KiriBuf out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_morning_write(sheet, kiri_report_format(format), FALSE, kiri_report_to_buf, &out, &error);
    g_assert_no_error(error);
    return kiri_buf_steal(&out, NULL);
}

static void keep(KiriStore *store, KiriMorningSheet *sheet, gboolean expects_new)
{
    g_autoptr(GError) error = NULL;
    gboolean is_new;
    g_assert_true(kiri_morning_keep(store, sheet, &is_new, &error));
    g_assert_no_error(error);
    g_assert_cmpint(is_new, ==, expects_new);
}

static void test_record(TestStore *f, gconstpointer data)
{
    (void)data;
    put_media(f->store);
    g_autofree char *id =
        put_piece(f->store, "asa", "甲", at(DAY, 1, 0), KIRI_CLASS_PUBLICITY, NULL);
    g_autoptr(KiriMorningSheet) sheet = made_now(f->store);
    keep(f->store, sheet, TRUE);
    g_assert_cmpstr(sheet->id, ==, "2026-04-14.01");
    g_autofree char *before = printed(sheet, "html");
    g_autoptr(KiriMorningSheet) again = made_now(f->store);
    keep(f->store, again, FALSE);
    g_assert_cmpstr(again->id, ==, sheet->id);
    /* A new article, and a verdict that takes the old one away. */
    put(f->store, "yomi", "乙", at(DAY, 1, 0), NULL);
    g_autoptr(KiriVerdict) v = kiri_verdict_new();
    v->clip = kiri_clip_make_id(id, "R-1");
    v->is_rejected = TRUE;
    test_put(f->store, KIRI_NOUN_VERDICT, v);
    g_autoptr(KiriMorningSheet) other = made_now(f->store);
    keep(f->store, other, TRUE);
    g_assert_cmpint(other->number, ==, 2);
    g_autoptr(KiriMorningSheet) kept = kiri_morning_find(f->store, "2026-04-14", 1, NULL);
    g_autofree char *after = printed(kept, "html");
    g_assert_cmpstr(before, ==, after);
    g_autofree char *hash = g_steal_pointer(&kept->hash);
    g_autofree char *computed = kiri_sheet_hash(&kiri_morning_sheet_shape, kept);
    g_assert_cmpstr(hash, ==, computed);
    g_autoptr(KiriMorningSheet) last = kiri_morning_find(f->store, "2026-04-14", 0, NULL);
    g_assert_cmpint(last->number, ==, 2);
    g_assert_null(kiri_morning_find(f->store, "2026-04-13", 0, NULL));
}

static void test_document(TestStore *f, gconstpointer data)
{
    (void)data;
    put_media(f->store);
    put(f->store, "asa", "暮らし安全省<&>の見出し", at(DAY, 1, 5), NULL);
    KiriMorningQuery q = query_at(half_past_seven());
    g_autoptr(KiriMorningSheet) sheet = made(f->store, &q);
    g_autofree char *text = printed(sheet, "text");
    g_assert_nonnull(strstr(text, "本日の報道　4月14日（火）　7時30分現在"));
    g_assert_nonnull(strstr(text, "対象：13日17:30〜14日7:00"));
    g_assert_nonnull(strstr(text, "①　大臣・省が見出し"));
    g_assert_nonnull(strstr(text, "紙面：未収録"));
    g_assert_null(strstr(text, "本文")); // no body text
    g_autofree char *html = printed(sheet, "html");
    g_assert_nonnull(strstr(html, "暮らし安全省&lt;&amp;&gt;の見出し"));
    q.lang = KIRI_REPORT_EN;
    g_autoptr(KiriMorningSheet) english = made(f->store, &q);
    g_autofree char *words = printed(english, "text");
    g_assert_nonnull(strstr(words, "Coverage this morning, 2026-04-14, as of 7:30"));
    g_assert_null(strstr(words, "収集"));
}

/* ---- in time? ---- */

static void assert_state(KiriStore *store, gint64 now_us, KiriMorningState expected)
{
    KiriMorningQuery q = query_at(now_us);
    g_autoptr(GError) error = NULL;
    KiriMorningState state;
    KiriTime made_at;
    g_assert_true(kiri_morning_check(store, &q, &state, &made_at, &error));
    g_assert_no_error(error);
    g_assert_cmpint(state, ==, expected);
}

static void keep_at(KiriStore *store, gint64 now_us)
{
    KiriMorningQuery q = query_at(now_us);
    g_autoptr(KiriMorningSheet) sheet = made(store, &q);
    keep(store, sheet, TRUE);
}

static void test_check(TestStore *f, gconstpointer data)
{
    (void)data;
    gboolean is_used;
    put_media(f->store);
    put(f->store, "asa", "甲", at(DAY, 6, 55), NULL);
    assert_state(f->store, at(DAY, 7, 0), KIRI_MORNING_NOT_DUE);
    assert_state(f->store, at(DAY, 7, 30), KIRI_MORNING_MISSING);
    assert_state(f->store, at(DAY + 4, 9, 0), KIRI_MORNING_NO_DAY); // Saturday
    g_assert_true(kiri_morning_is_used(f->store, at(DAY, 9, 0), &is_used, NULL));
    g_assert_false(is_used);
    keep_at(f->store, at(DAY, 6, 58));
    assert_state(f->store, at(DAY, 8, 0), KIRI_MORNING_EARLY);
    keep_at(f->store, at(DAY, 7, 1)); // the same rows, but whole now
    assert_state(f->store, at(DAY, 8, 0), KIRI_MORNING_OK);
    assert_state(f->store, at(DAY + 1, 7, 31), KIRI_MORNING_MISSING);
    put(f->store, "asa", "乙", at(DAY + 1, 1, 0), NULL);
    keep_at(f->store, at(DAY + 1, 8, 10));
    assert_state(f->store, at(DAY + 1, 9, 0), KIRI_MORNING_LATE);
    assert_state(f->store, at(DAY + 1, 8, 0), KIRI_MORNING_MISSING); // as it was then
    g_assert_true(kiri_morning_is_used(f->store, at(DAY + 20, 9, 0), &is_used, NULL));
    g_assert_true(is_used);
}

static void test_no_papers(void)
{
    g_autoptr(GError) error = NULL;
    const char *table = "日,備考\n2026-04-13,\n";
    g_assert_true(kiri_no_paper_on(kiri_str(table), "2026-04-13", &error));
    g_assert_false(kiri_no_paper_on(kiri_str(table), "2026-04-14", &error));
    g_assert_no_error(error);
    g_assert_false(kiri_no_paper_on(kiri_str("a\nb\n"), "2026-04-14", &error));
    g_assert_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE);
}

#define CASE(name, function)                                                                       \
    g_test_add("/morning-record/" name, TestStore, NULL, set_up, function, test_store_tear_down)

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/morning-record/no-papers", test_no_papers);
    CASE("edits", test_edits);
    CASE("record", test_record);
    CASE("document", test_document);
    CASE("check", test_check);
    return g_test_run();
}
