// SPDX-License-Identifier: GPL-3.0-or-later
/* Class names are written for people, in English or romanised Japanese, so they
 * are read word by word: "article-body__relatedLinks" is article, body, related,
 * links. No site is known here. */
#include "page_names.h"

#include <string.h>

typedef enum { WHOLE, PREFIX, ANYWHERE } Match;

typedef struct {
    const char *word;
    guint names;
    Match match;
} Word;

static const Word words[] = {
    {"article", KIRI_NAME_BODY, WHOLE},
    {"articlebody", KIRI_NAME_BODY, PREFIX},
    {"articletext", KIRI_NAME_BODY, PREFIX},
    {"body", KIRI_NAME_BODY, WHOLE},
    {"content", KIRI_NAME_BODY, WHOLE},
    {"contents", KIRI_NAME_BODY, WHOLE},
    {"detail", KIRI_NAME_BODY, PREFIX},
    {"entry", KIRI_NAME_BODY, WHOLE},
    {"hentry", KIRI_NAME_BODY, WHOLE},
    {"honbun", KIRI_NAME_BODY, PREFIX},
    {"kiji", KIRI_NAME_BODY, PREFIX},
    {"main", KIRI_NAME_BODY, WHOLE},
    {"maintext", KIRI_NAME_BODY, WHOLE},
    {"paragraph", KIRI_NAME_BODY, PREFIX},
    {"post", KIRI_NAME_BODY, WHOLE},
    {"story", KIRI_NAME_BODY, WHOLE},
    {"storybody", KIRI_NAME_BODY, WHOLE},
    {"text", KIRI_NAME_BODY, WHOLE},
    {"txt", KIRI_NAME_BODY, WHOLE},

    {"also", KIRI_NAME_RELATED, WHOLE},
    {"archive", KIRI_NAME_RELATED, WHOLE},
    {"archives", KIRI_NAME_RELATED, WHOLE},
    {"backnumber", KIRI_NAME_RELATED, PREFIX},
    {"kanren", KIRI_NAME_RELATED, PREFIX},
    {"latest", KIRI_NAME_RELATED, WHOLE},
    {"logly", KIRI_NAME_RELATED, PREFIX},
    {"mostread", KIRI_NAME_RELATED, PREFIX},
    {"osusume", KIRI_NAME_RELATED, PREFIX},
    {"otherarticle", KIRI_NAME_RELATED, PREFIX},
    {"outbrain", KIRI_NAME_RELATED, ANYWHERE},
    {"pickup", KIRI_NAME_RELATED, PREFIX},
    {"popin", KIRI_NAME_RELATED, WHOLE},
    {"popular", KIRI_NAME_RELATED, PREFIX},
    {"rank", KIRI_NAME_RELATED, WHOLE},
    {"ranking", KIRI_NAME_RELATED, ANYWHERE},
    {"readmore", KIRI_NAME_RELATED, WHOLE},
    {"recent", KIRI_NAME_RELATED, PREFIX},
    {"recirc", KIRI_NAME_RELATED, PREFIX},
    {"recommend", KIRI_NAME_RELATED, ANYWHERE},
    {"reco", KIRI_NAME_RELATED, WHOLE},
    {"related", KIRI_NAME_RELATED, ANYWHERE},
    {"relation", KIRI_NAME_RELATED, WHOLE},
    {"relative", KIRI_NAME_RELATED, WHOLE},
    {"taboola", KIRI_NAME_RELATED, ANYWHERE},
    {"teaser", KIRI_NAME_RELATED, WHOLE},
    {"teasers", KIRI_NAME_RELATED, WHOLE},
    {"trending", KIRI_NAME_RELATED, PREFIX},
    {"uzou", KIRI_NAME_RELATED, WHOLE},

    {"addthis", KIRI_NAME_SHARE, PREFIX},
    {"addtoany", KIRI_NAME_SHARE, PREFIX},
    {"bookmark", KIRI_NAME_SHARE, PREFIX},
    {"facebook", KIRI_NAME_SHARE, WHOLE},
    {"follow", KIRI_NAME_SHARE, WHOLE},
    {"followus", KIRI_NAME_SHARE, PREFIX},
    {"hatena", KIRI_NAME_SHARE, WHOLE},
    {"like", KIRI_NAME_SHARE, WHOLE},
    {"likes", KIRI_NAME_SHARE, WHOLE},
    {"share", KIRI_NAME_SHARE, WHOLE},
    {"sharebar", KIRI_NAME_SHARE, PREFIX},
    {"sharebtn", KIRI_NAME_SHARE, PREFIX},
    {"sharebutton", KIRI_NAME_SHARE, PREFIX},
    {"sharedaddy", KIRI_NAME_SHARE, PREFIX},
    {"shares", KIRI_NAME_SHARE, WHOLE},
    {"sharing", KIRI_NAME_SHARE, WHOLE},
    {"sns", KIRI_NAME_SHARE, PREFIX},
    {"social", KIRI_NAME_SHARE, PREFIX},

    {"comment", KIRI_NAME_COMMENT, WHOLE},
    {"commentarea", KIRI_NAME_COMMENT, PREFIX},
    {"commentlist", KIRI_NAME_COMMENT, PREFIX},
    {"comments", KIRI_NAME_COMMENT, WHOLE},
    {"disqus", KIRI_NAME_COMMENT, PREFIX},
    {"respond", KIRI_NAME_COMMENT, WHOLE},
    {"responses", KIRI_NAME_COMMENT, WHOLE},
    {"trackback", KIRI_NAME_COMMENT, PREFIX},

    {"breadcrumb", KIRI_NAME_NAV, ANYWHERE},
    {"crumb", KIRI_NAME_NAV, PREFIX},
    {"globalnav", KIRI_NAME_NAV, PREFIX},
    {"gnav", KIRI_NAME_NAV, PREFIX},
    {"jump", KIRI_NAME_NAV, WHOLE},
    {"localnav", KIRI_NAME_NAV, PREFIX},
    {"menu", KIRI_NAME_NAV, WHOLE},
    {"nav", KIRI_NAME_NAV, WHOLE},
    {"navbar", KIRI_NAME_NAV, WHOLE},
    {"navi", KIRI_NAME_NAV, PREFIX},
    {"navigation", KIRI_NAME_NAV, PREFIX},
    {"pagenation", KIRI_NAME_NAV, ANYWHERE},
    {"pager", KIRI_NAME_NAV, WHOLE},
    {"pagination", KIRI_NAME_NAV, ANYWHERE},
    {"paging", KIRI_NAME_NAV, WHOLE},
    {"pankuzu", KIRI_NAME_NAV, PREFIX},
    {"skip", KIRI_NAME_NAV, WHOLE},
    {"sitemap", KIRI_NAME_NAV, PREFIX},
    {"tablist", KIRI_NAME_NAV, WHOLE},
    {"toc", KIRI_NAME_NAV, WHOLE},
    {"toolbar", KIRI_NAME_NAV, PREFIX},
    {"tools", KIRI_NAME_NAV, WHOLE},
    {"topicpath", KIRI_NAME_NAV, PREFIX},

    {"ad", KIRI_NAME_AD, WHOLE},
    {"ads", KIRI_NAME_AD, WHOLE},
    {"adsbygoogle", KIRI_NAME_AD, PREFIX},
    {"adsense", KIRI_NAME_AD, PREFIX},
    {"advert", KIRI_NAME_AD, PREFIX},
    {"banner", KIRI_NAME_AD, PREFIX},
    {"bnr", KIRI_NAME_AD, PREFIX},
    {"dfp", KIRI_NAME_AD, PREFIX},
    {"koukoku", KIRI_NAME_AD, PREFIX},
    {"promo", KIRI_NAME_AD, PREFIX},
    {"sponsor", KIRI_NAME_AD, PREFIX},

    {"consent", KIRI_NAME_SIGNUP, WHOLE},
    {"cookie", KIRI_NAME_SIGNUP, PREFIX},
    {"gdpr", KIRI_NAME_SIGNUP, PREFIX},
    {"login", KIRI_NAME_SIGNUP, PREFIX},
    {"mailmagazine", KIRI_NAME_SIGNUP, PREFIX},
    {"modal", KIRI_NAME_SIGNUP, WHOLE},
    {"newsletter", KIRI_NAME_SIGNUP, ANYWHERE},
    {"popup", KIRI_NAME_SIGNUP, PREFIX},
    {"register", KIRI_NAME_SIGNUP, PREFIX},
    {"signin", KIRI_NAME_SIGNUP, PREFIX},
    {"signup", KIRI_NAME_SIGNUP, PREFIX},
    {"subscribe", KIRI_NAME_SIGNUP, PREFIX},
    {"subscription", KIRI_NAME_SIGNUP, PREFIX},

    {"author", KIRI_NAME_AUTHOR, WHOLE},
    {"authors", KIRI_NAME_AUTHOR, WHOLE},
    {"bio", KIRI_NAME_BIO, WHOLE},
    {"biography", KIRI_NAME_BIO, WHOLE},
    {"byline", KIRI_NAME_AUTHOR, PREFIX},
    {"chosha", KIRI_NAME_AUTHOR, WHOLE},
    {"contributor", KIRI_NAME_AUTHOR, PREFIX},
    {"contributors", KIRI_NAME_AUTHOR, PREFIX},
    {"profile", KIRI_NAME_AUTHOR | KIRI_NAME_BIO, WHOLE},
    {"reporter", KIRI_NAME_AUTHOR, WHOLE},
    {"vcard", KIRI_NAME_AUTHOR, WHOLE},
    {"writer", KIRI_NAME_AUTHOR, WHOLE},

    {"categories", KIRI_NAME_TAGS, WHOLE},
    {"hashtag", KIRI_NAME_TAGS, PREFIX},
    {"keyword", KIRI_NAME_TAGS, PREFIX},
    {"tag", KIRI_NAME_TAGS, WHOLE},
    {"taglist", KIRI_NAME_TAGS, PREFIX},
    {"tags", KIRI_NAME_TAGS, WHOLE},

    {"capt", KIRI_NAME_CAPTION, WHOLE},
    {"caption", KIRI_NAME_CAPTION, ANYWHERE},
    {"credit", KIRI_NAME_CAPTION, WHOLE},

    {"date", KIRI_NAME_DATE, WHOLE},
    {"datetime", KIRI_NAME_DATE, WHOLE},
    {"hizuke", KIRI_NAME_DATE, PREFIX},
    {"pubdate", KIRI_NAME_DATE, PREFIX},
    {"published", KIRI_NAME_DATE, WHOLE},
    {"time", KIRI_NAME_DATE, WHOLE},
    {"timestamp", KIRI_NAME_DATE, WHOLE},
    {"modified", KIRI_NAME_DATE | KIRI_NAME_UPDATED, WHOLE},
    {"update", KIRI_NAME_DATE | KIRI_NAME_UPDATED, WHOLE},
    {"updated", KIRI_NAME_DATE | KIRI_NAME_UPDATED, WHOLE},

    {"headline", KIRI_NAME_TITLE, WHOLE},
    {"midashi", KIRI_NAME_TITLE, PREFIX},
    {"title", KIRI_NAME_TITLE, WHOLE},
    {"ttl", KIRI_NAME_TITLE, WHOLE},

    {"lead", KIRI_NAME_LEAD, WHOLE},
    {"standfirst", KIRI_NAME_LEAD, WHOLE},
    {"summary", KIRI_NAME_LEAD, WHOLE},

    {"aside", KIRI_NAME_FRAME, WHOLE},
    {"copyright", KIRI_NAME_FRAME, PREFIX},
    {"footer", KIRI_NAME_FRAME, WHOLE},
    {"globalfooter", KIRI_NAME_FRAME, PREFIX},
    {"globalheader", KIRI_NAME_FRAME, PREFIX},
    {"masthead", KIRI_NAME_FRAME, PREFIX},
    {"rightcolumn", KIRI_NAME_FRAME, PREFIX},
    {"sidebar", KIRI_NAME_FRAME, ANYWHERE},
    {"sidemenu", KIRI_NAME_FRAME, PREFIX},
    {"widget", KIRI_NAME_FRAME, WHOLE},

    {"offscreen", KIRI_NAME_HIDDEN, WHOLE}, // not "hidden": layouts say "overflow-hidden"
    {"visuallyhidden", KIRI_NAME_HIDDEN, PREFIX},

    {"paywall", KIRI_NAME_PAYWALL, PREFIX},
};

