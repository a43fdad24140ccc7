package locales

import (
	"regexp"
	"strings"
	"testing"
)

// simplifiedOnly are characters that are written so in Simplified Chinese and not in
// Traditional: one of each pair that the texts in Simplified Chinese use.
const simplifiedOnly = "专业两个么书买亿从优会体余决几创别务单历参发变号后吗员国头妇学对导岁师带开当总执择换据数无术权来毕汉没满码确种积类级经结继续职计认证试详语说读课软过运还进选错长门问项领题额验驻税万圆应该负购关听译护医够点亲养孙怀离儿这边们请谢帮简报见观视觉记讯设许论评询话误调谈讲资质赚卖费货财贸赏奖获责贴账轮转办适迟达远连乡释钱银镇闭间际随虽难电灵预顺须顾风飞馆马齐龄龙东车军农范节笔筑纪约纯纳纸细终组给统绝维网线编练县织绘缴罢义习联声临旧华叶处补装规订讨训访词谁诺谋识议让丰轻输杂云韩页频颗愿驾骑惊麦黄齿启丧严园图团场块压坏寿梦夺奋实写宝将层岛币库厂广弹爱态庆凭忆战戏户扫挂损扬拥担扩摆断时暂条杨构楼标样机档检欢欧杀气灭涨洁济灾热营争爷墙独现环画异疗尽监盘众础礼稳穷竞签粮红紧缘缩绩艺药兰苏虫卫冲诈贝贡贫贩贪贯贺宾赠赢轨较辆辈辑辞递遗邮郑邻针钓铃钢录键铁闪阅阵陈阴阳队阶隐鸡雾静响顶顿颇颜饭饮饱饿驳"

// foreignWords are what a reader in Taiwan says otherwise, and characters that a conversion
// one by one gets wrong.
var foreignWords = map[string]string{
	"日元": "日圓", "信息": "資訊", "軟件": "軟體", "網絡": "網路", "數據庫": "資料庫", "程序員": "程式設計師", "默認": "預設", "點擊": "按", "視頻": "影片", "打印": "列印",
	"影印件": "影本", "複印": "影印", "僱用合同": "僱用契約", "型別": "類型", "公佈": "公布", "水平": "程度", "菜單": "選單", "屏幕": "螢幕", "賬": "帳", "裏": "裡", "爲": "為", "衆": "眾",
	"銷售額": "營業額", "研究生院": "研究所", "本科": "學士", "大專": "專科", "自考": "自學考試", "打分": "計分", "享受": "享有", "渠道": "管道", "質量": "品質", "優化": "改善", "激活": "啟用", "消息列": "討論串", "文件夾": "資料夾",
	"演算法律": "算法律", "最多隻": "最多只", "有望": "可望", "報道": "報導", "在讀": "在學", "材料": "文件", "家政人員": "家事使用人", "標籤頁": "分頁", "約樣": "同樣", "虛假": "不實", "序號": "編號", "1号": "1號",
	"以后": "以後", "之后": "之後", "最后": "最後", "里面": "裡面", "這里": "這裡", "周歲": "週歲",
	"關系": "關係", "聯系": "聯絡", "台灣": "臺灣", "台幣": "臺幣",
}

// exams are the official names of examinations in mainland China, in Traditional characters.
var exams = regexp.MustCompile(`信息系統項目管理師|軟件設計師|網絡工程師|數據庫系統工程師|程序員|系統集成項目管理工程師`)

// japaneseName is what stands in brackets in Japanese, which writes some characters as
// Simplified Chinese does.
var japaneseName = regexp.MustCompile(`（[^（）]*）|高度専門職[12]号|応用情報|基本情報|大学院|短期大学|高専`)

// TestTraditional: the texts in Traditional Chinese have no Simplified character left, no word
// of the mainland and no character of a conversion that looks at one at a time.
func TestTraditional(t *testing.T) {
	for id, forms := range texts(t, "zh-Hant") {
		if id == "university.characters" { // from simplified characters to others
			continue
		}
		for _, f := range forms {
			f = japaneseName.ReplaceAllString(exams.ReplaceAllString(f, ""), "")
			for _, r := range f {
				if strings.ContainsRune(simplifiedOnly, r) {
					t.Errorf("%s has %q: %s", id, r, f)
				}
			}
			for word, better := range foreignWords {
				if strings.Contains(f, word) {
					t.Errorf("%s has %q, say %q: %s", id, word, better, f)
				}
			}
			if strings.ContainsAny(f, "“”‘’") {
				t.Errorf("%s has other quotation marks than 「」: %s", id, f)
			}
		}
	}
}
