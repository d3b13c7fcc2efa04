// SPDX-License-Identifier: GPL-3.0-or-later
/* iCalendar, property by property. */
#include <kirinuki/icalendar.h>

#include <kirinuki/atom.h>

#include <string.h>

enum { LINE_OCTETS = 75 };

/* ---- lines ---- */

/* A content line, folded: what follows the first 75 octets goes on behind CR LF and a
 * space, which counts. */
static void put_line(KiriBuf *out, const char *line)
{
    gsize used = 0;
    for (const char *p = line; *p;) {
        gsize n = (gsize)g_utf8_skip[(guchar)*p];
        if (used + n > LINE_OCTETS) {
            kiri_buf_add_str(out, "\r\n ");
            used = 1;
        }
        kiri_buf_add(out, p, n);
        used += n;
        p += n;
    }
    kiri_buf_add_str(out, "\r\n");
}

/* TEXT of section 3.3.11; other control characters cannot be written and are left out. */
static void add_text(GString *line, const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text ? text : "", -1);
    for (const char *p = valid; *p; p += g_utf8_skip[(guchar)*p]) {
        gunichar c = g_utf8_get_char(p);
        if (c == '\\' || c == ';' || c == ',')
            g_string_append_c(line, '\\');
        if (c == '\n')
            g_string_append(line, "\\n");
        else if (c == '\t' || (c >= 0x20 && c != 0x7f))
            g_string_append_unichar(line, c);
    }
}

static void put_text(KiriBuf *out, const char *name, const char *text)
{
    g_autoptr(GString) line = g_string_new(name);
    g_string_append_c(line, ':');
    add_text(line, text);
    put_line(out, line->str);
}

static void put_utc(KiriBuf *out, const char *name, gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, 0);
    kiri_buf_printf(out, "%s:%04d%02d%02dT%02d%02d%02dZ\r\n", name, c.year, c.month, c.day, c.hour,
                    c.minute, c.second);
}

static void put_day(KiriBuf *out, const char *name, gint64 us)
{
    KiriCivil c = kiri_civil_from_us(us, KIRI_JST_MIN);
    kiri_buf_printf(out, "%s;VALUE=DATE:%04d%02d%02d\r\n", name, c.year, c.month, c.day);
}

/* Whatever is no URI (RFC 3986) stays away. */
static void put_url(KiriBuf *out, const char *url)
{
    if (!url || (!g_str_has_prefix(url, "http://") && !g_str_has_prefix(url, "https://")))
        return;
    g_autofree char *uri = g_uri_escape_string(url, "!#$&'()*+,/:;=?@[]%", FALSE);
    g_autofree char *line = g_strconcat("URL:", uri, NULL);
    put_line(out, line);
}

/* ---- the parts ---- */

void kiri_calendar_begin(const char *name, KiriBuf *out)
{
    kiri_buf_add_str(out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//kirinuki//kirinuki//JA\r\n"
                          "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
    put_text(out, "X-WR-CALNAME", name);
}

void kiri_calendar_event(const KiriCalendarEvent *e, gint64 now_us, KiriBuf *out)
{
    kiri_buf_add_str(out, "BEGIN:VEVENT\r\n");
    put_text(out, "UID", e->uid);
    put_utc(out, "DTSTAMP", now_us);
    if (e->start.precision <= KIRI_PRECISION_DAY) {
        put_day(out, "DTSTART", e->start.us);
        put_day(out, "DTEND", e->start.us + KIRI_US_PER_DAY);
    } else {
        put_utc(out, "DTSTART", e->start.us);
    }
    put_text(out, "SUMMARY", e->summary);
    if (e->description && *e->description)
        put_text(out, "DESCRIPTION", e->description);
    put_url(out, e->url);
    if (e->categories)
        put_text(out, "CATEGORIES", e->categories);
    if (e->changed_us != G_MININT64)
        put_utc(out, "LAST-MODIFIED", e->changed_us);
    kiri_buf_printf(out, "SEQUENCE:%" G_GINT64_FORMAT "\r\n", MAX(e->sequence, 0));
    kiri_buf_add_str(out, "TRANSP:TRANSPARENT\r\nEND:VEVENT\r\n");
}

void kiri_calendar_end(KiriBuf *out)
{
    kiri_buf_add_str(out, "END:VCALENDAR\r\n");
}

/* ---- releases ---- */

static void put_release(const KiriRelease *r, gboolean is_embargo, KiriTime start, gint64 now_us,
                        KiriBuf *out)
{
    char uid[KIRI_UUID_BYTES];
    kiri_uuid_of(is_embargo ? "embargo" : "announcement", r->id, NULL, uid);
    g_autofree char *summary =
        g_strconcat(is_embargo ? "【解禁】" : "【報道発表】", r->title, NULL);
    g_autoptr(GString) text = g_string_new(NULL);
    const char *const parts[] = {r->organisation, r->section, r->method};
    for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
        if (parts[i] && *parts[i])
            g_string_append_printf(text, "%s%s", text->len ? "　" : "", parts[i]);
    kiri_calendar_event(&(KiriCalendarEvent){.uid = uid,
                                             .summary = summary,
                                             .description = text->str,
                                             .url = r->url,
                                             .categories = is_embargo ? "解禁" : "報道発表",
                                             .start = start,
                                             .sequence = r->version - 1,
                                             .changed_us = kiri_time_is_set(r->changed)
                                                               ? r->changed.us
                                                               : G_MININT64},
                        now_us, out);
}

void kiri_calendar_release(const KiriRelease *r, gint64 now_us, KiriBuf *out)
{
    if (kiri_time_is_set(r->date))
        put_release(r, FALSE, r->date, now_us, out);
    if (kiri_time_is_set(r->embargo) && r->embargo.us != r->date.us)
        put_release(r, TRUE, r->embargo, now_us, out);
}
