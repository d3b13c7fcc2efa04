// SPDX-License-Identifier: GPL-3.0-or-later
/* The door to ICU: the WHATWG index tables, computed once from ICU's converters.
 *
 * Browsers and ICU agree about what a valid code means nearly everywhere, but
 * not about what to do with an invalid one, and ICU's converters hold state and
 * memory that a sandboxed worker would rather not touch. So only their tables
 * are used, and the decoding itself is ours (charset_decode.c). Where ICU's
 * table differs from the standard's, the difference is listed here; a unit test
 * pins checksums of all tables.
 *
 * Thread rule: kiri_charset_preload() fills the tables, after that any thread
 * reads. */
#include "charset_private.h"

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>
#include <string.h>

static KiriCharsetIndex tables;
static gboolean is_loaded; // atomic

G_DEFINE_AUTOPTR_CLEANUP_FUNC(UConverter, ucnv_close)

const KiriCharsetIndex *kiri_charset_index(void)
{
    return g_atomic_int_get(&is_loaded) ? &tables : NULL;
}

static UConverter *open_converter(const char *name, GError **error)
{
    UErrorCode status = U_ZERO_ERROR;
    g_autoptr(UConverter) converter = ucnv_open(name, &status);
    if (U_SUCCESS(status))
        ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_SUBSTITUTE, NULL, NULL, NULL, &status);
    if (U_FAILURE(status)) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_FAILED,
                    _("cannot open the converter '%s': %s"), name, u_errorName(status));
        return NULL;
    }
    return g_steal_pointer(&converter);
}

/* Writes the bytes of a code's pointer; FALSE where the pointer has none. */
typedef gboolean (*PointerBytes)(guint pointer, guint8 *bytes);

/* The converter's code point for each pointer in [0, n), 0 where it has none.
 * All codes go through it in one call, each followed by a line feed: no lead
 * byte accepts that as a trail, so a refused code cannot swallow the next one.
 * The offsets tell which code made what. */
static gboolean fill(const char *converter_name, guint n, gsize code_bytes, PointerBytes bytes_of,
                     guint32 *out, GError **error)
{
    g_autoptr(UConverter) converter = open_converter(converter_name, error);
    if (!converter)
        return FALSE;
    gsize cell = code_bytes + 1, units = n * cell * 2;
    g_autofree char *bytes = g_malloc0(n * cell);
    g_autofree UChar *text = g_new(UChar, units);
    g_autofree int32_t *offsets = g_new(int32_t, units);
    for (guint pointer = 0; pointer < n; pointer++) {
        guint8 *code = (guint8 *)bytes + pointer * cell;
        if (!bytes_of(pointer, code))
            memset(code, '\n', code_bytes);
        code[code_bytes] = '\n';
    }
    const char *source = bytes;
    UChar *target = text;
    UErrorCode status = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &target, text + units, &source, bytes + n * cell, offsets, TRUE,
                   &status);
    if (U_FAILURE(status)) {
        g_set_error(error, KIRI_ERROR_TEXT, KIRI_ERROR_FAILED,
                    _("cannot read the table of the converter '%s': %s"), converter_name,
                    u_errorName(status));
        return FALSE;
    }
    memset(out, 0, n * sizeof *out);
    for (const UChar *u = text; u < target; u++) {
        gsize at = (gsize)offsets[u - text], pointer = at / cell;
        if (at % cell == 0 && *u != 0xfffd && *u != '\n') {
            gboolean is_pair = (*u & 0xfc00) == 0xd800 && u + 1 < target;
            out[pointer] = is_pair ? 0x10000u + ((*u & 0x3ffu) << 10) + (u[1] & 0x3ffu) : *u;
            u += is_pair;
        } else if (at % cell < code_bytes) {
            out[pointer] = 0; // the code came apart, or means two characters
        }
    }
    return TRUE;
}

static gboolean bytes_of_shift_jis(guint pointer, guint8 *b)
{
    guint lead = pointer / 188, trail = pointer % 188;
    b[0] = (guint8)(lead + (lead < 0x1f ? 0x81 : 0xc1));
    b[1] = (guint8)(trail + (trail < 0x3f ? 0x40 : 0x41));
    return pointer < 8836 || pointer > 10715; // between lies the user's own area
}

static gboolean bytes_of_jis0212(guint pointer, guint8 *b)
{
    b[0] = 0x8f;
    b[1] = (guint8)(pointer / 94 + 0xa1);
    b[2] = (guint8)(pointer % 94 + 0xa1);
    return pointer < 7708 || pointer > 7744; // ICU has small Roman numerals there
}

