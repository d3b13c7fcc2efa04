// SPDX-License-Identifier: GPL-3.0-or-later
/* newsroom-server: the newsroom on 127.0.0.1, for the end-to-end test, the crash
 * test and the demo.
 *
 * One process plays every outlet: the host of a request ("toto.localhost") says
 * which. Bodies are rendered per request from the loaded newsroom, which is
 * read-only; ETag and Last-Modified come from the content, so that the same
 * files give the same answers for ever. Prints its port on stdout and runs until
 * standard input ends or SIGTERM comes: whoever starts it keeps a pipe open, and
 * no server outlives its test. */
#include "newsroom.h"
#include "newsroom_dates.h"

#include <kirinuki/hash.h>

#include <microhttpd.h>

#include <arpa/inet.h>
#include <glib-unix.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    Newsroom *room;
    GHashTable *articles; // "host path?query" → Place
} Site;

/* Where an address leads. */
typedef struct {
    const NewsArticle *article;
    guint part;
    gboolean is_amp;
} Place;

typedef struct {
    guint status;
    const char *type;
    const char *charset; // NULL for bytes
    KiriBuf body;
    KiriTime modified;
} Answer;

static const char robots[] = "User-agent: *\nDisallow: /private/\nDisallow: /login\n";

/* One pixel: enough for whoever looks whether there is a picture. */
static const guint8 pixel[] = {0x89, 'P', 'N',  'G',  0x0d, 0x0a, 0x1a, 0x0a, 0,    0, 0, 0x0d,
                               'I',  'H', 'D',  'R',  0,    0,    0,    1,    0,    0, 0, 1,
                               8,    0,   0,    0,    0,    0x3a, 0x7e, 0x9b, 0x55, 0, 0, 0,
                               0x0a, 'I', 'D',  'A',  'T',  0x78, 0x9c, 0x63, 0x68, 0, 0, 0,
                               0x82, 0,   0x81, 0x77, 0xcd, 0x72, 0xb6, 0,    0,    0, 0, 'I',
                               'E',  'N', 'D',  0xae, 0x42, 0x60, 0x82};

/* ---- addresses ---- */

static void add_place(Site *site, const NewsArticle *a, const char *path, guint part,
                      gboolean is_amp)
{
    Place *place = g_new0(Place, 1);
    *place = (Place){a, part, is_amp};
    char *key = part ? g_strdup_printf("%s %s%cpage=%u", a->medium->key, path,
                                       strchr(path, '?') ? '&' : '?', part + 1)
                     : g_strdup_printf("%s %s", a->medium->key, path);
    g_hash_table_insert(site->articles, key, place);
}

static void add_places(Site *site)
{
    for (guint i = 0; i < site->room->articles->len; i++) {
        const NewsArticle *a = site->room->articles->pdata[i];
        g_autofree char *path = news_article_path(a);
        for (guint part = 0; part < a->parts->len; part++)
            add_place(site, a, path, part, FALSE);
        g_autofree char *amp_path = a->medium->has_amp ? news_article_amp_path(a) : NULL;
        if (amp_path)
            add_place(site, a, amp_path, 0, TRUE);
    }
}

/* The target without the parameters that only count visitors. */
static char *without_tracking(const char *target)
{
    const char *mark = strchr(target, '?');
    if (!mark)
        return g_strdup(target);
    GString *kept = g_string_new_len(target, mark - target);
    g_auto(GStrv) parameters = g_strsplit(mark + 1, "&", -1);
    char separator = '?';
    for (char **p = parameters; *p; p++) {
        if (g_str_has_prefix(*p, "utm_"))
            continue;
        g_string_append_c(kept, separator);
        g_string_append(kept, *p);
        separator = '&';
    }
    return g_string_free(kept, FALSE);
}

/* ---- answers ---- */

