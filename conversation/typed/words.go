package typed

// Words every question understands. To add a language, add rows with its words here and in the
// words files of the questions; nothing else knows a language.

// numerals are the words numbers are made of.
var numerals = []row{
	// English
	{ones, 0, "zero"}, {ones, 1, "one"}, {ones, 2, "two"}, {ones, 3, "three"}, {ones, 4, "four"},
	{ones, 5, "five"}, {ones, 6, "six"}, {ones, 7, "seven"}, {ones, 8, "eight"}, {ones, 9, "nine"},
	{ones, 10, "ten"}, {ones, 11, "eleven"}, {ones, 12, "twelve"}, {ones, 13, "thirteen"},
	{ones, 14, "fourteen"}, {ones, 15, "fifteen"}, {ones, 16, "sixteen"}, {ones, 17, "seventeen"},
	{ones, 18, "eighteen"}, {ones, 19, "nineteen"},
	{tens, 20, "twenty"}, {tens, 30, "thirty"}, {tens, 40, "forty|fourty"}, {tens, 50, "fifty"},
	{tens, 60, "sixty"}, {tens, 70, "seventy"}, {tens, 80, "eighty"}, {tens, 90, "ninety"},
	{small, 100, "hundred"},
	{big, 1e3, "thousand"}, {big, 1e6, "million|millions"}, {big, 1e9, "billion"}, {big, 1e12, "trillion"},
	{article, 0, "a|an"}, {half, 0, "half"}, {plusHalf, 0, "and a half|and half|& a half"}, {point, 0, "point"},
	// Japanese and Chinese, plain, formal and simplified
	{digit, 0, "〇|零|○"}, {digit, 1, "一|壱|壹|弌"}, {digit, 2, "二|弐|贰|貳|两|兩"}, {digit, 3, "三|参|叁|參"},
	{digit, 4, "四|肆"}, {digit, 5, "五|伍"}, {digit, 6, "六|陸|陆"}, {digit, 7, "七|漆|柒"},
	{digit, 8, "八|捌"}, {digit, 9, "九|玖"},
	{tens, 20, "廿"}, {tens, 30, "卅"},
	{small, 10, "十|拾"}, {small, 100, "百|佰"}, {small, 1e3, "千|仟|阡"},
	{big, 1e4, "万|萬"}, {big, 1e8, "億|亿"}, {big, 1e12, "兆"},
	{half, 0, "半"}, {point, 0, "点|點"}, {more, 0, "多|余|餘|几|幾|数|數"},
	// Japanese, in kana
	{ones, 0, "ゼロ|ぜろ"}, {big, 1e4, "まん|マン"}, {big, 1e8, "おく|オク"},
}

