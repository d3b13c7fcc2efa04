// SPDX-License-Identifier: GPL-3.0-or-later
/* What a clip comes to with a verdict, and that the journal of a verdict loses
 * nothing, whatever is done and undone. */
#include "../support/fill.h"
#include "../support/store.h"

#include <string.h>

static KiriVerdict *verdict_new(void)
{
    KiriVerdict *v = kiri_verdict_new();
    v->clip = g_strdup("0123456789abcdef.R-1");
    return v;
}

static KiriTime at(gint hour)
{
    return kiri_time_jst(test_day_us(0) + hour * KIRI_US_PER_HOUR);
}

/* ---- what both come to ---- */

static void test_standing(void)
{
    static const struct {
        KiriClass machine;
        gboolean is_accepted, is_rejected, has_class;
        KiriClass person;
        KiriDecision decision;
        KiriClass class_;
        gboolean needs_review;
    } cases[] = {
        {KIRI_CLASS_MENTION, 0, 0, 0, 0, KIRI_DECISION_NONE, KIRI_CLASS_MENTION, TRUE},
        {KIRI_CLASS_MENTION, 1, 0, 0, 0, KIRI_DECISION_ACCEPTED, KIRI_CLASS_MENTION, FALSE},
        {KIRI_CLASS_VERBATIM, 0, 1, 0, 0, KIRI_DECISION_REJECTED, KIRI_CLASS_NONE, FALSE},
        {KIRI_CLASS_MENTION, 0, 0, 1, KIRI_CLASS_PUBLICITY, KIRI_DECISION_ACCEPTED,
         KIRI_CLASS_PUBLICITY, FALSE},
        {KIRI_CLASS_VERBATIM, 0, 0, 1, KIRI_CLASS_NONE, KIRI_DECISION_REJECTED, KIRI_CLASS_NONE,
         FALSE},
        {KIRI_CLASS_NONE, 0, 0, 0, 0, KIRI_DECISION_NONE, KIRI_CLASS_NONE, TRUE},
        /* Accepted is never nothing. */
        {KIRI_CLASS_NONE, 1, 0, 0, 0, KIRI_DECISION_ACCEPTED, KIRI_CLASS_PUBLICITY, FALSE},
    };
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(KiriClip) clip = kiri_clip_new();
        g_autoptr(KiriVerdict) v = verdict_new();
        clip->class_ = (gint)cases[i].machine;
        clip->needs_review = TRUE;
        v->is_accepted = cases[i].is_accepted;
        v->is_rejected = cases[i].is_rejected;
        v->has_class = cases[i].has_class;
        v->class_ = (gint)cases[i].person;
        KiriStanding s = kiri_standing(clip, v);
        g_assert_cmpint(s.decision, ==, cases[i].decision);
        g_assert_cmpint(s.class_, ==, cases[i].class_);
        g_assert_cmpint(s.counts, ==, cases[i].class_ != KIRI_CLASS_NONE);
        g_assert_cmpint(s.needs_review, ==, cases[i].needs_review);
    }
}

/* A copy that a person accepts is a copy; and nobody need have said anything. */
static void test_standing_alone(void)
{
    g_autoptr(KiriClip) clip = kiri_clip_new();
    g_autoptr(KiriVerdict) v = verdict_new();
    clip->class_ = KIRI_CLASS_PUBLICITY;
    g_assert_cmpint(kiri_standing(clip, NULL).class_, ==, KIRI_CLASS_PUBLICITY);
    g_assert_false(kiri_standing(NULL, NULL).counts);
    clip->class_ = KIRI_CLASS_NONE;
    clip->origin = g_strdup("fedcba9876543210");
    v->is_accepted = TRUE;
    g_assert_cmpint(kiri_standing(clip, v).class_, ==, KIRI_CLASS_SYNDICATED);
    g_assert_true(kiri_standing(NULL, v).counts); // its clip is gone: the word is not
}

