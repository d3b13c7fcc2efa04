// SPDX-License-Identifier: GPL-3.0-or-later
/* What the readers of the feed dialects share. A reader walks the tree once and
 * fills the feed; nothing it meets is an error. */
#pragma once

#include "xml.h"

#include <kirinuki/feed.h>

typedef struct {
    KiriFeed *feed;
    const char *url;              // of the document; may be NULL
    gint offset_min;              // for dates that state no zone
    const KiriXmlNode *base_node; // the last element whose base was asked for
    char *base;                   // its base URL; owned
} KiriFeedReader;

/* One reader per root element. */
void kiri_feed_read_rss(KiriFeedReader *r, const KiriXmlNode *root);
void kiri_feed_read_atom(KiriFeedReader *r, const KiriXmlNode *root);
void kiri_feed_read_sitemap(KiriFeedReader *r, const KiriXmlNode *root);
/* FALSE when it is JSON but no feed. */
gboolean kiri_feed_read_json(KiriFeedReader *r, const KiriJsonNode *root);

/* An element of Atom, or of a module, inside an entry of whatever dialect. */
void kiri_feed_read_atom_entry_element(KiriFeedReader *r, KiriFeedEntry *entry,
                                       const KiriXmlNode *node);
void kiri_feed_read_entry_module(KiriFeedReader *r, KiriFeedEntry *entry, const KiriXmlNode *node);
/* The same on the feed itself: language, dates, hub, interval. */
void kiri_feed_read_atom_feed_element(KiriFeedReader *r, const KiriXmlNode *node);
void kiri_feed_read_feed_module(KiriFeedReader *r, const KiriXmlNode *node);

/* A new entry at the end of the feed, owned by it; NULL, and counted, when there
 * are `limit` already. */
KiriFeedEntry *kiri_feed_add_entry(KiriFeedReader *r, guint limit);
/* What is told by one element and meant by another. */
void kiri_feed_finish_entry(KiriFeedEntry *entry);

/* Replaces `*slot` by `value` (transfer full), unless that is empty. */
void kiri_feed_set(char **slot, char *value);
/* The same if nothing is there yet. */
void kiri_feed_set_fallback(char **slot, char *value);
void kiri_feed_set_time(const KiriFeedReader *r, KiriTime *slot, KiriStr text);
/* A URL as it stands when it is absolute, else resolved; NULL where it is none. */
char *kiri_feed_absolute_url(KiriFeedReader *r, const KiriXmlNode *node, KiriStr href);
/* "name" out of "mail (name)", "name (mail)", "name <mail>". */
void kiri_feed_add_author(KiriFeedEntry *entry, KiriStr text);
void kiri_feed_add_category(KiriFeedEntry *entry, KiriStr text);
void kiri_feed_add_enclosure(KiriFeedEntry *entry, char *url, const char *type, gint64 length);

/* The content of an element that holds text or markup, escaped or not. (transfer
 * full) */
char *kiri_feed_html(const KiriXmlNode *node);
/* The same as plain text. (transfer full) */
char *kiri_feed_plain(const KiriXmlNode *node);
/* A decimal number, 0 for anything else. */
gint64 kiri_feed_number(const char *text);
