// SPDX-License-Identifier: GPL-3.0-or-later
/* clip: what a person decides about clips, and does about them. */
#include "clip_hand.h"
#include "clip_value.h"
#include "commands.h"
#include "verdict_ops.h"

#include <string.h>

typedef struct {
    char *by, *note, *gist, *class_name, *tone, *section, *release, *status, *memo, *at;
    KiriClipValueOptions value;
    KiriClipHandOptions hand;
} Options;

static const KiriOption options[] = {
    KIRI_OPTION(Options, by, "by", 0, FILENAME, N_("NAME"),
                N_("who decides, or handles it (確認者, 対応者)")),
    KIRI_OPTION(Options, note, "note", 0, FILENAME, N_("TEXT"), N_("a note (備考)")),
    KIRI_OPTION(Options, gist, "gist", 0, FILENAME, N_("TEXT"),
                N_("what it says in your own words (要旨), for clip sheets")),
    KIRI_OPTION(Options, class_name, "class", 0, FILENAME, N_("CLASS"),
                N_("verbatim, publicity, syndicated, mention or none (掲載種類)")),
    KIRI_OPTION(Options, tone, "tone", 0, FILENAME, N_("TONE"),
                N_("positive, neutral, critical or unknown (論調)")),
    KIRI_OPTION(Options, section, "section", 0, FILENAME, N_("NAME"),
                N_("the section in charge (所管課)")),
    KIRI_OPTION(Options, release, "release", 'r', FILENAME, N_("ID"),
                N_("link: the release that the article covers")),
    KIRI_OPTION(
        Options, status, "status", 0, FILENAME, N_("STATUS"),
        N_("handle: open, inquiring, correction_asked, corrected or not_needed (対応状況)")),
    KIRI_OPTION(Options, memo, "memo", 0, FILENAME, N_("TEXT"), N_("handle: a memo (対応メモ)")),
    KIRI_OPTION(Options, at, "at", 0, FILENAME, N_("TIME"), N_("handle: when; else now")),
    KIRI_OPTION(Options, value.ave, "ave", 0, FILENAME, N_("YEN"),
                N_("value: the advertising value (広告換算額), whole yen")),
    KIRI_OPTION(Options, value.share, "share", 0, FILENAME, N_("SHARE"),
                N_("value: the share about us, as 0.4 or 40%")),
    KIRI_OPTION(Options, value.reach, "reach", 0, FILENAME, N_("PEOPLE"),
                N_("value: the people reached")),
    KIRI_OPTION(Options, value.reason, "reason", 0, FILENAME, N_("TEXT"),
                N_("value: why your figure takes the place of the computed one")),
    KIRI_OPTION(Options, value.clears, "clear", 0, NONE, NULL,
                N_("value: take back all your figures; an empty one takes back one")),
    KIRI_CLIP_HAND_OPTIONS(Options, hand),
};

/* What a verb must be told. */
static const struct {
    const char *name;
    KiriAction action;
    gsize needs; // offset of the option; 0 with `needs_none`
    gboolean needs_none;
    const char *usage;
} verbs_table[] = {
    {"accept", KIRI_ACTION_ACCEPT, 0, TRUE, NULL},
    {"reject", KIRI_ACTION_REJECT, 0, TRUE, NULL},
    {"class", KIRI_ACTION_CLASS, offsetof(Options, class_name), FALSE, "--class CLASS"},
    {"link", KIRI_ACTION_LINK, offsetof(Options, release), FALSE, "--release ID"},
    {"unlink", KIRI_ACTION_UNLINK, 0, TRUE, NULL},
    {"tone", KIRI_ACTION_TONE, offsetof(Options, tone), FALSE, "--tone TONE"},
    {"note", KIRI_ACTION_NOTE, offsetof(Options, note), FALSE, "--note TEXT"},
    {"gist", KIRI_ACTION_GIST, offsetof(Options, gist), FALSE, "--gist TEXT"},
    {"handle", KIRI_ACTION_HANDLE, offsetof(Options, status), FALSE, "--status STATUS"},
    {"undo", KIRI_ACTION_UNDO, 0, TRUE, NULL},
    {"value", KIRI_ACTION_VALUE, 0, TRUE, NULL},
};
/* Those above, then those of clip_hand.h, for the error that lists them. */
static const char *const verbs[] = {"accept", "reject", "class",   "link",     "unlink", "tone",
                                    "note",   "gist",   "handle",  "undo",     "value",  "add",
                                    "edit",   "remove", "restore", "evidence", "import", NULL};