/* A note or a handling is no decision: the clip still asks for one. */
static void test_note_is_no_decision(void)
{
    g_autoptr(KiriClip) clip = kiri_clip_new();
    g_autoptr(KiriVerdict) v = verdict_new();
    clip->needs_review = TRUE;
    clip->class_ = KIRI_CLASS_MENTION;
    g_assert_true(kiri_verdict_is_empty(v));
    v->note = g_strdup("後で見る");
    v->handling = kiri_handling_new();
    v->handling->status = KIRI_HANDLING_INQUIRING;
    v->handling->memo = g_strdup("電話した");
    KiriStanding s = kiri_standing(clip, v);
    g_assert_cmpint(s.decision, ==, KIRI_DECISION_NONE);
    g_assert_true(s.needs_review);
    g_assert_cmpint(s.status, ==, KIRI_HANDLING_INQUIRING);
    g_assert_cmpstr(s.memo, ==, "電話した");
    g_assert_false(kiri_verdict_is_empty(v));
}

/* ---- the journal ---- */

static void assert_says(const KiriVerdict *v, KiriDecision decision, const char *note,
                        guint n_before)
{
    g_assert_cmpint(kiri_verdict_decision(v), ==, decision);
    g_assert_cmpstr(v->note, ==, note);
    g_assert_cmpuint(kiri_recs_count(v->history), ==, n_before);
}

/* The next state, from a changed copy. (transfer full) */
static KiriVerdict *next(KiriVerdict *v, gboolean is_rejected, const char *note, const char *by,
                         gint hour)
{
    g_autoptr(KiriVerdict) before = v;
    KiriVerdict *after = kiri_record_copy(&kiri_verdict_shape, before);
    after->is_rejected = is_rejected;
    after->is_accepted = !is_rejected;
    g_free(after->note);
    after->note = g_strdup(note);
    g_assert_true(kiri_verdict_change(
        before, after, is_rejected ? KIRI_ACTION_REJECT : KIRI_ACTION_ACCEPT, by, at(hour)));
    return after;
}

static void test_journal(void)
{
    KiriVerdict *first = verdict_new();
    first->is_accepted = TRUE;
    g_assert_true(kiri_verdict_change(NULL, first, KIRI_ACTION_ACCEPT, "山田", at(1)));
    assert_says(first, KIRI_DECISION_ACCEPTED, NULL, 0);
    KiriVerdict *second = next(first, TRUE, "別件", "佐藤", 2);
    g_autoptr(KiriVerdict) v = next(second, FALSE, "やはり", "鈴木", 3);
    assert_says(v, KIRI_DECISION_ACCEPTED, "やはり", 2);
    const KiriVerdictState *old = g_ptr_array_index(v->history, 1);
    g_assert_true(old->is_rejected);
    g_assert_cmpstr(old->changed_by, ==, "佐藤");
    g_assert_cmpstr(old->note, ==, "別件");
    g_assert_cmpint(old->changed.us, ==, at(2).us);

    g_assert_true(kiri_verdict_undo(v, "田中", at(4)));
    assert_says(v, KIRI_DECISION_REJECTED, "別件", 3);
    g_assert_cmpint(v->action, ==, KIRI_ACTION_UNDO);
    g_assert_cmpstr(v->changed_by, ==, "田中");
    g_assert_true(kiri_verdict_undo(v, "田中", at(5)));
    assert_says(v, KIRI_DECISION_ACCEPTED, NULL, 4);
    g_assert_true(kiri_verdict_undo(v, "田中", at(6)));
    assert_says(v, KIRI_DECISION_NONE, NULL, 5);
    g_assert_true(kiri_verdict_is_empty(v));
    g_assert_false(kiri_verdict_undo(v, "田中", at(7)));
}

