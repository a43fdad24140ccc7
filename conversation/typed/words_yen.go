package typed

// yenWords are the words of a question about an amount of yen in a year.
var yenWords = newLexicon(numerals, joints, nothings, []row{
	// Signs
	{yenSign, 0, "¥|\\"},
	{money, 0, "$|€|£|₩|₹|฿|₫|₱|₽|₺|₦|₴|₪|₿|¢"},
	// Scales in letters
	{big, 1e3, "k"}, {big, 1e6, "m|mm|mn|mil|mill|mio"}, {big, 1e9, "b|bn|bil"},
	{big, 1e4, "man|wan|w"}, {big, 1e8, "oku"}, // 万 and 億 as typed without an input method
	{lakh, 1e5, "lakh|lakhs|lac|lacs"}, {lakh, 1e7, "crore|crores|cr"},

	// English
	{yen, 0, "yen|jpy|yens|japanese yen|jp¥|jpn"},
	{money, 0, "usd|us dollars|us|dollar|dollars|bucks|eur|euro|euros|gbp|pound|pounds|quid|rmb|cny|yuan|renminbi|cn|cnh"},
	{money, 0, "krw|won|inr|rupee|rupees|rs|rs.|lpa|php|peso|pesos|vnd|dong|thb|baht|sgd|aud|cad|nzd|hkd|hk|twd|ntd|nt|idr|rupiah|myr|ringgit|rm|chf|franc|francs|brl|reais|real|rub|rouble|roubles|ruble|rubles|sek|nok|dkk|pln|zloty|try|lira|aed|dirham|dirhams|pkr|bdt|taka|lkr|npr|kzt|uah|mxn|ngn|naira|zar|rand|egp|mmk|kyat|btc"},
	{monthly, 12, "per month|a month|monthly|/month|/mo|/m|each month|every month|month|months|pcm|per mo|p/m|p.m.|/ month|mo"},
	{monthly, 0, "per hour|an hour|hourly|/hour|/h|/hr|per day|a day|daily|/day|per week|a week|weekly|/week|/wk|hour|day|week|per quarter|quarterly"},
	{takeHome, 0, "net|take home|take-home|after tax|after-tax|after taxes|post-tax|in hand|in-hand"},
	{none, 0, "no income|no salary|no earnings|no pay|no wage|no money|no annual income|i have no income|i don't have income|don't have any income|zero income"},
	{skip, 0, "income|annual|annually|yearly|per year|a year|/year|/yr|/y|per annum|p.a.|p.a|pa|p/a|/annum|a yr|per yr|/ year|year|each year|every year|this year|salary|pay|wage|wages|earnings|earning|compensation|comp|tc|package|remuneration|gross|pre-tax|pretax|before tax|before taxes|including bonus|incl bonus|incl. bonus|inc bonus|with bonus|bonus included|including bonuses|including bonus and allowances|all in|i earn|i make|i get|we earn|earn|make|making|get|will be|would be|should be|is about|is around|expected|expecting|offer|my salary is|they pay me|somewhere"},

	// Japanese
	{yen, 0, "円|えん|エン|日本円|日本円で"},
	{money, 0, "ドル|米ドル|弗|ユーロ|ポンド|元|人民元|中国元|ウォン|台湾ドル|台湾元|香港ドル|ルピー|ペソ|バーツ|フラン|ルーブル|豪ドル|カナダドル|シンガポールドル|ドン|ルピア|リンギット|レアル|リラ"},
	{monthly, 12, "月給|月収|月額|月々|毎月|月|月あたり|月当たり|か月|ヶ月|カ月|ケ月|ヵ月|/月|ひと月|額面月収|基本給"},
	{monthly, 0, "時給|日給|週給|時間|日当|/日|/時|日額|週"},
	{takeHome, 0, "手取り|手取|てどり|税引後|税引き後|税抜き"},
	{none, 0, "無収入|収入なし|収入ゼロ|所得なし|収入無し|収入はない|収入はありません|収入がない|収入がありません|年収なし|年収ゼロ"},
	{skip, 0, "年収|年俸|年収は|年|年間|年間で|年額|1年|一年|1年間|一年間|1年で|給与|給料|収入|所得|報酬|報酬額|総額|総支給|総支給額|額面|額面で|税込|税込み|税引前|税引き前|ボーナス込|ボーナス込み|ボーナス込みで|賞与込|賞与込み|賞与込みで|賞与含む|ボーナス含む|諸手当込み|手当込み|残業代込み|想定年収|予定年収|理論年収|希望年収|額|金額|稼いでいます|見込年収|見込み年収|見込額|おおよその年収"},

	// Chinese
	{yen, 0, "日元|日円|日币|日幣|日圆|日圓"},
	{money, 0, "人民币|人民幣|元人民币|块|块钱|塊|塊錢|美元|美金|美刀|刀|美币|欧元|歐元|英镑|英鎊|港币|港幣|港元|台币|台幣|臺幣|新台币|新台幣|新臺幣|韩元|韓元|韩币|韓幣|韩圆|新币|新幣|新加坡元|坡币|澳元|澳币|澳幣|加元|加币|加幣|泰铢|泰銖|卢比|盧比|越南盾|瑞郎|卢布|盧布|马币|馬幣|令吉|澳门币"},
	{monthly, 12, "月薪|月入|每月|每个月|每個月|一个月|一個月|个月|個月|月收入|月工资|月工資|/个月|月均|底薪"},
	{monthly, 0, "时薪|時薪|日薪|周薪|週薪|每小时|每小時|每天|每周|每週|一天|小时|小時|天"},
	{takeHome, 0, "税后|税後|稅後|到手|到手价|实发|實發|实拿|實拿|净收入|扣税后|税后年薪|税后年收入"},
	{none, 0, "没有收入|沒有收入|没收入|沒收入|无收入|零收入|收入为零|收入为0"},
	{skip, 0, "年薪|年收|年收入|年入|每年|一年下来|/年|全年|年薪是|收入|薪水|薪资|薪資|工资|工資|工资是|薪酬|税前|稅前|税前年薪|税前年收入|总包|總包|包|含奖金|含獎金|包括奖金|包含奖金|含税|含稅|算上奖金|总收入|總收入|总额|總額|拿|挣|賺|赚|报酬|预计年薪|預計年薪|能拿|一年能拿"},
})