static gboolean answer_fixed(const char *path, Answer *answer)
{
    if (strcmp(path, "/robots.txt") == 0) {
        answer->type = "text/plain";
        kiri_buf_add_str(&answer->body, robots);
    } else if (g_str_has_suffix(path, ".png")) {
        answer->type = "image/png";
        kiri_buf_add(&answer->body, pixel, sizeof pixel);
    } else if (strcmp(path, NEWSROOM_PRIVATE_PATH) == 0) {
        answer->type = "text/html";
        kiri_buf_add_str(&answer->body, "<!DOCTYPE html><title>members only</title>");
    } else {
        return FALSE;
    }
    return TRUE;
}

static gboolean answer_article(const Site *site, const NewsMedium *m, const char *target,
                               Answer *answer)
{
    g_autofree char *plain = without_tracking(target);
    g_autofree char *key = g_strdup_printf("%s %s", m->key, plain);
    const Place *place = g_hash_table_lookup(site->articles, key);
    if (!place)
        return FALSE;
    const NewsArticle *a = place->article;
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    newsroom_render_page(site->room, a, place->part, place->is_amp, &text);
    newsroom_encode(kiri_buf_view(&text), m->charset, &answer->body);
    answer->type = "text/html";
    answer->charset = m->charset;
    answer->modified = kiri_time_is_set(a->modified) ? a->modified : a->published;
    return TRUE;
}

static gboolean is_xml(const char *type)
{
    return g_str_has_suffix(type, "xml");
}

/* Feeds speak the charset of their site; sitemaps and JSON are UTF-8 always. */
static gboolean answer_source(const Site *site, const NewsMedium *m, const char *target,
                              Answer *answer)
{
    g_auto(KiriBuf) text;
    kiri_buf_init(&text, KIRI_BUF_UNCAPPED);
    const NewsSource *source = NULL;
    for (guint i = 0; i < m->sources->len; i++)
        if (strcmp(((NewsSource *)m->sources->pdata[i])->path, target) == 0)
            source = m->sources->pdata[i];
    g_autofree char *day = NULL;
    if (source) {
        newsroom_render_source(site->room, m, source, &text, &answer->type);
    } else if (strcmp(target, "/") == 0) {
        answer->type = "text/html";
        newsroom_render_front_page(site->room, m, &text);
    } else if (g_str_has_prefix(target, "/sitemap-2") && strlen(target) == 21) {
        day = g_strndup(target + strlen("/sitemap-"), 8);
        answer->type = "application/xml";
        newsroom_render_sitemap_day(site->room, m, day, &text);
    } else {
        return FALSE;
    }
    gboolean is_utf8 =
        strcmp(answer->type, "application/xml") == 0 || g_str_has_suffix(answer->type, "json");
    answer->charset = is_xml(answer->type) ? NULL : m->charset;
    newsroom_encode(kiri_buf_view(&text), is_utf8 ? "utf-8" : m->charset, &answer->body);
    answer->modified =
        m->articles->len ? ((NewsArticle *)m->articles->pdata[0])->published : KIRI_TIME_UNSET;
    return TRUE;
}

static const NewsMedium *medium_of_host(const Newsroom *room, const char *host)
{
    if (!host)
        return NULL;
    g_autofree char *key = g_strndup(host, strcspn(host, ".:"));
    return newsroom_medium(room, key);
}

static void find_answer(const Site *site, const char *host, const char *target, Answer *answer)
{
    const NewsMedium *m = medium_of_host(site->room, host);
    kiri_buf_init(&answer->body, KIRI_BUF_UNCAPPED);
    answer->status = MHD_HTTP_OK;
    if (m && (answer_article(site, m, target, answer) || answer_source(site, m, target, answer) ||
              answer_fixed(target, answer)))
        return;
    answer->status = MHD_HTTP_NOT_FOUND;
    answer->type = "text/html";
    kiri_buf_add_str(&answer->body, "<!DOCTYPE html><title>404</title><p>not found</p>");
}

/* ---- HTTP ---- */

static char *etag_of(const KiriBuf *body)
{
    return g_strdup_printf("\"%016" G_GINT64_MODIFIER "x\"", kiri_hash64(kiri_buf_view(body)));
}

