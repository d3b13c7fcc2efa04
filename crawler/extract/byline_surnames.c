// SPDX-License-Identifier: GPL-3.0-or-later
/* The commonest surnames: what makes a name of four ideographs that stand alone. No
 * list is complete, and none has to be: a name that is missing here is found where a
 * word, a trade or a date says that it is one.
 *
 * Left out are surnames of one ideograph (they begin words) and those that are
 * prefectures, well-known cities or words themselves. */
#include "byline_places.h"
#include "text_match.h"

#include <string.h>

/* Parted by a space, in the order of their code points. */
static const char surnames[] =
    "三上 三宅 三木 三村 三橋 三浦 三谷 三輪 上原 上杉 上田 上野 下村 下田 "
    "中丸 中井 中原 中尾 中山 中島 中川 中本 中村 中根 中沢 中澤 中田 中西 "
    "中谷 中野 丸尾 丸山 丸田 久保 久保田 久野 亀井 五十嵐 井上 井口 井手 "
    "今井 今村 今野 仲村 伊藤 住田 佐々木 佐久間 佐伯 佐竹 佐藤 佐野 倉持 "
    "倉橋 倉田 児島 児玉 八木 内山 内田 内藤 冨田 前原 前島 前川 前田 加納 "
    "加藤 勝又 勝田 北原 北川 北村 北条 北野 千田 千葉 千野 半田 南雲 原口 "
    "原田 及川 友田 古屋 古川 古市 古田 古谷 古賀 吉井 吉原 吉岡 吉川 吉本 "
    "吉村 吉永 吉沢 吉澤 吉田 吉見 名取 向井 向山 和田 園田 土井 土居 土屋 "
    "土田 坂上 坂井 坂口 坂本 坂田 坂部 堀内 堀口 堀江 堀田 塚本 塚田 塚越 "
    "塩田 塩谷 増井 増子 増田 大久保 大内 大原 大和田 大城 大場 大塚 大山 "
    "大島 大川 大平 大庭 大木 大村 大森 大橋 大沢 大畑 大石 大西 大谷 大野 "
    "太田 奥山 奥村 奥田 奥野 宇佐美 宇野 守屋 安井 安岡 安川 安東 安田 "
    "安藤 安西 安部 宍戸 室井 宮下 宮内 宮原 宮地 宮城 宮川 宮本 宮沢 宮澤 "
    "宮田 宮野 富永 富田 寺井 寺内 寺島 寺本 寺田 小倉 小原 小塚 小山 小島 "
    "小川 小暮 小松 小松原 小林 小森 小池 小沢 小沼 小泉 小澤 小田 小西 "
    "小谷 小野 小野寺 小野田 尾崎 尾形 山下 山中 山内 山城 山岡 山岸 山崎 "
    "山川 山本 山村 山根 山森 山田 山野 岡安 岡本 岡村 岡田 岡部 岡野 岩井 "
    "岩崎 岩本 岩村 岩永 岩瀬 岩田 岩間 岸本 岸田 島崎 島村 島田 島袋 川上 "
    "川原 川口 川合 川島 川崎 川本 川村 川田 川端 川野 工藤 市原 市川 市村 "
    "平井 平山 平岡 平川 平松 平林 平田 平野 広瀬 広田 廣瀬 廣田 後藤 徳永 "
    "徳田 恒川 成瀬 成田 戸田 手塚 斉木 斉藤 斎藤 新井 新倉 新田 新谷 日野 "
    "日高 早坂 早川 早野 星野 時田 曽我 曽根 服部 望月 木下 木内 木原 木戸 "
    "木村 末永 本多 本橋 本田 本間 杉原 杉山 杉本 杉村 杉浦 杉田 杉野 村上 "
    "村井 村山 村岡 村木 村松 村瀬 村田 東条 東海林 松下 松井 松原 松尾 "
    "松岡 松島 松崎 松川 松本 松村 松永 松浦 松田 板倉 板垣 柏木 柘植 柳原 "
    "柳沢 柳澤 柳田 柴田 栗原 根岸 根本 桑原 桑田 桜井 桜田 梅原 梅田 梶原 "
    "森下 森口 森山 森岡 森川 森本 森田 植木 植松 植田 椎名 榊原 榎本 樋口 "
    "樋渡 権田 横井 横尾 横山 横田 橋口 橋本 橋爪 武井 武内 武山 武田 武藤 "
    "比嘉 毛利 水口 水島 水沼 水田 水谷 水野 永井 永山 永瀬 永田 永野 江口 "
    "江藤 池田 沢井 沢田 河内 河合 河村 河野 沼田 津田 浅井 浅川 浅沼 浅田 "
    "浅野 浜口 浜田 浜野 浦野 深沢 深澤 深田 清家 清水 渡会 渡瀬 渡辺 渡邉 "
    "渡邊 渡部 湯浅 溝口 滝川 滝本 滝沢 澤田 濱田 瀧澤 瀬川 熊沢 熊田 熊谷 "
    "片山 片岡 牧野 犬飼 玉井 玉城 玉木 田中 田丸 田代 田原 田口 田宮 田島 "
    "田所 田村 田渕 田畑 田端 田辺 甲斐 畑中 畠山 白井 白石 皆川 相良 真鍋 "
    "矢島 矢野 石丸 石井 石原 石塚 石本 石橋 石沢 石津 石渡 石田 石野 石黒 "
    "磯貝 磯部 神崎 神田 神谷 福井 福原 福本 福永 福田 秋元 秋山 稲垣 稲村 "
    "稲田 稲葉 穴井 窪田 立石 竹下 竹中 竹内 竹本 竹村 笹原 笹川 筒井 箕輪 "
    "篠原 篠塚 篠崎 篠田 米山 米田 細川 細田 織田 脇田 芝田 芦田 芹沢 若山 "
    "若林 草野 荒井 荒木 菅原 菅沼 菅野 菊地 菊川 菊池 菊田 落合 藤井 藤代 "
    "藤原 藤山 藤岡 藤島 藤崎 藤川 藤本 藤村 藤森 藤澤 藤田 藤野 西原 西尾 "
    "西山 西岡 西島 西川 西本 西村 西沢 西田 西野 谷口 谷川 谷本 越智 足立 "
    "辻本 近藤 遠山 遠藤 酒井 重松 野々村 野上 野中 野原 野口 野島 野本 "
    "野村 野沢 野田 金井 金城 金子 鈴木 鈴村 鎌田 長井 長尾 長島 長嶋 長沢 "
    "長谷川 長谷部 関口 関根 関谷 阿部 難波 青木 須藤 飯塚 飯島 飯田 飯野 "
    "馬場 高井 高尾 高山 高島 高木 高松 高柳 高橋 高津 高瀬 高田 高畑 高見 "
    "高野 鳥居 鶴田 黒川 黒木 黒沢 黒澤 黒田 齊藤 齋藤 ";

