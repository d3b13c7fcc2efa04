// SPDX-License-Identifier: GPL-3.0-or-later
/* Release files: whatever the file, either a release or an error; and what was
 * read can be taken apart. */
#include <kirinuki/boilerplate.h>
#include <kirinuki/release_parse.h>

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *p = (const char *)data;
    if (!g_utf8_validate_len(p, size, NULL))
        return 0;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = g_strndup(p, size);
    g_autoptr(KiriRelease) r = kiri_release_parse(kiri_str(text), "fuzz", &error);
    g_assert((r == NULL) == (error != NULL));
    if (!r)
        return 0;
    g_assert(r->id && *r->id);
    g_assert(g_utf8_validate(r->title, -1, NULL));
    g_assert(g_utf8_validate(r->text, -1, NULL));
    g_autofree char *body = kiri_release_body(r);
    g_assert_cmpuint(strlen(body), ==, strlen(r->text));
    g_assert(g_utf8_validate(body, -1, NULL));
    return 0;
}