enum { MAX_WORD = 32, LETTERS = 26 };

/* `words` by their first letters, those that stand anywhere in a word apart. Made
 * for each page: the list stays in the order of its meaning. */
typedef struct {
    guint16 first[LETTERS + 2]; // of each letter in `order`; the last: ANYWHERE
    guint16 order[G_N_ELEMENTS(words)];
    gsize least; // length of the shortest of ANYWHERE
} WordIndex;

static guint letter_of(const Word *w)
{
    return w->match == ANYWHERE ? LETTERS : (guint)(w->word[0] - 'a');
}

static void index_words(WordIndex *index)
{
    guint16 n[LETTERS + 1] = {0};
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        n[letter_of(&words[i])]++;
    index->first[0] = 0;
    index->least = MAX_WORD;
    for (guint i = 0; i <= LETTERS; i++) {
        index->first[i + 1] = (guint16)(index->first[i] + n[i]);
        n[i] = index->first[i];
    }
    for (guint i = 0; i < G_N_ELEMENTS(words); i++) {
        index->order[n[letter_of(&words[i])]++] = (guint16)i;
        if (words[i].match == ANYWHERE)
            index->least = MIN(index->least, strlen(words[i].word));
    }
}

static guint names_of_word(const WordIndex *index, const char *word, gsize n)
{
    guint names = 0, letter = (guint)(word[0] - 'a');
    for (guint i = index->first[letter]; i < index->first[letter + 1]; i++) {
        const Word *w = &words[index->order[i]];
        if (w->word[1] != word[1]) // no word has one letter only
            continue;
        gsize m = strlen(w->word);
        if (n >= m && (n == m || w->match == PREFIX) && memcmp(w->word, word, m) == 0)
            names |= w->names;
    }
    for (guint i = index->first[LETTERS]; n >= index->least && i < G_N_ELEMENTS(words); i++)
        if (strstr(word, words[index->order[i]].word))
            names |= words[index->order[i]].names;
    return names;
}