static gboolean bytes_of_euc_kr(guint pointer, guint8 *b)
{
    b[0] = (guint8)(pointer / 190 + 0x81);
    b[1] = (guint8)(pointer % 190 + 0x41);
    return TRUE;
}

static gboolean bytes_of_gb18030(guint pointer, guint8 *b)
{
    guint trail = pointer % 190;
    b[0] = (guint8)(pointer / 190 + 0x81);
    b[1] = (guint8)(trail + (trail < 0x3f ? 0x40 : 0x41));
    return TRUE;
}

static gboolean bytes_of_gb18030_range(guint pointer, guint8 *b)
{
    b[0] = (guint8)(pointer / 12600 + 0x81);
    b[1] = (guint8)(pointer / 1260 % 10 + 0x30);
    b[2] = (guint8)(pointer / 10 % 126 + 0x81);
    b[3] = (guint8)(pointer % 10 + 0x30);
    return TRUE;
}

static gboolean bytes_of_big5(guint pointer, guint8 *b)
{
    guint trail = pointer % 157;
    b[0] = (guint8)(pointer / 157 + 0x81);
    b[1] = (guint8)(trail + (trail < 0x3f ? 0x40 : 0x62));
    return TRUE;
}

static gboolean bytes_of_single_byte(guint pointer, guint8 *b)
{
    b[0] = (guint8)(pointer + 0x80);
    return TRUE;
}

static gboolean is_private_use(guint32 c)
{
    return c >= 0xe000 && c <= 0xf8ff;
}

/* Where the standard differs from ICU's Big5-HKSCS: strokes and late additions
 * that ICU still puts into the private use area, the control pictures, and the
 * codes that HKSCS unified with a standard one. Pointer (standard), code. */
static const guint16 big5_patch[][2] = {
    {1008, 0x9f97},  {1016, 0x9f96},  {1099, 0x31c0},  {1100, 0x31c1},  {1101, 0x31c2},
    {1102, 0x31c3},  {1103, 0x31c4},  {1105, 0x31c5},  {1108, 0x31c6},  {1109, 0x31c7},
    {1112, 0x31c8},  {1114, 0x31c9},  {1115, 0x31ca},  {1116, 0x31cb},  {1117, 0x31cc},
    {1119, 0x31cd},  {1120, 0x31ce},  {1170, 0x23da},  {1171, 0x23db},  {1730, 0x9fa6},
    {1772, 0x9fa7},  {1779, 0x9fa8},  {1812, 0x9fa9},  {1814, 0x9faa},  {1816, 0x9fab},
    {1821, 0x9fac},  {1844, 0x9fad},  {1845, 0x9fae},  {1847, 0x9faf},  {1866, 0x9fb2},
    {1892, 0x9fb3},  {2082, 0x7bb8},  {2088, 0x7c06},  {2103, 0x7cce},  {2114, 0x7dd2},
    {2123, 0x7e1d},  {2148, 0x8005},  {2151, 0x8028},  {2221, 0x83c1},  {2239, 0x84a8},
    {2244, 0x840f},  {2303, 0x89a6},  {2304, 0x89a9},  {2354, 0x8d77},  {2400, 0x90fd},
    {2413, 0x92b9},  {2477, 0x975c},  {2498, 0x97ff},  {2605, 0x9f16},  {2673, 0x8503},
    {2746, 0x5159},  {2747, 0x515b},  {2748, 0x515d},  {2749, 0x515e},  {2771, 0x936e},
    {2780, 0x7479},  {2990, 0x6d67},  {3087, 0x799b},  {3259, 0x9097},  {3301, 0x975d},
    {3436, 0x701e},  {3451, 0x5b28},  {4136, 0x7201},  {4138, 0x77d7},  {4141, 0x7e87},
    {4182, 0x99d6},  {4206, 0x91d4},  {4220, 0x60de},  {4230, 0x6fb6},  {4241, 0x8f36},
    {4258, 0x4fbb},  {4273, 0x71df},  {4279, 0x9104},  {4282, 0x9df0},  {4294, 0x83cf},
    {4329, 0x5c10},  {4330, 0x79e3},  {4349, 0x5a67},  {4419, 0x8f0b},  {4422, 0x7b51},
    {4494, 0x62d0},  {4624, 0x6062},  {4694, 0x75f9},  {4708, 0x6c4a},  {4742, 0x9b2e},
    {4748, 0x9f17},  {4815, 0x50ed},  {4828, 0x5f0c},  {4902, 0x880f},  {4922, 0x62ce},
    {4982, 0x7468},  {4992, 0x7162},  {4997, 0x7250},  {5432, 0x2400},  {5433, 0x2401},
    {5434, 0x2402},  {5435, 0x2403},  {5436, 0x2404},  {5437, 0x2405},  {5438, 0x2406},
    {5439, 0x2407},  {5440, 0x2408},  {5441, 0x2409},  {5442, 0x240a},  {5443, 0x240b},
    {5444, 0x240c},  {5445, 0x240d},  {5446, 0x240e},  {5447, 0x240f},  {5448, 0x2410},
    {5449, 0x2411},  {5450, 0x2412},  {5451, 0x2413},  {5452, 0x2414},  {5453, 0x2415},
    {5454, 0x2416},  {5455, 0x2417},  {5456, 0x2418},  {5457, 0x2419},  {5458, 0x241a},
    {5459, 0x241b},  {5460, 0x241c},  {5461, 0x241d},  {5462, 0x241e},  {5463, 0x241f},
    {5464, 0x2421},  {10942, 0x5ef4}, {10946, 0x65e0}, {10948, 0x7676}, {10950, 0x96b6},
    {10957, 0x3003}, {10958, 0x4edd}, {11204, 0x31cf}, {11210, 0x9fb0}, {11212, 0x9fb1},
    {19028, 0x5029}, {19035, 0x507d}, {19088, 0x5305}, {19096, 0x5344}, {19112, 0x537f},
    {19162, 0x5605}, {19240, 0x5a77}, {19299, 0x5e75}, {19305, 0x5ed0}, {19326, 0x5f58},
    {19355, 0x60a4}, {19398, 0x6490}, {19439, 0x6674}, {19454, 0x675e}, {19553, 0x6c9c},
    {19554, 0x6e1d}, {19557, 0x6e2f}, {19611, 0x716e}, {19643, 0x732a}, {19672, 0x745c},
    {19697, 0x74e9}, {19748, 0x7809},
};

