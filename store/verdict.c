// SPDX-License-Identifier: GPL-3.0-or-later
/* Verdicts: their shapes, what they come to, and the journal.
 *
 * A state of the journal has the tags of the verdict itself, so a verdict in its
 * stored form reads as a state, and a state as a verdict: copies cannot forget a
 * member.
 *
 * Invariants
 *   J1 history[i] is the state with the number i + 1; the verdict's own members are
 *      the state behind the last.
 *   J2 `back` of a state is the number of the state that was true before it in the
 *      eyes of people: undone states are passed over. 0 is "nothing was said". */
#include "nouns.h"

#include <string.h>

const char *const kiri_handling_names[] = {
    "none", "open", "inquiring", "correction_asked", "corrected", "not_needed", NULL};
const char *const kiri_action_names[] = {"none",  "accept",   "reject", "class",  "link", "unlink",
                                         "tone",  "note",     "handle", "import", "undo", "value",
                                         "enter", "withdraw", "gist",   NULL};
const char *const kiri_decision_names[] = {"none", "accepted", "rejected", NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_handling_names) == KIRI_N_HANDLINGS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_action_names) == KIRI_N_ACTIONS + 1);

static const KiriField handling_fields[] = {
    {KIRI_FIELD(1, KiriHandling, status, ENUM), .names = kiri_handling_names},
    {KIRI_FIELD(2, KiriHandling, person, STR)},
    {KIRI_FIELD(3, KiriHandling, at, TIME)},
    {KIRI_FIELD(4, KiriHandling, memo, STR)},
};
const KiriShape kiri_handling_shape = KIRI_SHAPE("handling", KiriHandling, handling_fields);

static const KiriField override_fields[] = {
    {KIRI_FIELD(1, KiriOverride, what, STR)},   {KIRI_FIELD(2, KiriOverride, value, F64)},
    {KIRI_FIELD(3, KiriOverride, reason, STR)}, {KIRI_FIELD(4, KiriOverride, by, STR)},
    {KIRI_FIELD(5, KiriOverride, at, TIME)},
};
const KiriShape kiri_override_shape = KIRI_SHAPE("override", KiriOverride, override_fields);

enum { TAG_CLIP = 1, TAG_DECIDED = 9, TAG_ACTION = 13, TAG_BY, TAG_CHANGED, TAG_BACK, TAG_HISTORY };

/* What both shapes have. */
#define STATE_FIELDS(struct_)                                                                      \
    {KIRI_FIELD(2, struct_, is_rejected, BOOL)}, {KIRI_FIELD(10, struct_, is_accepted, BOOL)},     \
        {KIRI_FIELD(3, struct_, has_class, BOOL)}, KIRI_CLASS_FIELD(4, struct_),                   \
        {KIRI_FIELD(5, struct_, tone, ENUM), .names = kiri_tone_names},                            \
        {KIRI_FIELD(6, struct_, section, STR)}, {KIRI_FIELD(7, struct_, note, STR)},               \
        {KIRI_FIELD(8, struct_, person, STR)}, {KIRI_FIELD(TAG_DECIDED, struct_, decided, TIME)},  \
        {KIRI_FIELD(11, struct_, release, STR), .flags = KIRI_FIELD_SPARSE},                       \
        {KIRI_FIELD(12, struct_, handling, REC), .flags = KIRI_FIELD_SPARSE,                       \
         .sub = &kiri_handling_shape},                                                             \
        {KIRI_FIELD(TAG_ACTION, struct_, action, ENUM), .names = kiri_action_names},               \
        {KIRI_FIELD(TAG_BY, struct_, changed_by, STR)},                                            \
        {KIRI_FIELD(TAG_CHANGED, struct_, changed, TIME)},                                         \
        {KIRI_FIELD(18, struct_, overrides, RECS), .flags = KIRI_FIELD_SPARSE,                     \
         .sub = &kiri_override_shape},                                                             \
        {KIRI_FIELD(19, struct_, gist, STR), .flags = KIRI_FIELD_SPARSE},                          \
    {                                                                                              \
        KIRI_FIELD(TAG_BACK, struct_, back, I64), .flags = KIRI_FIELD_PRIVATE                      \
    }

static const KiriField state_fields[] = {STATE_FIELDS(KiriVerdictState)};
const KiriShape kiri_verdict_state_shape =
    KIRI_SHAPE("verdict_state", KiriVerdictState, state_fields);

static const KiriField verdict_fields[] = {
    {KIRI_FIELD(TAG_CLIP, KiriVerdict, clip, STR)},
    STATE_FIELDS(KiriVerdict),
    {KIRI_FIELD(TAG_HISTORY, KiriVerdict, history, RECS), .flags = KIRI_FIELD_SPARSE,
     .sub = &kiri_verdict_state_shape},
};
const KiriShape kiri_verdict_shape = KIRI_SHAPE("verdict", KiriVerdict, verdict_fields);

