"""The kinds of things in Word files, web pages and PDF, in Chinese; what is not here is told by its name."""

from __future__ import annotations


def by_name(kinds: dict[str, str]) -> dict[str, str]:
    """The kind of each name, from the names of each kind with spaces between them."""
    return {name: kind for kind, names in kinds.items() for name in names.split()}


# Parts of a Word package, by what stands in their path; the first that fits counts.
PARTS = by_name(
    {
        "脚注": "footnotes",
        "尾注": "endnotes",
        "批注": "comments",
        "页眉": "header",
        "页脚": "footer",
        "图片": "media/",
        "嵌入的对象": "embeddings",
        "宏": "vbaproject vbadata",
        "控件": "activex",
        "图表": "charts",
        "示意图": "diagrams",
        "自定义数据": "customxml",
        "文档部件": "glossary",
        "主题": "theme",
        "样式": "styles",
        "设置": (
            "settings compat compatSetting zoom defaultTabStop characterSpacingControl "
            "autoHyphenation themeFontLang bordersDoNotSurroundHeader "
            "bordersDoNotSurroundFooter suppressLineNumbers balanceSingleByteDoubleByteWidth "
            "clrSchemeMapping decimalSymbol listSeparator"
        ),
        "网页设置": "websettings",
        "自动编号": "numbering ilvl",
        "字体表": "fonttable",
        "嵌入的字体": "fonts/",
        "文件属性": "docprops",
        "数字签名": "_xmlsignatures",
        "插入的其他文件": "afchunk",
        "部件关系": ".rels",
        "部件清单": "[content_types]",
        "正文": "word/document",
        "打印机设置": "printersettings",
        "审阅者名单": "people",
    }
)


def _kinds(*lines: str) -> frozenset[str]:
    return frozenset("、".join(lines).split("、"))


# Kinds that say how something is set, and those that nobody sees. All others, known or not, come before them:
# they may add, hide or exchange what is read.
LAYOUT = _kinds(
    "字号、文字缩放、文字升降、间距、字体、字体表、加粗、倾斜、下划线、行高、单元格宽度、列宽、单元格合并",
    "表格边框、表格宽度、表格位置、对齐、缩进、段落样式、文字样式、表格样式、样式、纸张大小、页边距、分栏",
    "分节、文字段、文字、段落、换行或分页、制表符、换行、段落格式、文字格式、单元格格式、行的格式",
    "表格格式、分页、单元格边距、字距、断字、文档网格、页码、主题、表格的行、单元格、表格的各部分",
    "字体和颜色、版块、标题、宽度、高度、字体或字号、字宽、行距、文字的位置、线条、文字块",
    "绘图的层次、文档类型、语言、打开方式",
)
INNER = _kinds(
    "部件清单、部件关系、文件属性、Word 的保存记录、设置、网页设置、打印机设置、数据的编号",
    "文件标识、结构标记、书签、链接的目标、正文、PDF 版本",
    "格式扩展、跳格次序、页面",
)
# Kinds that people add to a Word file besides its text, and by which they mark text: a report has none.
PICTURES = _kinds("图片、图形、图形或图片、浮动的图形或图片、图表、示意图")
ADDED = PICTURES | _kinds(
    "公式、嵌入的对象、控件、宏、插入的其他文件、子文档、隐藏文字",
    "删除线、双删除线、突出显示、文字颜色",
)
UNNAMED = "不认识的内容"

# Attributes of any element of a Word file.
ATTRIBUTES = by_name(
    {
        "Word 的保存记录": "rsidR rsidRPr rsidRDefault rsidP rsidTr rsidSect paraId textId Ignorable",
        "对打开文件的软件的要求": "MustUnderstand ProcessContent conformance",
    }
)