/* GB 18030-2022 moved 18 codes out of the private use area. */
static const guint16 gb18030_patch[][2] = {
    {6555, 0x3000}, // as deployed content needs it
    {7182, 0xfe10},  {7183, 0xfe12},  {7184, 0xfe11},  {7185, 0xfe13},  {7186, 0xfe14},
    {7187, 0xfe15},  {7188, 0xfe16},  {7201, 0xfe17},  {7202, 0xfe18},  {7208, 0xfe19},
    {23775, 0x9fb4}, {23783, 0x9fb5}, {23788, 0x9fb6}, {23789, 0x9fb7}, {23795, 0x9fb8},
    {23812, 0x9fb9}, {23829, 0x9fba}, {23845, 0x9fbb},
};

/* ISO 8859-16, which ICU lacks: where it differs from Latin-1. */
static const guint16 latin10[][2] = {
    {0xa1, 0x104}, {0xa2, 0x105}, {0xa3, 0x141},  {0xa4, 0x20ac}, {0xa5, 0x201e}, {0xa6, 0x160},
    {0xa8, 0x161}, {0xaa, 0x218}, {0xac, 0x179},  {0xae, 0x17a},  {0xaf, 0x17b},  {0xb2, 0x10c},
    {0xb3, 0x142}, {0xb4, 0x17d}, {0xb5, 0x201d}, {0xb8, 0x17e},  {0xb9, 0x10d},  {0xba, 0x219},
    {0xbc, 0x152}, {0xbd, 0x153}, {0xbe, 0x178},  {0xbf, 0x17c},  {0xc3, 0x102},  {0xc5, 0x106},
    {0xd0, 0x110}, {0xd1, 0x143}, {0xd5, 0x150},  {0xd7, 0x15a},  {0xd8, 0x170},  {0xdd, 0x118},
    {0xde, 0x21a}, {0xe3, 0x103}, {0xe5, 0x107},  {0xf0, 0x111},  {0xf1, 0x144},  {0xf5, 0x151},
    {0xf7, 0x15b}, {0xf8, 0x171}, {0xfd, 0x119},  {0xfe, 0x21b},
};

static void narrow(const guint32 *from, guint n, guint16 *to, gboolean keep_private)
{
    for (guint i = 0; i < n; i++)
        to[i] = keep_private || !is_private_use(from[i]) ? (guint16)from[i] : 0;
}

