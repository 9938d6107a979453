package page

import g "maragu.dev/gomponents"

// icon draws one path in the colour of the text around it.
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
