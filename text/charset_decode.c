// SPDX-License-Identifier: GPL-3.0-or-later
/* The decoders of the WHATWG Encoding Standard, state for state: what an
 * invalid code swallows and what it gives back (an ASCII byte is never lost
 * behind a broken lead byte, so that no markup disappears) is part of how
 * browsers read a page. NUL becomes U+FFFD everywhere. */
#include "charset_private.h"

#include <string.h>

enum { REPLACEMENT_CHARACTER = 0xfffd };

typedef struct {
    const guint8 *p, *end;
    KiriBuf *out;
    gsize replaced;
} Decoder;

static void put_error(Decoder *d)
{
    d->replaced++;
    kiri_buf_add(d->out, "\xef\xbf\xbd", 3);
}

static void put(Decoder *d, guint32 c)
{
    if (c == 0) {
        put_error(d);
    } else if (c < 0x80) {
        kiri_buf_add_char(d->out, (char)c);
    } else if (c < 0x800) {
        const guint8 b[] = {(guint8)(0xc0 | c >> 6), (guint8)(0x80 | (c & 63))};
        kiri_buf_add(d->out, b, sizeof b);
    } else if (c < 0x10000) {
        const guint8 b[] = {(guint8)(0xe0 | c >> 12), (guint8)(0x80 | (c >> 6 & 63)),
                            (guint8)(0x80 | (c & 63))};
        kiri_buf_add(d->out, b, sizeof b);
    } else {
        const guint8 b[] = {(guint8)(0xf0 | c >> 18), (guint8)(0x80 | (c >> 12 & 63)),
                            (guint8)(0x80 | (c >> 6 & 63)), (guint8)(0x80 | (c & 63))};
        kiri_buf_add(d->out, b, sizeof b);
    }
}

static gboolean is_in(guint b, guint low, guint high)
{
    return b >= low && b <= high;
}

/* Length of the prefix of bytes 0x01–0x7F, eight at a time. */
static gsize ascii_prefix(const guint8 *p, gsize n)
{
    const guint64 high = G_GUINT64_CONSTANT(0x8080808080808080);
    const guint64 ones = G_GUINT64_CONSTANT(0x0101010101010101);
    gsize i = 0;
    for (; i + 8 <= n; i += 8) {
        guint64 w;
        memcpy(&w, p + i, 8);
        if ((w | (w - ones)) & high)
            break;
    }
    while (i < n && p[i] && p[i] < 0x80)
        i++;
    return i;
}

static void copy_ascii(Decoder *d)
{
    gsize n = ascii_prefix(d->p, (gsize)(d->end - d->p));
    if (n)
        kiri_buf_add(d->out, d->p, n);
    d->p += n;
}

/* Length of one well-formed UTF-8 character that is not ASCII, or 0; `*subpart`
 * is then the number of bytes one U+FFFD stands for. */
static gsize utf8_char(const guint8 *p, const guint8 *end, gsize *subpart)
{
    guint8 lead = p[0], low = 0x80, high = 0xbf;
    gsize n = is_in(lead, 0xc2, 0xdf)   ? 2
              : is_in(lead, 0xe0, 0xef) ? 3
              : is_in(lead, 0xf0, 0xf4) ? 4
                                        : 0;
    *subpart = 1;
    if (!n)
        return 0;
    low = lead == 0xe0 ? 0xa0 : lead == 0xf0 ? 0x90 : 0x80;
    high = lead == 0xed ? 0x9f : lead == 0xf4 ? 0x8f : 0xbf;
    for (gsize i = 1; i < n; i++) {
        if (p + i >= end || !is_in(p[i], low, high)) {
            *subpart = i;
            return 0;
        }
        low = 0x80;
        high = 0xbf;
    }
    return n;
}

gsize kiri_utf8_prefix(const char *text, gsize n)
{
    const guint8 *start = (const guint8 *)text, *p = start, *end = start + n;
    gsize subpart;
    while (p < end) {
        /* Kana, Chinese characters and their punctuation, which is nearly all. */
        while (end - p >= 3 && *p >= 0xe1 && *p <= 0xec && (p[1] & 0xc0) == 0x80 &&
               (p[2] & 0xc0) == 0x80)
            p += 3;
        if (p == end)
            break;
        gsize m = *p < 0x80 ? ascii_prefix(p, (gsize)(end - p)) : utf8_char(p, end, &subpart);
        if (!m)
            break;
        p += m;
    }
    return (gsize)(p - start);
}

