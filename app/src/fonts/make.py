"""
Makes this folder's fonts from the whole ones of a package: `python3 make.py DIR`, DIR being @expo-google-fonts/be-vietnam-pro
0.4.1, with fonttools 4.66 and brotli.

Each is one file with what Vietnamese and English are written with. Be Vietnam Pro has no digits of one width (`tnum`): a
clock would move what stands beside it each second, and a column of figures would not stand in columns. They are added, each
digit once more, in the middle of a place as wide as the nought; they weigh less than 150 bytes a file.
"""

import sys
from fontTools import subset
from fontTools.otlLib import builder
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables._g_l_y_f import Glyph, GlyphComponent

# as `unicode-range` of fonts.css says
UNICODES = (
    "20-7E,A0-FF,102-103,110-111,128-129,168-169,1A0-1A1,1AF-1B0,300-301,303,309,323,1EA0-1EF9,20AB,2010-2015,2018-201F,"
    "2020-2022,2026,202F,2030,2032-2033,2039-203A,20AC,2190-2193,2212,2260,2264-2265"
)
FEATURES = ["kern", "mark", "mkmk", "ccmp", "locl", "liga"]


def add_tabular_digits(font):
    names = font.getBestCmap()
    width = font["hmtx"][names[ord("0")]][0]
    alternates = {}
    for digit in "0123456789":
        name = names[ord(digit)]
        advance, bearing = font["hmtx"][name]
        component = GlyphComponent()
        component.glyphName, component.flags = name, 0
        component.x, component.y = round((width - advance) / 2), 0
        glyph = Glyph()
        glyph.numberOfContours, glyph.components = -1, [component]
        tabular = alternates[name] = f"{name}.tnum"
        font.setGlyphOrder([*font.getGlyphOrder(), tabular])
        font["glyf"][tabular] = glyph
        glyph.recalcBounds(font["glyf"])
        font["hmtx"][tabular] = (width, bearing + component.x)
    font["maxp"].recalc(font)
    table = font["GSUB"].table
    table.LookupList.Lookup.append(builder.buildLookup([builder.buildSingleSubstSubtable(alternates)]))
    record = otTables.FeatureRecord()
    record.FeatureTag, record.Feature = "tnum", otTables.Feature()
    record.Feature.LookupListIndex = [len(table.LookupList.Lookup) - 1]
    table.FeatureList.FeatureRecord.append(record)
    for script in table.ScriptList.ScriptRecord:
        for system in [script.Script.DefaultLangSys, *(each.LangSys for each in script.Script.LangSysRecord)]:
            system.FeatureIndex.append(len(table.FeatureList.FeatureRecord) - 1)


def make(source, target):
    options = subset.Options(flavor="woff2", hinting=False, layout_features=FEATURES)
    font = subset.load_font(source, options)
    part = subset.Subsetter(options)
    part.populate(unicodes=subset.parse_unicodes(UNICODES))
    part.subset(font)
    add_tabular_digits(font)
    subset.save_font(font, target, options)


for weight, name in ((400, "Regular"), (600, "SemiBold")):
    make(f"{sys.argv[1]}/{weight}{name}/BeVietnamPro_{weight}{name}.ttf", f"be-vietnam-pro-{weight}.woff2")
