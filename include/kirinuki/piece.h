// SPDX-License-Identifier: GPL-3.0-or-later
/* Pieces that people enter: a clip from paper, air or an app as somebody writes it down,
 * alone or as a row of a 掲載一覧 from the years before.
 *
 * Each thing that can be said of a piece is a field with a name, headings under which
 * lists have it, and a reader of what people write in such a cell: 令和8年4月1日, ４段半,
 * 1分30秒, 1,234千円, 25:30. The same readers serve options and cells.
 *
 * A list needs no map where its headings are among the known ones; a heading may end in
 * its unit, 高さ(mm). A map says which of our fields is which column of theirs:
 *
 *   # 令和7年度 掲載一覧
 *   title = 記事の題            a column of theirs; of several the first with something in it
 *   form := newspaper           what is said where no cell says anything
 *   ignore = 整理番号
 *   fiscal-year := 2025         for days without a year (4月1日)
 *   date-order := mdy           ymd (as it is without), mdy or dmy, for figures alone
 *   date-system := 1904         of serial numbers from an old spreadsheet
 *   header-line := 3            the headings' line, where it is not found by itself
 *   fill-down := date medium    an empty cell means what stands above it
 *   [medium]                    what their words mean
 *   朝日 = asahi
 *
 * Thread rule: one thread at a time. */
#pragma once

#include <kirinuki/store.h>

typedef enum {
    KIRI_PIECE_FORM,
    KIRI_PIECE_MEDIUM,
    KIRI_PIECE_DATE, // with or without a time
    KIRI_PIECE_TIME,
    KIRI_PIECE_TITLE,
    KIRI_PIECE_EDITION,
    KIRI_PIECE_AREA,
    KIRI_PIECE_PAGE,
    KIRI_PIECE_COLUMNS,
    KIRI_PIECE_WIDTH,
    KIRI_PIECE_HEIGHT,
    KIRI_PIECE_POSITION,
    KIRI_PIECE_COLOUR,
    KIRI_PIECE_PHOTO,
    KIRI_PIECE_SHARE,
    KIRI_PIECE_PROGRAMME,
    KIRI_PIECE_CORNER,
    KIRI_PIECE_SECONDS,
    KIRI_PIECE_RANK,
    KIRI_PIECE_STATIONS,
    KIRI_PIECE_URL,
    KIRI_PIECE_TEXT,
    KIRI_PIECE_AUTHOR,
    KIRI_PIECE_RELEASE,
    KIRI_PIECE_TOPIC,
    KIRI_PIECE_CLASS,
    KIRI_PIECE_TONE,
    KIRI_PIECE_SECTION,
    KIRI_PIECE_NOTE,
    KIRI_PIECE_BY,
    KIRI_PIECE_AVE,
    KIRI_PIECE_EVIDENCE,
    KIRI_PIECE_N_FIELDS
} KiriPieceField;

/* "form", "medium", …: name of the option and of the field in a map; static. */
const char *kiri_piece_field_name(KiriPieceField field);
/* -1 for a name or heading that is none, in any width, case and spacing. */
gint kiri_piece_field_find(const char *name_or_heading);

typedef enum { KIRI_PIECE_YMD, KIRI_PIECE_MDY, KIRI_PIECE_DMY } KiriPieceOrder;

/* How days are to be read. All zero: years are written out. */
typedef struct {
    gint fiscal_year; // the 年度 of days without a year; 0: such days are an error
    gint order;       // KiriPieceOrder of three figures; the other two also take years of
                      // two digits, which are then of this century
    gboolean is_1904; // serial numbers count from 1904
    gint64 latest_us; // a day behind it is a slip of the pen; 0: none is
} KiriPieceDates;

typedef struct {
    char *medium; // id
    char *title, *text, *url, *author;
    KiriTime when;         // day, or minute
    KiriAppearance *how;   // never NULL
    char *release, *topic; // ids
    gint class_;           // -1: not said
    gint tone;             // KiriTone; unknown: not said
    char *section, *note, *by;
    gint64 ave_yen; // of whoever wrote the list; -1: not said
    char *evidence; // file name
    guint64 said;   // bits of KiriPieceField: what was said, empty or not
    guint line;     // of the list, 0: none
    /* Private: as read so far. */
    gint64 day_us, minute;
    gint medium_kind;
} KiriPiece;