# Elements of a Word file.
WORD = by_name(
    {
        "文本框": "txbxContent textbox",
        "图形": "pict shape wsp wgp wpc rect",
        "图形或图片": "drawing inline",
        "浮动的图形或图片": "anchor",
        "图片": "pic blip imagedata",
        "页面背景": "background",
        "嵌入的对象": "object OLEObject",
        "控件": "control",
        "公式": "oMath oMathPara",
        "插入的其他文件": "altChunk",
        "子文档": "subDoc",
        "打开时计算的域": "fldSimple fldChar instrText fldData",
        "窗体域": "ffData",
        "打开时更新域": "updateFields",
        "拼音或注音文字": "ruby rt rubyBase rubyPr",
        "修订": "ins del moveFrom moveTo rPrChange pPrChange trackRevisions cellIns cellDel",
        "修订删去的文字": "delText",
        "批注": "comment commentReference commentRangeStart commentRangeEnd",
        "脚注": "footnote footnoteReference",
        "尾注": "endnote endnoteReference",
        "隐藏文字": "vanish specVanish webHidden",
        "隐藏内容": "hidden",
        "文字颜色": "color",
        "突出显示": "highlight",
        "底纹": "shd",
        "删除线": "strike",
        "双删除线": "dstrike",
        "字号": "sz szCs",
        "文字缩放": "w",
        "文字升降": "position",
        "上标下标": "vertAlign",
        "间距": "spacing",
        "文字挤压": "fitText",
        "文字效果": "effect emboss imprint shadow numForm numSpacing ligatures stylisticSets",
        "字体": "rFonts",
        "字体表": "font charset family pitch",
        "字体的替换名": "altName",
        "符号字体的字符": "sym",
        "加粗": "b bCs",
        "倾斜": "i iCs",
        "下划线": "u",
        "着重号": "em",
        "大写": "caps smallCaps",
        "文字轮廓": "outline textOutline",
        "文字边框": "bdr",
        "文字填充": "textFill",
        "文字方向": "bidi rtl bdo dir textDirection bidiVisual",
        "双行合一或纵横混排": "eastAsianLayout",
        "行高": "trHeight",
        "单元格宽度": "tcW",
        "列宽": "gridCol tblGrid",
        "单元格合并": "gridSpan vMerge hMerge",
        "表格": "tbl",
        "表格的行": "tr",
        "单元格": "tc",
        "浮动表格": "tblpPr",
        "表格边框": "tblBorders tcBorders",
        "表格宽度": "tblW",
        "表格位置": "tblInd",
        "对齐": "jc",
        "缩进": "ind",
        "图文框": "framePr",
        "段落边框": "pBdr",
        "自动编号": "numPr numId abstractNum num lvl",
        "段落样式": "pStyle",
        "文字样式": "rStyle",
        "表格样式": "tblStyle",
        "样式": (
            "style name aliases basedOn next link qFormat uiPriority unhideWhenUsed semiHidden "
            "autoRedefine latentStyles lsdException docDefaults rPrDefault pPrDefault"
        ),
        "内容控件": "sdt dataBinding sdtPr sdtContent showingPlcHdr",
        "超链接": "hyperlink",
        "书签": "bookmarkStart bookmarkEnd",
        "替代内容": "AlternateContent Choice Fallback",
        "智能标记": "smartTag",
        "自定义标记": "customXml",
        "纸张大小": "pgSz",
        "页边距": "pgMar",
        "分栏": "cols",
        "行号": "lnNumType",
        "页眉": "headerReference hdr",
        "页脚": "footerReference ftr",
        "首页不同": "titlePg",
        "编辑限制": "documentProtection writeProtection",
        "邮件合并": "mailMerge",
        "外部模板": "attachedTemplate",
        "文字段": "r",
        "文字": "t",
        "段落": "p",
        "换行或分页": "br",
        "制表符": "tab ptab",
        "换行": "cr",
        "连字符": "noBreakHyphen softHyphen",
        "Word 的保存记录": "lastRenderedPageBreak proofErr rsid rsids rsidRoot",
        "附带的报告数据": "source datastoreItem schemaRefs schemaRef",
        "部件关系": "Relationship",
        "部件清单": "Override Default",
        "文件属性": "title creator lastModifiedBy modified created revision",
        "分页": "keepNext keepLines pageBreakBefore widowControl cantSplit tblHeader",
        "单元格边距": "tblCellMar tcMar top left bottom right start end",
        "表格格式": "tblPr tblLook tblLayout tblPrEx tblCaption tblDescription",
        "字距": "kern snapToGrid",
        "语言": "lang",
        "断字": "suppressAutoHyphens autoSpaceDE autoSpaceDN",
        "文档网格": "docGrid",
        "页码": "pgNumType pgNum",
        "分节": "sectPr type formProt",
        "段落格式": "pPr contextualSpacing overflowPunct topLinePunct textAlignment wordWrap kinsoku divId",
        "文字格式": "rPr cs",
        "单元格格式": "tcPr cnfStyle hideMark tcFitText",
        "行的格式": "trPr gridBefore gridAfter wBefore wAfter",
        "正文": "body document",
        "设置": (
            "settings compat compatSetting useFELayout zoom defaultTabStop characterSpacingControl "
            "autoHyphenation themeFontLang bordersDoNotSurroundHeader "
            "bordersDoNotSurroundFooter suppressLineNumbers balanceSingleByteDoubleByteWidth "
            "clrSchemeMapping decimalSymbol listSeparator"
        ),
        "注释": "#comment",
        "处理指令": "#instruction",
    }
)

