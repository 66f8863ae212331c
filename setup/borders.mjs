/**
 * The borders between folders, as an ESLint rule. Each message says where the code belongs instead.
 */
import { dirname, join, relative, sep } from 'node:path';
import { root } from './paths.mjs';

/**
 * @typedef {object} Zone who may import what of ours, from the files that `is` recognises (the first zone that fits)
 * @property {string} name
 * @property {RegExp} is over the path from the top folder
 * @property {RegExp} may our own files that may be imported
 * @property {RegExp} [mayType] more of them, only for their types
 * @property {string} belongs where the code belongs instead
 */

/** Files of app/src that Kit keeps out of browsers. */
const serverOnly =
	/^app\/src\/(.*\/)?([^/]+\.server\.(ts|js)|\+server\.(ts|js)|hooks\.server\.(ts|js)|env\.ts)$|^app\/src\/lib\/server\//;
const contract = 'sfu/link/contract[^/]*\\.ts$';

/** @type {readonly Zone[]} */
const zones = [
	{
		name: 'app/meeting',
		is: /^app\/meeting\//,
		may: /^app\/meeting\//,
		belongs:
			'app/meeting is the pure core: what needs a database, a socket, a clock or a page belongs in app/live, which hands the core what it must know',
	},
	{
		name: 'app/contract',
		is: /^app\/contract\//,
		may: /^(app\/contract|app\/meeting|sfu\/link)\//,
		belongs: 'app/contract is the table of messages: handlers belong in app/live, the browser end in app/src/lib/live',
	},
	{
		name: 'app/minutes',
		is: /^app\/minutes\//,
		may: /^app\/(minutes|meeting)\//,
		belongs:
			'app/minutes turns a meeting into its minutes and nothing else: what reads or stores them belongs in app/live or the server-only files of app/src',
	},
	{
		name: 'app/live',
		is: /^app\/live\//,
		may: /^(app\/live|app\/contract|app\/meeting|db|sfu\/link)\//,
		belongs:
			'app/live runs meetings: pages belong in app/src (which imports app/live, never the other way), media in sfu (reached through sfu/link)',
	},
	{
		name: 'app/work',
		is: /^app\/work\//,
		may: /^(app\/(work|minutes|meeting)|db)\//,
		belongs:
			'app/work is what threads beside the loop do: what runs meetings or pages and hands work to them stays with them',
	},
	{
		name: 'app/intake',
		is: /^app\/intake\//,
		may: /^(app\/(intake|meeting)|db)\/|^app\/live\/next-turn\.ts$/,
		belongs: 'app/intake opens what strangers send: who asks for it and shows it is in app/src, what keeps it in db',
	},
	{
		name: 'server-only files of app/src',
		is: serverOnly,
		may: /^(app\/(src|live|contract|meeting|minutes)|db|sfu\/link)\//,
		belongs: 'media belongs in sfu, reached through app/live',
	},
	{
		name: 'app/src',
		is: /^app\/src\//,
		may: new RegExp(`^app/(src|contract|meeting)/|^${contract}`),
		mayType: /^(app\/live|db|sfu\/link)\//,
		belongs:
			'this file reaches browsers: load the data in a server-only file (+page.server.ts, +server.ts, *.server.ts) or ask through app/contract; types may be imported with `import type`',
	},
	{
		name: 'app',
		is: /^app\//,
		may: /^(app\/|db\/|sfu\/link\/|svelte\.config\.js$|build\/)/,
		belongs: 'app/server.ts puts the control process together; media runs in its own process, reached through sfu/link',
	},
	{
		name: 'db',
		is: /^db\//,
		may: /^(db|app\/meeting)\//,
		belongs:
			'db is the lasting truth and knows no server: what uses it belongs in app/live; rules without SQL in app/meeting',
	},
	{
		name: 'sfu',
		is: /^sfu\//,
		may: /^sfu\//,
		belongs:
			'a media node knows nothing of users, agendas or databases: what decides belongs in app/live and is said to the node through sfu/link',
	},
];

/**
 * @typedef {object} Library which files may import a package
 * @property {RegExp} is over the specifier
 * @property {RegExp} may over the importing file
 * @property {{ of: RegExp, in: RegExp }} [mayType] specifiers that may also be imported for their types
 * @property {string} belongs
 */

