package vim_test

// sql is a query with words, signs, blanks, brackets and an empty line.
const sql = "select a, b.c_d\n  from (orders o)\n\nwhere x = 'it is' -- no\n  and y"

// prose has paragraphs, and a line of blanks.
const prose = "one two three\nfour five\n\nsix  seven\n   eight nine ten\n\n\neleven"

// code has brackets in brackets, over lines.
const code = "f(a, (b + c) * 2, [1, 2])\nif x {\n  g(\n    y\n  )\n}\nend"

// cases are texts with the keys that are typed from their first character on.
var cases = []struct {
	text string
	keys []string
}{
	{sql, []string{
		// Motions.
		"w", "ww", "4w", "9w", "10w", "W", "3W", "7W", "8W", "e", "ee", "4e", "9e", "E", "6E", "7E", "wb", "8wb", "8w3b", "8wB", "8w2B",
		"wwge", "8wge", "8wgE", "l", "5l", "99l", "$", "2$", "9$", "$h", "$99h", "0", "$0", "$^", "j^", "j$", "j0", "jw", "j$j", "j$jj",
		"5lj", "5ljj",
		"5ljjj", "14ljkj", "G", "2G", "9G", "gg", "Ggg", "G3gg", "-", "j-", "+", "2+", "<CR>", "_", "2_", "g_", "3|", "99|", "}", "}}",
		"2}",
		"3}", "G{", "G2{", "jj{", "jj}", "fb", "fc", "2fc", "fz", "f ;", "f ;;", "f 2;", "f ;,", "t,", "tb", "t ;", "t ;;", "t ;,",
		"$F ", "$2F ", "$Fb",
		"$T ", "$T ;", "$T ;;", "$F ;,", "j%", "jw%", "jw%%", "G%", "<Space>", "99<Space>", "j<BS>", "jj<BS>", "/a<CR>", "/y<CR>n",
		"/a<CR>nn", "/a<CR>nN",
		"/a<CR>NN", "?a<CR>", "?a<CR>n", "?a<CR>N", "/zzz<CR>", "/[xy]<CR>n", "/\\<o<CR>", "/\\<o<CR>n", "/e$<CR>", "/is\\|no<CR>n",
		"/A<CR>", "/\\cA<CR>",
		"/o\\+r<CR>", "jw/<CR>", "*", "jww*", "#", "G#", "3G*", "/fr.m<CR>", "2/a<CR>", "/b\\.c<CR>",
		// Deletes.
		"dw", "d2w", "2dw", "2d2w", "d9w", "9wdw", "8wdw", "d99w", "wdw", "3wdw", "jdw", "jjdw", "dW", "d2W", "de", "d2e", "dE", "d9e",
		"d$", "D", "j2D", "3wD", "5ld0",
		"jd^", "jwd^", "5wd^", "jwd0", "db", "wdb", "5wdb", "8wdb", "8wd2b", "dge", "5wdge", "8wdge", "dd", "2dd", "3dd", "9dd", "Gdd",
		"Gkdd", "G2dd", "jdd", "dj", "dk",
		"jdk", "d2j", "dG", "jdG", "dgg", "Gdgg", "d2G", "d}", "wd}", "jd}", "jwd}", "d2}", "d3}", "Gd{", "G$d{", "jjd}", "jd{", "dfb",
		"dtb", "d2fc", "$dF ", "$dT ",
		"dfz", "f,d;", "f dw", "dt,d;", "jwd%", "jd%", "dl", "d3l", "d99l", "dh", "$dh", "$d3h", "x", "3x", "99x", "$x", "$xx", "jjx",
		"X", "$X", "$3X",
		"d/b<CR>", "d/x<CR>", "$d?b<CR>", "dn", "/a<CR>dn", "d<Space>", "$d<Space>", "d_", "d2_", "d+", "d-", "jd-", "d<CR>", "Gd<CR>",
		"Gdj",
		// Changes.
		"cwnew<Esc>", "c2wnew<Esc>", "3wcwnew<Esc>", "jcwnew<Esc>", "4lcw_<Esc>", "5lcw_<Esc>", "6lcw_<Esc>", "$cwq<Esc>", "cenew<Esc>",
		"c$new<Esc>", "Cnew<Esc>",
		"jCnew<Esc>", "ccnew<Esc>", "jccnew<Esc>", "2ccnew<Esc>", "Gccnew<Esc>", "cjnew<Esc>", "jScc<Esc>", "snew<Esc>", "3snew<Esc>",
		"$snew<Esc>", "jjsnew<Esc>", "c0new<Esc>",
		"4lc0new<Esc>", "cbnew<Esc>", "5wcbnew<Esc>", "ct,new<Esc>", "cc<Esc>", "jcc<Esc>", "c}new<Esc>", "jjcwnew<Esc>", "cWnew<Esc>",
		"cw<Esc>", "c2eX<Esc>",
		// Inserting.
		"ihello <Esc>", "ahello <Esc>", "Ihello <Esc>", "jIhello <Esc>", "Ahello<Esc>", "jAhello<Esc>", "onew<Esc>", "jonew<Esc>",
		"Onew<Esc>", "jOnew<Esc>", "o<Esc>", "jo<Esc>",
		"jO<Esc>", "Gonew<Esc>", "3ixy<Esc>", "3axy<Esc>", "2Axy<Esc>", "3onew<Esc>", "2Onew<Esc>", "ia<BS>b<Esc>", "$i<BS><Esc>",
		"ji<BS><Esc>", "ia<CR>b<Esc>", "jA,<CR>x<Esc>",
		"i<Esc>", "a<Esc>", "$a<Esc>", "5li<Esc>", "5li<C-U>x<Esc>", "3wix y<C-W>z<Esc>", "jjixy<Esc>", "i<Tab>x<Esc>", "$i<Del><Esc>",
		// Doing again.
		"x.", "x3.", "3x.", "dw.", "dw2.", "2dw.", "dd.", "dd2.", "cwnew<Esc>w.", "cwnew<Esc>j0.", "ix<Esc>.", "ix<Esc>3.", "3ix<Esc>.",
		"Ax<Esc>j.", "onew<Esc>.", "ia<BS>b<Esc>.",
		"rzl.", "~.", ">>.", "J.", "yyp.", "ccnew<Esc>j.", "sab<Esc>w.", "dtbj0.", "guww.", "f,a <Esc>;.", "cexy<Esc>uw.", "x.u", "x..uu",
		// Yanks and puts.
		"yyp", "yyP", "2yyp", "yy3p", "jyyp", "Gyyp", "GyyP", "yyGp", "ywP", "yw$p", "yw3p", "yeP", "y$p", "yy", "yjp", "jykp", "y}p",
		"yG", "jyG", "Gygg", "wy0", "5wyb", "y2wjp",
		"ddp", "ddP", "ddGp", "xp", "xP", "dwP", "dwwP", "dwjp", "ddjjp", "\"ayyj\"ap", "\"ayyj\"Ayy\"ap", "\"aywj\"Ayw\"ap",
		"\"ayyjdd\"ap", "yyjdd\"0p", "\"_ddp", "yw\"_dwP", "yyjVp", "ywjviwp",
		"ywjviwpjviwp", "yiwjyiwP", "jdw\"aP", "yfbP", "ddkP", "y2jGp", "wywP", "jjywp", "jjyyp", "yyjjp", "yjjjP", "2ddu", "yyp3.",
		// Others.
		"J", "2J", "3J", "4J", "jJ", "jjJ", "GJ", "gJ", "jgJ", "3gJ", "rz", "3rz", "99rz", "$rz", "jjrz", "r<CR>", "4lr<CR>", "jwr<CR>",
		"~", "3~", "99~", "$~", "g~w", "g~~", "g~iw", "gUw", "gUU",
		"guu", "gUj", "jguk", "gUiw", "jwgUaw", "gU$", "4wgUb", ">>", "2>>", ">j", "j<<", "j>>", "<<", "jj>>", "j2<j", ">}", ">G",
		"jj>k", "G>gg",
		// Undo.
		"xu", "xxu", "xxuu", "xxuu<C-R>", "xxuu2<C-R>", "dwwdwu", "ddu", "jddu", "jdwu", "Gddu", "2ddu<C-R>", "ihello<Esc>u",
		"ihello<Esc>u<C-R>", "onew<Esc>u", "cwnew<Esc>u", "cwnew<Esc>u<C-R>",
		"3ixy<Esc>u", "yypu", "ddpu", "ddpuu", "Ju", "3Ju", ">>u", ">Gu", "ia<CR>b<Esc>u", "x2u", "xjxkxuu", "jjiab<Esc>uu", "gUGu",
		":s/a/X/<CR>u", ":%s/a/X/g<CR>u", "Aab<Esc>jAcd<Esc>u", "ccab<Esc>u",
		// The line.
		":3<CR>", ":$<CR>", ":99<CR>", ":0<CR>", ":s/a/X/<CR>", ":s/a/X/g<CR>", ":%s/a/X/<CR>", ":%s/a/X/g<CR>", ":2,4s/o/0/g<CR>",
		":%s/\\(o\\)\\(.\\)/\\2\\1/g<CR>", ":%s/[aeiou]/<&>/g<CR>",
		":s/, /\\r/<CR>", ":%s/$/;/<CR>", ":%s/^ *//<CR>", ":%s/x/a\\/b/<CR>", ":%s#x#/#<CR>", ":s/zzz/y/<CR>", ":%s/A/y/i<CR>",
		":2d<CR>", ":2,3d<CR>", ":d<CR>", ":2y<CR>p", ":.,$s/o/0/<CR>", ":.,+1s/e/E/<CR>",
		"jV:s/o/0/g<CR>", "Vj:s/o/0/g<CR>", "/o<CR>:s//0/<CR>", ":s/a/X/<CR>j&", "jww*:%s//X/g<CR>", "G*:%s//X/g<CR>", ":2><CR>",
		":2,3><CR>", ":%s/\\s\\+$//<CR>", ":%s/o\\=r//<CR>", "3:s/e/E/<CR>", ":s/e/E<CR>",
	}},
	{sql, []string{
		// Visual areas.
		"vd", "vld", "v3ld", "vwd", "ved", "v$d", "vjd", "vjjd", "wvbd", "5wvbbd", "v0d", "$v0d", "vey", "veyP", "vlly$p", "vjyP",
		"v$yP", "vecnew<Esc>", "vjcnew<Esc>", "vxp", "vesq<Esc>", "ve~", "vjU", "vju", "vGU", "verz",
		"vjrz", "Vd", "Vjd", "VGd", "Vy", "Vyp", "Vjyp", "jVkyp", "Vcnew<Esc>", "jVcnew<Esc>", "jVjcnew<Esc>", "V>", "Vj>", "V2>",
		"Vjj<", "VU", "Vrz", "VJ", "VjJ", "VjjJ", "vJ", "vjjJ", "vjJ", "veod", "wveoyP", "vwod", "v<Esc>", "vll<Esc>",
		"vlvd", "Vvd", "vVd", "vjVd", "viwd", "wviwd", "4wviwd", "vawd", "wvawd", "viwiwd", "vfbd", "vtbd", "v}d", "jjvd", "jvjd",
		"j$vjd", "vGd", "Gvggd", "vlll.", "vlld.", "vlldw.", "Vdj.", "vjdj.", "V>.", "V>j.", "vly3p", "ywvep", "yyvep", "ywVp", "yyVp",
		"Vyjvep",
		"vD", "vjY", "vX", "vC<Esc>", "veggd", "v/b<CR>d", "jwv%d", "jwvi(d", "jwva(d", "3jf'lvi'd", "3jf'lva'd", "vipd", "vapd",
		"vipyP", "v99ld", "vhd", "vyw", "Vjo<Esc>", "vj:s/o/0/g<CR>", "vgJ", "vjgJ",
		"vlld3.", "vllcQ<Esc>w.", "VcQ<Esc>j.",
	}},
	{sql, []string{
		// Text objects.
		"diw", "wdiw", "4ldiw", "6ldiw", "jdiw", "jwdiw", "jjdiw", "d2iw", "d3iw", "wd2iw", "daw", "wdaw", "2wdaw", "6ldaw", "jdaw",
		"jwdaw", "d2aw", "wd2aw", "$daw", "Gdaw", "G$daw", "Gwdaw", "diW", "wdiW", "wdaW", "$daW", "jwdaW", "ciwnew<Esc>",
		"cawnew<Esc>", "3wciwnew<Esc>",
		"yiwP", "wyawP", "jwdi(", "jwda(", "jwlldi(", "jw3lda)", "jdi(", "jwci(x<Esc>", "jwdib", "jwdab", "di(", "3jdi'", "3jda'",
		"3jf'di'", "3jf'lda'", "3j$di'", "3jf'lci'x<Esc>", "3jf'ldi\"", "dip", "dap", "jdip", "jdap", "jjdip", "jjdap", "Gdip", "Gdap",
		"d2ip", "d2ap", "yipP",
		"cipnew<Esc>", "gUip", ">ip", "<ap", "jwyi(P", "jwdi[", "yapGp", "jjyipP", "wdiwu", "ciwx<Esc>w.", "diww.",
	}},
	{code, []string{
		"di(", "fadi(", "fada(", "f(da(", "fbdi(", "fbd2i(", "fbd2a(", "fbda(", "f[di[", "f1di[", "f1da]", "f1di]", "$di(", "$da(",
		"jdi{", "jf{di{", "jf{da{", "jjdi{", "jjda{", "jjdiB", "3jdi(", "3jda(", "3jdi{", "jjf(di(", "3jci(x<Esc>", "3jci{x<Esc>",
		"3jyi(P", "3jyi{Gp", "%", "f(%", "fb%", "f[%", "jf{%",
		"jf{%%", "5j%", "f(d%", "fbvi(d", "fbva(d", "3jvi{d", "f,di(", "G%", "jj%", "2jf(d%", "f(y%P", "f*dib", "f2di(", "3j>i{",
		"3j<i{", "3jgUi{",
	}},
	{prose, []string{
		"}", "2}", "3}", "4}", "9}", "G{", "G2{", "G3{", "j}", "jj}", "d}", "2d}", "jd}", "G{d{", "dap", "dip", "d2ap", "3jdap",
		"3jdip", "jjdap", "jjdip", "4jdap", "Gdap", "Gdip", "5jdap", "5jdip", "6jdip", "yapGp", "w3w", "9w", "5w", "6w", "7w", "12w",
		"20w", "G5b", "G9b", "G3ge", "e4e", "8e", "9e", "13e", "Gge",
		"Gb", "4jdaw", "4j$daw", "4jwdaw", "3jdaw", "3jwdaw", "3jdiw", "3jd2aw", "4j$diw", "4jdw", "4jd^", "3jdw", "3jd2w",
		"3jcwx<Esc>", "3j3lcwx<Esc>", "3j3ldw", "3j3ldiw", "4jdiw", "4J", "3j2J", "9J", "dap.", "Gdb", "Gd2b", "5jdw", "5jd}", "4jd}",
		"4jwd}", "jd}", "jwd}", "vipd", "vapd", "3jvapd", "jdG", "3jyapP", "3jcapx<Esc>", "6jdd",
		"6jO<Esc>", "2jAx<Esc>", "dwdw.", "3jyyjp", "4jyyGp", "4jcc<Esc>", "4jccx<Esc>", "4jox<Esc>", "4jo<CR>x<Esc>", "4jOx<Esc>",
		"4jA<CR><Esc>", "4jA<CR>x<Esc>", "4jSx<Esc>", "4jIx<Esc>", "4jwi<CR><Esc>", "4j>>", "4j<<", "4j2<<", "4jJ", "3jJ", ":g<Esc>",
	}},
	{"ä b\u00f6se 売上高 x\n\tü  ß", []string{
		"w", "2w", "3w", "4w", "e", "2e", "3e", "$", "$b", "x", "wx", "2wx", "2w2x", "dw", "wdw", "2wdw", "j$x", "jx", "~", "wg~iw",
		"gUU", "jguu", "fs", "2wr高", "wiäö<Esc>", "2wa高<Esc>", "yyjp", "j0dw", "A ü<Esc>", "$X", "2whx", "2wvly$p", "jI-<Esc>",
		"jcc-<Esc>", "ji<BS><Esc>", "J",
	}},
	{"", []string{"x", "dd", "ihi<Esc>", "ohi<Esc>", "Ohi<Esc>", "dw", "J", "yyp", "p", "~", "rx", "D", "ccx<Esc>", "cwx<Esc>",
		"sx<Esc>", "diw", "dip", "vd", "Vd", "u", "w", "b", "e", "}", "{", "G", "$", "%", "A<CR>x<Esc>", ":s/a/b/<CR>", "Cx<Esc>"}},
	{"a", []string{"x", "dd", "dw", "cwx<Esc>", "xu", "ddu", "ddp", "xp", "yyp", "ylp", "yl3p", "e", "w", "b", "J", "rb", "~", "D",
		"daw", "diw", "$", "ddihi<Esc>", "ddP", "s<Esc>", "i<Esc>", "o<Esc>", "vd", "Vd", "V>", "5x", "A b<Esc>", "I b<Esc>"}},
}
