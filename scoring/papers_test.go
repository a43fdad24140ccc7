package scoring_test

import (
	"slices"
	"testing"

	. "hspbot/scoring"
)

// TestPapers: every document that proves an item on the form is a paper for the status, once, and no
// paper is listed twice for one application. Every issuer and application is in its list.
func TestPapers(t *testing.T) {
	seen := map[string]int{}
	for _, p := range ApplicationPapers {
		seen[string(p.For)+" "+p.ID]++
		if !slices.Contains(Issuers, p.Issuer) || !slices.Contains(Applications, p.For) {
			t.Errorf("%s is of %s for %s", p.ID, p.Issuer, p.For)
		}
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%s is listed %d times", id, n)
		}
	}
	for _, r := range Rows {
		for _, d := range r.Proof {
			if seen["status "+d] != 1 {
				t.Errorf("%s is proved by %s, which is no paper", r.ID, d)
			}
		}
	}
}

// TestPapersFor: what former employers and universities issue stands before what is made at home, and
// what proves nothing that is claimed is not asked for.
func TestPapersFor(t *testing.T) {
	var ids []string
	for _, p := range PapersFor(ForStatus, []string{"income", "degree", "career"}) {
		ids = append(ids, p.ID)
	}
	if want := []string{"career", "degree", "organisation", "income", "application_form", "photo", "age", "points_sheet"}; !slices.Equal(ids, want) {
		t.Errorf("papers %v, want %v", ids, want)
	}
	if list := PapersFor(ForResidence, nil); len(list) != 11 || list[0].ID != "occupation" || list[len(list)-1].Issuer != ByApplicant {
		t.Errorf("papers for permanent residence: %v", list)
	}
}
