import opening from '../../opening.html?raw';

/** What Kit fills into app.html where nothing is drawn on the server: its script alone. */
const nothingDrawn = /<div style="display: contents">\s*<script/;

/** Drawn in the browser: what the server sends of it is the same for everybody. */
export const isDrawnThere = (html: string): boolean => nothingDrawn.test(html);

/**
 * What is looked at until the page is drawn in the browser: our name, and soon that it is on its way. A page that the server
 * has drawn comes as it is.
 */
export function withOpening(html: string): string {
	const isDrawn = !isDrawnThere(html);
	return html
		.replace('<!--name-->', isDrawn ? '' : '<title>Nhịp Cầu</title>')
		.replace('<!--opening-->', isDrawn ? '' : opening);
}

/**
 * Kit links the styles of parts that come later, too, and nothing is painted before they are here. They come with their part; those
 * that the page begins with are in the files that app/page-chunks.ts names, and the page's own.
 */
export const withoutLaterStyles = (html: string): string =>
	html.replace(
		/<link href="[^"]*\/assets\/(?!(?:first|shell|common|meeting|\d+)\.)[\w-]+\.[\w-]+\.css" rel="stylesheet">\s*/g,
		'',
	);