static void decode_utf8(Decoder *d)
{
    while (d->p < d->end && !d->out->is_over) {
        gsize n = kiri_utf8_prefix((const char *)d->p, (gsize)(d->end - d->p));
        if (n)
            kiri_buf_add(d->out, d->p, n);
        d->p += n;
        if (d->p >= d->end)
            return;
        gsize subpart = 1;
        if (*d->p)
            utf8_char(d->p, d->end, &subpart);
        d->p += subpart;
        put_error(d);
    }
}

static void decode_utf16(Decoder *d, gboolean is_big)
{
    guint lead = 0;
    for (; d->end - d->p >= 2 && !d->out->is_over; d->p += 2) {
        guint unit = is_big ? (guint)d->p[0] << 8 | d->p[1] : (guint)d->p[1] << 8 | d->p[0];
        gboolean is_trail = is_in(unit, 0xdc00, 0xdfff);
        if (lead && is_trail) {
            put(d, 0x10000 + ((lead - 0xd800) << 10) + (unit - 0xdc00));
            lead = 0;
            continue;
        }
        if (lead)
            put_error(d);
        lead = is_in(unit, 0xd800, 0xdbff) ? unit : 0;
        if (is_trail)
            put_error(d);
        else if (!lead)
            put(d, unit);
    }
    if (lead || d->p < d->end)
        put_error(d);
}

static void decode_single_byte(Decoder *d, const guint16 *table)
{
    while (d->p < d->end && !d->out->is_over) {
        copy_ascii(d);
        for (; d->p < d->end && (*d->p >= 0x80 || !*d->p); d->p++)
            put(d, *d->p ? table[*d->p - 0x80] : 0);
    }
}

static void decode_x_user_defined(Decoder *d)
{
    for (; d->p < d->end && !d->out->is_over; d->p++)
        put(d, *d->p < 0x80 ? *d->p : 0xf780u + *d->p - 0x80);
}

/* The code point of two bytes, 0 where they are no code. */
typedef guint32 (*TwoBytes)(guint lead, guint trail);

static guint32 shift_jis_code(guint lead, guint trail)
{
    if (!is_in(trail, 0x40, 0x7e) && !is_in(trail, 0x80, 0xfc))
        return 0;
    guint pointer =
        (lead - (lead < 0xa0 ? 0x81 : 0xc1)) * 188 + trail - (trail < 0x7f ? 0x40 : 0x41);
    if (is_in(pointer, 8836, 10715))
        return 0xe000 - 8836 + pointer;
    return kiri_charset_index()->jis0208[pointer];
}

static guint32 euc_kr_code(guint lead, guint trail)
{
    return is_in(trail, 0x41, 0xfe)
               ? kiri_charset_index()->euc_kr[(lead - 0x81) * 190 + trail - 0x41]
               : 0;
}

static guint32 big5_code(guint lead, guint trail)
{
    if (!is_in(trail, 0x40, 0x7e) && !is_in(trail, 0xa1, 0xfe))
        return 0;
    guint pointer = (lead - 0x81) * 157 + trail - (trail < 0x7f ? 0x40 : 0x62);
    return kiri_charset_index()->big5[pointer];
}

/* Four Big5 codes mean a letter and a combining mark. */
static gboolean put_big5_pair(Decoder *d, guint lead, guint trail)
{
    if (lead != 0x88 || !(trail == 0x62 || trail == 0x64 || trail == 0xa3 || trail == 0xa5))
        return FALSE;
    put(d, trail < 0x80 ? 0xca : 0xea);
    put(d, trail == 0x62 || trail == 0xa3 ? 0x304 : 0x30c);
    return TRUE;
}

/* The three encodings of ASCII and two-byte codes with leads in
 * [0x81, last_lead]: Shift_JIS, EUC-KR and Big5. */
