// SPDX-License-Identifier: GPL-3.0-or-later
#include "resolver.h"

#include <dlfcn.h>
#include <netdb.h>
#include <netinet/in.h>
#include <string.h>

typedef struct {
    char **rows;
    guint n_asked, delay_ms;
} Name;

static GMutex lock;
static GHashTable *names;

static void name_free(gpointer p)
{
    Name *n = p;
    g_strfreev(n->rows);
    g_free(n);
}

static Name *name_of(const char *name)
{
    if (!names)
        names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, name_free);
    Name *n = g_hash_table_lookup(names, name);
    if (!n) {
        n = g_new0(Name, 1);
        g_hash_table_insert(names, g_strdup(name), n);
    }
    return n;
}

void resolver_set(const char *name, const char *addresses)
{
    g_mutex_lock(&lock);
    Name *n = name_of(name);
    g_strfreev(n->rows);
    n->rows = g_strsplit(addresses, "|", -1);
    n->n_asked = 0;
    g_mutex_unlock(&lock);
}

void resolver_delay(const char *name, guint ms)
{
    g_mutex_lock(&lock);
    name_of(name)->delay_ms = ms;
    g_mutex_unlock(&lock);
}

guint resolver_n_asked(const char *name)
{
    g_mutex_lock(&lock);
    guint n = name_of(name)->n_asked;
    g_mutex_unlock(&lock);
    return n;
}

void resolver_forget(void)
{
    g_mutex_lock(&lock);
    g_clear_pointer(&names, g_hash_table_destroy);
    g_mutex_unlock(&lock);
}

/* The addresses of the name for this question, or NULL when it was not set. */
static char *take_row(const char *name, guint *delay_ms)
{
    char *row = NULL;
    g_mutex_lock(&lock);
    Name *n = names && name ? g_hash_table_lookup(names, name) : NULL;
    if (n && n->rows) {
        guint last = g_strv_length(n->rows) - 1;
        row = g_strdup(n->rows[MIN(n->n_asked, last)]);
        n->n_asked++;
        *delay_ms = n->delay_ms;
    }
    g_mutex_unlock(&lock);
    return row;
}

typedef int (*RealResolver)(const char *, const char *, const struct addrinfo *,
                            struct addrinfo **);

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
                struct addrinfo **result)
{
    static gsize once;
    static RealResolver real;
    guint delay_ms = 0;
    if (g_once_init_enter(&once)) {
        void *symbol = dlsym(RTLD_NEXT, "getaddrinfo");
        memcpy(&real, &symbol, sizeof real);
        g_once_init_leave(&once, 1);
    }
    g_autofree char *row = take_row(node, &delay_ms);
    if (!row)
        return real(node, service, hints, result);
    g_usleep((gulong)delay_ms * 1000);
    g_auto(GStrv) addresses = g_strsplit(row, " ", -1);
    struct addrinfo literal = *hints, **end = result;
    literal.ai_flags |= AI_NUMERICHOST;
    literal.ai_family = AF_UNSPEC;
    *result = NULL;
    for (char **a = addresses; *a; a++)
        if (**a && real(*a, service, &literal, end) == 0)
            while (*end)
                end = &(*end)->ai_next;
    return *result ? 0 : EAI_NONAME;
}
