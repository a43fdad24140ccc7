package partner

import (
	"os"
	"path/filepath"
	"testing"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "partners.toml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRead(t *testing.T) {
	list, err := Read(write(t, `
[sakura]
website = "https://sakura.example/"
names.en = "Sakura Office"
names.ja = "さくら事務所"
languages = ["ja", "zh-Hans"]
origins = ["https://sakura.example"]
contacts = [ { kind = "email", value = "visa@sakura.example" }, { kind = "phone", value = "+81 3 0000 0000", languages = ["ja"] } ]
`))
	if err != nil {
		t.Fatal(err)
	}
	p, ok := list.Find("sakura")
	if !ok || p.Name("ja") != "さくら事務所" || p.Name("zh") != "Sakura Office" {
		t.Errorf("found %v, %t", p, ok)
	}
	for i, bad := range []string{"[a]\nwebsite = 5\n[b]\nnames.en=\"x\"\nfoo=1\n", "[a]\nnames.en = \"A\"\nwebsite = \"javascript:alert(1)\"\n[a.leads]\nfoo=1\nemail=\"x\"\nslack.team=\"T1\"\n", "[a\n", "a = 5\n", "[a]\n[a]\n",
		"[[a]]\nnames.en=\"a\"", "[a]\nnames.en=\"A\"\ncontacts = [ {kind=\"x\", vale=\"y\"},\n {kind=\"phone\", value=5}]"} {
		_, err := Read(write(t, bad))
		t.Log(i)
		if p, ok := err.(Problems); ok {
			for _, e := range p {
				t.Log(e)
			}
		}
	}
}
