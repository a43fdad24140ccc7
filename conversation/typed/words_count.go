package typed

// countWords are the words of a question about how many.
var countWords = newLexicon(numerals, joints, nothings, []row{
	// English
	{skip, 0, "licence|licences|license|licenses|qualification|qualifications|certificate|certificates|certification|certifications|cert|certs|patent|patents|paper|papers|item|items|thing|things|piece|pieces|child|children|kid|kids|people|person|national|japanese|pcs|different|national licences|hold|i hold|of them|both"},
	{none, 0, "no licence|no licences|no license|no licenses|no qualification|no qualifications|no certificates|no certifications|no certs|don't have any|i don't have any|i have none|no children|no kids|no patents|no papers|not one"},
	// Japanese
	{skip, 0, "個|こ|つ|件|種類|資格|国家資格|免許|持っています|持ってます|保有|保有しています|取得|取得済み|人|名|本|枚|回|報|種|ヶ|コ"},
	{ones, 1, "ひとつ|ヒトツ|いっこ"}, {ones, 2, "ふたつ|フタツ|ふたり"}, {ones, 3, "みっつ|ミッツ"}, {ones, 4, "よっつ|ヨッツ"}, {ones, 5, "いつつ"},
	{ones, 6, "むっつ"}, {ones, 7, "ななつ"}, {ones, 8, "やっつ"}, {ones, 9, "ここのつ"},
	{none, 0, "資格なし|免許なし|資格はない|資格はありません|資格がない|持っていない|持っていません|持ってない|持ってません|該当なし|子供はいない|子供はいません|いない|いません"},
	// Chinese
	{skip, 0, "个|項|项|张|張|证|證|证书|證書|资格|資格證|执照|執照|国家资格|國家資格|种|種類的|部|篇|个孩子|孩子|持有|拥有|擁有|拿到"},
	{none, 0, "没有证书|沒有證書|没有资格|沒有資格|没证|沒證|没有孩子|没孩子"},
})