static char *http_date(KiriTime t)
{
    g_autofree char *local = NULL;
    if (!kiri_time_is_set(t))
        return NULL;
    /* The same form at UTC: RFC 9110 wants "GMT" in place of the offset. */
    t.us -= (gint64)KIRI_JST_MIN * KIRI_US_PER_MINUTE;
    local = news_date(t, NEWS_DATE_RFC822);
    return g_strdup_printf("%.*s GMT", (int)(strlen(local) - strlen(" +0900")), local);
}

static enum MHD_Result respond(struct MHD_Connection *connection, const Answer *answer)
{
    g_autofree char *etag = etag_of(&answer->body);
    g_autofree char *modified = http_date(answer->modified);
    g_autofree char *type = answer->charset
                                ? g_strdup_printf("%s; charset=%s", answer->type, answer->charset)
                                : g_strdup(answer->type);
    const char *known =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_IF_NONE_MATCH);
    gboolean is_same = answer->status == MHD_HTTP_OK && g_strcmp0(known, etag) == 0;
    struct MHD_Response *response = MHD_create_response_from_buffer(
        is_same ? 0 : answer->body.n, answer->body.p, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, type);
    if (answer->status == MHD_HTTP_OK)
        MHD_add_response_header(response, MHD_HTTP_HEADER_ETAG, etag);
    if (modified)
        MHD_add_response_header(response, MHD_HTTP_HEADER_LAST_MODIFIED, modified);
    enum MHD_Result result =
        MHD_queue_response(connection, is_same ? MHD_HTTP_NOT_MODIFIED : answer->status, response);
    MHD_destroy_response(response);
    return result;
}

/* One request. libmicrohttpd cuts the query off and decodes it; the server wants
 * the target as it came. */
typedef struct {
    char *target;
    gboolean is_begun;
} Request;

static void *begin_request(void *data, const char *uri, struct MHD_Connection *connection)
{
    (void)data;
    (void)connection;
    Request *r = g_new0(Request, 1);
    r->target = g_strdup(uri);
    return r;
}

static void end_request(void *data, struct MHD_Connection *connection, void **request,
                        enum MHD_RequestTerminationCode code)
{
    (void)data;
    (void)connection;
    (void)code;
    Request *r = *request;
    g_free(r->target);
    g_free(r);
}

static enum MHD_Result handle(void *data, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_size, void **request)
{
    (void)url;
    (void)version;
    (void)upload;
    (void)upload_size;
    Request *r = *request;
    if (strcmp(method, "GET") != 0 && strcmp(method, "HEAD") != 0)
        return MHD_NO;
    /* An answer to the first of the two calls would close the connection. */
    if (!r->is_begun) {
        r->is_begun = TRUE;
        return MHD_YES;
    }
    const char *host =
        MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_HOST);
    Answer answer = {0};
    find_answer(data, host, r->target, &answer);
    enum MHD_Result result = respond(connection, &answer);
    kiri_buf_clear(&answer.body);
    return result;
}

/* ---- process ---- */

static int stop_pipe[2];

static void on_signal(int number)
{
    (void)number;
    gssize written = write(stop_pipe[1], "", 1);
    (void)written;
}

static void wait_for_end(void)
{
    struct pollfd fds[] = {{.fd = STDIN_FILENO, .events = POLLIN},
                           {.fd = stop_pipe[0], .events = POLLIN}};
    char scrap[256];
    for (;;) {
        if (poll(fds, G_N_ELEMENTS(fds), -1) < 0)
            continue;
        if (fds[1].revents || (fds[0].revents && read(STDIN_FILENO, scrap, sizeof scrap) <= 0))
            return;
    }
}

/* A socket that listens, and its port in the newsroom, which the server's thread
 * reads; below 0 where there is none. */
static int listen_for(Newsroom *room)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((guint16)room->port),
                                  .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t n = sizeof address;
    int on = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fd;
    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, (const struct sockaddr *)&address, n) != 0 || listen(fd, SOMAXCONN) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &n) != 0) {
        close(fd);
        return -1;
    }
    room->port = ntohs(address.sin_port);
    return fd;
}

