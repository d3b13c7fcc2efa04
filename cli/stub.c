#include <kirinuki/warc.h>
#include <kirinuki/link.h>
#include <kirinuki/compare.h>
#include <kirinuki/release_parse.h>
KiriWarc *kiri_warc_open(const char *path, GError **error){(void)path;(void)error;return NULL;}
void kiri_warc_close(KiriWarc *w){(void)w;}
gboolean kiri_warc_next(KiriWarc *w, KiriPage **page, GError **error){(void)w;(void)page;(void)error;return FALSE;}
void kiri_warc_write_page(const KiriPage *p, KiriBuf *b){(void)p;(void)b;}
__attribute__((weak)) gboolean kiri_link_run(KiriStore *s, const KiriLinkOptions *o, KiriLinkCounts *c, GError **e){(void)s;(void)o;(void)c;(void)e;return TRUE;}
__attribute__((weak)) void kiri_clip_explain(const KiriClip *c, const KiriArticle *a, const KiriRelease *r, KiriBuf *o){(void)c;(void)a;(void)r;(void)o;}
__attribute__((weak)) gboolean kiri_link_batch(const char *r, const char *a, const KiriLinkOptions *o, KiriLinkSink s, gpointer d, guint64 *b, GError **e){(void)r;(void)a;(void)o;(void)s;(void)d;(void)b;(void)e;return TRUE;}
__attribute__((weak)) KiriComparison kiri_compare(KiriStr a, KiriStr b, KiriStr c, KiriStr d){(void)a;(void)b;(void)c;(void)d;return (KiriComparison){0};}
__attribute__((weak)) KiriRelease *kiri_release_parse(KiriStr t, const char *n, GError **e){(void)t;(void)n;(void)e;return NULL;}
__attribute__((weak)) KiriRelease *kiri_release_from_page(const char *u, const char *ti, KiriStr t, KiriTime d, GError **e){(void)u;(void)ti;(void)t;(void)d;(void)e;return NULL;}
