package typed

// durations are the units of time of [Years] and [Age].
var durations = []row{
	// English
	{months, 0, "months|month|mo|mos|mo.|mth|mths"},
	// Japanese and Chinese
	{months, 0, "か月|ヶ月|カ月|ケ月|ヵ月|ヶ月間|か月間|カ月間|ケ月間|ヵ月間|箇月|个月|個月|个月的|かげつ"}, {monthMark, 0, "月"},
}

// yearsWords are the words of a question about years of experience.
var yearsWords = newLexicon(numerals, joints, nothings, durations, []row{
	// English
	{years, 0, "years|year|yrs|yr|yrs.|yr.|y|years'|year's"}, {months, 0, "m"}, {ordinalYear, 0, "th year|st year|nd year|rd year"},
	{none, 0, "no experience|no work experience|no years|no professional experience|i have no experience|no relevant experience|i have no work experience|never worked|no career|no job experience"},
	{skip, 0, "experience|exp|yoe|of experience|work|working|work experience|professional|relevant|career|industry|full-time|full time|i have been working|i've been working|i have worked|i've worked|worked|been|been working|research|teaching|management|as of now|old|already|long|full"},
	// Japanese
	{years, 0, "年|年間|ねん|ねんかん|年の|年間の|年ほど|ヵ年|カ年|か年|年くらい"}, {ordinalYear, 0, "年目|年目です"},
	{none, 0, "未経験|経験なし|実務経験なし|職歴なし|経験無し|経験はない|経験がない|経験はありません|経験がありません|職務経験なし|経験ゼロ|実務未経験"},
	{skip, 0, "経験|経験年数|実務|実務経験|職歴|職務経験|職務|勤務|勤続|働いています|働いてます|働きました|仕事|社会人|キャリア|研究|経営|経歴|在籍|従事|しています|勤めています|つとめています|丸|まる|通算|トータル|トータルで|累計|歴|経ちます"},
	// Chinese
	{years, 0, "年的|年了|载|載|周年|整年"},
	{none, 0, "没有经验|沒有經驗|无经验|無經驗|没经验|沒經驗|没有工作经验|沒有工作經驗|无工作经验|没工作过|沒工作過|没有相关经验|零经验"},
	{skip, 0, "经验|經驗|工作|工作经验|工作經驗|工作经历|经历|經歷|从业|從業|从事|從事|工龄|工齡|年资|年資|工作年限|年限|做了|干了|幹了|工作了|整|又|相关|相關|职业经验|研究经历|累计|一共有|行业|的工作"},
})