static int serve(Newsroom *room)
{
    Site site = {room, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free)};
    int fd = listen_for(room);
    add_places(&site);
    struct MHD_Daemon *daemon =
        fd < 0 ? NULL
               : MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, NULL, NULL,
                                  handle, &site, MHD_OPTION_LISTEN_SOCKET, fd,
                                  MHD_OPTION_URI_LOG_CALLBACK, begin_request, NULL,
                                  MHD_OPTION_NOTIFY_COMPLETED, end_request, NULL, MHD_OPTION_END);
    if (!daemon) {
        fprintf(stderr, "newsroom-server: cannot listen on 127.0.0.1:%d\n", room->port);
        g_hash_table_unref(site.articles);
        return 4;
    }
    printf("%d\n", room->port);
    fflush(stdout);
    wait_for_end();
    MHD_stop_daemon(daemon);
    g_hash_table_unref(site.articles);
    return 0;
}

typedef struct {
    char *dir, *only;
    gint port;
    gboolean opml, media, rates, truth;
} Options;

static gboolean parse_options(Options *o, int *argc, char ***argv, GError **error)
{
    const GOptionEntry entries[] = {
        {"port", 'p', 0, G_OPTION_ARG_INT, &o->port, "listen there, or mean that one; 0: any", "N"},
        {"dir", 0, 0, G_OPTION_ARG_FILENAME, &o->dir, "the newsroom's files", "DIR"},
        {"only", 0, 0, G_OPTION_ARG_STRING, &o->only, "media of the source list", "KEY,KEY"},
        {"print-opml", 0, 0, G_OPTION_ARG_NONE, &o->opml, "the source list", NULL},
        {"print-media-csv", 0, 0, G_OPTION_ARG_NONE, &o->media, "the media ledger", NULL},
        {"print-rates-csv", 0, 0, G_OPTION_ARG_NONE, &o->rates, "the rate cards", NULL},
        {"print-truth", 0, 0, G_OPTION_ARG_NONE, &o->truth, "the truth, JSON Lines", NULL},
        {NULL, 0, 0, 0, NULL, NULL, NULL}};
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_option_context_add_main_entries(context, entries, NULL);
    return g_option_context_parse(context, argc, argv, error);
}

static void print_what_was_asked(const Options *o, const Newsroom *room)
{
    g_auto(KiriBuf) out;
    g_auto(GStrv) only = o->only ? g_strsplit(o->only, ",", -1) : NULL;
    kiri_buf_init(&out, KIRI_BUF_UNCAPPED);
    if (o->opml)
        newsroom_print_opml(room, only, &out);
    if (o->media)
        newsroom_print_media_csv(room, &out);
    if (o->rates)
        newsroom_print_rates_csv(room, &out);
    if (o->truth)
        newsroom_print_truth(room, &out);
    fwrite(out.p, 1, out.n, stdout);
}

int main(int argc, char **argv)
{
    Options o = {0};
    g_autoptr(GError) error = NULL;
    gboolean ok = parse_options(&o, &argc, &argv, &error);
    g_autoptr(Newsroom) room =
        ok ? newsroom_load(o.dir ? o.dir : KIRINUKI_NEWSROOM_DIR, o.port, &error) : NULL;
    int code = room ? 0 : 2;
    if (!room)
        fprintf(stderr, "newsroom-server: %s\n", error->message);
    else if (o.opml || o.media || o.rates || o.truth)
        print_what_was_asked(&o, room);
    else if (!g_unix_open_pipe(stop_pipe, FD_CLOEXEC, &error))
        code = 4;
    else {
        struct sigaction stop = {.sa_handler = on_signal};
        sigaction(SIGTERM, &stop, NULL);
        sigaction(SIGINT, &stop, NULL);
        code = serve(room);
    }
    g_free(o.dir);
    g_free(o.only);
    return code;
}
