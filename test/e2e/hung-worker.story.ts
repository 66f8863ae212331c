import { expect, type Page } from '@playwright/test';
import process from 'node:process';
import { receivingCapabilities } from '../load/endpoint/capabilities.ts';
import { udpPortsOf } from '../load/run/processes.ts';
import { Signalling } from '../load/run/signalling.ts';
import { loopbackAddress, signIn } from '../load/run/sign-in.ts';
import { attend } from './support/attendee.ts';
import { DemoServer, type DemoRole } from './support/demo-server.ts';
import { expectSound, expectVideo, mediaWays, openConnections } from './support/media-stats.ts';
import { test } from './support/story.ts';

let server: DemoServer;
const crowd: Signalling[] = [];

test.beforeAll(async () => {
	server = await DemoServer.start({ MEDIA_WORKERS: '2' });
});

test.afterAll(async () => {
	for (const link of crowd) link.close();
	await server.close();
});

test('a media worker is stopped, and nobody says so: those on it are back by themselves, the others do not notice', async ({
	browser,
}) => {
	const chair = await attend(browser, server, 'chair');
	const district = await attend(browser, server, 'delegate-district');
	await chair.page.getByTestId('meeting-start').click();
	await expectVideo(district.page, 'main');
	const meetingId = /\/meetings\/([^/]+)\/live/.exec(chair.page.url())?.[1] ?? '';
	await fillWorker(meetingId);
	const province = await attend(browser, server, 'delegate-province');
	await expectVideo(province.page, 'main');
	// A worker that is slow to answer at that moment is left out: where somebody sits is looked at, not taken for granted.
	const speakers = await workerOf(chair.page);
	const elsewhere = async () => {
		if ((await workerOf(province.page)) !== speakers) return true;
		await province.page.reload();
		await expectVideo(province.page, 'main');
		return false;
	};
	await expect
		.poll(elsewhere, { message: 'one who listens to sit on another worker than who speaks', timeout: 60_000 })
		.toBe(true);

	await test.step('the worker of one who listens', async () => {
		const worker = await workerOf(province.page);
		const seats = await Promise.all(
			[chair.page, district.page].map(async (page) => [page, await workerOf(page)] as const),
		);
		const unharmed = seats.flatMap(([page, seat]) => (seat === worker ? [] : [page]));
		const before = await Promise.all(unharmed.map(openConnections));
		await stopped(worker, async () => {
			await isGone(worker);
			await Promise.all([expectVideo(province.page, 'main'), expectSound(province.page)]);
			await Promise.all([expectVideo(district.page, 'main'), expectSound(district.page)]);
		});
		expect(await Promise.all(unharmed.map(openConnections)), 'theirs stood all the time').toEqual(before);
	});

	await test.step('the worker of the one who speaks', async () => {
		const worker = await workerOf(chair.page);
		await stopped(worker, async () => {
			await isGone(worker);
			for (const { page } of [district, province]) await Promise.all([expectVideo(page, 'main'), expectSound(page)]);
		});
	});
});

/** The process that a page's media come from, once they do. */
async function workerOf(page: Page): Promise<number> {
	let worker: number | undefined;
	const look = async () => {
		const ports = new Set((await mediaWays(page)).map(({ port }) => port));
		worker = server.mediaWorkers().find((pid) => udpPortsOf(pid).some((port) => ports.has(port)));
		return worker !== undefined;
	};
	await expect.poll(look, { message: 'media to come from a worker', timeout: 45_000 }).toBe(true);
	return worker ?? 0;
}

/** The server ends it, whoever else does not. */
const isGone = (worker: number) =>
	expect
		.poll(() => server.mediaWorkers(), { message: 'the stopped worker to be ended', timeout: 60_000 })
		.not.toContain(worker);

async function stopped(worker: number, act: () => Promise<void>): Promise<void> {
	const since = Date.now();
	process.kill(worker, 'SIGSTOP');
	try {
		await act();
		const description = `everybody is seen again after a worker was stopped: ${Date.now() - since} ms`;
		test.info().annotations.push({ type: 'measured', description });
	} finally {
		try {
			process.kill(worker, 'SIGCONT');
		} catch {
			// It has been ended, as it should be.
		}
	}
}

/** A crowd that only takes its place: a conference goes to another worker when its own has some sixty tracks more. */
async function fillWorker(meetingId: string): Promise<void> {
	const roles: readonly DemoRole[] = ['secretary', 'operator', 'delegate-commune'];
	for (const [index, role] of roles.entries()) {
		const { login, password } = server.account(role);
		const cookie = await signIn(server.url, login, password, loopbackAddress(index));
		const { url } = server;
		for (let device = 0; device < 10; device += 1) crowd.push(new Signalling({ url, meetingId, cookie }));
	}
	await Promise.all(
		crowd.map(async (link) => {
			const pictured = new Promise<void>((resolve) =>
				link.on('media/consumer-created', ({ kind }) => {
					if (kind === 'video') resolve();
				}),
			);
			await link.connect();
			const { rtpCapabilities } = await link.request('media/open', {});
			await link.request('media/join', { rtpCapabilities: receivingCapabilities(rtpCapabilities) });
			await pictured;
		}),
	);
}