static gboolean load_japanese(guint32 *scratch, GError **error)
{
    if (!fill("windows-31j", G_N_ELEMENTS(tables.jis0208), 2, bytes_of_shift_jis, scratch, error))
        return FALSE;
    narrow(scratch, G_N_ELEMENTS(tables.jis0208), tables.jis0208, FALSE);
    if (!fill("euc-jp-2007", G_N_ELEMENTS(tables.jis0212), 3, bytes_of_jis0212, scratch, error))
        return FALSE;
    narrow(scratch, G_N_ELEMENTS(tables.jis0212), tables.jis0212, FALSE);
    return TRUE;
}

static gboolean load_chinese_and_korean(guint32 *scratch, GError **error)
{
    if (!fill("windows-949-2000", G_N_ELEMENTS(tables.euc_kr), 2, bytes_of_euc_kr, scratch, error))
        return FALSE;
    narrow(scratch, G_N_ELEMENTS(tables.euc_kr), tables.euc_kr, FALSE);
    if (!fill("gb18030", G_N_ELEMENTS(tables.gb18030), 2, bytes_of_gb18030, scratch, error))
        return FALSE;
    narrow(scratch, G_N_ELEMENTS(tables.gb18030), tables.gb18030, TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(gb18030_patch); i++)
        tables.gb18030[gb18030_patch[i][0]] = gb18030_patch[i][1];
    if (!fill("gb18030", G_N_ELEMENTS(tables.gb18030_ranges), 4, bytes_of_gb18030_range, scratch,
              error))
        return FALSE;
    narrow(scratch, G_N_ELEMENTS(tables.gb18030_ranges), tables.gb18030_ranges, TRUE);
    tables.gb18030_ranges[7457] = 0xe7c7;
    if (!fill("Big5-HKSCS", G_N_ELEMENTS(tables.big5), 2, bytes_of_big5, tables.big5, error))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(tables.big5); i++)
        if (is_private_use(tables.big5[i]))
            tables.big5[i] = 0;
    for (gsize i = 0; i < G_N_ELEMENTS(big5_patch); i++)
        tables.big5[big5_patch[i][0]] = big5_patch[i][1];
    return TRUE;
}

static gboolean load_single_byte(guint32 *scratch, GError **error)
{
    for (gint encoding = KIRI_FIRST_SINGLE_BYTE; encoding < KIRI_N_ENC; encoding++) {
        guint16 *table = tables.single_byte[encoding - KIRI_FIRST_SINGLE_BYTE];
        const char *name = kiri_encoding_name((KiriEncoding)encoding);
        if (encoding == KIRI_ENC_ISO_8859_8_I)
            name = "iso-8859-8"; // the same bytes in another reading direction
        if (encoding == KIRI_ENC_ISO_8859_16) {
            for (guint16 i = 0; i < 128; i++)
                table[i] = (guint16)(0x80 + i);
            for (gsize i = 0; i < G_N_ELEMENTS(latin10); i++)
                table[latin10[i][0] - 0x80] = latin10[i][1];
            continue;
        }
        if (!fill(name, 128, 1, bytes_of_single_byte, scratch, error))
            return FALSE;
        narrow(scratch, 128, table, encoding == KIRI_ENC_MACINTOSH);
    }
#define TABLE(encoding) tables.single_byte[KIRI_ENC_##encoding - KIRI_FIRST_SINGLE_BYTE]
    TABLE(KOI8_U)[0xae - 0x80] = 0x45e;
    TABLE(KOI8_U)[0xbe - 0x80] = 0x40e;
    TABLE(WINDOWS_1253)[0xaa - 0x80] = 0;
    TABLE(WINDOWS_1255)[0xca - 0x80] = 0x5ba;
#undef TABLE
    return TRUE;
}

gboolean kiri_charset_preload(GError **error)
{
    static GMutex lock;
    if (kiri_charset_index())
        return TRUE;
    g_autoptr(GMutexLocker) locker G_GNUC_UNUSED = g_mutex_locker_new(&lock);
    if (kiri_charset_index())
        return TRUE;
    g_autofree guint32 *scratch = g_new(guint32, G_N_ELEMENTS(tables.gb18030_ranges));
    if (!load_japanese(scratch, error) || !load_chinese_and_korean(scratch, error) ||
        !load_single_byte(scratch, error))
        return FALSE;
    g_atomic_int_set(&is_loaded, TRUE);
    return TRUE;
}