/* What a verdict says: all but when, and the journal. */
static const guint tags_beside[] = {TAG_DECIDED, TAG_ACTION,  TAG_BY, TAG_CHANGED,
                                    TAG_BACK,    TAG_HISTORY, 0};

/* ---- asking ---- */

KiriDecision kiri_verdict_decision(const KiriVerdict *v)
{
    if (!v)
        return KIRI_DECISION_NONE;
    if (v->is_rejected || (v->has_class && v->class_ == KIRI_CLASS_NONE))
        return KIRI_DECISION_REJECTED;
    return v->is_accepted || v->has_class ? KIRI_DECISION_ACCEPTED : KIRI_DECISION_NONE;
}

gboolean kiri_verdict_is_empty(const KiriVerdict *v)
{
    return !v ||
           (!v->is_rejected && !v->is_accepted && !v->has_class && v->tone == KIRI_TONE_UNKNOWN &&
            !v->section && !v->note && !v->gist && !v->handling && !v->overrides);
}

static KiriClass class_of(const KiriClip *clip, const KiriVerdict *v, KiriDecision decision)
{
    gint class_ = v && v->has_class ? v->class_ : clip ? clip->class_ : KIRI_CLASS_NONE;
    if (decision == KIRI_DECISION_REJECTED)
        return KIRI_CLASS_NONE;
    if (decision == KIRI_DECISION_ACCEPTED && class_ == KIRI_CLASS_NONE)
        return clip && clip->origin ? KIRI_CLASS_SYNDICATED : KIRI_CLASS_PUBLICITY;
    return (KiriClass)CLAMP(class_, 0, KIRI_N_CLASSES - 1);
}

KiriStanding kiri_standing(const KiriClip *clip, const KiriVerdict *v)
{
    KiriDecision decision = kiri_verdict_decision(v);
    KiriStanding s = {.decision = decision, .class_ = class_of(clip, v, decision)};
    s.counts = s.class_ != KIRI_CLASS_NONE;
    s.needs_review = clip && clip->needs_review && decision == KIRI_DECISION_NONE;
    if (!v)
        return s;
    s.tone = (KiriTone)v->tone;
    s.section = v->section;
    s.note = v->note;
    s.gist = v->gist;
    s.person = v->person;
    s.release = v->release;
    s.decided = v->decided;
    s.overrides = v->overrides;
    if (v->handling) {
        s.status = (KiriHandlingStatus)v->handling->status;
        s.handler = v->handling->person;
        s.memo = v->handling->memo;
        s.handled = v->handling->at;
    }
    return s;
}

static void put_text(KiriJson *j, const char *key, const char *value)
{
    kiri_json_key(j, key);
    kiri_json_cstr(j, value);
}

static void put_time(KiriJson *j, const char *key, KiriTime t)
{
    kiri_json_key(j, key);
    kiri_json_time(j, t);
}

void kiri_standing_write_members(const KiriStanding *s, KiriJson *j)
{
    put_text(j, "decision", kiri_decision_names[s->decision]);
    put_text(j, "class", kiri_class_names[s->class_]);
    put_text(j, "tone", kiri_tone_names[s->tone]);
    kiri_json_key(j, "needs_review");
    kiri_json_bool(j, s->needs_review);
    put_text(j, "section", s->section);
    put_text(j, "note", s->note);
    put_text(j, "person", s->person);
    put_time(j, "decided", s->decided);
    put_text(j, "status", kiri_handling_names[s->status]);
    put_text(j, "handler", s->handler);
    put_time(j, "handled", s->handled);
    put_text(j, "memo", s->memo);
    put_text(j, "release", s->release);
    if (s->gist)
        put_text(j, "gist", s->gist);
    if (!s->overrides)
        return;
    kiri_json_key(j, "overrides");
    kiri_json_open_array(j);
    for (guint i = 0; i < s->overrides->len; i++)
        kiri_record_write_json(&kiri_override_shape, g_ptr_array_index(s->overrides, i), j);
    kiri_json_close_array(j);
}

static void free_verdict(gpointer verdict)
{
    kiri_verdict_free(verdict);
}

GHashTable *kiri_store_verdicts(KiriStore *store, GError **error)
{
    g_autoptr(GPtrArray) all = kiri_store_list(store, KIRI_NOUN_VERDICT, "", error);
    if (!all)
        return NULL;
    GHashTable *verdicts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, free_verdict);
    g_ptr_array_set_free_func(all, NULL); // the table owns them
    for (guint i = 0; i < all->len; i++) {
        KiriVerdict *v = g_ptr_array_index(all, i);
        g_hash_table_insert(verdicts, v->clip, v);
    }
    return verdicts;
}

