// SPDX-License-Identifier: GPL-3.0-or-later
/* Hosts of URLs, §3.5 of the standard: domains by UTS #46, IPv4 in all the
 * spellings that browsers take for one (octal, hexadecimal, fewer than four
 * parts), IPv6, and the opaque hosts of schemes that are not special. This is
 * the door to ICU's IDNA.
 *
 * That 0x7f.1 becomes 127.0.0.1 here is also what lets the crawler's address
 * policy see through such spellings. */
#include "url_internal.h"

#include <kirinuki/limits.h>

#include <unicode/uidna.h>

#include <string.h>

static gboolean is_forbidden_host_byte(char c)
{
    return c == 0 || strchr("\t\n\r #/:<>?@[\\]^|", c);
}

static gboolean is_forbidden_domain_byte(char c)
{
    return is_forbidden_host_byte(c) || (guchar)c < 0x20 || c == '%' || c == 0x7f;
}

/* A part of an IPv4 address: decimal, octal after 0, hexadecimal after 0x.
 * Values beyond 2^32 stay there: they are refused all the same. */
static gboolean parse_ipv4_number(KiriStr s, guint64 *value)
{
    guint radix = 10;
    *value = 0;
    if (s.n == 0)
        return FALSE;
    if (s.n >= 2 && s.p[0] == '0' && (s.p[1] | 0x20) == 'x') {
        radix = 16;
        s = (KiriStr){s.p + 2, s.n - 2};
    } else if (s.n >= 2 && s.p[0] == '0') {
        radix = 8;
        s = (KiriStr){s.p + 1, s.n - 1};
    }
    for (gsize i = 0; i < s.n; i++) {
        gint digit = g_ascii_xdigit_value(s.p[i]);
        if (digit < 0 || (guint)digit >= radix)
            return FALSE;
        *value = MIN(*value * radix + (guint)digit, G_GUINT64_CONSTANT(1) << 33);
    }
    return TRUE;
}

/* The last label, a final dot aside. */
static KiriStr last_label(KiriStr host)
{
    if (host.n && host.p[host.n - 1] == '.')
        host.n--;
    const char *dot = g_strrstr_len(host.p, (gssize)host.n, ".");
    return dot ? (KiriStr){dot + 1, (gsize)(host.p + host.n - dot - 1)} : host;
}

static gboolean ends_in_number(KiriStr host)
{
    KiriStr last = last_label(host);
    gsize digits = 0;
    while (digits < last.n && g_ascii_isdigit(last.p[digits]))
        digits++;
    guint64 value;
    return last.n && (digits == last.n || parse_ipv4_number(last, &value));
}

static char *parse_ipv4(KiriStr s)
{
    if (s.n && s.p[s.n - 1] == '.')
        s.n--;
    guint64 address = 0, value = 0;
    guint parts = 0;
    for (const char *p = s.p, *end = s.p + s.n;; p++) {
        const char *stop = memchr(p, '.', (gsize)(end - p));
        KiriStr part = {p, (gsize)((stop ? stop : end) - p)};
        if (++parts > 4 || !parse_ipv4_number(part, &value))
            return NULL;
        if (!stop)
            break;
        if (value > 255)
            return NULL;
        address |= value << (8 * (4 - parts));
        p = stop;
    }
    if (value >= G_GUINT64_CONSTANT(1) << (8 * (5 - parts)))
        return NULL;
    address |= value;
    return g_strdup_printf("%u.%u.%u.%u", (guint)(address >> 24 & 255),
                           (guint)(address >> 16 & 255), (guint)(address >> 8 & 255),
                           (guint)(address & 255));
}

/* Four decimal parts at the end of an IPv6 address; strict, unlike a host. */
static gboolean parse_ipv6_tail(KiriStr s, guint16 pieces[2])
{
    guint bytes[4];
    gsize at = 0;
    for (guint i = 0; i < 4; i++) {
        if (i > 0 && (at >= s.n || s.p[at++] != '.'))
            return FALSE;
        gsize from = at;
        guint value = 0;
        while (at < s.n && g_ascii_isdigit(s.p[at])) {
            value = value * 10 + (guint)g_ascii_digit_value(s.p[at++]);
            if (value > 255)
                return FALSE;
        }
        if (at == from || (at - from > 1 && s.p[from] == '0'))
            return FALSE;
        bytes[i] = value;
    }
    pieces[0] = (guint16)(bytes[0] << 8 | bytes[1]);
    pieces[1] = (guint16)(bytes[2] << 8 | bytes[3]);
    return at == s.n;
}

/* Reads `s` into eight pieces; the zeros that "::" stands for are put in at the
 * end, when it is known how many there are. */
