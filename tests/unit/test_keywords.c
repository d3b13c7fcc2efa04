// SPDX-License-Identifier: GPL-3.0-or-later
/* Keywords that are proposed for a release, against those that people wrote for the
 * releases of the learning set (tests/coverage). A proposal is right when it is one
 * of them, or one holds the other. */
#include <kirinuki/file.h>
#include <kirinuki/json.h>
#include <kirinuki/normalize.h>
#include <kirinuki/record.h>
#include <kirinuki/release_parse.h>

#include <locale.h>
#include <string.h>

enum { MOST = 10 };

typedef struct {
    guint releases, labels, found, proposed, right;
} Tally;

static gboolean is_match(const char *a, const char *b)
{
    g_autofree char *x = kiri_normalize_dup(kiri_str(a)), *y = kiri_normalize_dup(kiri_str(b));
    return strstr(x, y) || strstr(y, x);
}

static void take_release(Tally *t, const KiriJsonNode *o)
{
    const KiriJsonNode *labels = kiri_json_get(o, "keywords");
    const char *title = kiri_json_string(kiri_json_get(o, "title"), NULL);
    const char *text = kiri_json_string(kiri_json_get(o, "text"), NULL);
    gsize n = kiri_json_size(labels);
    if (!n || !title || !text)
        return;
    g_auto(GStrv) words = kiri_release_propose_keywords(kiri_str(title), kiri_str(text), MOST);
    t->releases++;
    t->labels += (guint)n;
    for (char **w = words; *w; w++) {
        gboolean is_right = FALSE;
        for (gsize i = 0; i < n && !is_right; i++)
            is_right = is_match(*w, kiri_json_string(kiri_json_at(labels, i), NULL));
        t->proposed++;
        t->right += is_right ? 1 : 0;
    }
    for (gsize i = 0; i < n; i++) {
        const char *label = kiri_json_string(kiri_json_at(labels, i), NULL);
        gboolean is_found = FALSE;
        for (char **w = words; *w && !is_found; w++)
            is_found = is_match(*w, label);
        t->found += is_found ? 1 : 0;
        if (!is_found && g_test_verbose()) {
            g_autofree char *all = g_strjoinv(" ", words);
            g_test_message("missed '%s' of %s: %s", label, title, all);
        }
    }
}

static void read_file(Tally *t, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(KiriLines) lines = kiri_lines_open(path, 1 << 20, &error);
    KiriStr line;
    g_assert_no_error(error);
    while (kiri_lines_next(lines, &line, &error)) {
        g_autoptr(KiriJsonDoc) doc = kiri_json_parse(line, &error);
        g_assert_no_error(error);
        const KiriJsonNode *o = kiri_json_root(doc);
        if (g_strcmp0(kiri_json_string(kiri_json_get(o, "type"), NULL), "release") == 0)
            take_release(t, o);
    }
    g_assert_no_error(error);
}

static void test_learning_set(void)
{
    const char *dir = KIRINUKI_SOURCE_DIR "/tests/coverage";
    g_autoptr(GDir) files = g_dir_open(dir, 0, NULL);
    const char *name;
    Tally t = {0};
    while ((name = g_dir_read_name(files))) {
        g_autofree char *path = g_build_filename(dir, name, NULL);
        if (g_str_has_suffix(name, ".ndjson"))
            read_file(&t, path);
    }
    g_test_message("%u releases, %u labels, %u found; %u proposed, %u right", t.releases, t.labels,
                   t.found, t.proposed, t.right);
    g_assert_cmpuint(t.releases, >=, 40);
    g_assert_cmpuint(t.found * 100, >=, t.labels * 78);
}

int main(int argc, char **argv)
{
    setlocale(LC_CTYPE, "C.UTF-8"); // messages show what is missed
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keywords/learning-set", test_learning_set);
    return g_test_run();
}
