// SPDX-License-Identifier: GPL-3.0-or-later
/* Lists of pieces and their maps: a map, a NUL, and a list. Whatever is read, each piece
 * has what every piece has, and is known by the same address when it is read again. */
#include <kirinuki/charset.h>
#include <kirinuki/piece.h>

#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static KiriPieceBook *names(void)
{
    static KiriPieceBook *book;
    if (book)
        return book;
    kiri_charset_preload(NULL);
    book = kiri_piece_book_new();
    static const struct {
        const char *id, *name;
        KiriMediumKind kind;
    } media[] = {{"asa", "暁新聞", KIRI_MEDIUM_NATIONAL_PAPER},
                 {"hoshi", "星空テレビ", KIRI_MEDIUM_TV},
                 {"kaze", "週刊かぜ", KIRI_MEDIUM_MAGAZINE}};
    for (gsize i = 0; i < G_N_ELEMENTS(media); i++) {
        g_autoptr(KiriMedium) m = kiri_medium_new();
        m->id = g_strdup(media[i].id);
        m->name = g_strdup(media[i].name);
        m->kind = (gint)media[i].kind;
        kiri_piece_book_add_medium(book, m);
    }
    kiri_piece_book_add(book, KIRI_NOUN_RELEASE, "R-1", "見守り訪問事業を始めます");
    return book;
}

static void check(const KiriPiece *piece)
{
    g_assert_true(piece->medium && piece->title && kiri_time_is_valid(piece->when));
    g_autoptr(KiriArticle) a = kiri_piece_article(piece);
    g_autoptr(KiriPiece) back = kiri_piece_of_article(a);
    KiriPieceField wrong;
    g_assert_true(kiri_piece_finish(back, 0, &wrong, NULL));
    g_autoptr(KiriArticle) again = kiri_piece_article(back);
    g_assert_true(kiri_record_equal(&kiri_article_shape, a, again));
    g_autofree char *place = kiri_article_place(a);
    g_assert_true(g_utf8_validate(place, -1, NULL));
}

static void read_list(KiriStr list, gboolean is_ndjson, const KiriPieceMap *map)
{
    KiriPieceDates dates = {.fiscal_year = 2025};
    g_auto(KiriPieceList) out = {0};
    if (!kiri_piece_list_read(list, is_ndjson, map, &dates, names(), &out, NULL))
        return;
    g_assert_cmpuint(out.rows, ==, out.pieces->len + out.bad);
    g_assert_true(!out.bad == !out.problems->len);
    for (guint i = 0; i < out.pieces->len; i++)
        check(g_ptr_array_index(out.pieces, i));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *p = (const char *)data;
    const char *nul = size ? memchr(p, 0, size) : NULL;
    names();
    g_autoptr(KiriPieceMap) map =
        nul ? kiri_piece_map_parse((KiriStr){p, (gsize)(nul - p)}, NULL) : NULL;
    KiriStr list = nul ? (KiriStr){nul + 1, size - (gsize)(nul + 1 - p)} : (KiriStr){p, size};
    if (!list.p)
        list.p = "";
    read_list(list, FALSE, map);
    read_list(list, TRUE, map);
    return 0;
}