static void decode_two_bytes(Decoder *d, KiriEncoding encoding, TwoBytes code_of)
{
    gboolean is_sjis = encoding == KIRI_ENC_SHIFT_JIS;
    while (!d->out->is_over) {
        copy_ascii(d);
        if (d->p >= d->end)
            return;
        guint lead = *d->p++;
        if (is_sjis && is_in(lead, 0xa1, 0xdf)) {
            put(d, 0xff61 - 0xa1 + lead);
        } else if (is_sjis && lead == 0x80) {
            put(d, 0x80);
        } else if (!is_in(lead, 0x81, is_sjis ? 0xfc : 0xfe) || (is_sjis && lead == 0xa0) ||
                   d->p >= d->end) {
            put_error(d);
        } else {
            guint trail = *d->p;
            guint32 c = code_of(lead, trail);
            gboolean is_pair = encoding == KIRI_ENC_BIG5 && put_big5_pair(d, lead, trail);
            d->p += c || is_pair || trail >= 0x80;
            if (!is_pair)
                put(d, c);
        }
    }
}

static void decode_euc_jp(Decoder *d)
{
    const KiriCharsetIndex *index = kiri_charset_index();
    while (!d->out->is_over) {
        copy_ascii(d);
        if (d->p >= d->end)
            return;
        guint lead = *d->p++;
        const guint16 *table = index->jis0208;
        if (lead == 0x8f && d->p < d->end && is_in(*d->p, 0xa1, 0xfe)) {
            lead = *d->p++;
            table = index->jis0212;
        }
        if ((lead != 0x8e && lead != 0x8f && !is_in(lead, 0xa1, 0xfe)) || d->p >= d->end) {
            put_error(d);
            continue;
        }
        guint trail = *d->p, c = 0;
        if (lead == 0x8e && is_in(trail, 0xa1, 0xdf))
            c = 0xff61 - 0xa1 + trail;
        else if (is_in(lead, 0xa1, 0xfe) && is_in(trail, 0xa1, 0xfe))
            c = table[(lead - 0xa1) * 94 + trail - 0xa1];
        d->p += trail >= 0x80;
        put(d, c);
    }
}

static guint32 gb18030_range_code(guint pointer)
{
    if (pointer < 39420)
        return kiri_charset_index()->gb18030_ranges[pointer];
    return is_in(pointer, 189000, 1237575) ? 0x10000 + pointer - 189000 : 0;
}

/* A four-byte code whose first two bytes are right; an error gives the bytes
 * behind the first one back. */
static void decode_gb18030_four(Decoder *d, guint lead)
{
    gsize left = (gsize)(d->end - d->p);
    gboolean has_third = left >= 2 && is_in(d->p[1], 0x81, 0xfe);
    if (left < 2 || (has_third && left < 3)) { // the text ends inside the code
        d->p = d->end;
        put_error(d);
    } else if (!has_third || !is_in(d->p[2], 0x30, 0x39)) {
        put_error(d);
    } else {
        guint pointer =
            ((lead - 0x81) * 10 + d->p[0] - 0x30) * 1260 + (d->p[1] - 0x81u) * 10 + d->p[2] - 0x30;
        d->p += 3;
        put(d, gb18030_range_code(pointer));
    }
}

static void decode_gb18030(Decoder *d)
{
    const KiriCharsetIndex *index = kiri_charset_index();
    while (!d->out->is_over) {
        copy_ascii(d);
        if (d->p >= d->end)
            return;
        guint lead = *d->p++;
        if (lead == 0x80) {
            put(d, 0x20ac);
        } else if (!is_in(lead, 0x81, 0xfe) || d->p >= d->end) {
            put_error(d);
        } else if (is_in(*d->p, 0x30, 0x39)) {
            decode_gb18030_four(d, lead);
        } else {
            guint trail = *d->p, c = 0;
            if (is_in(trail, 0x40, 0x7e) || is_in(trail, 0x80, 0xfe))
                c = index->gb18030[(lead - 0x81) * 190 + trail - (trail < 0x7f ? 0x40 : 0x41)];
            d->p += c || trail >= 0x80;
            put(d, c);
        }
    }
}

typedef enum { JIS_ASCII, JIS_ROMAN, JIS_KATAKANA, JIS_KANJI } JisSet;

