// SPDX-License-Identifier: GPL-3.0-or-later
/* Figures: 1000人, 1,000人, 1千人, 千人; 12万3000円, 123,000円; 三社, 3社; 30%,
 * 30パーセント, 3割.
 *
 * What counts as a figure is decided by numbers.h alone, for the keyword and for
 * each way to write it: one that is not read back as the same figure with the
 * same unit (一部 for 1部) is none. */
#include "variants_internal.h"

#include "query_tree.h"

#include <kirinuki/normalize.h>
#include <kirinuki/numbers.h>

#include <string.h>

#define MAN G_GINT64_CONSTANT(10000)
#define MOST_VALUE (10000 * MAN * MAN) // below 京

static const char numerals[] = "0123456789,.〇零一二三四五六七八九十百千万億兆";

typedef struct {
    KiriChanges *changes;
    const KiriNumber *number;
    const char *unit; // as it was written
} Figure;

static gboolean is_same(const Figure *f, const char *text)
{
    g_autoptr(GArray) found = kiri_numbers_find(kiri_str(text));
    if (found->len != 1)
        return FALSE;
    const KiriNumber *number = &g_array_index(found, KiriNumber, 0);
    return number->value_milli == f->number->value_milli && number->from == 0 &&
           number->to == strlen(text) && strcmp(number->unit, f->number->unit) == 0;
}

static void add(const Figure *f, const char *numeral, const char *unit)
{
    g_autofree char *text = g_strconcat(numeral, unit, NULL);
    if (is_same(f, text))
        kiri_changes_add(f->changes, f->number->from, f->number->to, text, KIRI_VARIANT_NUMBER,
                         "rule", KIRI_NO_NUMERAL_BEFORE | KIRI_NO_NUMERAL_BEHIND);
}

/* "12万3000", with `grouped` "12万3,000". */
static char *by_myriads(gint64 value, gboolean grouped)
{
    static const char *const names[] = {"兆", "億", "万", ""};
    gint64 unit = MAN * MAN * MAN;
    g_autoptr(GString) out = g_string_new(NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++, unit /= MAN) {
        gint64 n = value / unit % MAN;
        g_autofree char *digits =
            grouped ? kiri_number_grouped(n) : g_strdup_printf("%" G_GINT64_FORMAT, n);
        if (n)
            g_string_append_printf(out, "%s%s", digits, names[i]);
    }
    return g_strdup(out->str);
}

/* "12万3千", "1千", "5千万"; NULL where the thousands are not even. */
static char *by_thousands(gint64 value)
{
    gint64 unit = 1;
    while (value % (unit * MAN) == 0)
        unit *= MAN;
    gint64 last = value / unit % MAN;
    if (last % 1000 || unit > MAN * MAN)
        return NULL;
    g_autofree char *before =
        value / unit >= MAN ? by_myriads(value / unit / MAN * MAN * unit, FALSE) : g_strdup("");
    return g_strdup_printf("%s%" G_GINT64_FORMAT "千%s", before, last / 1000,
                           unit == 1     ? ""
                           : unit == MAN ? "万"
                                         : "億");
}

static void add_kanji(const Figure *f, gint64 value)
{
    const char *behind = "";
    if (value >= MAN && value % MAN == 0 && value / MAN < MAN) {
        behind = "万";
        value /= MAN;
    }
    if (value >= MAN)
        return;
    g_autoptr(GString) counted = g_string_new(NULL);
    kiri_add_kanji_number(counted, (guint)value);
    g_string_append(counted, behind);
    add(f, counted->str, f->unit);
    if (value / 1000 == 1) { // 一千人, 千人
        g_string_prepend(counted, "一");
        add(f, counted->str, f->unit);
    }
    if (value > 10 && !*behind) {
        g_autoptr(GString) written = g_string_new(NULL);
        kiri_add_kanji_digits(written, (guint)value);
        add(f, written->str, f->unit);
    }
}

static void add_percent(const Figure *f)
{
    gint64 value = f->number->value_milli / KIRI_NUMBER_SCALE;
    gsize n_unit = strlen(f->unit);
    g_autofree char *numeral =
        g_strndup(f->changes->n.p + f->number->from, f->number->to - f->number->from - n_unit);
    add(f, numeral, strcmp(f->unit, "%") == 0 ? "パーセント" : "%");
    if (f->number->value_milli % (10 * KIRI_NUMBER_SCALE) || value < 10 || value > 90)
        return;
    g_autofree char *tenths = g_strdup_printf("%" G_GINT64_FORMAT "割", value / 10);
    kiri_changes_add(f->changes, f->number->from, f->number->to, tenths, KIRI_VARIANT_NUMBER,
                     "rule", KIRI_NO_NUMERAL_BEFORE);
}

static void add_tenths(const Figure *f, gint64 value)
{
    static const char *const units[] = {"%", "パーセント"};
    for (gsize i = 0; i < G_N_ELEMENTS(units) && value < 10; i++) {
        g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT "%s", value * 10, units[i]);
        kiri_changes_add(f->changes, f->number->from, f->number->to, text, KIRI_VARIANT_NUMBER,
                         "rule", 0);
    }
}

static void change_figure(const Figure *f)
{
    gint64 value = f->number->value_milli / KIRI_NUMBER_SCALE;
    if (strcmp(f->number->unit, "%") == 0) {
        add_percent(f);
        return;
    }
    if (f->number->value_milli % KIRI_NUMBER_SCALE || value <= 0 || value >= MOST_VALUE)
        return;
    /* Four digits and no unit may be a year. */
    if (!*f->unit && value >= 1800 && value < 2200)
        return;
    if (strcmp(f->number->unit, "割") == 0)
        add_tenths(f, value);
    g_autofree char *plain = g_strdup_printf("%" G_GINT64_FORMAT, value);
    g_autofree char *grouped = kiri_number_grouped(value);
    g_autofree char *myriads = by_myriads(value, FALSE);
    g_autofree char *grouped_myriads = by_myriads(value, TRUE);
    g_autofree char *thousands = value >= 1000 ? by_thousands(value) : NULL;
    const char *const forms[] = {plain, grouped, myriads, grouped_myriads, thousands};
    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++)
        if (forms[i])
            add(f, forms[i], f->unit);
    add_kanji(f, value);
}

/* 一色, 二階堂, 十人十色: a numeral in kanji is a figure only from two on, and where
 * its unit ends the run of kanji. */
static gboolean is_figure(const KiriChanges *c, const KiriNumber *number)
{
    for (gsize i = number->from; i < number->to; i++)
        if (g_ascii_isdigit(c->n.p[i]))
            return TRUE;
    return number->value_milli > KIRI_NUMBER_SCALE &&
           (number->to == c->n.n ||
            kiri_char_class(g_utf8_get_char(c->n.p + number->to)) != KIRI_CHAR_KANJI);
}

void kiri_changes_of_numbers(KiriChanges *c)
{
    if (!kiri_changes_want(c, KIRI_VARIANT_NUMBER))
        return;
    g_autoptr(GArray) numbers = kiri_numbers_find(c->n);
    for (guint i = 0; i < numbers->len; i++) {
        const KiriNumber *number = &g_array_index(numbers, KiriNumber, i);
        gsize unit = number->from;
        if (!is_figure(c, number))
            continue;
        while (unit < number->to && g_utf8_strchr(numerals, -1, g_utf8_get_char(c->n.p + unit)))
            unit += (gsize)g_utf8_skip[(guchar)c->n.p[unit]];
        g_autofree char *as_written = g_strndup(c->n.p + unit, number->to - unit);
        Figure f = {c, number, as_written};
        change_figure(&f);
    }
}