/* Names of one class; *n_words gets how many words it has. */
static guint names_of_token(const WordIndex *index, const char *s, gsize len, guint *n_words)
{
    guint names = 0;
    char word[MAX_WORD + 1];
    gsize n = 0;
    for (gsize i = 0; i <= len; i++) {
        char c = i < len ? s[i] : 0;
        if (c >= 'a' && c <= 'z' && n < MAX_WORD) {
            word[n++] = c;
            continue;
        }
        /* "relatedLinks" and "HTMLBody" change words at a capital. */
        gboolean is_turn =
            g_ascii_isupper(c) && i > 0 &&
            (g_ascii_islower(s[i - 1]) || (i + 1 < len && g_ascii_islower(s[i + 1])));
        if (n && (!g_ascii_isalpha(c) || is_turn || n == MAX_WORD)) {
            word[n] = 0;
            names |= names_of_word(index, word, n);
            ++*n_words;
            n = 0;
        }
        if (g_ascii_isalpha(c))
            word[n++] = g_ascii_tolower(c);
    }
    return names;
}

static guint names_of_class(const WordIndex *index, const char *s)
{
    guint names = 0;
    for (const char *p = s; *p;) {
        p += strspn(p, " \t\r\n\f");
        gsize n = strcspn(p, " \t\r\n\f");
        guint n_words = 0;
        /* WordPress writes the post's own tags on its element: "tag-share". */
        if (!g_str_has_prefix(p, "tag-") && !g_str_has_prefix(p, "category-"))
            names |= names_of_token(index, p, n, &n_words);
        p += n;
    }
    return names;
}