# Tags of a web page; those with a mark are comments and declarations.
TAGS = by_name(
    {
        "脚本": "script",
        "供机器读取的数据": "#data",
        "样式表": "style",
        "外部文件": "link",
        "图形": "svg canvas",
        "图片": "img picture",
        "公式": "math",
        "嵌入的网页": "iframe frame",
        "嵌入的对象": "object embed applet",
        "影音": "video audio",
        "输入框": "input textarea select",
        "按钮": "button",
        "表单": "form",
        "删除线": "del s strike",
        "修订": "ins",
        "网页说明或跳转": "meta",
        "网址基准": "base",
        "链接": "a",
        "拼音或注音文字": "ruby rt",
        "文字方向": "bdo bdi",
        "无脚本时的内容": "noscript",
        "模板": "template",
        "上标下标": "sup sub",
        "字体和颜色": "font",
        "滚动文字": "marquee",
        "可折叠的内容": "details",
        "弹出的内容": "dialog",
        "表格": "table",
        "表格的行": "tr",
        "单元格": "td th",
        "段落": "p",
        "标题": "h1 h2 h3 h4 h5 h6",
        "版块": "div main section header footer article",
        "表格的各部分": "thead tbody tfoot caption",
        "加粗": "b strong",
        "倾斜": "i em",
        "文字段": "span",
        "换行": "br",
        "网页标题": "title",
        "整个网页": "html body",
        "注释": "!",
        "文档类型": "!doctype",
        "处理指令": "?",
        "标签的写法（浏览器可能不当作标签）": "<",
        "不寻常的空白": "#blank",
        "用代码写的字符": "&",
        "列宽": "col colgroup",
    }
)

# Attributes of tags.
TAG_ATTRIBUTES = by_name(
    {
        "写在标签里的样式": "style",
        "隐藏的内容": "hidden",
        "样式的类": "class",
        "文字方向": "dir",
        "颜色": "color bgcolor text link vlink alink",
        "文字编码": "charset",
        "读屏软件读出的内容": "aria-label aria-hidden aria-labelledby aria-describedby role alt",
        "背景": "background",
        "单元格合并": "rowspan colspan",
        "宽度": "width",
        "高度": "height",
        "链接": "href",
        "外部文件": "src",
        "数据的编号": "data-cell",
        "语言": "lang",
        "跳转等对浏览器的指令": "http-equiv",
        "网页说明或跳转": "content",
        "可编辑的内容": "contenteditable",
        "弹出的内容": "popover",
        "不起作用的内容": "inert",
        "悬停时的说明": "title",
    }
)

# Names in the dictionaries of a PDF.
KEYS = by_name(
    {
        "批注或浮贴在页面上的内容": "/Annots /AP",
        "自动执行的动作": "/AA",
        "打开时执行的动作": "/OpenAction",
        "脚本": "/JavaScript /JS",
        "附件、脚本或名称表": "/Names",
        "附件": "/EmbeddedFiles /AF /EF",
        "表单": "/AcroForm /XFA",
        "可隐藏的图层": "/OCProperties /OC /Properties",
        "图片或叠加的图层": "/XObject",
        "纸张大小": "/MediaBox",
        "裁切范围": "/CropBox /TrimBox /BleedBox /ArtBox",
        "页面旋转": "/Rotate",
        "页面缩放": "/UserUnit",
        "页面的绘制内容": "/Contents",
        "字体": "/Font /DescendantFonts /FontDescriptor",
        "字体的字形": "/FontFile2 /FontFile3 /FontFile /CharProcs",
        "字形与文字的对照": "/ToUnicode /CIDToGIDMap /Encoding",
        "字宽": "/W /DW /W2 /DW2",
        "透明度等绘图状态": "/ExtGState /Group /SMask",
        "颜色": "/ColorSpace /OutputIntents",
        "底纹": "/Shading /Pattern",
        "文件属性": "/Metadata /Info /LastModified",
        "结构标记": "/StructTreeRoot /MarkInfo /StructParents /RoleMap",
        "另写的替代文字": "/ActualText /Alt /E",
        "书签目录": "/Outlines",
        "标题或书签的文字": "/Title",
        "页码": "/PageLabels",
        "链接的目标": "/Dests",
        "打开方式": "/ViewerPreferences /PageMode /PageLayout",
        "语言": "/Lang",
        "加密或权限限制": "/Encrypt",
        "数字签名": "/Perms",
        "文件包": "/Collection",
        "链接": "/URI",
        "缩略图": "/Thumb",
        "翻页动画": "/Trans /Dur",
        "文章线索": "/B /Threads",
        "格式扩展": "/Extensions",
        "PDF 版本": "/Version",
        "其他软件的数据": "/PieceInfo",
        "文件标识": "/ID",
        "页面": "/Pages",
        "跳格次序": "/Tabs",
    }
)

# Instructions that draw the page of a PDF.
OPERATORS = by_name(
    {
        "文字的显示方式（不可见、描边等）": "Tr",
        "画出的文字": "Tj TJ ' \"",
        "字体或字号": "Tf",
        "文字缩放": "Tz",
        "文字升降": "Ts",
        "字距": "Tc Tw",
        "行距": "TL",
        "文字的位置": "Td TD Tm T*",
        "位置或缩放": "cm",
        "颜色": "g G rg RG k K sc SC scn SCN cs CS",
        "透明度等绘图状态": "gs",
        "底纹": "sh",
        "贴上的图片或图层": "Do INLINE",
        "裁切": "W W* n",
        "画上的图形": "re m l c v y h f F f* S s B B* b b*",
        "线条": "w d J j M",
        "结构标记": "BDC BMC EMC MP DP",
        "绘图的层次": "q Q",
        "文字块": "BT ET",
    }
)
