// SPDX-License-Identifier: GPL-3.0-or-later
/* Text files that the build puts into the program: document/doc.css, document/doc.js,
 * english.tsv.
 *
 * Thread rule: constants. */
#pragma once

extern const char kiri_asset_style[], kiri_asset_script[], kiri_asset_english[];
