package conversation

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"hspbot/locales"
	"hspbot/scoring"
)

// pictured are people whose pictures are kept as files.
var pictured = map[string]string{
	"engineer": `{"as_of":"2026-11-29","birth_date":"1996-03-02","degrees":["master"],"different_fields":false,"japanese":"n1","annual_income_jpy":6000000,
		"career_since":"2021-06-01","research":[],"licences":0,"position":"none","innovation_support":false,"japanese_university":false}`,
	"undecided": `{"as_of":"2026-11-29","birth_date":"1987-12-25","degrees":["bachelor"],"japanese":"n2","annual_income_jpy":9000000,"career_since":"2017-04-10","licences":0}`,
}

func person(t testing.TB, name string) scoring.Person {
	t.Helper()
	p, err := scoring.ParsePerson([]byte(pictured[name]))
	if err != nil {
		t.Fatal(name, err)
	}
	return p
}

// among are the categories that somebody is looked at in.
func among(name string) scoring.Sheets {
	if name == "engineer" {
		return scoring.Only(scoring.Technical)
	}
	return scoring.AllSheets
}

// TestChartPicture: the picture is the one that was looked at, in each language, one person on
// a light ground and one on a dark one.
// With -update it is written anew: look at it then.
func TestChartPicture(t *testing.T) {
	for name := range pictured {
		p := person(t, name)
		for _, tag := range locales.Tags() {
			data, err := PointsChart(p, among(name), tag, name == "undecided")
			if err != nil {
				t.Fatal(name, tag, err)
			}
			samePicture(t, "chart."+name+"."+tag+".png", data)
		}
	}
}

// samePicture compares a picture with the file of that name. Letters may have other edges where
// the processor counts otherwise.
func samePicture(t *testing.T, name string, data []byte) {
	t.Helper()
	file := filepath.Join("testdata", "pictures", name)
	if *update {
		var small bytes.Buffer
		if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&small, decoded(t, data)); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, small.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	a, b := decoded(t, data), decoded(t, want)
	if a.Bounds() != b.Bounds() || a.Bounds().Dx() != 1080 {
		t.Errorf("%s is %v, not %v", name, a.Bounds(), b.Bounds())
		return
	}
	others := 0
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			if apart(a.At(x, y), b.At(x, y)) > 24 {
				others++
			}
		}
	}
	if others > 20 {
		t.Errorf("%s has %d pixels of another colour", name, others)
	}
}

func decoded(t *testing.T, data []byte) image.Image {
	t.Helper()
	m, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// apart is how far two colours are from each other, in the channel where they differ most: 0 to 255.
func apart(a, b color.Color) int {
	p, q := color.RGBAModel.Convert(a).(color.RGBA), color.RGBAModel.Convert(b).(color.RGBA)
	most := 0
	for _, d := range []int{int(p.R) - int(q.R), int(p.G) - int(q.G), int(p.B) - int(q.B)} {
		most = max(most, d, -d)
	}
	return most
}

func BenchmarkChart(b *testing.B) {
	p := person(b, "undecided")
	for b.Loop() {
		if _, err := PointsChart(p, scoring.AllSheets, "zh-Hant", false); err != nil {
			b.Fatal(err)
		}
	}
}
