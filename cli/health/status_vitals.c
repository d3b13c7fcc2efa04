// SPDX-License-Identifier: GPL-3.0-or-later
#include "status_vitals.h"

static void print_lags(const KiriLag *lags)
{
    static const char *const names[KIRI_N_LAGS] = {N_("index"), N_("link"), N_("score")};
    for (gsize i = 0; i < KIRI_N_LAGS; i++) {
        char since[32];
        if (lags[i].entries <= 0)
            continue;
        kiri_out_time(lags[i].oldest, since);
        kiri_out_printf(*since ? _("to do        %s: %" PRId64 " changes, the oldest of %s\n")
                               : _("to do        %s: %" PRId64 " changes%s\n"),
                        _(names[i]), lags[i].entries, since);
    }
}

static void print_disk(const KiriDiskUse *disk)
{
    if (disk->total < 0)
        return;
    g_autofree char *total = kiri_bytes_for_people(disk->total);
    g_autofree char *store = kiri_bytes_for_people(disk->of[KIRI_DISK_STORE]);
    g_autofree char *index = kiri_bytes_for_people(disk->of[KIRI_DISK_INDEX]);
    g_autofree char *free_ = kiri_bytes_for_people(MAX(disk->free, 0));
    kiri_out_printf(_("disk         %s: store %s, index %s; %s free\n"), total, store, index,
                    free_);
}

void kiri_vitals_print(const KiriVitals *v)
{
    char backup[32];
    if (v->sources[KIRI_HEALTH_SILENT] || v->sources[KIRI_HEALTH_DEAD] ||
        v->sources[KIRI_HEALTH_FAILING] || v->sources[KIRI_HEALTH_NEW])
        kiri_out_printf(_("health       %" PRId64 " ok, %" PRId64 " new, %" PRId64
                          " silent, %" PRId64 " failing, %" PRId64 " dead\n"),
                        v->sources[KIRI_HEALTH_OK], v->sources[KIRI_HEALTH_NEW],
                        v->sources[KIRI_HEALTH_SILENT], v->sources[KIRI_HEALTH_FAILING],
                        v->sources[KIRI_HEALTH_DEAD]);
    print_lags(v->lags);
    if (v->without_words > 0)
        kiri_out_printf(_("set aside    %" PRId64 " articles without words: found by keywords, "
                          "ranked worse; 'kirinuki rebuild' tries again\n"),
                        v->without_words);
    print_disk(&v->disk);
    kiri_out_time(v->last_backup, backup);
    kiri_out_printf(_("backup       %s\n"), *backup ? backup : _("none yet"));
}

void kiri_vitals_write_json(const KiriVitals *v, KiriJson *j)
{
    kiri_json_key(j, "stages");
    kiri_json_open_object(j);
    for (gsize i = 0; i < KIRI_N_LAGS; i++) {
        kiri_json_key(j, kiri_lag_names[i]);
        kiri_json_open_object(j);
        kiri_json_key(j, "waiting");
        kiri_json_i64(j, v->lags[i].entries);
        kiri_json_key(j, "oldest");
        kiri_json_time(j, v->lags[i].oldest);
        kiri_json_close_object(j);
    }
    kiri_json_close_object(j);
    kiri_json_key(j, "health");
    kiri_json_open_object(j);
    for (gsize i = 0; i < G_N_ELEMENTS(v->sources); i++) {
        kiri_json_key(j, kiri_health_names[i]);
        kiri_json_i64(j, v->sources[i]);
    }
    kiri_json_close_object(j);
    kiri_json_key(j, "without_words");
    kiri_json_i64(j, v->without_words);
    kiri_json_key(j, "disk");
    kiri_json_open_object(j);
    for (gsize i = 0; i < KIRI_N_DISK_PARTS && v->disk.total >= 0; i++) {
        kiri_json_key(j, kiri_disk_part_names[i]);
        kiri_json_i64(j, v->disk.of[i]);
    }
    kiri_json_key(j, "free");
    kiri_json_i64(j, v->disk.total < 0 ? -1 : v->disk.free);
    kiri_json_close_object(j);
    kiri_json_key(j, "last_backup");
    kiri_json_time(j, v->last_backup);
}