/* The options of a call, read. */
typedef struct {
    KiriAction action;
    const Options *o;
    gint class_, tone, status; // -1: not said
    KiriTime at;
    KiriClipValue value;
} Word;

static gint find_name(const char *const *names, const char *value, const char *option,
                      GError **error)
{
    gint found = value ? kiri_names_index(names, value) : -1;
    if (!value || found >= 0)
        return found;
    g_autofree char *all = g_strjoinv(", ", (char **)(guintptr)names);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("--%s cannot be '%s'; there are %s"),
                option, value, all);
    return -2;
}

static gboolean read_word(const KiriCall *call, gint verb, Word *w, GError **error)
{
    const Options *o = call->options;
    *w = (Word){.action = verbs_table[verb].action, .o = o, .at = KIRI_TIME_UNSET};
    const char *needed = *(char *const *)((const char *)(gconstpointer)o + verbs_table[verb].needs);
    if (call->n_args < 2 || (!verbs_table[verb].needs_none && !needed)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE, _("it is 'clip %s CLIP…%s%s'"),
                    verbs[verb], verbs_table[verb].usage ? " " : "",
                    verbs_table[verb].usage ? verbs_table[verb].usage : "");
        return FALSE;
    }
    if ((w->class_ = find_name(kiri_class_names, o->class_name, "class", error)) < -1 ||
        (w->tone = find_name(kiri_tone_names, o->tone, "tone", error)) < -1 ||
        (w->status = find_name(kiri_handling_names, o->status, "status", error)) < -1)
        return FALSE;
    if (o->at && !kiri_time_parse(kiri_str(o->at), KIRI_JST_MIN, &w->at)) {
        g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_USAGE,
                    _("--%s must be a time such as 2026-04-13T10:00, not '%s'"), "at", o->at);
        return FALSE;
    }
    return kiri_clip_hand_unused(&o->hand, error) &&
           kiri_clip_value_read(&o->value, w->action == KIRI_ACTION_VALUE, &w->value, error);
}

static void say(KiriVerdictEdit *e, const Word *w, KiriVerdict *v)
{
    if (w->action == KIRI_ACTION_ACCEPT)
        kiri_verdict_decide(e, v, KIRI_DECISION_ACCEPTED);
    if (w->action == KIRI_ACTION_REJECT || w->action == KIRI_ACTION_UNLINK)
        kiri_verdict_decide(e, v, KIRI_DECISION_REJECTED);
    if (w->class_ >= 0)
        kiri_verdict_classify(e, v, (KiriClass)w->class_);
    if (w->tone >= 0)
        v->tone = w->tone;
    kiri_verdict_set_text(&v->section, w->o->section);
    kiri_verdict_set_text(&v->note, w->o->note);
    kiri_verdict_set_text(&v->gist, w->o->gist);
    if (w->action == KIRI_ACTION_TONE || w->action == KIRI_ACTION_NOTE ||
        w->action == KIRI_ACTION_GIST) {
        kiri_verdict_set_text(&v->person, e->by);
        v->decided = e->now;
    }
    if (w->action == KIRI_ACTION_VALUE)
        kiri_clip_value_say(&w->value, e, v);
    if (w->action != KIRI_ACTION_HANDLE)
        return;
    if (w->status == KIRI_HANDLING_NONE)
        g_clear_pointer(&v->handling, kiri_handling_free);
    else
        kiri_verdict_handle(e, v, (KiriHandlingStatus)w->status, w->o->by, w->o->memo, w->at);
}

