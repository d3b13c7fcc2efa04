// SPDX-License-Identifier: GPL-3.0-or-later
/* Every size that the outside decides has a limit, and all of them stand here.
 * Passing one is an ordinary outcome that is reported (KIRI_ERROR_LIMIT, or a
 * note on the result), never a crash and never silent. */
#pragma once

/* HTTP */
#define KIRI_LIMIT_URL_BYTES 2048
#define KIRI_LIMIT_REDIRECTS 5
#define KIRI_LIMIT_HEADER_LINES 256
#define KIRI_LIMIT_HEADER_BYTES (64 * 1024)
#define KIRI_LIMIT_BODY_BYTES (8 * 1024 * 1024)      // as it comes over the wire
#define KIRI_LIMIT_INFLATED_BYTES (16 * 1024 * 1024) // after gzip
#define KIRI_LIMIT_INFLATE_RATIO 200
#define KIRI_LIMIT_CONNECT_MS 10000
#define KIRI_LIMIT_TRANSFER_MS 60000
#define KIRI_LIMIT_SLOW_BYTES_PER_S 200
#define KIRI_LIMIT_SLOW_S 15
#define KIRI_LIMIT_CONNECTIONS 64
#define KIRI_LIMIT_ANSWERS_BYTES (32u * 1024 * 1024) // not taken yet: beyond it nothing is read
#define KIRI_LIMIT_RETRY_AFTER_S (24 * 3600)

/* robots.txt */
#define KIRI_LIMIT_ROBOTS_BYTES (512 * 1024)
#define KIRI_LIMIT_ROBOTS_AGE_S (24 * 3600)

#define KIRI_LIMIT_ROBOTS_IN_MEMORY (32u * 1024 * 1024) // of all hosts together
#define KIRI_LIMIT_CRAWL_DELAY_S 300 // beyond it a pass makes one request to the host

/* Crawl: pages that wait in memory; the rest stays due in the store */
#define KIRI_LIMIT_PAGES_WAITING 8192
#define KIRI_LIMIT_PAGES_OF_HOST 32

/* Feeds, sitemaps, OPML */
#define KIRI_LIMIT_XML_TAG_BYTES (64 * 1024)
#define KIRI_LIMIT_XML_DEPTH 256
#define KIRI_LIMIT_XML_NODES 2000000
#define KIRI_LIMIT_FEED_ENTRIES 1000
#define KIRI_LIMIT_FEED_VALUES 100 // categories, enclosures of one entry
#define KIRI_LIMIT_SITEMAP_URLS 50000
#define KIRI_LIMIT_SITEMAP_DEPTH 2

/* Pages */
#define KIRI_LIMIT_DOM_BYTES (256u * 1024 * 1024)
#define KIRI_LIMIT_DOM_MS 2000
#define KIRI_LIMIT_DOM_DEPTH 512
#define KIRI_LIMIT_TITLE_BYTES 2048
#define KIRI_LIMIT_TEXT_BYTES (2 * 1024 * 1024)
#define KIRI_LIMIT_AUTHORS 32
#define KIRI_LIMIT_LINKS 5000
#define KIRI_LIMIT_REVIEW_BYTES (64 * 1024 * 1024) // a review sheet that comes back

/* Per-site rules */
#define KIRI_LIMIT_RULE_BYTES (64 * 1024)
#define KIRI_LIMIT_RULE_VALUES 64 // of one key
#define KIRI_LIMIT_RULES 10000
#define KIRI_LIMIT_SELECTOR_BYTES 512
#define KIRI_LIMIT_RULE_STEPS 20000000 // elements looked at on one page; what is left is missed

/* Workers */
#define KIRI_LIMIT_FRAME_BYTES (32 * 1024 * 1024)
#define KIRI_LIMIT_WORKER_BYTES (512u * 1024 * 1024)
#define KIRI_LIMIT_JOB_MS 10000

/* Words */
#define KIRI_LIMIT_MECAB_PIECE_BYTES 1024
#define KIRI_LIMIT_MECAB_RUN_CHARS 64
#define KIRI_LIMIT_TERM_BYTES 200
#define KIRI_LIMIT_DICT_ROWS 100000 // user words, or synonym sets
#define KIRI_LIMIT_DICT_WORD_CHARS 50
#define KIRI_LIMIT_DICT_SET_WORDS 64
#define KIRI_LIMIT_NEW_WORDS 100000                     // candidates that are counted exactly
#define KIRI_LIMIT_NEW_WORDS_BYTES (128u * 1024 * 1024) // tokens of the texts they are sought in
#define KIRI_LIMIT_QUERY_BYTES 1024
#define KIRI_LIMIT_QUERY_NODES 64
#define KIRI_LIMIT_QUERY_DEPTH 8
#define KIRI_LIMIT_WILDCARD_TERMS 100
#define KIRI_LIMIT_VARIANTS 32 // of one keyword
#define KIRI_LIMIT_VARIANT_ROWS 100000
#define KIRI_LIMIT_VARIANT_WORDS 64 // of one set

/* Pieces that are entered by hand, and lists of them */
#define KIRI_LIMIT_PIECES 100000          // rows of one list
#define KIRI_LIMIT_PIECE_COLUMNS_READ 256 // of one list
#define KIRI_LIMIT_PIECE_CELL_BYTES 1024
#define KIRI_LIMIT_PIECE_NOTE_BYTES (16 * 1024)
#define KIRI_LIMIT_PIECE_MM 2000    // width and height
#define KIRI_LIMIT_PIECE_COLUMNS 30 // 段: a double page of 15
#define KIRI_LIMIT_PIECE_PAGES 200  // of a magazine
#define KIRI_LIMIT_PIECE_SECONDS 86400
#define KIRI_LIMIT_PIECE_STATIONS 1000
#define KIRI_LIMIT_PIECE_MAP_BYTES (256 * 1024)
#define KIRI_LIMIT_PIECE_MAP_ROWS 10000
#define KIRI_LIMIT_EVIDENCE_BYTES (48u * 1024 * 1024) // a scan or a recording

/* Files that a user hands in */
#define KIRI_LIMIT_FILE_BYTES (64u * 1024 * 1024)
#define KIRI_LIMIT_LEDGER_BYTES (256u * 1024 * 1024) // media, figures, rates
#define KIRI_LIMIT_LINE_BYTES (16u * 1024 * 1024)
#define KIRI_LIMIT_JSON_DEPTH 64
