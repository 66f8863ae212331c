import { expect, type Browser, type BrowserContext, type Page } from '@playwright/test';
import type { DemoRole, DemoServer } from './demo-server.ts';
import { watchPeerConnections } from './media-stats.ts';

export interface Attendee {
	readonly page: Page;
	readonly context: BrowserContext;
	readonly role: DemoRole;
}

/** The product as people reach it: itself, or by way of a proxy. */
type Reached = Pick<DemoServer, 'url' | 'account'>;

/** Signs in as a person would and stops at the list of meetings; a room's terminal goes on by itself. */
export async function signIn(browser: Browser, server: Reached, role: DemoRole): Promise<Attendee> {
	const context = await browser.newContext();
	await context.addInitScript(watchPeerConnections);
	const page = await context.newPage();
	await page.goto(`${server.url}/sign-in`);
	const { login, password } = server.account(role);
	await page.locator('[name=login]').fill(login);
	await page.locator('[name=password]').fill(password);
	await page.locator('button[type=submit]').click();
	await expect(page).toHaveURL(role === 'terminal' ? `${server.url}/room` : `${server.url}/`);
	return { page, context, role };
}

/** Goes to today's meeting through the device check. */
export async function joinMeeting({ page }: Attendee): Promise<void> {
	await page.locator('[data-testid^="enter-"]').first().click();
	await page.getByTestId('join-button').click();
	await expectConnected(page);
}

export async function attend(browser: Browser, server: Reached, role: DemoRole): Promise<Attendee> {
	const attendee = await signIn(browser, server, role);
	await joinMeeting(attendee);
	return attendee;
}

export const expectConnected = (page: Page) =>
	expect(page.getByTestId('connection-state')).toHaveAttribute('data-state', 'connected');
