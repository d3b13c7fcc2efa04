// SPDX-License-Identifier: GPL-3.0-or-later
/* Writing WARC 1.1 (ISO 28500:2017). A record is built whole, because its digest
 * and length stand before it, and then appended plain or as one gzip member, by
 * which tools can seek in the file. */
#include <kirinuki/warc.h>

#include "transport/inflate.h"
#include "warc_http.h"

#include <kirinuki/hash.h>

#include <string.h>

/* A field's value on one line, without what would end it. */
static void add_field(KiriBuf *out, const char *name, const char *value)
{
    if (!value || !*value)
        return;
    kiri_buf_add_str(out, name);
    kiri_buf_add_str(out, ": ");
    for (const char *p = value; *p; p++)
        kiri_buf_add_char(out, (guint8)*p >= 0x20 && *p != 0x7f ? *p : ' ');
    kiri_buf_add_str(out, "\r\n");
}

static void add_time(KiriBuf *out, const char *name, KiriTime t)
{
    char text[32];
    kiri_time_format(t, text);
    add_field(out, name, text);
}

/* ---- HTTP blocks ---- */

/* The recorded head, with the fields renamed that spoke of a coding which the
 * body no longer has. */
static void add_http_head(const KiriPage *page, gsize body_bytes, KiriBuf *out)
{
    static const char *const stale[] = {"Content-Encoding", "Transfer-Encoding", "Content-Length"};
    g_auto(GStrv) lines = g_strsplit(page->headers ? page->headers : "", "\n", -1);
    if (!lines[0] || !g_str_has_prefix(lines[0], "HTTP/")) {
        kiri_buf_printf(out, "HTTP/1.1 %d -\r\n", (int)page->status);
        if (page->content_type && !page->headers)
            add_field(out, "Content-Type", page->content_type);
    }
    for (guint i = 0; lines[i]; i++) {
        const char *prefix = "";
        for (gsize k = 0; k < G_N_ELEMENTS(stale); k++)
            if (g_ascii_strncasecmp(lines[i], stale[k], strlen(stale[k])) == 0 &&
                lines[i][strlen(stale[k])] == ':')
                prefix = "X-Archive-Orig-";
        if (*g_strchomp(lines[i]))
            kiri_buf_printf(out, "%s%s\r\n", prefix, lines[i]);
    }
    kiri_buf_printf(out, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", body_bytes);
}

static void add_request_head(const KiriPage *page, KiriBuf *out)
{
    g_auto(GStrv) lines = g_strsplit(page->request, "\n", -1);
    for (guint i = 0; lines[i]; i++)
        if (*g_strchomp(lines[i]))
            kiri_buf_printf(out, "%s\r\n", lines[i]);
    kiri_buf_add_str(out, "\r\n");
}

/* ---- records ---- */

typedef struct {
    const char *type;
    const char *url; // NULL: none
    const char *content_type;
    const char *date;
    const char *peer; // NULL: unknown
    KiriStr block;
    gsize payload_at;       // of the block; its end: there is none
    const char *concurrent; // id of the record it belongs to, NULL for none
    const char *part;       // "2/3", NULL: it is no part
} Record;

enum { ID_BYTES = 48 };

/* A name for the record that is a function of what it holds: a UUID of version 8
 * (RFC 9562 §5.8). */
static void make_id(const Record *r, char id[ID_BYTES])
{
    guint8 h[16];
    g_auto(KiriBuf) all;
    kiri_buf_init(&all, KIRI_BUF_UNCAPPED);
    kiri_buf_printf(&all, "%s\n%s\n%s\n", r->type, r->url ? r->url : "", r->date);
    kiri_buf_add(&all, r->block.p, r->block.n);
    kiri_hash128(kiri_buf_view(&all), h);
    h[6] = (guint8)((h[6] & 0x0f) | 0x80);
    h[8] = (guint8)((h[8] & 0x3f) | 0x80);
    gsize n = (gsize)g_snprintf(id, ID_BYTES, "<urn:uuid:");
    for (guint i = 0; i < 16; i++)
        n += (gsize)g_snprintf(id + n, ID_BYTES - n,
                               i == 4 || i == 6 || i == 8 || i == 10 ? "-%02x" : "%02x", h[i]);
    g_snprintf(id + n, ID_BYTES - n, ">");
}

static void add_digest(KiriBuf *out, const char *name, KiriStr bytes)
{
    g_autofree char *digest =
        g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes.p, bytes.n);
    g_autofree char *labelled = g_strconcat("sha256:", digest, NULL);
    add_field(out, name, labelled);
}

