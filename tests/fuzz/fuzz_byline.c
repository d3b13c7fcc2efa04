// SPDX-License-Identifier: GPL-3.0-or-later
/* Any line as a credit: names are valid text, each once, made of letters that stand in
 * the line, and few; what is a wire has a name. */
#include "fuzz.h"

#include "extract/byline.h"

#include <kirinuki/record.h>

static void check_name(const char *line, const char *name)
{
    g_assert_true(*name && g_utf8_validate(name, -1, NULL));
    for (const char *p = name; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        g_assert_true(g_unichar_isspace(c) || g_utf8_strchr(line, -1, c));
    }
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    gboolean is_bare = fuzz_byte(&in) % 2;
    g_autofree char *line = fuzz_utf8(&in);
    KiriStr view = kiri_str(line);
    g_auto(GStrv) names = NULL;
    kiri_byline_names(view, is_bare, &names);
    guint count = kiri_strv_count(names);
    g_assert_cmpuint(count, <=, strlen(line));
    for (guint i = 0; i < count; i++) {
        check_name(line, names[i]);
        for (guint k = 0; k < i; k++)
            g_assert_cmpstr(names[i], !=, names[k]);
    }
    g_autofree char *agency = kiri_agency_name(view), *inside = kiri_agency_in(view);
    g_assert_true(!agency || *agency);
    g_assert_true(!inside || *inside);
    kiri_agency_of(view);
    kiri_agency_before_name(view);
    kiri_agency_at_end(view);
    kiri_is_person_name(view);
    kiri_is_japanese_name(kiri_str_strip(view));
    kiri_is_outlet_name(view);
    kiri_byline_is_names(view);
    kiri_byline_begins_with_role(view);
    kiri_byline_is_honoured(line);
    kiri_byline_is_caption(line);
    kiri_byline_is_signature(line);
    return 0;
}
