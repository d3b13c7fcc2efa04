// SPDX-License-Identifier: GPL-3.0-or-later
/* Targets as records: goals are sorted by measure, so that the same goals are the same
 * bytes in whatever order they were set. */
#include <kirinuki/target.h>

#include <string.h>

static const KiriField goal_fields[] = {
    {KIRI_FIELD(1, KiriGoal, measure, STR)},
    {KIRI_FIELD(2, KiriGoal, value, F64)},
    {KIRI_FIELD(3, KiriGoal, by, STR)},
    {KIRI_FIELD(4, KiriGoal, at, TIME)},
    {KIRI_FIELD(5, KiriGoal, replaced_by, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriGoal, replaced, TIME), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_goal_shape = KIRI_SHAPE("goal", KiriGoal, goal_fields);

static const KiriField target_fields[] = {
    {KIRI_FIELD(1, KiriTarget, release, STR)},
    {KIRI_FIELD(2, KiriTarget, goals, RECS), .sub = &kiri_goal_shape},
    {KIRI_FIELD(3, KiriTarget, history, RECS), .flags = KIRI_FIELD_SPARSE, .sub = &kiri_goal_shape},
};
const KiriShape kiri_target_shape = KIRI_SHAPE("target", KiriTarget, target_fields);

static gint by_measure(gconstpointer a, gconstpointer b)
{
    const KiriGoal *x = *(KiriGoal *const *)a, *y = *(KiriGoal *const *)b;
    return strcmp(x->measure, y->measure);
}

static guint place_of(const KiriTarget *t, const char *measure)
{
    guint i = 0;
    while (i < kiri_recs_count(t->goals) &&
           strcmp(((KiriGoal *)g_ptr_array_index(t->goals, i))->measure, measure) != 0)
        i++;
    return i;
}

const KiriGoal *kiri_target_goal(const KiriTarget *t, const char *measure)
{
    guint i = t ? place_of(t, measure) : 0;
    return t && i < kiri_recs_count(t->goals) ? g_ptr_array_index(t->goals, i) : NULL;
}

gboolean kiri_target_clear(KiriTarget *t, const char *measure, const char *by, KiriTime now)
{
    guint i = place_of(t, measure);
    if (i >= kiri_recs_count(t->goals))
        return FALSE;
    KiriGoal *before = g_ptr_array_remove_index(t->goals, i);
    before->replaced_by = g_strdup(by);
    before->replaced = now;
    kiri_recs_add(&t->history, before);
    if (!t->goals->len)
        g_clear_pointer(&t->goals, g_ptr_array_unref);
    return TRUE;
}

gboolean kiri_target_set(KiriTarget *t, const char *measure, gdouble value, const char *by,
                         KiriTime now)
{
    const KiriGoal *before = kiri_target_goal(t, measure);
    if (before && before->value == value)
        return FALSE;
    kiri_target_clear(t, measure, by, now);
    KiriGoal *goal = kiri_goal_new();
    goal->measure = g_strdup(measure);
    goal->value = value;
    goal->by = g_strdup(by);
    goal->at = now;
    kiri_recs_add(&t->goals, goal);
    g_ptr_array_sort(t->goals, by_measure);
    return TRUE;
}
