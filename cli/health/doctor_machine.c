// SPDX-License-Identifier: GPL-3.0-or-later
/* The machine: certificates, clock, limits, sandbox. */
#include "doctor.h"

#include "sources/fetch.h"

#include <kirinuki/file.h>
#include <kirinuki/limits.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* ---- certificates ---- */

static guint count_certificates(const char *path, GError **error)
{
    static const char mark[] = "-----BEGIN CERTIFICATE-----";
    g_autoptr(GBytes) bytes = kiri_file_read(path, KIRI_LIMIT_FILE_BYTES, error);
    gsize n = 0;
    const char *p = bytes ? g_bytes_get_data(bytes, &n) : NULL, *end = p ? p + n : NULL;
    guint count = 0;
    while (p && (p = memmem(p, (gsize)(end - p), mark, sizeof mark - 1))) {
        count++;
        p += sizeof mark - 1;
    }
    return count;
}

static void check_authorities(KiriDoctor *d)
{
    g_autofree char *bundle = NULL, *folder = NULL;
    g_autofree char *library = kiri_transport_library();
    kiri_transport_authorities(&bundle, &folder);
    guint n = bundle ? count_certificates(bundle, NULL) : 0;
    g_autoptr(GDir) dir = folder ? g_dir_open(folder, 0, NULL) : NULL;
    gboolean has_folder = dir && g_dir_read_name(dir);
    if (n)
        kiri_doctor_add(d, KIRI_CHECK_OK, "certificates",
                        g_strdup_printf(_("%u authorities in '%s' (%s)"), n, bundle, library),
                        NULL);
    else
        kiri_doctor_add(d, has_folder ? KIRI_CHECK_WARNING : KIRI_CHECK_FAILED, "certificates",
                        g_strdup_printf(_("no certificate authorities in '%s' (%s)"),
                                        bundle ? bundle : "-", library),
                        g_strdup(_("install ca-certificates and run 'update-ca-certificates'; "
                                   "without them no https page can be read")));
}

/* The file of a setting, when it is set. */
static void check_file_of(KiriDoctor *d, const char *key)
{
    const char *path = kiri_settings_string(d->cli->settings, key);
    GError *why = NULL;
    if (!*path)
        return;
    guint n = count_certificates(path, &why);
    if (why)
        kiri_doctor_add_error(
            d, KIRI_CHECK_FAILED, "certificates", why,
            g_strdup_printf(_("put the authority's certificate there, or 'kirinuki config set %s "
                              "\"\"'"),
                            key));
    else
        kiri_doctor_add(d, n ? KIRI_CHECK_OK : KIRI_CHECK_FAILED, "certificates",
                        g_strdup_printf(_("%u authorities in '%s' (%s)"), n, path, key),
                        n ? NULL : g_strdup(_("the file must hold certificates in PEM")));
}

void kiri_doctor_certificates(KiriDoctor *d)
{
    check_authorities(d);
    check_file_of(d, "crawl.ca_file");
    check_file_of(d, "mail.ca_file");
}

/* ---- the clock ---- */

enum { SAMPLES = 40, LEAST_SAMPLES = 3, SAMPLE_DAYS = 7, WARN_S = 60, FAIL_S = 600 };
#define HALF_DAY_S (12 * 3600)

/* How far our clock was ahead of the one that answered, in seconds, by the fields Date
 * and Age of the answer. FALSE where it does not say. */
static gboolean skew_of(const KiriPage *page, gint64 *skew_s)
{
    if (!page || !page->headers || !kiri_time_is_set(page->fetched))
        return FALSE;
    g_autofree char *date = kiri_header_value(page->headers, "Date");
    g_autofree char *age = kiri_header_value(page->headers, "Age");
    gint64 cached_s = 0;
    /* The reader of HTTP dates answers with seconds from a moment on, one day at most:
     * so it looks from half a day before the fetch. */
    gint64 from_us = page->fetched.us - HALF_DAY_S * KIRI_US_PER_SECOND;
    gint64 after_s =
        date && !g_ascii_isdigit(*date) ? kiri_retry_after_s(date, from_us) : (gint64)-1;
    if (age && !g_ascii_string_to_signed(age, 10, 0, KIRI_LIMIT_RETRY_AFTER_S, &cached_s, NULL))
        return FALSE;
    *skew_s = HALF_DAY_S - after_s - cached_s;
    return after_s >= 0;
}

static int compare_i64(const void *a, const void *b)
{
    gint64 x = *(const gint64 *)a, y = *(const gint64 *)b;
    return (x > y) - (x < y);
}

