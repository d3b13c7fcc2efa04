// SPDX-License-Identifier: GPL-3.0-or-later
/* Pictures as documents show them, a logo or the scan of a page: PNG and JPEG.
 *
 * What a picture is and how large, its header says, and that is held against bounds before
 * anything is decoded, so that a small file cannot ask for much memory. A JPEG is never
 * decoded here: its bytes go into PDF and HTML as they are. A photograph that a camera
 * marked as turned (EXIF) is shown upright.
 *
 * Thread rule: any thread. */
#pragma once

#include "type.h"

typedef enum { KIRI_PICTURE_PNG, KIRI_PICTURE_JPEG } KiriPictureKind;

typedef struct {
    KiriPictureKind kind;
    guint width, height; // in pixels, as they are stored
    guint orientation;   // of EXIF, 1 (upright) to 8
} KiriPicture;

/* What it is. Errors: PARSE (neither PNG nor JPEG, or of a kind that readers may not
 * show), LIMIT (too many pixels). */
gboolean kiri_picture_read(GBytes *bytes, KiriPicture *picture, GError **error);
/* "image/png" */
const char *kiri_picture_type(const KiriPicture *picture);
/* The size in which it is looked at: across and down are exchanged where it is turned. */
void kiri_picture_size(const KiriPicture *picture, gdouble *across, gdouble *down);
/* Draws it with the upper left corner at the origin, a unit a pixel. FALSE where a PNG
 * cannot be decoded: nothing is drawn. */
gboolean kiri_picture_draw(const KiriPicture *picture, GBytes *bytes, cairo_t *cr);
