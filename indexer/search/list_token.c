// SPDX-License-Identifier: GPL-3.0-or-later
/* The token of a page: a small record in letters that need no quoting. What is in
 * it is nobody's business but this file's; it comes back from a person, so
 * everything in it is checked. */
#include "listing_internal.h"

#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>

#include <string.h>

static const KiriField fields[] = {
    {KIRI_FIELD(1, KiriListToken, question, I64)}, {KIRI_FIELD(2, KiriListToken, seq, I64)},
    {KIRI_FIELD(3, KiriListToken, now_us, I64)},   {KIRI_FIELD(4, KiriListToken, shown, I64)},
    {KIRI_FIELD(5, KiriListToken, last, STR)},
};
const KiriShape kiri_list_token_shape = KIRI_SHAPE("list_token", KiriListToken, fields);

enum { MOST_BYTES = 512 };

char *kiri_list_token_print(const KiriListToken *token)
{
    g_auto(KiriBuf) bytes;
    kiri_buf_init(&bytes, KIRI_BUF_UNCAPPED);
    kiri_record_encode(&kiri_list_token_shape, token, &bytes);
    KiriStr view = kiri_buf_view(&bytes);
    char *text = g_base64_encode((const guchar *)view.p, view.n);
    g_strdelimit(text, "+", '-');
    g_strdelimit(text, "/", '_');
    text[strcspn(text, "=")] = '\0';
    return text;
}

KiriListToken *kiri_list_token_parse(const char *text, GError **error)
{
    gsize n = strlen(text);
    if (n > 0 && n <= MOST_BYTES && n % 4 != 1 &&
        strspn(text, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "-_") == n) {
        g_autofree char *padded = g_strconcat(text, &"=="[2 - (4 - n % 4) % 4], NULL);
        g_strdelimit(padded, "-", '+');
        g_strdelimit(padded, "_", '/');
        gsize n_bytes;
        g_autofree guchar *bytes = g_base64_decode(padded, &n_bytes);
        g_autoptr(KiriListToken) token = kiri_record_decode(
            &kiri_list_token_shape, (KiriStr){(const char *)bytes, n_bytes}, NULL);
        if (token && token->last && token->shown > 0 && token->seq >= 0)
            return g_steal_pointer(&token);
    }
    g_set_error(error, KIRI_ERROR_INDEXER, KIRI_ERROR_USAGE,
                _("'%s' is not what a page gave for its next one"), text);
    return NULL;
}

gint64 kiri_list_question(const KiriListAsk *ask, const KiriListOptions *o)
{
    const KiriQuery *query = ask->query ? ask->query : ask->filter;
    g_autofree char *printed = query ? kiri_query_print(query) : NULL;
    /* With its variants: they find something else. */
    g_auto(GStrv) keywords = query ? kiri_query_keywords(query) : NULL;
    g_autofree char *joined = keywords ? g_strjoinv("\n", keywords) : NULL;
    g_autofree char *all = g_strdup_printf(
        "%s\n%s\n%s\n%s\n%d %d %u %d %d", printed ? printed : "", joined ? joined : "",
        ask->like ? ask->like : "", ask->like_article ? ask->like_article : "", o->order,
        o->is_reversed != FALSE, o->fresh_days, o->opens_copies != FALSE, o->joins_events != FALSE);
    return (gint64)(kiri_hash64(kiri_str(all)) >> 1);
}
