// Package pointsheet writes what a person claims down on paper: the official points sheet
// (高度専門職ポイント計算表) filled in, as the workbook that the Immigration Services Agency gives
// out, and a sheet of the same rows in the person's language as a PDF.
//
// It reads a [scoring.Person] and writes bytes; it knows no platform, no clock and no file.
package pointsheet
