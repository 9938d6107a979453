package page

import g "maragu.dev/gomponents"

// icon draws an SVG path in the colour of the surrounding text.
func icon(path string) g.Node {
	return g.El("svg", g.Attr("viewBox", "0 0 20 20"), g.Attr("aria-hidden", "true"), g.Attr("class", "svg"),
		g.El("path", g.Attr("d", path), g.Attr("fill", "currentColor"), g.Attr("fill-rule", "evenodd")))
}

func eyeIcon() g.Node {
	return icon("M10 4C5.6 4 2.4 7.4 1 10c1.4 2.6 4.6 6 9 6s7.6-3.4 9-6c-1.4-2.6-4.6-6-9-6Zm0 10.400c-3.300 0-5.800-2.400-7.100-4.400C4.200 8 6.700 5.600 10 5.600S15.800 8 17.100 10c-1.300 2-3.800 4.400-7.100 4.400ZM10 7a3 3 0 1 0 0 6 3 3 0 0 0 0-6Z")
}

func warnIcon() g.Node {
	return icon("M10 2.200 1.200 17.500h17.600L10 2.200Zm-.9 5.600h1.800v5H9.100v-5Zm0 6.200h1.800v1.800H9.100V14Z")
}

func sendIcon() g.Node { return icon("M2.500 3 18 10 2.500 17l1.700-6 7.300-1-7.300-1-1.700-6Z") }

func moreIcon() g.Node {
	return icon("M4 8.500a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3Zm6 0a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3Zm6 0a1.500 1.500 0 1 1 0 3 1.500 1.500 0 0 1 0-3Z")
}

func themeIcon() g.Node {
	return icon("M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm0 1.600v12.800a6.400 6.400 0 0 1 0-12.800Z")
}

func outIcon() g.Node {
	return icon("M11 3h6v6h-1.600V5.700l-6.800 6.800-1.100-1.100 6.800-6.800H11V3ZM4.600 5H9v1.600H4.600v8.800h8.800V11H15v6H3V5h1.600Z")
}

func closeIcon() g.Node {
	return icon("m4.300 5.700 1.400-1.400L10 8.600l4.300-4.300 1.400 1.400L11.400 10l4.300 4.300-1.400 1.400L10 11.400l-4.300 4.300-1.400-1.400L8.600 10 4.300 5.700Z")
}

func menuIcon() g.Node {
	return icon("M2.500 4.500h15v1.800h-15V4.500Zm0 4.600h15v1.800h-15V9.100Zm0 4.600h15v1.800h-15v-1.800Z")
}

func lockIcon() g.Node {
	return icon("M10 1.800A4.200 4.200 0 0 0 5.800 6v2H4.500v10h11V8h-1.300V6A4.200 4.200 0 0 0 10 1.800Zm-2.400 6.200V6a2.400 2.400 0 1 1 4.800 0v2H7.600Z")
}

func boxIcon() g.Node {
	return icon("M2 3h16v4.500h-1V17H3V7.500H2V3Zm2.800 4.500v7.700h10.400V7.500H4.800ZM7.500 9.500h5v1.700h-5V9.500Z")
}

func chevronIcon() g.Node {
	return icon("m5 12.300 5-5 5 5-1.200 1.200L10 9.700l-3.800 3.800L5 12.300Z")
}

func slidersIcon() g.Node {
	return icon("M3 4.500h6V3h2.500v5H9V6.300H3V4.500Zm10.500 0H17v1.800h-3.500V4.500ZM3 13.700h3V12h2.500v5H6v-1.500H3v-1.800Zm7.500 0H17v1.800h-6.500v-1.800Z")
}

func codeIcon() g.Node {
	return icon("m7.300 5.200 1.200 1.200L4.900 10l3.600 3.600-1.200 1.200L2.500 10l4.800-4.800Zm5.400 0L17.500 10l-4.800 4.800-1.200-1.200 3.600-3.600-3.600-3.600 1.200-1.200Z")
}

func replyIcon() g.Node {
	return icon("M3 3h14v10.500H9.500L5 17.500v-4H3V3Zm1.800 1.800v6.900h2v2l2.100-2h6.300V4.800H4.800Z")
}