/* The median over the newest fetches; how many there were. */
static guint measure_skew(const KiriDoctor *d, gint64 *median_s)
{
    gint64 now_us = kiri_cli_now_us(d->cli), skews[SAMPLES];
    guint n = 0;
    g_auto(GStrv) ids =
        d->store ? kiri_store_published_between(d->store, now_us - SAMPLE_DAYS * KIRI_US_PER_DAY,
                                                now_us + KIRI_US_PER_DAY)
                 : NULL;
    for (char **id = ids; id && *id && n < SAMPLES; id++) {
        g_autoptr(KiriArticle) a = kiri_store_get(d->store, KIRI_NOUN_ARTICLE, *id, NULL);
        g_autoptr(KiriPage) page =
            a && a->evidence ? kiri_store_get_page(d->store, a->evidence, NULL) : NULL;
        n += skew_of(page, &skews[n]) ? 1 : 0;
    }
    if (n)
        qsort(skews, n, sizeof *skews, compare_i64);
    *median_s = n ? skews[n / 2] : 0;
    return n;
}

/* What was done cannot lie ahead of us. */
static gboolean is_before_runs(const KiriDoctor *d, char when[32])
{
    g_autoptr(GPtrArray) runs =
        d->store ? kiri_store_list(d->store, KIRI_NOUN_RUN, "", NULL) : NULL;
    const KiriRun *last = runs && runs->len ? runs->pdata[runs->len - 1] : NULL;
    if (!last || last->started.us <= kiri_cli_now_us(d->cli) + WARN_S * KIRI_US_PER_SECOND)
        return FALSE;
    kiri_out_time(last->started, when);
    return TRUE;
}

void kiri_doctor_clock(KiriDoctor *d)
{
    static const char mend[] = N_("let the machine follow a time server: 'timedatectl set-ntp "
                                  "true'");
    gint64 skew_s = 0;
    guint n = measure_skew(d, &skew_s);
    gint64 far_s = skew_s < 0 ? -skew_s : skew_s;
    char when[32];
    if (is_before_runs(d, when))
        kiri_doctor_add(
            d, KIRI_CHECK_FAILED, "clock",
            g_strdup_printf(_("it is earlier than the last run, which began at %s"), when),
            g_strdup(_(mend)));
    else if (n >= LEAST_SAMPLES && far_s >= WARN_S)
        kiri_doctor_add(d, far_s >= FAIL_S ? KIRI_CHECK_FAILED : KIRI_CHECK_WARNING, "clock",
                        g_strdup_printf(skew_s > 0 ? _("%" PRId64 " s ahead of %u sites that "
                                                       "answered")
                                                   : _("%" PRId64 " s behind %u sites that "
                                                       "answered"),
                                        far_s, n),
                        g_strdup(_(mend)));
    else if (n >= LEAST_SAMPLES)
        kiri_doctor_add(
            d, KIRI_CHECK_OK, "clock",
            g_strdup_printf(_("within %" PRId64 " s of %u answers of sites"), MAX(far_s, 1), n),
            NULL);
    else
        kiri_doctor_add(d, KIRI_CHECK_OK, "clock",
                        g_strdup(_("no recent answers of sites to hold it against")), NULL);
    /* Nothing here asks for it: Japan has one offset. Timers of the system do. */
    if (!g_file_test("/usr/share/zoneinfo/Asia/Tokyo", G_FILE_TEST_EXISTS))
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "time zones",
                        g_strdup(_("the zone Asia/Tokyo is not installed, and the timers of the "
                                   "system are written in it")),
                        g_strdup(_("install tzdata")));
}

/* ---- limits ---- */

enum { FILES_BESIDE_STORE = 400 }; // connections, sockets, libraries, index

static guint count_files(const KiriDoctor *d, const char *folder)
{
    guint n = 0;
    g_autofree char *path = kiri_cli_path(d->cli, folder);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    while (dir && g_dir_read_name(dir))
        n++;
    return n;
}

static void check_files(KiriDoctor *d)
{
    struct rlimit limit = {0};
    guint64 needed = FILES_BESIDE_STORE + (d->is_there ? count_files(d, "store") : 0);
    getrlimit(RLIMIT_NOFILE, &limit);
    KiriCheckState state = limit.rlim_cur < needed       ? KIRI_CHECK_FAILED
                           : limit.rlim_cur < 2 * needed ? KIRI_CHECK_WARNING
                                                         : KIRI_CHECK_OK;
    kiri_doctor_add(d, state, "open files",
                    g_strdup_printf(_("%" PRIu64 " allowed, about %" PRIu64 " needed"),
                                    (guint64)limit.rlim_cur, needed),
                    state == KIRI_CHECK_OK
                        ? NULL
                        : g_strdup(_("'ulimit -n 65536' before the program, LimitNOFILE=65536 in "
                                     "its unit")));
}

/* A number in kB behind `name` in /proc/meminfo; 0: not known. */
static guint64 meminfo_bytes(const char *name)
{
    g_autofree char *text = NULL;
    if (!g_file_get_contents("/proc/meminfo", &text, NULL, NULL))
        return 0;
    const char *at = strstr(text, name);
    return at ? g_ascii_strtoull(at + strlen(name), NULL, 10) * 1024 : 0;
}

