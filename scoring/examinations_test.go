package scoring

import (
	"slices"
	"strings"
	"testing"
)

// TestEveryExaminationName walks every name of the file to its row, alone and beside another.
func TestEveryExaminationName(t *testing.T) {
	for i, f := range fields(examinationsTSV) {
		if len(f) != 4 || !slices.Contains([]string{"current", "former", "no"}, f[0]) {
			t.Fatalf("line %d: %q", i, f)
		}
		for name := range strings.SplitSeq(f[2]+","+f[3], ",") {
			name, unsure := strings.CutPrefix(name, "?")
			if name == "" {
				continue
			}
			for _, text := range []string{name, name + " exam", strings.ToUpper(name), "PMP, " + name} {
				found, sure := FindExaminations(text)
				if !slices.ContainsFunc(found, func(x Examination) bool { return x.Name == f[2] }) || sure == unsure {
					t.Errorf("%q: %v, sure %v, want %s", text, found, sure, f[2])
				}
			}
		}
	}
	seen := map[string]string{}
	for _, n := range examinationNames {
		if other, ok := seen[n.text]; ok && other != examinations[n.at].Name {
			t.Errorf("%q is %s and %s", n.text, other, examinations[n.at].Name)
		}
		seen[n.text] = examinations[n.at].Name
	}
}

// The notification's list (hsp-rules, appendix A): how many names each country has, and what is on
// no list though it looks like it.
func TestExaminationsOfTheNotification(t *testing.T) {
	listed := map[string]int{}
	for _, x := range examinations {
		if x.Listed {
			listed[x.Country]++
		}
	}
	for country, n := range map[string]int{"China": 8, "Taiwan": 3, "Korea": 2, "Singapore": 1} {
		if listed[country] != n {
			t.Errorf("%s has %d, want %d", country, listed[country], n)
		}
	}
	for _, name := range []string{"情報処理安全確保支援士", "ITストラテジスト", "システムアーキテクト", "プロジェクトマネージャ", "ネットワークスペシャリスト",
		"データベーススペシャリスト", "エンベデッドシステムスペシャリスト", "ITサービスマネージャ", "システム監査技術者", "応用情報技術者", "基本情報技術者", "情報セキュリティマネジメント",
		"特種情報処理技術者", "ソフトウェア開発技術者", "上級システムアドミニストレータ", "情報セキュリティスペシャリスト"} {
		if x := ExaminationNamed(name); x == nil || !x.Listed || x.Edition != itNotification2020 {
			t.Errorf("%s: %v", name, x)
		}
	}
}

func TestFindExaminations(t *testing.T) {
	for text, want := range map[string]string{
		"基本情報":                 "基本情報技術者",
		"応用情報と基本情報":            "応用情報技術者 基本情報技術者",
		"FE and AP":            "基本情報技術者 応用情報技術者",
		"软考 软件设计师":             "软考 软件设计师",
		"軟考軟件設計師":              "软考 软件设计师",
		"정보처리기사":               "情報処理技師（정보처리기사）",
		"정보처리산업기사":             "情報処理産業技師（정보처리산업기사）",
		"PhilNITS FE":          "FE（ITPEC）",
		"簿記と基本情報":              "簿記 基本情報技術者",
		"AWS, PMP":             "AWS PMP",
		"ITパスポート":              "ITパスポート",
		"信息安全工程师":              "软考 信息安全工程师",
		"登録セキスペ":               "情報処理安全確保支援士",
		"セキスペ":                 "情報セキュリティスペシャリスト",
		"I passed the FE exam": "基本情報技術者",
		"応用情報技術者試験に合格しました": "応用情報技術者",
		"no FE":                   "",
		"FEは持っていない":               "",
		"feed":                    "",
		"two of them":             "",
		"one":                     "",
		"lawyer":                  "",
		"ap and a driver license": "",
	} {
		found, _ := FindExaminations(text)
		var names []string
		for _, x := range found {
			names = append(names, x.Name)
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
