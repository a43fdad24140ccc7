package scoring

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// variants lists characters of names that are written in several ways, in simplified, Japanese and
// traditional form; the first stands for all.
var variants = firstOf(`东東 华華 学學 国國 医醫 协協 厦廈 台臺 关関關 开開 广広廣 应応應 庆慶 户戸戶 旧舊 术術
	业業 桥橋 机機 气気氣 汉漢 沈瀋 冲沖 泽沢澤 济済濟 滨浜濱 湾灣 泻潟 独獨 龙竜龍 产産 县県縣 稻稲 统統 维維 绳縄繩 纤繊纖
	义義 艺芸藝 叶葉 药薬藥 蓝藍 兰蘭 语語 丰豊豐 贺賀 农農 长長 门門 阳陽 际際 电電 静靜 顺順 养養 馆館 马馬 鸟鳥 岛島 冈岡
	师師 库庫 德徳 惠恵 爱愛 复復 宫宮 尔爾 齿歯齒 创創 价価價 儿児兒 会會 剑剣劍 伦倫 罗羅 亚亜亞 纽紐 约約 宾賓 达達 顿頓
	苏蘇 联連聯 诺諾 纳納 肯肯 芝芝 级級 乐楽樂 鲁魯 鲍鮑 麦麥 迈邁 杰傑 韩韓 汉漢 济済濟 强強 万萬 总総總 经経經 营営營 圣聖
	哥哥 伯伯 货貨 贝貝 费費 贾賈 赫赫 莱萊 荷荷 萨薩 谢謝 钱錢 银銀 锡錫 阿阿 隆隆 飞飛 丽麗 乌烏 决決 凯凱 劳労勞 动動 卢盧
	卫衛 压圧壓 双雙 变変變 叹嘆 图図圖 处処處 备備 姆姆 宁寧 实実實 对対對 导導 尽尽盡 属属屬 岁歳歲 师師 带帯帶 归帰歸 录録錄
	忆憶 戏戯戲 战戦戰 扩拡擴 择択擇 损損 据拠據 摄摂攝 敌敵 断断斷 时時 晓暁曉 权権權 条条條 来来來 杨楊 枪槍 标標 样様樣 树樹 检検檢
	楼楼樓 横横橫 欢歓歡 欧欧歐 残残殘 毕畢 沟溝 没沒 泪涙淚 浅浅淺 测測 浓濃 浮浮 涛涛濤 涩渋澀 满満滿 渐漸 温温溫 灵霊靈 点点點 炼錬煉
	热熱 焕煥 牺犠犧 犹猶 狮獅 玛瑪 环環 现現 琼瓊 画画畫 疗療 盐塩鹽 监監 盖蓋 矿鉱礦 码碼 础礎 确確 礼礼禮 称称稱 稳穏穩 穷窮 竞競
	笔筆 签簽 简簡 粮糧 类類 紧緊 红紅 纪紀 纯純 纲綱 纸紙 线線 练練 组組 细細 终終 绍紹 绘絵繪 给給 络絡 绝絶絕 继継繼 续続續 绿緑綠
	编編 缘縁緣 网網 职職 肃粛肅 脑脳腦 脸臉 节節 荐薦 荣栄榮 营営營 虑慮 虾蝦 补補 袭襲 规規 视視 觉覚覺 觌覿 计計 认認 讨討 训訓 议議 记記
	讲講 许許 论論 设設 访訪 证証證 评評 识識 诊診 词詞 译訳譯 试試 诗詩 话話 该該 详詳 误誤 说説說 请請 读読讀 课課 调調 谈談 谷谷 贵貴 贸貿
	资資 赛賽 赞賛贊 跃躍 车車 转転轉 轮輪 软軟 轻軽輕 载載 较較 辉輝 边辺邊 辽遼 迁遷 过過 运運 还還 进進 远遠 违違 连連 迪迪 选選 递逓遞 邓鄧
	邮郵 郑鄭 释釈釋 针針 钟鐘 钢鋼 铁鉄鐵 铃鈴 锦錦 镇鎮 闻聞 阴陰 阶階 陆陸 陈陳 险険險 随随隨 难難 雪雪 雾霧 韦韋 页頁 顶頂 项項 须須 预予預 领領 频頻
	题題 颜顔顏 额額 风風 饭飯 馈饋 驻駐 验験驗 骑騎 骨骨 鱼魚 鲜鮮 鸡鶏雞 鸿鴻 鹤鶴 鹰鷹 黄黃 齐斉齊 澳澳 澤泽`)

// firstOf maps every character of a group to the first.
func firstOf(text string) map[rune]rune {
	m := map[rune]rune{}
	for _, group := range strings.Fields(text) {
		letters := []rune(group)
		for _, r := range letters[1:] {
			if _, taken := m[r]; !taken && r != letters[0] {
				m[r] = letters[0]
			}
		}
	}
	return m
}

