// SPDX-License-Identifier: GPL-3.0-or-later
/* A piece that somebody entered: what its fields come to together, what it is known by,
 * and the article that is made of it and back. */
#include "piece_internal.h"

#include <kirinuki/error.h>
#include <kirinuki/hash.h>
#include <kirinuki/i18n.h>
#include <kirinuki/normalize.h>

#include <string.h>

#define URN "urn:kirinuki:clip:"
enum { DAY_MINUTES = 24 * 60 };

KiriPiece *kiri_piece_new(void)
{
    KiriPiece *p = g_new0(KiriPiece, 1);
    p->how = kiri_appearance_new();
    p->class_ = -1;
    p->ave_yen = -1;
    p->day_us = G_MININT64;
    p->minute = -1;
    return p;
}

void kiri_piece_free(KiriPiece *p)
{
    if (!p)
        return;
    char *texts[] = {p->medium, p->title, p->text,    p->url, p->author,  p->release,
                     p->topic,  p->note,  p->section, p->by,  p->evidence};
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        g_free(texts[i]);
    kiri_appearance_free(p->how);
    g_free(p);
}

/* ---- together ---- */

static gboolean was_said(const KiriPiece *p, KiriPieceField field)
{
    return p->said >> field & 1;
}

/* A paper's piece with an address and no place on a page was read on its site. */
static KiriForm form_of(const KiriPiece *p)
{
    switch ((KiriMediumKind)p->medium_kind) {
    case KIRI_MEDIUM_NATIONAL_PAPER:
    case KIRI_MEDIUM_LOCAL_PAPER:
    case KIRI_MEDIUM_TRADE:
        return p->url && !p->how->page && !p->how->edition && !p->how->columns_x10
                   ? KIRI_FORM_WEB
                   : KIRI_FORM_NEWSPAPER;
    case KIRI_MEDIUM_TV:
        return p->url && !p->how->programme && !p->how->seconds ? KIRI_FORM_WEB : KIRI_FORM_TV;
    case KIRI_MEDIUM_RADIO:
        return p->url && !p->how->programme && !p->how->seconds ? KIRI_FORM_WEB : KIRI_FORM_RADIO;
    case KIRI_MEDIUM_MAGAZINE:
        return p->url && !p->how->page && !p->how->edition && !(p->how->page_share > 0)
                   ? KIRI_FORM_WEB
                   : KIRI_FORM_MAGAZINE;
    case KIRI_MEDIUM_APP:
        return KIRI_FORM_APP;
    default:
        return KIRI_FORM_WEB;
    }
}

static gboolean refuse_missing(const KiriPiece *p, KiriPieceField *wrong, GError **error)
{
    static const KiriPieceField needed[] = {KIRI_PIECE_MEDIUM, KIRI_PIECE_DATE, KIRI_PIECE_TITLE};
    for (gsize i = 0; i < G_N_ELEMENTS(needed); i++)
        if (!was_said(p, needed[i])) {
            *wrong = needed[i];
            g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                        _("it is missing; a piece has a medium, a day and a title"));
            return TRUE;
        }
    if (p->release && p->topic) {
        *wrong = KIRI_PIECE_TOPIC;
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                    _("a piece is tied to a release or to a topic, not to both at once"));
        return TRUE;
    }
    return FALSE;
}

gboolean kiri_piece_finish(KiriPiece *p, guint64 shared, KiriPieceField *wrong, GError **error)
{
    if (refuse_missing(p, wrong, error))
        return FALSE;
    if (!was_said(p, KIRI_PIECE_FORM))
        p->how->form = (gint)form_of(p);
    for (KiriPieceField f = 0; f < KIRI_PIECE_N_FIELDS; f++) {
        if (!was_said(p, f) || kiri_piece_field_fits(f, (KiriForm)p->how->form))
            continue;
        if (shared >> f & 1) {
            kiri_piece_set(p, f, "", NULL, NULL, NULL, NULL);
            continue;
        }
        *wrong = f;
        g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_PARSE,
                    _("a piece of the form '%s' has no such thing"), kiri_form_names[p->how->form]);
        return FALSE;
    }
    /* Hours beyond 24 are of the day that began. */
    p->when = kiri_time_jst(p->day_us + MAX(p->minute, 0) * KIRI_US_PER_MINUTE);
    p->when.precision = p->minute < 0 ? KIRI_PRECISION_DAY : KIRI_PRECISION_MINUTE;
    return TRUE;
}

