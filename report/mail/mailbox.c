// SPDX-License-Identifier: GPL-3.0-or-later
/* Addresses of mail as people write them. An address ends up in a header and in the
 * dialogue with a server, so it is taken apart here once and put together again; what
 * is not understood is refused. */
#include <kirinuki/mail.h>

#include <kirinuki/error.h>
#include <kirinuki/i18n.h>
#include <kirinuki/url.h>

#include <string.h>

/* RFC 5321 §4.5.3.1 */
enum { LOCAL_BYTES = 64, ADDRESS_BYTES = 254, NAME_BYTES = 200 };

static const KiriField mailbox_fields[] = {
    {KIRI_FIELD(1, KiriMailbox, name, STR), .flags = KIRI_FIELD_SPARSE},
    {KIRI_FIELD(2, KiriMailbox, address, STR)},
};
const KiriShape kiri_mailbox_shape = KIRI_SHAPE("mailbox", KiriMailbox, mailbox_fields);

static gboolean refuse(GError **error, const char *why, KiriStr text)
{
    g_autofree char *raw = kiri_str_dup(text);
    g_autofree char *shown = g_utf8_make_valid(raw, -1);
    for (char *p = shown; *p; p++)
        if (g_ascii_iscntrl(*p))
            *p = ' ';
    g_set_error(error, KIRI_ERROR_REPORT, KIRI_ERROR_USAGE, _("'%s' is no mail address: %s"), shown,
                why);
    return FALSE;
}

static gboolean has_control(KiriStr text)
{
    for (gsize i = 0; i < text.n; i++)
        if (g_ascii_iscntrl(text.p[i]))
            return TRUE;
    return FALSE;
}

static gboolean is_ascii(KiriStr text)
{
    for (gsize i = 0; i < text.n; i++)
        if ((guchar)text.p[i] >= 0x80)
            return FALSE;
    return TRUE;
}

/* The part before the @ as it goes over the wire; NULL: it cannot. */
static char *local_part(KiriStr text)
{
    g_autoptr(GString) bare = g_string_new(NULL);
    gboolean is_quoted = text.n >= 2 && text.p[0] == '"' && text.p[text.n - 1] == '"';
    KiriStr inner = is_quoted ? (KiriStr){text.p + 1, text.n - 2} : text;
    gboolean is_plain = inner.n && inner.p[0] != '.' && inner.p[inner.n - 1] != '.';
    for (gsize i = 0; i < inner.n; i++) {
        char c = inner.p[i];
        if (is_quoted && c == '\\' && i + 1 < inner.n)
            c = inner.p[++i];
        gboolean is_atom = g_ascii_isalnum(c) || strchr("!#$%&'*+-/=?^_`{|}~.", c);
        if (!is_atom && !is_quoted)
            return NULL;
        is_plain &= is_atom && !(c == '.' && bare->len && bare->str[bare->len - 1] == '.');
        if (c == '"' || c == '\\')
            g_string_append_c(bare, '\\');
        g_string_append_c(bare, c);
    }
    if (!bare->len || bare->len > LOCAL_BYTES)
        return NULL;
    return is_plain ? g_strdup(bare->str) : g_strdup_printf("\"%s\"", bare->str);
}

/* The domain as the name service knows it; NULL: it is none. */
static char *domain_part(KiriStr text)
{
    if (!text.n || memchr(text.p, '/', text.n) || memchr(text.p, ':', text.n) ||
        memchr(text.p, '?', text.n) || memchr(text.p, '#', text.n) ||
        memchr(text.p, '\\', text.n) || memchr(text.p, '%', text.n) || memchr(text.p, '@', text.n))
        return NULL;
    g_autofree char *url = g_strdup_printf("http://%.*s/", (int)text.n, text.p);
    g_autoptr(KiriUrl) parsed = kiri_url_parse(kiri_str(url), NULL);
    const char *host = parsed ? parsed->host : NULL;
    if (!host || !*host || *host == '.' || g_str_has_suffix(host, ".") || strstr(host, ".."))
        return NULL;
    if (!strchr(host, '.') && strcmp(host, "localhost") != 0)
        return NULL;
    for (const char *p = host; *p; p++)
        if (!g_ascii_isalnum(*p) && *p != '-' && *p != '.')
            return NULL;
    const char *last = strrchr(host, '.');
    return last && g_ascii_isdigit(last[1]) ? NULL : g_strdup(host); // an address in figures
}

/* The last @ outside quotes; G_MAXSIZE: none. */
static gsize at_sign(KiriStr text)
{
    gsize found = G_MAXSIZE;
    gboolean is_quoted = FALSE;
    for (gsize i = 0; i < text.n; i++) {
        if (is_quoted && text.p[i] == '\\')
            i++;
        else if (text.p[i] == '"')
            is_quoted = !is_quoted;
        else if (text.p[i] == '@' && !is_quoted)
            found = i;
    }
    return found;
}

static char *take_address(KiriStr text, GError **error)
{
    gsize at = at_sign(text);
    if (at == G_MAXSIZE) {
        refuse(error, _("there is no @"), text);
        return NULL;
    }
    KiriStr local = {text.p, at}, domain = {text.p + at + 1, text.n - at - 1};
    if (!is_ascii(local)) {
        refuse(error, _("what stands before the @ must be ASCII"), text);
        return NULL;
    }
    g_autofree char *front = local_part(local);
    if (!front) {
        refuse(error, _("what stands before the @ cannot be sent to"), text);
        return NULL;
    }
    g_autofree char *back = domain_part(domain);
    if (!back) {
        refuse(error, _("what stands behind the @ is no domain"), text);
        return NULL;
    }
    g_autofree char *address = g_strconcat(front, "@", back, NULL);
    if (strlen(address) <= ADDRESS_BYTES)
        return g_steal_pointer(&address);
    refuse(error, _("it is too long"), text);
    return NULL;
}

/* "\"A, B\"" → "A, B" */
static char *take_name(KiriStr text)
{
    if (text.n < 2 || text.p[0] != '"' || text.p[text.n - 1] != '"')
        return kiri_str_dup(text);
    g_autoptr(GString) name = g_string_new(NULL);
    for (gsize i = 1; i + 1 < text.n; i++) {
        if (text.p[i] == '\\' && i + 2 < text.n)
            i++;
        g_string_append_c(name, text.p[i]);
    }
    return g_strdup(name->str);
}

KiriMailbox *kiri_mailbox_parse(KiriStr text, GError **error)
{
    g_autoptr(KiriMailbox) box = kiri_mailbox_new();
    if (has_control(text) || !g_utf8_validate_len(text.p, text.n, NULL)) {
        refuse(error, _("it holds a line break or another control character"), text);
        return NULL;
    }
    text = kiri_str_strip(text);
    KiriStr address = text;
    if (text.n && text.p[text.n - 1] == '>') {
        gsize open = text.n - 1;
        while (open && text.p[open] != '<')
            open--;
        if (text.p[open] != '<') {
            refuse(error, _("there is a '>' without a '<'"), text);
            return NULL;
        }
        address = kiri_str_strip((KiriStr){text.p + open + 1, text.n - open - 2});
        g_autofree char *name = take_name(kiri_str_strip((KiriStr){text.p, open}));
        if (strlen(name) > NAME_BYTES) {
            refuse(error, _("it is too long"), text);
            return NULL;
        }
        box->name = *name ? g_steal_pointer(&name) : NULL;
    }
    box->address = take_address(address, error);
    return box->address ? g_steal_pointer(&box) : NULL;
}