/* Words that begin like a surname: the surname and 地裁, 市政, 新聞 … */
static const char *const not_given[] = {
    "市",   "県",   "町",   "村",   "区",   "駅",   "港",   "空港", "大学", "高校", "地裁", "家裁",
    "支局", "新聞", "放送", "支店", "本店", "製作", "工業", "商店", "病院", "医院", "教授", "首相",
    "知事", "会長", "社長", "監督", "投手", "選手", "容疑", "被告", "議員", "内閣", "政権", "氏",
    "さん", "流",   "家",   "公園", "神社", "温泉", "高原", "ダム", "工場", "事件", "財団", "記念",
    "証券", "銀行", "建設", "産業", "運輸", "食品", "電機", "化学", "薬品", "書店", "書房", "出版",
    "美術", "城跡", "線",   "寺",   "杯",   "賞",   "通り", "訴訟", "町長", "市長", NULL};

gboolean kiri_has_surname(KiriStr s)
{
    enum { MOST_GIVEN = 4 };
    s = kiri_str_strip(s);
    for (const char *p = surnames; *p;) {
        gsize n = strcspn(p, " ");
        if (n && s.n > n && memcmp(s.p, p, n) == 0) {
            KiriStr given = kiri_str_strip((KiriStr){s.p + n, s.n - n});
            g_autofree char *rest = kiri_str_dup(given);
            g_strchug(rest);
            if (g_str_has_prefix(rest, "　"))
                memmove(rest, rest + strlen("　"), strlen(rest) - strlen("　") + 1);
            glong chars = kiri_chars(rest);
            return chars >= 1 && chars <= MOST_GIVEN && !kiri_starts_with_any(rest, not_given);
        }
        p += n + strspn(p + n, " ");
    }
    return FALSE;
}