static gboolean parse_ipv6_pieces(KiriStr s, guint16 pieces[8])
{
    gint n = 0, gap = -1;
    gsize at = 0;
    memset(pieces, 0, 8 * sizeof *pieces);
    if (s.n && s.p[0] == ':') {
        if (s.n < 2 || s.p[1] != ':')
            return FALSE;
        gap = 0;
        at = 2;
    }
    while (at < s.n) {
        if (n == 8)
            return FALSE;
        if (s.p[at] == ':') {
            if (gap >= 0)
                return FALSE;
            gap = n;
            at++;
            continue;
        }
        gsize from = at;
        guint value = 0;
        while (at < s.n && at - from < 4 && g_ascii_isxdigit(s.p[at]))
            value = value * 16 + (guint)g_ascii_xdigit_value(s.p[at++]);
        if (at < s.n && s.p[at] == '.') {
            if (n > 6 || !parse_ipv6_tail((KiriStr){s.p + from, s.n - from}, pieces + n))
                return FALSE;
            n += 2;
            at = s.n;
            continue;
        }
        if (at == from || (at < s.n && s.p[at] != ':') || (at < s.n && at + 1 == s.n))
            return FALSE;
        pieces[n++] = (guint16)value;
        at += at < s.n;
    }
    if (gap < 0)
        return n == 8;
    if (n == 8)
        return FALSE;
    gint moved = n - gap;
    memmove(pieces + 8 - moved, pieces + gap, (gsize)moved * sizeof *pieces);
    memset(pieces + gap, 0, (gsize)(8 - n) * sizeof *pieces);
    return TRUE;
}

/* The first longest run of at least two zero pieces; its length, 0 for none. */
static gint longest_zeros(const guint16 pieces[8], gint *from)
{
    gint best = 0;
    for (gint i = 0; i < 8; i++) {
        gint run = 0;
        while (i + run < 8 && pieces[i + run] == 0)
            run++;
        if (run > best && run > 1) {
            best = run;
            *from = i;
        }
        i += run;
    }
    return best;
}

static char *parse_ipv6(KiriStr s)
{
    guint16 pieces[8];
    if (!parse_ipv6_pieces(s, pieces))
        return NULL;
    gint from = -1, zeros = longest_zeros(pieces, &from);
    GString *out = g_string_new("[");
    for (gint i = 0; i < 8; i++) {
        if (zeros && i == from) {
            g_string_append(out, i == 0 ? "::" : ":");
            i += zeros - 1;
            continue;
        }
        g_string_append_printf(out, "%x%s", pieces[i], i < 7 ? ":" : "");
    }
    g_string_append_c(out, ']');
    return g_string_free(out, FALSE);
}

/* Labels in ASCII that are no punycode are only lower-cased; ICU would do the
 * same, and more slowly. */
static gboolean is_plain_ascii_domain(KiriStr s)
{
    for (gsize i = 0; i < s.n; i++) {
        if ((guchar)s.p[i] >= 0x80)
            return FALSE;
        if ((i == 0 || s.p[i - 1] == '.') && s.n - i >= 4 &&
            g_ascii_strncasecmp(s.p + i, "xn--", 4) == 0)
            return FALSE;
    }
    return TRUE;
}

/* UTS #46 ToASCII with CheckHyphens, VerifyDnsLength and transitional
 * processing off. ICU cannot be told the first two: it reports them as errors
 * that we do not count. */
static char *domain_to_ascii(KiriStr domain)
{
    if (is_plain_ascii_domain(domain))
        return g_ascii_strdown(domain.p, (gssize)domain.n);
    const guint32 accepted = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG |
                             UIDNA_ERROR_DOMAIN_NAME_TOO_LONG | UIDNA_ERROR_LEADING_HYPHEN |
                             UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;
    if (domain.n > KIRI_LIMIT_URL_BYTES) // punycode takes quadratic time
        return NULL;
    UErrorCode status = U_ZERO_ERROR;
    UIDNA *idna =
        uidna_openUTS46(UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII |
                            UIDNA_NONTRANSITIONAL_TO_UNICODE,
                        &status);
    if (U_FAILURE(status))
        return NULL;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    gsize size = domain.n * 8 + 64;
    g_autofree char *ascii = g_malloc(size);
    gint32 n = uidna_nameToASCII_UTF8(idna, domain.p, (gint32)domain.n, ascii, (gint32)size, &info,
                                      &status);
    uidna_close(idna);
    if (U_FAILURE(status) || (info.errors & ~accepted) || n < 0 || (gsize)n >= size)
        return NULL;
    return g_strndup(ascii, (gsize)n);
}

static char *parse_domain(KiriStr input)
{
    g_auto(KiriBuf) decoded;
    kiri_buf_init(&decoded, KIRI_BUF_UNCAPPED);
    kiri_url_decode(&decoded, input);
    if (memchr(decoded.p, 0, decoded.n)) // would end the strings below
        return NULL;
    g_autofree char *domain = g_utf8_make_valid(decoded.p, (gssize)decoded.n);
    g_autofree char *ascii = domain_to_ascii(kiri_str(domain));
    if (!ascii || !*ascii)
        return NULL;
    for (const char *p = ascii; *p; p++)
        if (is_forbidden_domain_byte(*p))
            return NULL;
    return ends_in_number(kiri_str(ascii)) ? parse_ipv4(kiri_str(ascii)) : g_steal_pointer(&ascii);
}

char *kiri_url_parse_host(KiriStr input, gboolean is_special)
{
    if (input.n && input.p[0] == '[')
        return input.p[input.n - 1] == ']' ? parse_ipv6((KiriStr){input.p + 1, input.n - 2}) : NULL;
    if (is_special)
        return parse_domain(input);
    for (gsize i = 0; i < input.n; i++)
        if (is_forbidden_host_byte(input.p[i]))
            return NULL;
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    kiri_url_encode(&out, input, KIRI_URL_SET_CONTROL);
    return kiri_buf_steal(&out, NULL);
}

gboolean kiri_url_host_is_address(const char *host)
{
    return host[0] == '[' || ends_in_number(kiri_str(host));
}
