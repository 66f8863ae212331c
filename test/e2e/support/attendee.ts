import { isOver, type MeetingStatus } from '#db/meetings/meetings.ts';
import { expect, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from '@playwright/test';
import type { DemoRole, DemoServer } from './demo-server.ts';
import { takeSmallPictures, watchPeerConnections } from './media-stats.ts';
import { commandProcessor } from './processor.ts';

export interface Attendee {
	readonly page: Page;
	readonly context: BrowserContext;
	readonly role: DemoRole;
	/** of the product as this device reaches it */
	readonly url: string;
}

/** The product as people reach it: itself, or by way of a proxy. */
type Reached = Pick<DemoServer, 'url' | 'account'>;

interface Coming extends BrowserContextOptions {
	/** of a role with several accounts; else the first */
	readonly login?: string;
	/** The camera as the product opens it, where its size is what matters. */
	readonly wholePictures?: boolean;
}

/**
 * A device with a session that stands, its page still empty. What the form of the sign-in does, without its page, which
 * stories of their own pass.
 */
export async function come(
	browser: Browser,
	server: Reached,
	role: DemoRole,
	{ login, wholePictures, ...options }: Coming = {},
): Promise<Attendee> {
	const context = await browser.newContext(options);
	await context.addInitScript(watchPeerConnections);
	await context.addInitScript(commandProcessor);
	if (!wholePictures) await context.addInitScript(takeSmallPictures);
	const account = server.account(role);
	const answer = await context.request.post(`${server.url}/sign-in`, {
		form: { login: login ?? account.login, password: account.password },
		headers: { accept: 'text/html', origin: server.url },
		maxRedirects: 0,
		maxRetries: 3,
	});
	expect(answer.status(), `${login ?? role} is signed in`).toBe(303);
	return { page: await context.newPage(), context, role, url: server.url };
}

/** Stops at the list of meetings. */
export async function signIn(browser: Browser, server: Reached, role: DemoRole): Promise<Attendee> {
	const attendee = await come(browser, server, role);
	await attendee.page.goto(server.url);
	return attendee;
}

/** Resolves when the page is drawn, and not what is looked at until then. */
export async function openPage(page: Page, address: string): Promise<void> {
	await page.goto(address);
	await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
}

/** Straight into today's meeting, late in the evening the one after midnight, past the device check, which stories of their own pass. */
export async function joinMeeting(attendee: Attendee): Promise<void> {
	const { page, url } = attendee;
	await page.goto(`${url}/meetings/${await todaysMeeting(attendee)}/live`);
	await expectConnected(page);
}

/** The id of the same meeting. */
export async function todaysMeeting({ context, url }: Attendee): Promise<string> {
	// A connection that has waited too long for its next request is closed by the server.
	const answer = await context.request.get(`${url}/__data.json`, { maxRetries: 3 });
	return firstMeeting(await answer.text());
}

/** Which of them can be entered, as the list's data says it: by devalue, which writes places for values. */
function firstMeeting(text: string): string {
	const { nodes } = JSON.parse(text) as { nodes: { data: unknown[] }[] };
	const data = nodes[1]?.data ?? [];
	const at = (place: unknown) => data[Number(place)];
	const { meetings } = at(0) as { meetings: number };
	const { today, coming } = at(meetings) as { today: number; coming: number };
	const places = [today, coming].flatMap((list) => at(list) as number[]);
	const shown = places.map((place) => at(place) as { id: number; status: number });
	const open = shown.find(({ status }) => at(status) !== 'draft' && !isOver(at(status) as MeetingStatus));
	return String(at(open?.id));
}

export async function attend(browser: Browser, server: Reached, role: DemoRole, options?: Coming): Promise<Attendee> {
	const attendee = await come(browser, server, role, options);
	await joinMeeting(attendee);
	return attendee;
}

/** They all come at once. */
export const gather = <const Roles extends readonly DemoRole[]>(
	browser: Browser,
	server: Reached,
	...roles: Roles
): Promise<{ [Index in keyof Roles]: Attendee }> =>
	Promise.all(roles.map((role) => attend(browser, server, role))) as Promise<{ [Index in keyof Roles]: Attendee }>;

/** Goes to today's meeting from the list, through the device check. */
export async function joinThroughCheck({ page }: Attendee): Promise<void> {
	await page.locator('[data-testid^="enter-"]').first().click();
	await page.getByTestId('join-button').click();
	await expectConnected(page);
}

export const expectConnected = (page: Page) =>
	expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'connected');