guint kiri_names_of(const char *s)
{
    WordIndex index;
    index_words(&index);
    return names_of_class(&index, s);
}

/* An id of many words is the slug of a heading: "sharing-with-friends". */
static guint names_of_id(const WordIndex *index, const char *id)
{
    guint n_words = 0;
    guint names = names_of_token(index, id, strlen(id), &n_words);
    return n_words <= 3 ? names : 0;
}

static gboolean hides(const char *style)
{
    const char *at = strstr(style, "display");
    if (!at)
        return FALSE;
    at += strlen("display");
    at += strspn(at, " \t:");
    return strncmp(at, "none", 4) == 0;
}

static guint names_of_tag(guint tag)
{
    switch (tag) {
    case KIRI_TAG_ARTICLE:
    case KIRI_TAG_MAIN:
        return KIRI_NAME_BODY;
    case KIRI_TAG_NAV:
    case KIRI_TAG_MENU:
        return KIRI_NAME_NAV;
    case KIRI_TAG_FOOTER:
    case KIRI_TAG_ASIDE:
        return KIRI_NAME_FRAME;
    case KIRI_TAG_DIALOG:
        return KIRI_NAME_SIGNUP;
    case KIRI_TAG_FIGCAPTION:
        return KIRI_NAME_CAPTION;
    case KIRI_TAG_ADDRESS:
        return KIRI_NAME_AUTHOR;
    default:
        return 0;
    }
}