// joints join numbers and bound them.
var joints = []row{
	// Signs
	{hyphen, 0, "-|ー"}, {tilde, 0, "~"}, {wave, 0, "〜"}, {to, 0, "->|→"}, {plus, 0, "+"}, {times, 0, "×|*|x"},
	{listing, 0, ",|、"}, {slash, 0, "/|."}, {near, 0, "'"}, {and, 0, "&"}, {percent, 0, "%"}, {minus, 0, "△|▲"},
	{boundBefore, atLeast, "≥|>=|≧"}, {boundBefore, over, ">"}, {boundBefore, under, "<"}, {boundBefore, atMost, "≤|<=|≦"},
	{skip, 0, "(|)|[|]|{|}|「|」|『|』|【|】|<<|>>|《|》|\"|“|”|:|;|!|?|。|・|·|•|=|_|..|...|....|≈|≒|≃"},
	// English
	{to, 0, "to|through|till|until"}, {fromBefore, 0, "from"}, {and, 0, "and"}, {between, 0, "between|in between"}, {plus, 0, "plus"}, {minus, 0, "minus|negative"},
	{percent, 0, "percent|per cent"}, {times, 0, "times"},
	{boundBefore, atLeast, "no less than|not less than|starting at|starting from|upwards of"},
	{boundBefore, over, "over|more than|above|greater than|exceeding|in excess of|higher than|just over"},
	{boundBefore, under, "under|below|less than|fewer than|lower than|just under|smaller than"},
	{boundBefore, atMost, "up to|no more than|not more than|not over|not exceeding"},
	{boundAfter, atLeast, "at least|minimum|min|min.|a minimum of|minimum of|-plus|or more|or above|or over|or higher|or older|and up|and above|and over|and more|or greater|and older"},
	{boundAfter, atMost, "at most|maximum|max|max.|a maximum of|maximum of|or less|or below|or under|or fewer|or lower|or younger|and below|and under|and younger"},
	{near, 0, "nearly|almost|close to|a little over|a bit over|a little under|slightly over|slightly under|slightly more than|slightly less than|a little more than|a little less than|not quite|approaching|not|isn't|wasn't|won't|don't"},
	{skip, 0, "about|around|roughly|approximately|approx|approx.|circa|ca|ca.|c.|or so|ish|-ish|more or less|exactly|just|only|currently|now|right now"},
	{skip, 0, "i|i am|i'm|im|i have|i've|i've got|ive|i had|have|had|it is|it's|its|my|the|of|is|in|for|total|in total|altogether|so|well|maybe|probably|say|yes|please|currently at|hi|hello|thanks|thank you"},
	// Japanese
	{from, 0, "から|より"}, {and, 0, "と|および|及び|プラス|ぷらす|たす|足す"}, {between, 0, "の間|間で"}, {minus, 0, "マイナス"}, {percent, 0, "パーセント|割"},
	{boundAfter, atLeast, "以上|最低|最低でも|少なくとも"},
	{boundAfter, over, "超|超え|を超える|を超えています|を超えます|超える|を超え|を上回る|を上回ります|より上|より多い|オーバー"},
	{boundAfter, under, "未満|を下回る|を下回ります|に満たない|より下|より少ない"},
	{boundAfter, atMost, "以下|以内|まで|までで|最大|最大で|最大でも|最高|最高で|多くて|多くても|マックス"},
	{near, 0, "弱|強|台|近く|ちかく|近い|ほぼ|もうすぐ|そろそろ|足らず|たらず|あまり|余り|ちょい|ちょっと|ギリギリ|ぎりぎり|ではない|じゃない|ではありません|じゃありません"},
	{skip, 0, "約|およそ|凡そ|おおよそ|だいたい|大体|たぶん|多分|おそらく|恐らく|一応|いちおう|ざっくり|くらい|ぐらい|位|程度|ほど|程|前後|ちょうど|丁度|見込み|予定|予想|合計|合計で|合わせて|あわせて|計|現在|いま|今|今年|今の|現時点"},
	{skip, 0, "私|わたし|僕|ぼく|俺|は|が|で|を|に|の|も|です|ですね|ですよ|でした|だ|だよ|である|になります|となります|でございます|あります|ある|もらっています|いただいています|頂いています|と思います|だと思います|と思う|だと思う|かな|かも|ね|よ|はい|ええと|えっと|えーと|えー|ええ|あの|お願いします|よろしくお願いします|満"},
	// Chinese
	{to, 0, "至|到"}, {fromBefore, 0, "从|從"}, {and, 0, "和|加|加上|跟|以及"}, {between, 0, "之间|之間|介于|介於"}, {minus, 0, "负|負"}, {percent, 0, "百分之"},
	{boundBefore, atLeast, "不低于|不低於|不少于|不少於|不小于|大于等于"},
	{boundBefore, over, "超过|超過|多于|多於|高于|高於|大于|大於|超出|突破"},
	{boundBefore, under, "不满|不滿|低于|低於|少于|少於|小于|小於|未达|未達|不够|不夠"},
	{boundBefore, atMost, "不超过|不超過|不多于|不高于|不大于"},
	{boundAfter, atLeast, "至少|最少|起码|起碼|及以上|或以上|起|往上"}, {boundAfter, under, "不到|不足|没到|沒到|未满|未滿"}, {boundAfter, atMost, "至多|最多|顶多|頂多|及以下|或以下|之内|之內|以内的"},
	{near, 0, "将近|將近|接近|差不多有|差一点|差一點|快|近|后|後|快要|不止|出头|出頭|上下浮动|来|來|不是|并不是"},
	{skip, 0, "约|大约|大約|大概|差不多|左右|上下|大致|大體|大体上|可能|应该|應該|估计|估計|预计|預計|预估|刚好|剛好|正好|总共|總共|一共|共|合计|目前|现在|我|我的|我是|我有|我今年|是|为|為|有|的|了|吧|呢|啊|呀|哦|嗯|这样|這樣|满|滿|已经|已經|已"},
}

// nothings say that there is none. With a number beside them they are a doubt.
var nothings = []row{
	// English
	{none, 0, "none|nothing|nil|not any|none at all|nothing at all"},
	// Japanese
	{none, 0, "なし|無し|ない|無い|ないです|ありません|無|ナシ|特になし|特にない|特にありません|一つもない|一つもありません|一つも無い|ひとつもない|一切ない|一切なし|まだない|まだなし|まだありません|ございません|していません|してません|したことがない|したことがありません"},
	// Chinese
	{none, 0, "没有|沒有|无|没|沒|还没有|還沒有|暂无|暫無|暂时没有|一个也没有|一個也沒有|一个都没有|一個都沒有|完全没有|完全沒有|从来没有|從來沒有|没有的|还没"},
}