/* What is said after an undo is undone to what the undo led to. */
static void test_undo_after_undo(void)
{
    KiriVerdict *v = verdict_new();
    v->is_accepted = TRUE;
    kiri_verdict_change(NULL, v, KIRI_ACTION_ACCEPT, NULL, at(1));
    v = next(v, TRUE, "別件", NULL, 2);
    g_assert_true(kiri_verdict_undo(v, NULL, at(3)));
    v = next(v, TRUE, "もう一度", NULL, 4);
    g_assert_true(kiri_verdict_undo(v, NULL, at(5)));
    assert_says(v, KIRI_DECISION_ACCEPTED, NULL, 4);
    g_assert_true(kiri_verdict_undo(v, NULL, at(6)));
    g_assert_true(kiri_verdict_is_empty(v));
    g_assert_false(kiri_verdict_undo(v, NULL, at(7)));
    kiri_verdict_free(v);
}

static void test_same_is_no_change(void)
{
    g_autoptr(KiriVerdict) v = verdict_new(), again = NULL, nothing = verdict_new();
    g_assert_false(kiri_verdict_change(NULL, nothing, KIRI_ACTION_NOTE, "山田", at(1)));
    v->is_accepted = TRUE;
    kiri_verdict_change(NULL, v, KIRI_ACTION_ACCEPT, "山田", at(1));
    again = kiri_record_copy(&kiri_verdict_shape, v);
    again->decided = at(2);
    g_assert_false(kiri_verdict_change(v, again, KIRI_ACTION_ACCEPT, "佐藤", at(2)));
    g_free(again->person);
    again->person = g_strdup("佐藤"); // somebody else stands for it now
    g_assert_true(kiri_verdict_change(v, again, KIRI_ACTION_ACCEPT, "佐藤", at(2)));
}

static void forget_history(KiriVerdict *v)
{
    for (guint i = 0; i < kiri_recs_count(v->history); i++)
        kiri_verdict_state_free(g_ptr_array_index(v->history, i));
    g_clear_pointer(&v->history, g_ptr_array_unref);
}

/* Every member of a verdict is in its states: what is undone comes back whole. */
static void test_states_carry_everything(void)
{
    g_autoptr(KiriVerdict) v = kiri_fill(&kiri_verdict_shape, 1);
    forget_history(v);
    v->back = 0;
    g_autoptr(KiriVerdict) after = kiri_record_copy(&kiri_verdict_shape, v);
    kiri_handling_free(after->handling);
    after->handling = NULL;
    g_free(after->section);
    after->section = g_strdup("別の課");
    g_assert_true(kiri_verdict_change(v, after, KIRI_ACTION_HANDLE, "山田", at(1)));
    g_assert_true(kiri_verdict_undo(after, "山田", at(2)));
    after->action = v->action;
    g_free(after->changed_by);
    after->changed_by = g_strdup(v->changed_by);
    after->changed = v->changed;
    forget_history(after);
    g_assert_true(kiri_record_equal(&kiri_verdict_shape, v, after));
}

/* A store of before the journal, where a verdict had nine members. */
static void test_old_record(void)
{
    static const guint8 old[] = "\x0a\x03"
                                "a.b\x10\x02\x3a\x03"
                                "abc";
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriVerdict) v = kiri_record_decode(
        &kiri_verdict_shape, (KiriStr){(const char *)old, sizeof old - 1}, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(v->clip, ==, "a.b");
    assert_says(v, KIRI_DECISION_REJECTED, "abc", 0);
    g_assert_true(kiri_verdict_undo(v, NULL, at(1)));
    assert_says(v, KIRI_DECISION_NONE, NULL, 1);
}

int main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/verdict/standing", test_standing);
    g_test_add_func("/verdict/standing-alone", test_standing_alone);
    g_test_add_func("/verdict/note-is-no-decision", test_note_is_no_decision);
    g_test_add_func("/verdict/journal", test_journal);
    g_test_add_func("/verdict/undo-after-undo", test_undo_after_undo);
    g_test_add_func("/verdict/same-is-no-change", test_same_is_no_change);
    g_test_add_func("/verdict/states-carry-everything", test_states_carry_everything);
    g_test_add_func("/verdict/old-record", test_old_record);
    return g_test_run();
}