/* ---- the journal ---- */

/* A record as one of another shape with the same tags. (transfer full) */
static gpointer reshape(const KiriShape *from, gconstpointer record, const KiriShape *to)
{
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_record_encode(from, record, &bytes);
    gpointer copy = kiri_record_decode(to, kiri_buf_view(&bytes), NULL);
    g_assert(copy); // it was encoded a moment ago
    return copy;
}

static gboolean says_the_same(const KiriVerdict *a, const KiriVerdict *b)
{
    KiriPartShape part;
    kiri_part_shape_init(&part, &kiri_verdict_shape, tags_beside);
    return kiri_record_equal(&part.shape, a, b);
}

static void forget_history(KiriVerdict *v)
{
    for (guint i = 0; i < kiri_recs_count(v->history); i++)
        kiri_verdict_state_free(g_ptr_array_index(v->history, i));
    g_clear_pointer(&v->history, g_ptr_array_unref);
}

/* The states of `before` and, as the last, what is true there now. */
static void take_history(KiriVerdict *after, const KiriVerdict *before)
{
    forget_history(after);
    for (guint i = 0; i < kiri_recs_count(before->history); i++)
        kiri_recs_add(&after->history, kiri_record_copy(&kiri_verdict_state_shape,
                                                        g_ptr_array_index(before->history, i)));
    kiri_recs_add(&after->history, reshape(&kiri_verdict_shape, before, &kiri_verdict_state_shape));
}

static void sign(KiriVerdict *v, KiriAction action, const char *by, KiriTime now)
{
    char *name = g_strdup(by); // `by` may be the old one
    v->action = (gint)action;
    g_free(v->changed_by);
    v->changed_by = name;
    v->changed = now;
}

gboolean kiri_verdict_change(const KiriVerdict *before, KiriVerdict *after, KiriAction action,
                             const char *by, KiriTime now)
{
    g_autoptr(KiriVerdict) nothing = kiri_verdict_new();
    nothing->clip = g_strdup(after->clip);
    if (says_the_same(before ? before : nothing, after))
        return FALSE;
    if (before) {
        take_history(after, before);
        after->back = after->history->len;
    }
    sign(after, action, by, now);
    return TRUE;
}

gboolean kiri_verdict_undo(KiriVerdict *v, const char *by, KiriTime now)
{
    if (kiri_verdict_is_empty(v) && v->back == 0)
        return FALSE;
    guint back = (guint)CLAMP(v->back, 0, kiri_recs_count(v->history));
    g_autoptr(KiriVerdict) before = kiri_record_copy(&kiri_verdict_shape, v);
    g_autoptr(KiriVerdict) after =
        back ? reshape(&kiri_verdict_state_shape, g_ptr_array_index(v->history, back - 1),
                       &kiri_verdict_shape)
             : kiri_verdict_new();
    after->clip = g_strdup(v->clip);
    take_history(after, before);
    sign(after, KIRI_ACTION_UNDO, by, now);
    kiri_record_assign(&kiri_verdict_shape, v, after);
    return TRUE;
}

KiriVerdict *kiri_verdict_at(const KiriVerdict *v, gint64 us)
{
    KiriVerdict *then = NULL;
    for (guint i = 0; v && i < kiri_recs_count(v->history); i++) {
        const KiriVerdictState *state = g_ptr_array_index(v->history, i);
        if (state->changed.us > us)
            break;
        kiri_verdict_free(then);
        then = reshape(&kiri_verdict_state_shape, state, &kiri_verdict_shape);
    }
    if (v && v->changed.us <= us) {
        kiri_verdict_free(then);
        then = kiri_record_copy(&kiri_verdict_shape, v);
        forget_history(then);
    } else if (then) {
        then->clip = g_strdup(v->clip);
    }
    return then;
}

/* ---- clips of a person's ---- */

char *kiri_clip_article_of(const char *clip, const char **target)
{
    const char *dot = strchr(clip, '.');
    if (target)
        *target = dot ? dot + 1 : NULL;
    return dot ? g_strndup(clip, (gsize)(dot - clip)) : NULL;
}

KiriClip *kiri_verdict_clip(const KiriVerdict *v, const char *release, const char *topic)
{
    KiriClip *clip = kiri_clip_new();
    clip->id = g_strdup(v->clip);
    clip->article = kiri_clip_article_of(v->clip, NULL);
    clip->release = g_strdup(release);
    clip->topic = g_strdup(topic);
    clip->story = g_strdup(clip->article);
    clip->link_version = g_strdup(KIRI_LINK_VERSION_VERDICT);
    clip->is_kept = TRUE;
    clip->evidence = kiri_evidence_new();
    clip->evidence->reason = g_strdup("自動判定では対応が見られず、人の確認により残す");
    return clip;
}
