// SPDX-License-Identifier: GPL-3.0-or-later
/* The gate: decides which encoding the bytes are in, and decodes them.
 *
 * Order of belief: a byte order mark; then the labels in the order in which
 * browsers trust them (transport, document), each held against the bytes; then
 * statistics. A label falls when some other reading is so much better that the
 * difference cannot be chance; a page that is merely odd keeps its label. */
#include "charset_private.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <string.h>

/* So many bits must the best reading be ahead of a label's, and so large a part
 * (1/n) of the label's own cost, before the label is called wrong. */
enum { DOUBT_BITS = 30, DOUBT_PART = 16 };

/* One character in so many may be broken in text that is right otherwise. */
enum { FEW_ERRORS = 20 };

typedef struct {
    KiriEncoding encoding;
    const char *witness;
} Claim;

static gboolean is_plain_ascii(KiriStr bytes)
{
    for (gsize i = 0; i < bytes.n; i++)
        if ((guchar)bytes.p[i] >= 0x80 || bytes.p[i] == 0x1b)
            return FALSE;
    return TRUE;
}

/* Well-formed, and no sign of the one encoding that hides in ASCII. */
static gboolean is_clean_utf8(KiriStr bytes)
{
    return kiri_utf8_prefix(bytes.p, bytes.n) == bytes.n && !memchr(bytes.p, 0x1b, bytes.n);
}

/* UTF-16 without a mark: in ASCII-heavy text (all markup is) one half of the
 * units is NUL, and next to none is in the other half: there only a few signs
 * like U+3000 have one. KIRI_ENC_NONE for everything else. */
static KiriEncoding utf16_by_nul(KiriStr bytes)
{
    enum { LOOK_AT_BYTES = 512, FEWEST = 2, PART = 8, RATIO = 4 };
    gsize n = MIN(bytes.n, (gsize)LOOK_AT_BYTES) & ~(gsize)1, even = 0, odd = 0;
    for (gsize i = 0; i < n; i += 2) {
        even += bytes.p[i] == 0;
        odd += bytes.p[i + 1] == 0;
    }
    gsize many = MAX(even, odd), few = MIN(even, odd);
    if (many < FEWEST || many < n / PART || many <= few * RATIO)
        return KIRI_ENC_NONE;
    return even > odd ? KIRI_ENC_UTF_16BE : KIRI_ENC_UTF_16LE;
}

gboolean kiri_charset_is_wide(KiriStr bytes)
{
    gsize bom_bytes;
    KiriEncoding e = kiri_charset_bom(bytes, &bom_bytes);
    if (e == KIRI_ENC_NONE)
        e = utf16_by_nul(bytes);
    return e == KIRI_ENC_UTF_16LE || e == KIRI_ENC_UTF_16BE;
}

/* Encodings whose text the Japanese model can judge. The others are only doubted
 * when they fail to decode, or when the bytes are UTF-8. */
static gboolean is_judged_by_model(KiriEncoding e)
{
    return e == KIRI_ENC_UTF_8 || e == KIRI_ENC_SHIFT_JIS || e == KIRI_ENC_EUC_JP ||
           e == KIRI_ENC_ISO_2022_JP || e == KIRI_ENC_WINDOWS_1252;
}

/* Escapes that lead somewhere: no other encoding looks so, and however few bits
 * the reading saves, there is no doubt. */
static gboolean is_surely_jis(KiriEncoding best, KiriStr sample)
{
    gsize errors, foreign;
    if (best != KIRI_ENC_ISO_2022_JP)
        return FALSE;
    kiri_charset_cost(best, sample, &errors, &foreign);
    return foreign > 0 && errors * FEW_ERRORS <= foreign;
}

/* A few odd bytes are no case against a label: a slip or the end of a cut text
 * would outweigh all that they say. Only UTF-8 proves itself so soon, and what the
 * escapes of ISO-2022-JP say stands between them. */
static gboolean is_too_little(KiriStr sample, KiriEncoding best)
{
    enum { FEWEST_BYTES = 8, FEWEST_CHARS = 2 };
    gsize telling = 0, errors = 0, foreign = 0;
    for (gsize i = 0; i < sample.n && telling < FEWEST_BYTES; i++)
        telling += (guchar)sample.p[i] >= 0x80 || sample.p[i] == 0x1b;
    if (telling >= FEWEST_BYTES || best == KIRI_ENC_ISO_2022_JP)
        return FALSE;
    kiri_charset_cost(KIRI_ENC_UTF_8, sample, &errors, &foreign);
    return best != KIRI_ENC_UTF_8 || errors > 0 || foreign < FEWEST_CHARS;
}

static gboolean is_believable(KiriEncoding e, KiriStr sample, KiriEncoding best, guint best_cost)
{
    if (e == best || e == KIRI_ENC_REPLACEMENT)
        return TRUE;
    if (is_surely_jis(best, sample))
        return FALSE;
    if (is_too_little(sample, best))
        return TRUE;
    gsize errors, foreign;
    guint cost = kiri_charset_cost(e, sample, &errors, &foreign);
    if (!is_judged_by_model(e) && best != KIRI_ENC_UTF_8 && best != KIRI_ENC_ISO_2022_JP &&
        errors * FEW_ERRORS <= foreign)
        return TRUE;
    return cost <= best_cost + DOUBT_BITS || cost - best_cost <= cost / DOUBT_PART;
}

/* Without a label and without a byte that would tell: what the format's own
 * standard takes. */
static KiriEncoding default_encoding(KiriMarkup markup)
{
    return markup == KIRI_MARKUP_HTML ? KIRI_ENC_WINDOWS_1252 : KIRI_ENC_UTF_8;
}

