// SPDX-License-Identifier: GPL-3.0-or-later
/* Any bytes as the message of a job (first byte: which): an error with a code of ours, or
 * an answer that whoever asked can decode, and the same the second time. What the
 * committer takes for a page or a feed was decoded here. */
#include "fuzz.h"

#include <kirinuki/charset.h>
#include <kirinuki/error.h>
#include <kirinuki/extract.h>
#include <kirinuki/feed.h>
#include <kirinuki/limits.h>
#include <kirinuki/nursery.h>

#include "worker.h"

static const struct {
    KiriJob job;
    const KiriShape *in, *out;
} jobs[] = {
    {{"extract", kiri_extract_job}, &kiri_extract_input_shape, &kiri_extracted_shape},
    {{"feed", kiri_feed_job}, &kiri_feed_input_shape, &kiri_feed_shape},
};

int LLVMFuzzerInitialize(int *argc, char ***argv)
{
    (void)argc, (void)argv;
    kiri_xml_preload();
    return kiri_charset_preload(NULL) ? 0 : -1;
}

static gboolean run(guint which, KiriStr in, KiriBuf *out)
{
    g_autoptr(GError) error = NULL;
    kiri_buf_init(out, KIRI_LIMIT_FRAME_BYTES);
    gboolean ok = kiri_worker_run_job(&jobs[which].job, in, out, &error);
    g_assert_cmpint(ok, ==, error == NULL);
    if (!ok)
        g_assert_true(error->domain == KIRI_ERROR_BASE &&
                      g_utf8_validate(error->message, -1, NULL));
    return ok;
}

static void check(guint which, KiriStr in)
{
    g_auto(KiriBuf) out, again;
    gboolean ok = run(which, in, &out);
    g_assert_cmpint(run(which, in, &again), ==, ok);
    if (!ok)
        return;
    g_assert_true(kiri_str_equal(kiri_buf_view(&out), kiri_buf_view(&again)));
    gpointer record = kiri_record_decode(jobs[which].out, kiri_buf_view(&out), NULL);
    g_assert_nonnull(record);
    kiri_record_free(jobs[which].out, record);
}

int LLVMFuzzerTestOneInput(const guint8 *data, gsize n)
{
    FuzzInput in = {data, n};
    guint which = fuzz_byte(&in) % G_N_ELEMENTS(jobs);
    check(which, (KiriStr){in.n ? (const char *)in.p : "", in.n});
    /* The same as a member of a whole message, which random bytes seldom are. */
    g_autofree char *json = g_utf8_make_valid((const char *)in.p, (gssize)in.n);
    g_autoptr(KiriJsonDoc) doc = kiri_json_parse(kiri_str(json), NULL);
    gpointer record = doc ? kiri_record_from_json(jobs[which].in, kiri_json_root(doc), NULL) : NULL;
    if (!record)
        return 0;
    g_auto(KiriBuf) message;
    kiri_buf_init(&message, KIRI_BUF_UNCAPPED);
    kiri_record_encode(jobs[which].in, record, &message);
    kiri_record_free(jobs[which].in, record);
    check(which, kiri_buf_view(&message));
    return 0;
}
