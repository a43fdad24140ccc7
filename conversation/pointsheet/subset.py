#!/usr/bin/python3
"""Makes jp.ttf, sc.ttf and tc.ttf, the fonts that are embedded in the PDF: the characters of JIS
X 0208 level 1, GB 2312 level 1 and Big5 level 1, and all that the texts in locales use, of Noto Sans CJK
(SIL Open Font License 1.1), with quadratic outlines, which TrueType wants.

Needs Debian's fonts-noto-cjk and python3-fonttools. Run it when TestEveryCharacterHasAGlyph fails.
"""
import glob
import os

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, newTable

here = os.path.dirname(os.path.abspath(__file__))
locales = os.path.join(here, "..", "..", "locales")
source = "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"


def plane(codec, rows):
    """The characters of the rows (first bytes) of a two-byte character set."""
    for a in rows:
        for b in range(0x40, 0xFF):
            try:
                yield bytes([a, b]).decode(codec)
            except UnicodeDecodeError:
                pass


fonts = {
    "jp": ("Noto Sans CJK JP", ["ja", "en"], set(plane("euc_jp", range(0xA1, 0xD0)))),
    "sc": ("Noto Sans CJK SC", ["zh"], set(plane("gb2312", range(0xA1, 0xD8)))),
    "tc": ("Noto Sans CJK TC", ["zh-Hant"], set(plane("big5", range(0xA1, 0xC7)))),
}
common = {chr(c) for c in range(0x20, 0x17F)} | set("–—‘’“”…‰€→←↑↓≤≥×−✓●○①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑ⅠⅡⅢ■□◆◇※¥￥％～〜＝")


def quadratic(font):
    """Replaces the cubic outlines of font by quadratic ones."""
    glyphs, order = font.getGlyphSet(), font.getGlyphOrder()
    glyf = newTable("glyf")
    glyf.glyphOrder, glyf.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyf.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"] = newTable("loca"), glyf
    for name in order:
        glyf.glyphs[name].recalcBounds(glyf)
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for field in ("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements", "maxSizeOfInstructions"):
        setattr(maxp, field, 1 if field == "maxZones" else 0)
    maxp.maxComponentElements = maxp.maxComponentDepth = 0
    maxp.compile(font)
    font["post"].formatType = 3.0
    font.sfntVersion = "\x00\x01\x00\x00"


for name, (family, tags, characters) in fonts.items():
    characters |= common
    for tag in tags + ["ja"]:
        for file in glob.glob(os.path.join(locales, f"*.{tag}.toml")):
            characters |= set(open(file, encoding="utf-8").read())
    font = next(f for f in TTCollection(source).fonts if f["name"].getDebugName(1) == family)
    options = subset.Options(layout_features=[], notdef_outline=True, hinting=False, name_IDs=[0, 1, 2, 6, 13, 14], drop_tables=["BASE", "GPOS", "GSUB", "vhea", "vmtx", "DSIG"])
    cut = subset.Subsetter(options)
    cut.populate(unicodes=[ord(c) for c in characters if c > " " or c == " "])
    cut.subset(font)
    quadratic(font)
    out = os.path.join(here, name + ".ttf")
    font.save(out)
    print(out, os.path.getsize(out) // 1024, "KiB", len(font.getBestCmap()), "characters")
