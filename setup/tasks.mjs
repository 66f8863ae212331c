/**
 * @typedef {'worker' | 'chromium' | 'networks' | 'papers' | 'testing' | 'pages'} Need
 * @typedef {{ run: readonly string[], needs: readonly Need[], env?: Record<string, string> }} Task
 *   `run`: Node's arguments, from the top folder; what follows `--` on npm's line is added
 */

/** What npm's scripts name. @type {Record<string, Task>} */
export const tasks = {
	start: { run: ['app/server.ts', '--demo'], needs: ['worker', 'papers', 'pages'] },
	serve: { run: ['app/server.ts'], needs: ['worker', 'papers', 'pages'], env: { NODE_ENV: 'production' } },
	'media-node': { run: ['sfu/main.ts'], needs: ['worker'] },
	test: { run: ['setup/checks.mjs'], needs: ['worker', 'chromium', 'networks', 'papers', 'testing', 'pages'] },
	load: { run: ['--disable-warning=ExperimentalWarning', 'test/load/main.ts'], needs: ['worker', 'chromium', 'pages'] },
	cascade: { run: ['--disable-warning=ExperimentalWarning', 'test/cascade/main.ts'], needs: ['worker', 'networks'] },
	pictures: {
		run: ['node_modules/@playwright/test/cli.js', 'test'],
		needs: ['worker', 'chromium', 'pages'],
		env: { PICTURES: '1' },
	},
	bench: { run: ['test/bench/main.ts'], needs: ['worker', 'papers', 'pages'] },
	import: { run: ['app/import.ts'], needs: [] },
	'verify-journal': { run: ['app/verify-journal.ts'], needs: [] },
	backup: { run: ['app/backup.ts'], needs: [] },
	restore: { run: ['app/restore.ts'], needs: [] },
	'rebuild-projections': { run: ['app/rebuild-projections.ts'], needs: [] },
};

/**
 * What comes from Debian, by need: programs with the packages that hold them.
 * @type {Record<'chromium' | 'networks' | 'papers' | 'testing', readonly { title: string, programs: Record<string, string>, why: string }[]>}
 */
export const debianPrograms = {
	chromium: [{ title: 'Chromium', programs: { chromium: 'chromium' }, why: 'The pages are driven in Chromium' }],
	networks: [
		{
			title: 'Networks',
			programs: { ip: 'iproute2', tc: 'iproute2', nft: 'nftables', openssl: 'openssl' },
			why: 'Networks with a firewall, and thin lines between machines',
		},
	],
	papers: [
		{
			title: 'Papers',
			programs: {
				bwrap: 'bubblewrap',
				qpdf: 'qpdf',
				img2pdf: 'img2pdf',
				pdfimages: 'poppler-utils',
				gs: 'ghostscript',
				'/usr/lib/libreoffice/share/.registry/writer.xcd': 'libreoffice-writer-nogui',
				'/usr/lib/libreoffice/share/.registry/calc.xcd': 'libreoffice-calc-nogui',
				'/usr/lib/libreoffice/share/.registry/impress.xcd': 'libreoffice-impress-nogui',
				// The letters of Times, Arial and Calibri by their widths, and those of Vietnamese: fonts-liberation of Debian 12 has not all.
				'/usr/share/doc/fonts-liberation2': 'fonts-liberation2',
				'/usr/share/doc/fonts-crosextra-carlito': 'fonts-crosextra-carlito',
			},
			why: 'Papers from Word, Excel, PowerPoint and pictures',
		},
		{
			title: 'Scans',
			programs: {
				tesseract: 'tesseract-ocr',
				'/usr/share/tesseract-ocr/5/tessdata/vie.traineddata': 'tesseract-ocr-vie',
			},
			why: 'The words of scans, for the search',
		},
	],
	testing: [
		{ title: 'Text of PDFs', programs: { pdftotext: 'poppler-utils' }, why: 'Reading the minutes back' },
		{ title: 'Firefox', programs: { 'firefox-esr': 'firefox-esr' }, why: 'A meeting with a delegate in Firefox' },
		{ title: 'Proxy', programs: { nginx: 'nginx-light' }, why: 'A meeting behind a proxy, as many servers are' },
		{
			title: 'TURN server',
			programs: { turnserver: 'coturn' },
			why: 'A TURN server, for the stories',
		},
	],
};