static guint names_of_role(const char *role)
{
    static const struct {
        const char *role;
        guint names;
    } roles[] = {
        {"navigation", KIRI_NAME_NAV},      {"banner", KIRI_NAME_FRAME},
        {"complementary", KIRI_NAME_FRAME}, {"contentinfo", KIRI_NAME_FRAME},
        {"search", KIRI_NAME_NAV},          {"dialog", KIRI_NAME_SIGNUP},
        {"alertdialog", KIRI_NAME_SIGNUP},  {"menu", KIRI_NAME_NAV},
        {"main", KIRI_NAME_BODY},           {"article", KIRI_NAME_BODY},
    };
    for (guint i = 0; i < G_N_ELEMENTS(roles); i++)
        if (g_ascii_strcasecmp(role, roles[i].role) == 0)
            return roles[i].names;
    return 0;
}

static guint names_of_attr(const WordIndex *index, const KiriDomAttr *a)
{
    switch (a->name[0]) { // most attributes are none of these
    case 'c':
        return strcmp(a->name, "class") == 0 ? names_of_class(index, a->value) : 0;
    case 'h':
        return strcmp(a->name, "hidden") == 0 ? KIRI_NAME_HIDDEN : 0;
    case 'i':
        if (strcmp(a->name, "id") == 0)
            return names_of_id(index, a->value);
        return strcmp(a->name, "itemprop") == 0 && g_ascii_strcasecmp(a->value, "articleBody") == 0
                   ? KIRI_NAME_BODY
                   : 0;
    case 'r':
        return strcmp(a->name, "role") == 0 ? names_of_role(a->value) : 0;
    case 's':
        return strcmp(a->name, "style") == 0 && hides(a->value) ? KIRI_NAME_HIDDEN : 0;
    default:
        return 0;
    }
}

guint32 *kiri_names_read(const KiriDom *dom)
{
    guint32 *names = g_new0(guint32, dom->n);
    WordIndex index;
    index_words(&index);
    for (guint i = 0; i < dom->n; i++) {
        const KiriDomNode *n = &dom->nodes[i];
        if (n->tag == KIRI_TAG_TEXT)
            continue;
        names[i] = names_of_tag(n->tag);
        /* Pages describe their layout on <body> ("has-sidebar"). */
        guint n_attrs = n->tag == KIRI_TAG_BODY || n->tag == KIRI_TAG_HTML ? 0 : n->n_attrs;
        for (guint k = 0; k < n_attrs; k++)
            names[i] |= names_of_attr(&index, &dom->attrs[n->attr + k]);
    }
    return names;
}
