// Package picture draws what a phone shows well: the points of every day as a chart, and a result
// as a summary to show an employer. Both are PNG files, 1080 pixels wide, light or dark.
//
// It is given words and figures and draws them; it decides nothing, and knows no platform and no
// clock. The fonts are those of package pointsheet.
package picture