/* The least memory.max on the way up from our control group; G_MAXUINT64: none. */
static guint64 group_bytes(void)
{
    g_autofree char *text = NULL;
    guint64 least = G_MAXUINT64;
    if (!g_file_get_contents("/proc/self/cgroup", &text, NULL, NULL))
        return least;
    const char *at = strstr(text, "0::/");
    g_autofree char *group = g_strdup(at ? at + 3 : "/");
    group[strcspn(group, "\n")] = '\0';
    for (;;) {
        g_autofree char *path = g_build_filename("/sys/fs/cgroup", group, "memory.max", NULL);
        g_autofree char *max = NULL;
        guint64 bytes = 0;
        if (g_file_get_contents(path, &max, NULL, NULL) &&
            g_ascii_string_to_unsigned(g_strstrip(max), 10, 0, G_MAXUINT64, &bytes, NULL))
            least = MIN(least, bytes);
        char *slash = strrchr(group, '/');
        if (!slash || !*group)
            return least;
        *slash = '\0';
    }
}

static void check_memory(KiriDoctor *d)
{
    enum { LEAST_MB = 1000, GOOD_MB = 3000 };
    guint64 machine = meminfo_bytes("MemTotal:"), group = group_bytes();
    guint64 mb = MIN(machine, group) / (1 << 20);
    if (!machine)
        return;
    KiriCheckState state = mb < LEAST_MB  ? KIRI_CHECK_FAILED
                           : mb < GOOD_MB ? KIRI_CHECK_WARNING
                                          : KIRI_CHECK_OK;
    kiri_doctor_add(d, state, "memory",
                    g_strdup_printf(group < machine ? _("%" PRIu64 " MiB for this control group")
                                                    : _("%" PRIu64 " MiB"),
                                    mb),
                    state == KIRI_CHECK_OK ? NULL
                                           : g_strdup(_("'watch' takes up to 1 GiB and a worker "
                                                        "512 MiB: 4 GiB are enough for all")));
    struct rlimit limit = {0};
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "memory",
                        g_strdup_printf(_("the address space is limited to %" PRIu64 " MiB"),
                                        (guint64)limit.rlim_cur / (1 << 20)),
                        g_strdup(_("the databases map their files: 'ulimit -v unlimited'")));
}

void kiri_doctor_limits(KiriDoctor *d)
{
    check_files(d);
    check_memory(d);
}

/* ---- the sandbox ---- */

gboolean kiri_probe_job(KiriStr in, KiriBuf *out, GError **error)
{
    gboolean is_done;
    (void)error;
    if (kiri_str_equal(in, KIRI_STR_LITERAL("open"))) {
        int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
        is_done = fd >= 0;
        if (is_done)
            close(fd);
    } else {
        /* Taken and given back; what is beyond the limit ends the worker. */
        char *volatile block = malloc(2 * (gsize)KIRI_LIMIT_WORKER_BYTES);
        is_done = block != NULL;
        free(block);
    }
    return kiri_buf_add_str(out, is_done ? "done" : "refused");
}

/* Did a worker get away with it? */
static gboolean gets_away(KiriPool *pool, const char *what)
{
    g_auto(KiriBuf) out;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    return kiri_pool_run(pool, KIRI_JOB_PROBE, kiri_str(what), &out, NULL) &&
           kiri_str_equal(kiri_buf_view(&out), KIRI_STR_LITERAL("done"));
}

/* A build for tests has no filter, and says so without calling itself broken. */
#ifdef KIRINUKI_SANITIZED
enum { ESCAPED = KIRI_CHECK_WARNING };
#else
enum { ESCAPED = KIRI_CHECK_FAILED };
#endif

/* Files are refused by the filter or, without one, by the limit of descriptors. */
static void try_worker(KiriDoctor *d, KiriPool *pool)
{
    gboolean opens = gets_away(pool, "open"), takes = gets_away(pool, "memory");
    gboolean is_full = strcmp(kiri_settings_string(d->cli->settings, "sandbox.mode"), "full") == 0;
    if (opens || takes)
        kiri_doctor_add(d, (KiriCheckState)ESCAPED, "sandbox",
                        g_strdup(opens ? _("a worker opened a file, which it must not")
                                       : _("a worker took more memory than it may")),
                        g_strdup(_("use a build without sanitizers, on a kernel with seccomp")));
    else if (!is_full)
        kiri_doctor_add(d, KIRI_CHECK_WARNING, "sandbox",
                        g_strdup(_("workers have limits, and no filter of system calls")),
                        g_strdup(_("'kirinuki config set sandbox.mode full'")));
    else
        kiri_doctor_add(d, KIRI_CHECK_OK, "sandbox",
                        g_strdup(_("a worker that opened a file and one that took too much memory "
                                   "were stopped")),
                        NULL);
}

void kiri_doctor_sandbox(KiriDoctor *d)
{
    GError *why = NULL;
    if (!kiri_cli_start_workers(d->cli, KIRI_NEEDS_WORKERS, &why)) {
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "sandbox", why,
                              g_strdup(_("a kernel with seccomp, or 'kirinuki config set "
                                         "sandbox.mode limits-only'")));
        return;
    }
    KiriPool *pool = kiri_cli_pool(d->cli, &why);
    if (pool)
        try_worker(d, pool);
    else
        kiri_doctor_add_error(d, KIRI_CHECK_FAILED, "sandbox", why, NULL);
}
