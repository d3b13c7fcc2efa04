// SPDX-License-Identifier: GPL-3.0-or-later
/* What a stranger may write to the control socket: header, record, words. What is
 * taken for a message must lie inside what came, and come out the same again. */
#include "control/control_codec.h"

#include <stddef.h>
#include <stdint.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_call(KiriStr payload)
{
    g_autoptr(KiriControlCall) call = kiri_record_decode(&kiri_control_call_shape, payload, NULL);
    if (!call)
        return;
    g_auto(KiriBuf) again;
    kiri_buf_init(&again, KIRI_BUF_UNCAPPED);
    g_assert_true(kiri_control_write(&again, KIRI_MESSAGE_CALL, &kiri_control_call_shape, call));
    g_auto(GStrv) words = kiri_control_words(call->words);
    g_autoptr(GBytes) joined = words ? kiri_control_join(words) : NULL;
    if (words)
        g_assert_true(g_bytes_equal(joined, call->words));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    KiriMessage kind;
    KiriStr payload;
    gsize length = 0;
    if (kiri_control_look((KiriStr){(const char *)data, size}, KIRI_CONTROL_CALL_BYTES, &kind,
                          &payload, &length) != KIRI_FRAME_WHOLE)
        return 0;
    g_assert_cmpuint(length, <=, size);
    g_assert_cmpuint(payload.n + KIRI_CONTROL_HEADER_BYTES, ==, length);
    if (kind == KIRI_MESSAGE_CALL) {
        check_call(payload);
        return 0;
    }
    g_autoptr(KiriControlReply) reply =
        kiri_record_decode(&kiri_control_reply_shape, payload, NULL);
    g_assert_true(!reply || !reply->status || reply->status->is_passing <= 1);
    return 0;
}