/* A label of UTF-16 on bytes that show no sign of it. Any markup would have its
 * NULs; so what is left is plain text of wide characters alone. */
static gboolean can_be_wide(KiriStr bytes, KiriMarkup markup)
{
    return markup == KIRI_MARKUP_NONE && bytes.n % 2 == 0 && !is_plain_ascii(bytes) &&
           kiri_utf8_prefix(bytes.p, bytes.n) < bytes.n;
}

static Claim decide_by_bytes(KiriStr bytes, const Claim *claims, gsize n_claims, KiriMarkup markup)
{
    const Claim by_default = {default_encoding(markup), "statistics"};
    KiriEncoding wide = utf16_by_nul(bytes);
    if (wide != KIRI_ENC_NONE)
        return (Claim){wide,
                       n_claims && claims[0].encoding == wide ? claims[0].witness : "statistics"};
    g_auto(KiriBuf) sample;
    kiri_buf_init(&sample, KIRI_BUF_UNCAPPED);
    gboolean is_ascii = is_plain_ascii(bytes);
    guint best_cost = 0;
    KiriEncoding best = KIRI_ENC_NONE;
    for (gsize i = 0; i < n_claims; i++) {
        KiriEncoding e = claims[i].encoding;
        if (e == KIRI_ENC_UTF_16LE || e == KIRI_ENC_UTF_16BE) {
            if (can_be_wide(bytes, markup))
                return claims[i];
            continue;
        }
        if (is_ascii || (e == KIRI_ENC_UTF_8 && is_clean_utf8(bytes)))
            return claims[i];
        if (best == KIRI_ENC_NONE) {
            kiri_charset_sample(bytes, &sample);
            best = kiri_charset_guess(kiri_buf_view(&sample), &best_cost);
        }
        if (is_believable(e, kiri_buf_view(&sample), best, best_cost))
            return claims[i];
    }
    if (is_ascii)
        return by_default;
    if (best == KIRI_ENC_NONE) {
        kiri_charset_sample(bytes, &sample);
        best = kiri_charset_guess(kiri_buf_view(&sample), &best_cost);
    }
    return (Claim){best, "statistics"};
}

/* Collects what is claimed, the most trusted first. Returns the number;
 * `has_unknown` says that a label was given which nobody knows. */
static gsize collect_claims(KiriStr bytes, const char *content_type, KiriMarkup markup,
                            Claim claims[2], gboolean *has_unknown)
{
    gsize n = 0;
    *has_unknown = FALSE;
    KiriStr label = kiri_charset_label_of_content_type(kiri_str(content_type));
    const char *comma = memchr(label.p, ',', label.n); // of two headers that were joined
    label.n = comma ? (gsize)(comma - label.p) : label.n;
    KiriEncoding e = kiri_encoding_by_label(label);
    if (e != KIRI_ENC_NONE)
        claims[n++] = (Claim){e, "http"};
    else
        *has_unknown = label.n > 0;
    gboolean is_unknown = FALSE;
    e = markup == KIRI_MARKUP_HTML ? kiri_charset_prescan_html(bytes) : KIRI_ENC_NONE;
    if (e != KIRI_ENC_NONE) {
        claims[n++] = (Claim){e, "meta"};
    } else if (markup != KIRI_MARKUP_NONE) {
        e = kiri_charset_prescan_xml(bytes, &is_unknown);
        if (e != KIRI_ENC_NONE)
            claims[n++] = (Claim){e, "xml"};
    }
    *has_unknown |= is_unknown;
    return n;
}

/* Of Windows-31J only its user-defined rows become U+E000 and up, and 0xEE begins
 * nothing else in UTF-8. */
static gsize count_user_defined(const KiriBuf *text, gsize from)
{
    gsize n = 0;
    for (const char *p = text->p + from, *end = text->p + text->n;
         (p = p < end ? memchr(p, 0xee, (gsize)(end - p)) : NULL); p++)
        n++;
    return n;
}

gboolean kiri_decode(KiriStr bytes, const char *content_type, KiriMarkup markup, KiriBuf *out,
                     KiriCharsetReport *report, GError **error)
{
    g_return_val_if_fail(out, FALSE);
    if (!kiri_charset_preload(error))
        return FALSE;
    gsize bom_bytes = 0;
    KiriCharsetReport r = {0};
    if (!bytes.p)
        bytes = KIRI_STR_LITERAL("");
    Claim choice = {kiri_charset_bom(bytes, &bom_bytes), "bom"};
    bytes.p += bom_bytes;
    bytes.n -= bom_bytes;
    if (choice.encoding == KIRI_ENC_NONE) {
        Claim claims[2];
        gboolean has_unknown;
        gsize n = collect_claims(bytes, content_type, markup, claims, &has_unknown);
        choice = decide_by_bytes(bytes, claims, n, markup);
        gboolean is_refused = n && claims[0].encoding != choice.encoding;
        r.was_label_wrong = has_unknown || is_refused;
        r.refused = is_refused ? kiri_encoding_name(claims[0].encoding) : NULL;
        r.refused_witness = is_refused ? claims[0].witness : NULL;
    }
    r.charset = kiri_encoding_name(choice.encoding);
    r.witness = choice.witness;
    gsize before = out->n;
    r.replaced = kiri_encoding_decode(choice.encoding, bytes, out);
    if (choice.encoding == KIRI_ENC_SHIFT_JIS)
        r.user_defined = count_user_defined(out, before);
    if (report)
        *report = r;
    if (!out->is_over)
        return TRUE;
    g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_LIMIT,
                _("text in '%s' is longer than %zu bytes"), r.charset, out->cap);
    return FALSE;
}