/* A clip was moved by 'link': what is said of the tie that it took the place of goes
 * with it. */
static gboolean undo_others(KiriVerdictEdit *e, const KiriClip *clip, GError **error)
{
    g_autofree char *prefix = g_strconcat(clip->article, ".", NULL);
    g_autoptr(GPtrArray) all = kiri_store_list(e->store, KIRI_NOUN_VERDICT, prefix, error);
    for (guint i = 0; all && clip->release && i < all->len; i++) {
        const KiriVerdict *v = g_ptr_array_index(all, i);
        if (v->action == KIRI_ACTION_LINK && g_strcmp0(v->release, clip->release) == 0)
            kiri_verdict_edit_put(e, kiri_record_copy(&kiri_verdict_shape, v), KIRI_ACTION_UNDO);
    }
    return all != NULL;
}

static gboolean change_clip(KiriVerdictEdit *e, const Word *w, const char *beginning,
                            GPtrArray *touched, GError **error)
{
    g_autoptr(KiriClip) clip = kiri_verdict_find_clip(e->store, beginning, error);
    KiriVerdict *v = clip ? kiri_verdict_edit_get(e, clip->id, error) : NULL;
    if (!v)
        return FALSE;
    g_ptr_array_add(touched, g_strdup(clip->id));
    if (w->action != KIRI_ACTION_UNDO) {
        say(e, w, v);
        kiri_verdict_edit_put(e, v, w->action);
        return TRUE;
    }
    gboolean was_link = v->action == KIRI_ACTION_LINK;
    if (kiri_verdict_edit_put(e, v, w->action))
        return !was_link || undo_others(e, clip, error);
    g_set_error(error, KIRI_ERROR_CLI, KIRI_ERROR_NOT_FOUND,
                _("nobody has said anything about '%s' that could be undone"), clip->id);
    return FALSE;
}

/* A clip of another release, or an article that nothing was tied to. */
static gboolean link_one(KiriVerdictEdit *e, const Word *w, const char *beginning,
                         GPtrArray *touched, GError **error)
{
    g_autofree char *release =
        kiri_store_find_id(e->store, KIRI_NOUN_RELEASE, w->o->release, error);
    if (!release)
        return FALSE;
    g_autoptr(KiriClip) from = NULL;
    g_autofree char *article =
        kiri_store_has(e->store, KIRI_NOUN_ARTICLE, beginning)
            ? g_strdup(beginning)
            : kiri_store_find_id(e->store, KIRI_NOUN_ARTICLE, beginning, NULL);
    if (!article) {
        if (!(from = kiri_verdict_find_clip(e->store, beginning, error)))
            return FALSE;
        article = g_strdup(from->article);
    }
    if (!kiri_verdict_edit_link(e, article, release, from, error))
        return FALSE;
    g_autofree char *id = kiri_clip_make_id(article, release);
    KiriVerdict *v = kiri_verdict_edit_get(e, id, error);
    if (!v)
        return FALSE;
    say(e, w, v);
    kiri_verdict_edit_put(e, v, KIRI_ACTION_LINK);
    g_ptr_array_add(touched, g_steal_pointer(&id));
    return TRUE;
}

static void print_touched(const KiriCli *cli, KiriStore *store, const GPtrArray *touched)
{
    gint64 lines = 0;
    for (guint i = 0; i < touched->len; i++) {
        const char *id = g_ptr_array_index(touched, i);
        g_autoptr(KiriClip) clip = kiri_store_get(store, KIRI_NOUN_CLIP, id, NULL);
        g_autoptr(KiriVerdict) v = kiri_store_get(store, KIRI_NOUN_VERDICT, id, NULL);
        if (cli->is_json) {
            if (v)
                kiri_out_record(&kiri_verdict_shape, v);
            lines += v ? 1 : 0;
            continue;
        }
        KiriStanding s = kiri_standing(clip, v);
        g_autofree char *person = kiri_out_safe(s.person);
        kiri_out_printf("%s  %s  %s%s%s%s%s\n", id, kiri_decision_names[s.decision],
                        kiri_class_names[s.class_], s.status ? "  " : "",
                        s.status ? kiri_handling_names[s.status] : "", *person ? "  " : "", person);
    }
    if (cli->is_json)
        kiri_out_json_summary(lines);
}