/* ---- identity ---- */

static gboolean is_on_screen(gint form)
{
    return form == KIRI_FORM_WEB || form == KIRI_FORM_APP;
}

char *kiri_piece_url(const KiriPiece *p)
{
    if (p->url && is_on_screen(p->how->form))
        return g_strdup(p->url);
    const KiriAppearance *how = p->how;
    const char *parts[] = {p->medium, how->edition, how->area, how->page, how->programme, p->title};
    char when[32];
    kiri_time_format(p->when, when);
    GString *all = g_string_new(kiri_form_names[how->form]);
    g_string_append_printf(all, "\n%s", when);
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
        g_autofree char *n = kiri_normalize_dup(kiri_str(parts[i] ? parts[i] : ""));
        g_string_append_printf(all, "\n%s", n);
    }
    char id[KIRI_ID_BYTES];
    kiri_hash_id((KiriStr){all->str, all->len}, id);
    g_string_free(all, TRUE);
    return g_strconcat(URN, id, NULL);
}

/* ---- articles ---- */

KiriArticle *kiri_piece_article(const KiriPiece *p)
{
    KiriArticle *a = kiri_article_new();
    g_autofree char *url = kiri_piece_url(p);
    kiri_article_set_url(a, url);
    a->title = g_strdup(p->title);
    a->text = g_strdup(p->text ? p->text : "");
    a->medium = g_strdup(p->medium);
    a->published = p->when;
    if (p->author)
        kiri_strv_add(&a->authors, p->author);
    a->appearance = kiri_record_copy(&kiri_appearance_shape, p->how);
    if (!is_on_screen(p->how->form)) {
        g_free(a->appearance->url);
        a->appearance->url = g_strdup(p->url);
    }
    kiri_article_set_content_hash(a);
    return a;
}

static void note_said(KiriPiece *p, KiriPieceField field, gboolean is_said)
{
    if (is_said)
        p->said |= G_GUINT64_CONSTANT(1) << field;
}

static void note_all_said(KiriPiece *p)
{
    const KiriAppearance *h = p->how;
    note_said(p, KIRI_PIECE_FORM, TRUE);
    note_said(p, KIRI_PIECE_MEDIUM, p->medium != NULL);
    note_said(p, KIRI_PIECE_DATE, p->day_us != G_MININT64);
    note_said(p, KIRI_PIECE_TITLE, p->title && *p->title);
    note_said(p, KIRI_PIECE_AREA, h->area != NULL);
    note_said(p, KIRI_PIECE_PAGE, h->page != NULL);
    note_said(p, KIRI_PIECE_COLUMNS, h->columns_x10 != 0);
    note_said(p, KIRI_PIECE_WIDTH, h->width_mm != 0);
    note_said(p, KIRI_PIECE_HEIGHT, h->height_mm != 0);
    note_said(p, KIRI_PIECE_POSITION, h->position != KIRI_POSITION_UNKNOWN);
    note_said(p, KIRI_PIECE_COLOUR, h->is_colour);
    note_said(p, KIRI_PIECE_SHARE, h->page_share > 0);
    note_said(p, KIRI_PIECE_PROGRAMME, h->programme != NULL);
    note_said(p, KIRI_PIECE_CORNER, h->corner != NULL);
    note_said(p, KIRI_PIECE_SECONDS, h->seconds != 0);
    note_said(p, KIRI_PIECE_RANK, h->rank != NULL);
    note_said(p, KIRI_PIECE_STATIONS, h->stations != 0);
}

KiriPiece *kiri_piece_of_article(const KiriArticle *a)
{
    KiriPiece *p = kiri_piece_new();
    if (a->appearance)
        kiri_record_assign(&kiri_appearance_shape, p->how, a->appearance);
    p->medium = g_strdup(a->medium);
    p->title = g_strdup(a->title);
    p->text = a->text && *a->text ? g_strdup(a->text) : NULL;
    p->author = g_strdup(a->authors ? a->authors[0] : NULL);
    p->url = g_strdup(kiri_article_link(a));
    p->when = a->published;
    if (kiri_time_is_set(a->published)) {
        p->day_us = kiri_civil_day_start_jst(a->published.us);
        if (a->published.precision > KIRI_PRECISION_DAY)
            p->minute = (a->published.us - p->day_us) / KIRI_US_PER_MINUTE % DAY_MINUTES;
    }
    note_all_said(p);
    return p;
}
