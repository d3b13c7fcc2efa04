// SPDX-License-Identifier: GPL-3.0-or-later
/* The tokenizer's view of a text, for people who want to know why a search ranks
 * as it does. */
#include <kirinuki/tokens_json.h>

typedef struct {
    KiriStr text;
    KiriJson *json;
} Writer;

static gboolean write_token(const KiriToken *token, gpointer data)
{
    Writer *w = data;
    kiri_json_open_object(w->json);
    kiri_json_key(w->json, "from");
    kiri_json_i64(w->json, (gint64)token->from);
    kiri_json_key(w->json, "to");
    kiri_json_i64(w->json, (gint64)token->to);
    kiri_json_key(w->json, "text");
    kiri_json_str(w->json, (KiriStr){w->text.p + token->from, token->to - token->from});
    kiri_json_key(w->json, "base");
    kiri_json_str(w->json, token->base);
    kiri_json_key(w->json, "reading");
    if (token->reading.n)
        kiri_json_str(w->json, token->reading);
    else
        kiri_json_null(w->json);
    kiri_json_key(w->json, "pos");
    kiri_json_cstr(w->json, kiri_pos_names[token->pos]);
    if (token->is_unknown) {
        kiri_json_key(w->json, "is_unknown");
        kiri_json_bool(w->json, TRUE);
    }
    kiri_json_close_object(w->json);
    return TRUE;
}

void kiri_tokens_write_json(KiriTokenizer *tokenizer, KiriStr text, KiriJson *j)
{
    Writer w = {text, j};
    kiri_json_open_array(j);
    kiri_tokenize(tokenizer, text, write_token, &w);
    kiri_json_close_array(j);
}