/* What names may mean: the media, releases and topics that there are. */
typedef struct KiriPieceBook KiriPieceBook;
KiriPieceBook *kiri_piece_book_new(void);
void kiri_piece_book_free(KiriPieceBook *book);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPieceBook, kiri_piece_book_free)
void kiri_piece_book_add_medium(KiriPieceBook *book, const KiriMedium *medium);
/* `noun` is RELEASE or TOPIC. */
void kiri_piece_book_add(KiriPieceBook *book, KiriNoun noun, const char *id, const char *name);
/* Those of a store that are not removed. */
gboolean kiri_piece_book_load(KiriPieceBook *book, KiriStore *store, GError **error);
/* The id that a name means (borrowed from the book): an id, or a name in any width,
 * with or without 新聞 and what stands in brackets behind it, where one alone fits.
 * NOT_FOUND with the nearest names. */
const char *kiri_piece_book_find(KiriPieceBook *book, KiriNoun noun, const char *name,
                                 GError **error);

KiriPiece *kiri_piece_new(void);
void kiri_piece_free(KiriPiece *piece);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPiece, kiri_piece_free)

/* Reads one field. "", "-" and "―" take away what was there. `unit` is that of the
 * heading (NULL: none), for figures without one. Errors: PARSE, LIMIT, NOT_FOUND; the
 * message has the value, not the field. */
gboolean kiri_piece_set(KiriPiece *piece, KiriPieceField field, const char *value, const char *unit,
                        const KiriPieceDates *dates, KiriPieceBook *book, GError **error);
/* Everything was said: day and time become one, the form follows from the medium where
 * nobody said it, and what does not belong together is PARSE; `*wrong` is the field.
 * Bits of `shared` are fields that may be said of other forms, too: they are dropped. */
gboolean kiri_piece_finish(KiriPiece *piece, guint64 shared, KiriPieceField *wrong, GError **error);

/* The address that is the piece's identity: its own of form web and app, else
 * urn:kirinuki:clip:<hash> of form, medium, day, edition, page, programme, time and
 * title. (transfer full) */
char *kiri_piece_url(const KiriPiece *piece);
/* The piece as an article: url, id and content hash are set. (transfer full) */
KiriArticle *kiri_piece_article(const KiriPiece *piece);
/* The piece that an article was made of, for corrections. (transfer full) */
KiriPiece *kiri_piece_of_article(const KiriArticle *article);

/* ---- lists ---- */

typedef struct KiriPieceMap KiriPieceMap;
/* Error PARSE: "line 3: …". */
KiriPieceMap *kiri_piece_map_parse(KiriStr text, GError **error);
void kiri_piece_map_free(KiriPieceMap *map);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(KiriPieceMap, kiri_piece_map_free)

typedef struct {
    GPtrArray *pieces;   // KiriPiece in order of the list, those without a problem
    GPtrArray *problems; // char *: "line 5, column '面': …"
    GPtrArray *unknown;  // char *: headings that no field has
    guint rows;          // with and without problems
    guint passed_over;   // empty rows and sums
    guint bad;           // rows with problems
} KiriPieceList;
void kiri_piece_list_clear(KiriPieceList *list);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(KiriPieceList, kiri_piece_list_clear)

/* Reads a list: CSV or TSV (UTF-8, UTF-16 or CP932), or with `is_ndjson` objects whose
 * members are fields or headings. `map` may be NULL; `dates` is what holds where the map
 * says nothing. FALSE with error where it is no list at all: PARSE, LIMIT. */
gboolean kiri_piece_list_read(KiriStr bytes, gboolean is_ndjson, const KiriPieceMap *map,
                              const KiriPieceDates *dates, KiriPieceBook *book, KiriPieceList *out,
                              GError **error);