/* Reads the escape sequence behind an ESC; FALSE (nothing read) for others. */
static gboolean take_jis_escape(Decoder *d, JisSet *set)
{
    if (d->end - d->p < 2)
        return FALSE;
    guint8 a = d->p[0], b = d->p[1];
    if (a == '(' && b == 'B')
        *set = JIS_ASCII;
    else if (a == '(' && b == 'J')
        *set = JIS_ROMAN;
    else if (a == '(' && b == 'I')
        *set = JIS_KATAKANA;
    else if (a == '$' && (b == '@' || b == 'B'))
        *set = JIS_KANJI;
    else
        return FALSE;
    d->p += 2;
    return TRUE;
}

static void put_jis_single(Decoder *d, JisSet set, guint b)
{
    if (set == JIS_KATAKANA)
        put(d, is_in(b, 0x21, 0x5f) ? 0xff61 - 0x21 + b : 0);
    else if (b >= 0x80 || b == 0x0e || b == 0x0f)
        put_error(d);
    else if (set == JIS_ROMAN && b == '\\')
        put(d, 0xa5);
    else if (set == JIS_ROMAN && b == '~')
        put(d, 0x203e);
    else
        put(d, b);
}

/* A kanji's second byte; a broken pair swallows both bytes unless the second is
 * an ESC, which is looked at again. */
static void put_jis_kanji(Decoder *d, guint lead)
{
    if (d->p >= d->end) {
        put_error(d);
        return;
    }
    guint trail = *d->p;
    if (trail == 0x1b) {
        put_error(d);
        return;
    }
    d->p++;
    put(d, is_in(trail, 0x21, 0x7e)
               ? kiri_charset_index()->jis0208[(lead - 0x21) * 94 + trail - 0x21]
               : 0);
}

static void decode_iso_2022_jp(Decoder *d)
{
    JisSet set = JIS_ASCII;
    gboolean has_output = TRUE; // two escapes in a row are an error
    while (d->p < d->end && !d->out->is_over) {
        guint b = *d->p++;
        if (b == 0x1b) {
            gboolean is_escape = take_jis_escape(d, &set);
            if (!is_escape || !has_output)
                put_error(d);
            has_output = !is_escape;
            continue;
        }
        has_output = TRUE;
        if (set != JIS_KANJI)
            put_jis_single(d, set, b);
        else if (is_in(b, 0x21, 0x7e))
            put_jis_kanji(d, b);
        else
            put_error(d);
    }
}

gsize kiri_encoding_decode(KiriEncoding encoding, KiriStr bytes, KiriBuf *out)
{
    const guint8 *p = (const guint8 *)bytes.p;
    Decoder d = {p, p + bytes.n, out, 0};
    switch (encoding) {
    case KIRI_ENC_UTF_8:
        decode_utf8(&d);
        break;
    case KIRI_ENC_UTF_16LE:
    case KIRI_ENC_UTF_16BE:
        decode_utf16(&d, encoding == KIRI_ENC_UTF_16BE);
        break;
    case KIRI_ENC_SHIFT_JIS:
        decode_two_bytes(&d, encoding, shift_jis_code);
        break;
    case KIRI_ENC_EUC_KR:
        decode_two_bytes(&d, encoding, euc_kr_code);
        break;
    case KIRI_ENC_BIG5:
        decode_two_bytes(&d, encoding, big5_code);
        break;
    case KIRI_ENC_EUC_JP:
        decode_euc_jp(&d);
        break;
    case KIRI_ENC_ISO_2022_JP:
        decode_iso_2022_jp(&d);
        break;
    case KIRI_ENC_GBK:
    case KIRI_ENC_GB18030:
        decode_gb18030(&d);
        break;
    case KIRI_ENC_REPLACEMENT:
        if (bytes.n)
            put_error(&d);
        break;
    case KIRI_ENC_X_USER_DEFINED:
        decode_x_user_defined(&d);
        break;
    default:
        decode_single_byte(&d,
                           kiri_charset_index()->single_byte[encoding - KIRI_FIRST_SINGLE_BYTE]);
    }
    return d.replaced;
}
