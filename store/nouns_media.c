// SPDX-License-Identifier: GPL-3.0-or-later
/* Shapes and names of the media ledger: media, figures, rates. See nouns.c for the
 * rules. */
#include "nouns.h"

const char *const kiri_medium_kind_names[] = {
    "web",    "national_paper", "local_paper", "tv",           "radio",    "magazine", "wire",
    "portal", "trade",          "blog",        "release_wire", "ministry", "app",      NULL};
const char *const kiri_confidence_names[] = {"estimate", "published", "contract", NULL};
const char *const kiri_metric_names[] = {KIRI_METRIC_PAGE_VIEWS,
                                         KIRI_METRIC_USERS,
                                         KIRI_METRIC_VISITS,
                                         KIRI_METRIC_CIRCULATION,
                                         KIRI_METRIC_READERS_PERCENT,
                                         KIRI_METRIC_AUDIENCE,
                                         KIRI_METRIC_TWO_ISSUES,
                                         KIRI_METRIC_STATIONS,
                                         KIRI_METRIC_PAGE_HEIGHT_MM,
                                         KIRI_METRIC_PAGE_WIDTH_MM,
                                         KIRI_METRIC_COLUMNS_PER_PAGE,
                                         KIRI_METRIC_ARTICLES,
                                         KIRI_METRIC_MULTIPLIER_PERCENT,
                                         KIRI_METRIC_POPULATION,
                                         NULL};
const char *const kiri_unit_names[] = {KIRI_UNIT_CPM,       KIRI_UNIT_USER,   KIRI_UNIT_VISIT,
                                       KIRI_UNIT_COLUMN_CM, KIRI_UNIT_COLUMN, KIRI_UNIT_PAGE,
                                       KIRI_UNIT_SECOND,    KIRI_UNIT_FLAT,   NULL};

G_STATIC_ASSERT(G_N_ELEMENTS(kiri_medium_kind_names) == KIRI_N_MEDIUM_KINDS + 1);
G_STATIC_ASSERT(G_N_ELEMENTS(kiri_confidence_names) == KIRI_CONFIDENCE_CONTRACT + 2);

static const KiriField medium_fields[] = {
    {KIRI_FIELD(1, KiriMedium, id, STR)},
    {KIRI_FIELD(17, KiriMedium, version, I64)},
    {KIRI_FIELD(2, KiriMedium, name, STR)},
    {KIRI_FIELD(3, KiriMedium, kind, ENUM), .names = kiri_medium_kind_names},
    {KIRI_FIELD(4, KiriMedium, domains, STRV)},
    {KIRI_FIELD(5, KiriMedium, tier, I64)},
    {KIRI_FIELD(6, KiriMedium, position, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(19, KiriMedium, substitutes, STRV), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(7, KiriMedium, monthly_page_views, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(8, KiriMedium, monthly_users, I64), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(9, KiriMedium, valid_from, TIME), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(10, KiriMedium, valid_to, TIME), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(11, KiriMedium, figures_source, STR), .flags = KIRI_FIELD_PRIVATE},
    {KIRI_FIELD(12, KiriMedium, confidence, ENUM), .flags = KIRI_FIELD_PRIVATE,
     .names = kiri_confidence_names},
    {KIRI_FIELD(16, KiriMedium, evidence_days, I64), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(13, KiriMedium, terms, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(14, KiriMedium, note, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(15, KiriMedium, is_removed, BOOL), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(KIRI_MEDIUM_ENTERED_TAG, KiriMedium, entered, TIME), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_medium_shape = KIRI_SHAPE("medium", KiriMedium, medium_fields);

static const KiriField figure_fields[] = {
    {KIRI_FIELD(1, KiriFigure, id, STR)},
    {KIRI_FIELD(2, KiriFigure, medium, STR)},
    {KIRI_FIELD(3, KiriFigure, metric, STR)},
    {KIRI_FIELD(4, KiriFigure, rank, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(5, KiriFigure, value, I64)},
    {KIRI_FIELD(6, KiriFigure, valid_from, TIME)},
    {KIRI_FIELD(7, KiriFigure, valid_to, TIME)},
    {KIRI_FIELD(8, KiriFigure, source, STR)},
    {KIRI_FIELD(9, KiriFigure, confidence, ENUM), .names = kiri_confidence_names},
    {KIRI_FIELD(KIRI_FIGURE_ENTERED_TAG, KiriFigure, entered, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(KIRI_FIGURE_REPLACED_TAG, KiriFigure, replaced, TIME), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_figure_shape = KIRI_SHAPE("figure", KiriFigure, figure_fields);

static const KiriField rate_fields[] = {
    {KIRI_FIELD(1, KiriRate, id, STR)},
    {KIRI_FIELD(2, KiriRate, medium, STR)},
    {KIRI_FIELD(3, KiriRate, kind, ENUM), .names = kiri_medium_kind_names},
    {KIRI_FIELD(4, KiriRate, tier, I64)},
    {KIRI_FIELD(5, KiriRate, unit, STR)},
    {KIRI_FIELD(11, KiriRate, rank, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(6, KiriRate, price_yen, I64)},
    {KIRI_FIELD(7, KiriRate, valid_from, TIME)},
    {KIRI_FIELD(8, KiriRate, valid_to, TIME)},
    {KIRI_FIELD(9, KiriRate, source, STR)},
    {KIRI_FIELD(10, KiriRate, confidence, ENUM), .names = kiri_confidence_names},
    {KIRI_FIELD(KIRI_RATE_ENTERED_TAG, KiriRate, entered, TIME), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(KIRI_RATE_REPLACED_TAG, KiriRate, replaced, TIME), .flags = KIRI_FIELD_SPARSE},
};
const KiriShape kiri_rate_shape = KIRI_SHAPE("rate", KiriRate, rate_fields);
