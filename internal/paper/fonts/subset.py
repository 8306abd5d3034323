#!/usr/bin/env python3
"""Make the two faces Ashar prints with out of Noto Sans.

    subset.py OUT.ttf BASE.ttf DONOR.ttf…

Keeps what Kyrgyz, Russian and English papers need, takes the signs the base
lacks (✓ ☐ ≥ → …) from the donors, drops hinting, layout tables and names.
fpdf parses the whole file for every document, so small is fast.
The faces in this folder came from NotoSans-SemiCondensed.ttf and
NotoSans-SemiCondensedSemiBold.ttf with NotoSansMath-Regular.ttf and
NotoSansSymbols2-Regular.ttf as donors (Debian fonts-noto-core, -extra 20201225).
"""
import sys
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

WANTED = set()
WANTED.update(range(0x20, 0x7F), range(0xA0, 0x180))          # Latin, Latin-1, Latin Extended-A
WANTED.update(range(0x400, 0x530))                            # Cyrillic with its supplement
WANTED.update(range(0x2010, 0x2028), range(0x2030, 0x203B))   # dashes, quotes, bullets
WANTED.update(map(ord, "ə Əʻʼˈ́̀̂̃̄̆̇̈̊̋̌̑̕ \u2002\u2003\u2009\u202f\u2044⁰¹²³⁴⁵⁶⁷⁸⁹₀₁₂₃₄₅₆₇₈₉"))
WANTED.update(map(ord, "€₽₸₴№™℃⅓⅔¼½¾⅛←↑→↓↔−×÷≈≠≤≥±∞√∑°·"))
WANTED.update(map(ord, "■□▢▪▫▲△▶▷▼▽◆◇○●◯★☆☐☑☒✓✔✗✘\ufffd"))


def outline(glyphs, name):
    """The glyph's outline without components."""
    pen = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(pen)
    out = TTGlyphPen(None)
    pen.replay(out)
    return out.glyph()


def main(out, base, *donors):
    font = TTFont(base)
    cmap = font.getBestCmap()
    missing = {c for c in WANTED if c not in cmap}
    o = Options()
    o.hinting, o.layout_features, o.glyph_names, o.name_IDs = False, [], False, []
    o.notdef_outline, o.recalc_bounds, o.drop_tables = True, True, ["GSUB", "GPOS", "GDEF", "kern", "STAT", "MATH"]
    s = Subsetter(o)
    s.populate(unicodes=WANTED - missing)
    s.subset(font)
    for path in donors:
        donor = TTFont(path)
        dmap, glyphs = donor.getBestCmap(), donor.getGlyphSet()
        assert donor["head"].unitsPerEm == font["head"].unitsPerEm
        for c in sorted(missing & set(dmap)):
            name = "add%04X" % c
            g = outline(glyphs, dmap[c])
            font.setGlyphOrder(font.getGlyphOrder() + [name])
            font["glyf"].glyphs[name] = g
            font["hmtx"].metrics[name] = donor["hmtx"][dmap[c]]
            for t in font["cmap"].tables:
                if t.isUnicode():
                    t.cmap[c] = name
            missing.discard(c)
    font["glyf"].glyphOrder = font.getGlyphOrder()
    # The licence asks nothing of the name, but a subset should not pass for the whole.
    font["name"].names = []
    for ident, text in {1: "Ashar Paper", 2: "Regular", 4: "Ashar Paper", 6: "AsharPaper",
                        0: "Copyright Google Inc., Noto Sans, SIL OFL 1.1; subset"}.items():
        font["name"].setName(text, ident, 3, 1, 0x409)
    # fpdf reads only format 4 subtables.
    font["cmap"].tables = [t for t in font["cmap"].tables if t.format == 4 and t.platformID == 3]
    font["post"].formatType = 3.0
    font["head"].modified = font["head"].created
    font.recalcTimestamp = False
    font.save(out)
    print(out, len(font.getGlyphOrder()), "glyphs; nowhere:", " ".join("U+%04X" % c for c in sorted(missing)))


if __name__ == "__main__":
    main(*sys.argv[1:])