/** @type {readonly Library[]} */
const libraries = [
	{
		is: /^mediasoup(\/|$)/,
		may: /^(sfu\/(node|conference|cascade|recording)|test)\//,
		mayType: { of: /^mediasoup\/types$/, in: /^sfu\/link\// },
		belongs:
			'only sfu/node, conference, cascade and recording handle media; everyone else speaks to a node through sfu/link',
	},
	{
		is: /^mediasoup-client(\/|$)/,
		may: /^(app\/src\/lib\/media|test)\//,
		belongs: "the browser's media belongs in app/src/lib/media",
	},
	{
		is: /^(socket|engine)\.io(\/|$)/,
		may: /^(app\/live|sfu\/link|test)\//,
		belongs: 'the gateway in app/live and the link in sfu/link own the sockets',
	},
	{
		is: /^socket\.io-client(\/|$)/,
		may: /^(app\/live|sfu\/link|app\/src\/lib\/live|test)\//,
		belongs: "the browser's end of the gateway is app/src/lib/live, a node's end sfu/link",
	},
	{
		is: /^prom-client(\/|$)/,
		may: /^app\/metrics\//,
		belongs: 'metrics are put together in app/metrics; what is measured tells an Observer (app/live/observer.ts)',
	},
	{
		is: /^docx(\/|$)/,
		may: /^app\/minutes\//,
		belongs: 'papers of the administration are set in app/minutes',
	},
	{
		is: /^(age-encryption|tar-stream)(\/|$)/,
		may: /^(db\/backup|test)\//,
		belongs: 'back-ups are made and read in db/backup',
	},
	{
		is: /^@tus\//,
		may: /^app\/uploads\//,
		belongs: 'files come in through app/uploads',
	},
	{
		is: /^tus-js-client$/,
		may: /^app\/src\/lib\/dossier\/send-bytes\.ts$/,
		belongs: 'files are sent by app/src/lib/dossier/send-bytes.ts, which loads it when there is one to send',
	},
	{
		is: /^(drizzle-orm|drizzle-kit|better-sqlite3)(\/|$)/,
		may: /^(db\/|test\/|drizzle\.config\.ts$)/,
		belongs: 'SQL belongs in db, in the folder of its concern; give it a function there and call that',
	},
];

/** Folders behind the names of package.json "imports". @type {Record<string, string>} */
const aliases = {
	'#lib/': 'app/src/lib/',
	'#meeting/': 'app/meeting/',
	'#minutes/': 'app/minutes/',
	'#contract/': 'app/contract/',
	'#live/': 'app/live/',
	'#db/': 'db/',
	'#sfu/': 'sfu/',
	'#test/': 'test/',
	'$lib/': 'app/src/lib/',
};

/**
 * Our own file that a specifier means, as a path from the top folder; undefined for a package.
 * @param {string} specifier @param {string} importer path from the top folder
 */
function ownFile(specifier, importer) {
	if (specifier.startsWith('.')) return join(dirname(importer), specifier).split(sep).join('/');
	for (const [alias, folder] of Object.entries(aliases)) {
		if (specifier.startsWith(alias)) return folder + specifier.slice(alias.length);
	}
	return undefined;
}

/**
 * @param {string} importer path from the top folder
 * @param {string} specifier
 * @param {boolean} typeOnly
 * @returns {string | undefined} what is wrong with it
 */
export function borderCrossed(importer, specifier, typeOnly) {
	const own = ownFile(specifier, importer);
	if (own !== undefined) {
		const zone = zones.find(({ is }) => is.test(importer));
		if (!zone || zone.may.test(own) || (typeOnly && zone.mayType?.test(own))) return undefined;
		return `${zone.name} may not import ${own}: ${zone.belongs}.`;
	}
	if (/^app\/meeting\//.test(importer) && specifier !== 'valibot') {
		return `app/meeting may import no library but valibot, not ${specifier}: it runs the same in the browser and on the server; what needs a library belongs in app/live.`;
	}
	const library = libraries.find(({ is }) => is.test(specifier));
	if (!library || library.may.test(importer)) return undefined;
	if (typeOnly && library.mayType?.of.test(specifier) && library.mayType.in.test(importer)) return undefined;
	return `${specifier} may not be imported here: ${library.belongs}.`;
}

/** @type {import('eslint').Rule.RuleModule} */
export const bordersRule = {
	meta: { type: 'problem', schema: [], docs: { description: 'Keep the borders between folders' } },
	create(context) {
		const importer = relative(root, context.filename).split(sep).join('/');
		/** @param {any} node */
		const check = (node) => {
			const specifier = node.source?.value;
			if (typeof specifier !== 'string') return;
			/** @type {{ importKind?: string, exportKind?: string }[]} */
			const parts = node.specifiers ?? [];
			const typeOnly =
				(node.importKind ?? node.exportKind) === 'type' ||
				(parts.length > 0 && parts.every((part) => (part.importKind ?? part.exportKind) === 'type'));
			const message = borderCrossed(importer, specifier, typeOnly);
			if (message) context.report({ node: node.source, message });
		};
		return {
			ImportDeclaration: check,
			ExportNamedDeclaration: check,
			ExportAllDeclaration: check,
			ImportExpression: check,
			/** `import('x').Y` in a type. @param {any} node */
			TSImportType(node) {
				const specifier = node.source?.value ?? node.argument?.literal?.value;
				const message = typeof specifier === 'string' ? borderCrossed(importer, specifier, true) : undefined;
				if (message) context.report({ node, message });
			},
		};
	},
};