/* Pieces that are entered by hand have options of their own, and some of these. */
static int run_by_hand(KiriCli *cli, const KiriCall *call, GError **error)
{
    const Options *o = call->options;
    KiriClipHandOptions hand = o->hand; // borrows
    hand.fields[KIRI_PIECE_BY] = o->by;
    hand.fields[KIRI_PIECE_NOTE] = o->note;
    hand.fields[KIRI_PIECE_CLASS] = o->class_name;
    hand.fields[KIRI_PIECE_TONE] = o->tone;
    hand.fields[KIRI_PIECE_SECTION] = o->section;
    hand.fields[KIRI_PIECE_RELEASE] = o->release;
    hand.fields[KIRI_PIECE_AVE] = o->value.ave;
    hand.reason = o->value.reason;
    return kiri_clip_hand_run(cli, call, &hand, error);
}

static int run(KiriCli *cli, const KiriCall *call, GError **error)
{
    if (kiri_names_index(kiri_clip_hand_verbs, call->args[0]) >= 0)
        return run_by_hand(cli, call, error);
    Word w;
    gint verb = kiri_call_verb(call, verbs, error);
    if (verb < 0 || !read_word(call, verb, &w, error))
        return KIRI_EXIT_USAGE;
    g_autoptr(KiriStore) store = kiri_cli_open_store(cli, KIRI_STORE_WRITE, error);
    if (!store)
        return KIRI_EXIT_FAILED;
    g_auto(KiriVerdictEdit) edit;
    kiri_verdict_edit_init(&edit, cli, store, w.o->by);
    g_autoptr(GPtrArray) touched = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 1; i < call->n_args; i++)
        if (!(w.action == KIRI_ACTION_LINK ? link_one : change_clip)(&edit, &w, call->args[i],
                                                                     touched, error))
            return KIRI_EXIT_NO;
    guint count = 0;
    if (!kiri_verdict_edit_commit(&edit, &count, error))
        return KIRI_EXIT_FAILED;
    print_touched(cli, store, touched);
    if (count)
        kiri_cli_note(cli, _("%u verdicts stored; 'kirinuki link' learns from them"), count);
    else
        kiri_cli_note(cli, _("everything is as it was"));
    return KIRI_EXIT_DONE;
}

static const char details[] =
    N_("CLIP is an id as 'clips' and 'show' print it, or a beginning that only one clip has;\n"
       "'link' takes an article too. Several clips change together or not at all. --class,\n"
       "--tone, --section, --note and --gist go with every verb. What was decided stays, whatever\n"
       "'link' finds later; 'undo' takes the last change back, 'show' has them all.\n\n"
       "'add' enters a piece that no crawl brings, from paper, air or an app: --medium,\n"
       "--date and --title are needed. 'edit' corrects it, 'remove --reason' takes it back\n"
       "and 'restore' brings it back, 'evidence' writes its scan or recording to a file.\n"
       "'import' takes a list of them (掲載一覧): CSV, TSV or JSON Lines, with the usual\n"
       "headings or those of a --map; docs/hand-entered.md has the fields and an example.\n"
       "All rows are taken, or none and every bad cell is named.");

const KiriCommand kiri_cmd_clip = {
    .name = "clip",
    .group = N_("Manage"),
    .args = N_("accept|reject|class|link|unlink|tone|note|gist|handle|undo|value CLIP… | "
               "add | edit|remove|restore|evidence CLIP… | import FILE"),
    .summary = N_("what you decide about clips, and do about them (確認, 対応)"),
    .details = details,
    KIRI_OPTIONS(Options, options),
    .needs = KIRI_NEEDS_WORKSPACE,
    .min_args = 1,
    .max_args = G_MAXUINT,
    .run = run};