// accents maps letters with accents to those without.
var accents = firstOf(`aàáâãäåāăąảạấầẩẫậắằẳẵặ cçćĉċč dďđð eèéêëēĕėęěẻẽẹếềểễệ gĝğġģ hĥħ iìíîïĩīĭįıỉị jĵ kķ lĺļľŀł nñńņňŉ oòóôõöøōŏőơỏọốồổỗộớờởỡợ
	rŕŗř sśŝşšș tţťŧț uùúûüũūŭůűųưủụứừửữự wŵ yýÿŷỳỷỹỵ zźżž`)

// narrow writes full-width letters, digits and signs as narrow ones.
func narrow(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		}
		return r
	}, text)
}

// isLocal reports whether a name is written in Chinese, Japanese or Korean.
func isLocal(name string) bool { return strings.ContainsFunc(name, isLocalLetter) }

func isLocalLetter(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Katakana, unicode.Hiragana, unicode.Hangul)
}

// words returns the words of a name in lower case, without accents.
func words(name string) []string {
	var b strings.Builder
	for _, r := range strings.ToLower(narrow(name)) {
		if plain, ok := accents[r]; ok {
			r = plain
		}
		switch {
		case r == 'ß':
			b.WriteString("ss")
		case r == 'æ':
			b.WriteString("ae")
		case r == 'œ':
			b.WriteString("oe")
		case r == '\'', r == '’', r == '.', unicode.Is(unicode.Mn, r): // King's, St., an accent by itself
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			b.WriteRune(r)
		default:
			b.WriteByte(' ')
		}
	}
	return strings.Fields(b.String())
}

// wholeName is a name by all its words but "the".
func wholeName(name string) string {
	return strings.Join(slices.DeleteFunc(words(name), func(w string) bool { return w == "the" }), " ")
}

// telling returns those of the words that tell a university from others.
func telling(list []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(w string) bool { return slices.Contains(common, w) })
}

// common are words that do not tell one university from another, and what people write around a name.
var common = strings.Fields("university univ uni universiti universitas universidad universitat universite the of at and in i im am from graduated graduate to went college my alma mater phd msc ma ms bsc ba degree master bachelor student alumni alumnus studied for")

// localName returns the characters of a name in Chinese, Japanese or Korean, and the letters among
// them, in the first of their forms; without what stands in brackets and without the word
// for university at the end.
func localName(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(narrow(name)) {
		if r == '（' || r == '(' {
			break
		}
		if !isLocalLetter(r) && r != 'ー' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if first, ok := variants[r]; ok {
			r = first
		}
		b.WriteRune(r)
	}
	key := b.String()
	for _, university := range []string{"大学院大学", "大学", "대학교", "대학"} {
		if key != university {
			key = strings.TrimSuffix(key, university)
		} else {
			key = ""
		}
	}
	return key
}

// placesTXT are countries, regions and cities, separated by commas, that are no universities
// where they stand alone.
//
//go:embed places.txt
var placesTXT string

var places = sync.OnceValue(func() map[string]bool {
	m := map[string]bool{}
	for name := range strings.FieldsFuncSeq(placesTXT, func(r rune) bool { return r == ',' || r == '\n' }) {
		m[placeName(name)] = true
	}
	for i := range universities {
		m[placeName(universities[i].Country)] = true
		m[placeName(universities[i].CountryLocal)] = true
	}
	delete(m, "")
	return m
})

// placeName is a name as a place: all of it.
func placeName(name string) string {
	if !isLocal(name) {
		return wholeName(name)
	}
	return strings.Map(func(r rune) rune {
		if first, ok := variants[r]; ok {
			return first
		}
		return r
	}, strings.TrimSpace(name))
}

// isPlace reports whether the text is a country or a city.
func isPlace(text string) bool {
	return places()[placeName(strings.TrimRight(text, "的の"))]
}

// onlyPlaces reports whether an English name is "University" and a place, as of a university that
// is not listed: others in that place are not meant.
func onlyPlaces(name string) bool {
	if isLocal(name) {
		return places()[localName(name)]
	}
	list := words(name)
	return slices.Contains(list, "university") && places()[strings.Join(telling(list), " ")]
}

// nearName is a name for comparing by letters.
func nearName(name string) string {
	if isLocal(name) {
		return localName(name)
	}
	return strings.Join(telling(words(narrow(name))), " ")
}

// nearNames are the names of each university for comparing by letters.
var nearNames = sync.OnceValue(func() [][]string {
	list := make([][]string, len(universities))
	for i := range universities {
		for _, name := range universities[i].ownNames() {
			list[i] = append(list[i], nearName(name))
		}
	}
	return list
})

// distance counts the letters to change, add, leave out or exchange with the next one to come from a to b.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	var before, last []int
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		before, last, row = last, row, make([]int, len(y)+1)
		row[0] = i + 1
		for j := range y {
			change := last[j]
			if x[i] != y[j] {
				change++
			}
			row[j+1] = min(change, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x[i] == y[j-1] && x[i-1] == y[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(y)]
}