static void write_record(const Record *r, gboolean is_gzip, KiriBuf *out)
{
    char id[ID_BYTES];
    g_auto(KiriBuf) plain;
    kiri_buf_init(&plain, KIRI_BUF_UNCAPPED);
    make_id(r, id);
    kiri_buf_add_str(&plain, "WARC/1.1\r\n");
    add_field(&plain, "WARC-Type", r->type);
    add_field(&plain, "WARC-Record-ID", id);
    add_field(&plain, "WARC-Date", r->date);
    add_field(&plain, "WARC-Target-URI", r->url);
    add_field(&plain, "WARC-IP-Address", r->peer);
    add_field(&plain, "WARC-Concurrent-To", r->concurrent);
    add_field(&plain, KIRI_WARC_PART_FIELD, r->part); // others pass over what they do not know
    add_digest(&plain, "WARC-Block-Digest", r->block);
    if (r->payload_at < r->block.n || strcmp(r->type, "response") == 0)
        add_digest(&plain, "WARC-Payload-Digest",
                   (KiriStr){r->block.p + r->payload_at, r->block.n - r->payload_at});
    add_field(&plain, "Content-Type", r->content_type);
    kiri_buf_printf(&plain, "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", r->block.n);
    kiri_buf_add(&plain, r->block.p, r->block.n);
    kiri_buf_add_str(&plain, "\r\n\r\n");
    if (is_gzip)
        kiri_gzip(kiri_buf_view(&plain), out);
    else
        kiri_buf_add(out, plain.p, plain.n);
}

/* "2026-04-13T01:05:00Z". (transfer full) */
static char *warc_date(gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, 0);
    return g_strdup_printf("%04d-%02d-%02dT%02d:%02d:%02dZ", c.year, c.month, c.day, c.hour,
                           c.minute, c.second);
}

void kiri_warc_write_info(gint64 now_us, const char *title, gboolean is_gzip, KiriBuf *out)
{
    g_auto(KiriBuf) block;
    kiri_buf_init(&block, KIRI_BUF_UNCAPPED);
    add_field(&block, "software", "kirinuki/" KIRINUKI_VERSION);
    add_field(&block, "format", "WARC File Format 1.1");
    add_field(&block, "conformsTo",
              "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/");
    add_field(&block, "description", title);
    g_autofree char *date = warc_date(now_us);
    Record r = {.type = "warcinfo",
                .content_type = "application/warc-fields",
                .date = date,
                .block = kiri_buf_view(&block),
                .payload_at = block.n};
    write_record(&r, is_gzip, out);
}

/* The page's own record, without writing it: what others refer to. */
static void describe_page(const KiriPage *page, const char *date, KiriBuf *block, Record *r)
{
    gsize n = 0;
    const char *body = page->body ? g_bytes_get_data(page->body, &n) : NULL;
    gboolean is_http = page->status != 0;
    if (is_http)
        add_http_head(page, n, block);
    gsize payload_at = block->n;
    kiri_buf_add(block, body ? body : "", n);
    *r = (Record){.type = is_http ? "response" : "resource",
                  .url = page->url,
                  .content_type = is_http              ? "application/http;msgtype=response"
                                  : page->content_type ? page->content_type
                                                       : "application/octet-stream",
                  .date = date,
                  .peer = page->peer,
                  .block = kiri_buf_view(block),
                  .payload_at = payload_at};
}

void kiri_warc_write_page(const KiriPage *page, guint part, guint n_parts, gboolean is_gzip,
                          KiriBuf *out)
{
    g_auto(KiriBuf) block, head;
    kiri_buf_init(&block, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&head, KIRI_BUF_UNCAPPED);
    g_autofree char *date = warc_date(page->fetched.us);
    char id[ID_BYTES];
    Record response;
    g_autofree char *place = n_parts > 1 ? g_strdup_printf("%u/%u", part, n_parts) : NULL;
    describe_page(page, date, &block, &response);
    response.part = place;
    write_record(&response, is_gzip, out);
    if (!page->request || !page->status)
        return;
    make_id(&response, id);
    add_request_head(page, &head);
    Record request = {.type = "request",
                      .url = page->url,
                      .content_type = "application/http;msgtype=request",
                      .date = date,
                      .peer = page->peer,
                      .block = kiri_buf_view(&head),
                      .payload_at = head.n,
                      .concurrent = id};
    write_record(&request, is_gzip, out);
}

void kiri_warc_write_metadata(const KiriPage *page, const KiriArticle *article, guint part,
                              guint n_parts, gboolean is_gzip, KiriBuf *out)
{
    g_auto(KiriBuf) block, fields;
    kiri_buf_init(&block, KIRI_BUF_UNCAPPED);
    kiri_buf_init(&fields, KIRI_BUF_UNCAPPED);
    g_autofree char *date = warc_date(page->fetched.us);
    g_autofree char *number = g_strdup_printf("%" G_GINT64_FORMAT, article->version);
    g_autofree char *place = g_strdup_printf("%u/%u", part, n_parts);
    char id[ID_BYTES];
    Record response;
    describe_page(page, date, &block, &response);
    make_id(&response, id);
    add_field(&fields, "article", article->id);
    add_field(&fields, "version", number);
    add_field(&fields, "part", place);
    add_field(&fields, "url", article->url);
    add_field(&fields, "title", article->title);
    add_time(&fields, "published", article->published);
    add_time(&fields, "modified", article->modified);
    add_time(&fields, "fetched", article->fetched);
    add_time(&fields, "removed", article->removed);
    add_field(&fields, "medium", article->medium);
    add_field(&fields, "source", article->source);
    Record r = {.type = "metadata",
                .url = page->url,
                .content_type = "application/warc-fields",
                .date = date,
                .block = kiri_buf_view(&fields),
                .payload_at = fields.n,
                .concurrent = id};
    write_record(&r, is_gzip, out);
}
