// SPDX-License-Identifier: GPL-3.0-or-later
/* Text files that the build puts into the program: document/doc.css, document/doc.js,
 * words/english.tsv, the templates.
 *
 * Thread rule: constants. */
#pragma once

extern const char kiri_asset_style[], kiri_asset_script[], kiri_asset_english[];
extern const char kiri_asset_release[], kiri_asset_topic[], kiri_asset_period[];
