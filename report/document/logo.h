// SPDX-License-Identifier: GPL-3.0-or-later
/* Logos: PNG images of an organisation.
 *
 * Thread rule: any thread. */
#pragma once

#include "type.h"

/* The image; one of no width where the bytes are no PNG that kiri_report_check_logo() takes.
 * (transfer full: cairo_surface_destroy) */
cairo_surface_t *kiri_logo_open(GBytes *png);
