package scoring

// SMELimit is what a small or medium-sized enterprise (中小企業者) of an industry has at most: of the
// capital or of the regular employees either is enough; of a sole proprietor it is the employees.
type SMELimit struct {
	Industry    string // the text key is "sme." and the industry
	Capital     int64  // 資本金の額又は出資の総額, yen
	Employees   int    // 常時使用する従業員
	Cite        string
	Edition     *Edition
	From, Until Date // where not those of the edition
}

// Period returns the first day on which the limit holds and the first day on which it holds no longer.
func (l SMELimit) Period() (from, until Date) { return l.Edition.period(l.From, l.Until) }

// SMELimits are those of article 2 (1) of the SME Basic Act (中小企業基本法第2条第1項), as on the form. It
// must not be changed. Services follow the Japan Standard Industrial Classification: they include
// information services (software), and not telecommunications, finance or transport.
var SMELimits = []SMELimit{
	// 製造業、建設業、運輸業その他の業種
	{Industry: "manufacturing", Capital: 300_000_000, Employees: 300, Cite: smeAct + "第1号", Edition: form2023},
	// 卸売業
	{Industry: "wholesale", Capital: 100_000_000, Employees: 100, Cite: smeAct + "第2号", Edition: form2023},
	// サービス業
	{Industry: "services", Capital: 50_000_000, Employees: 100, Cite: smeAct + "第3号", Edition: form2023},
	// 小売業（飲食店を含む）
	{Industry: "retail", Capital: 50_000_000, Employees: 50, Cite: smeAct + "第4号", Edition: form2023},
}

const smeAct = "中小企業基本法第2条第1項"
