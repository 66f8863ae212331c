import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Socket } from 'socket.io-client';
import type { ControlProcess } from './control-process.ts';
import { form, isDone } from './form.ts';
import { largeSize } from './large-meeting.ts';
import type { LongestTurn } from './loop-probe.ts';
import { blocksOf, type Asked, type Blocks } from './requests.ts';
import type { Scene } from './scene.ts';
import { enter, give, type Hall } from './sockets.ts';

export interface DeedFigures extends Blocks {
	readonly name: string;
}

/** Until everybody has been told what was done, ms: records are gathered for 40 at most. */
const told = 250;

/** So many come at once while nothing is measured: how hundreds come is the load tool's matter. */
const together = 48;

/** A meeting of 624 with a device of each, from its doors to its minutes. */
interface Course {
	readonly hall: Hall;
	/** the chair, the secretary, the operator, the body's members, and more; at last the rooms */
	readonly cookies: readonly string[];
	/** devices that are in, by whose they are */
	readonly sockets: Map<number, Socket>;
	readonly voteId: string;
	readonly ask: (asked: Asked) => Promise<void>;
}

/** What is done in it, in this order; what is not measured has no name. */
const course: readonly { readonly name?: string; readonly act: (course: Course) => Promise<unknown> }[] = [
	{ name: 'the first who comes opens it', act: (at) => comes(at, 0) },
	{ act: async ({ sockets }) => void sockets.get(0)?.disconnect() },
	{ name: 'who comes anew brings it into memory', act: (at) => comes(at, 0) },
	{ act: allCome },
	{ name: 'one more comes', act: (at) => comes(at, 9) },
	{ name: 'it starts', act: ({ sockets }) => give(sockets.get(0), 'start-meeting') },
	{ name: 'somebody asks for the floor', act: ({ sockets }) => give(sockets.get(20), 'request-floor') },
	{
		name: 'a vote is opened',
		act: ({ sockets, voteId }) =>
			give(sockets.get(0), 'open-vote', { voteId, itemId: null, title: 'Thông qua nghị quyết', secret: false }),
	},
	{ name: 'a ballot is cast', act: (at) => casts(at, 20) },
	{ act: (at) => Promise.all(Array.from({ length: 380 }, (_, index) => casts(at, 21 + index))) },
	{ name: 'the vote is closed', act: ({ sockets, voteId }) => give(sockets.get(0), 'close-vote', { voteId }) },
	{ name: 'and published', act: ({ sockets, voteId }) => give(sockets.get(0), 'publish-vote', { voteId }) },
	{
		name: 'an item is added while it runs',
		act: ({ ask, cookies, hall }) => {
			const item = { title: 'Nội dung phát sinh', access: 'open' };
			return ask(form(cookies[1] ?? '', `/meetings/${hall.meetingId}?/addItem`, item, isDone));
		},
	},
	{
		name: 'operations, figures',
		act: ({ ask, cookies, hall }) =>
			ask({ cookie: cookies[2] ?? '', where: `/ops/meetings/${hall.meetingId}/figures?after=0` }),
	},
	{ name: 'it ends', act: ({ sockets }) => give(sockets.get(0), 'end-meeting') },
	{
		name: 'its minutes are drawn',
		act: ({ ask, cookies, hall }) => ask({ cookie: cookies[1] ?? '', where: `/meetings/${hall.meetingId}/minutes` }),
	},
	{ name: 'half of the links drop at once', act: linksDrop },
	{ name: 'all others leave at once', act: allLeave },
];

async function comes({ hall, cookies, sockets }: Course, index: number): Promise<void> {
	// Who is in already has another device.
	const deviceId = `device-${sockets.get(index)?.connected ? 'two' : 'one'}-of-the-bench-${index}`;
	sockets.set(index, await enter(hall, cookies[index] ?? '', deviceId));
}

async function allCome(at: Course): Promise<void> {
	for (let first = 1; first < at.cookies.length; first += together) {
		const coming = at.cookies.slice(first, first + together).map((_, index) => comes(at, first + index));
		await Promise.all(coming);
	}
}

/** They are given up together, when their time to come back is over. */
async function linksDrop({ sockets }: Course): Promise<void> {
	for (const [index, { io }] of sockets) if (index % 2 === 0) io.engine.close();
	await pause(11_000);
}

async function allLeave({ sockets }: Course): Promise<void> {
	for (const socket of sockets.values()) socket.disconnect();
	await pause(1_000);
}

const casts = ({ sockets, voteId }: Course, index: number) =>
	give(sockets.get(index), 'cast-ballot', { voteId, choice: 'for' });

/** It is held again and again: what each deed keeps the loop for, until everybody has been told. */
export async function measureLives(
	server: ControlProcess,
	{ large }: Scene,
	pages: string,
	isAsked: (deed: { readonly name: string }) => boolean,
): Promise<DeedFigures[]> {
	const asked = new Set(
		course.flatMap(({ name }) => (name !== undefined && isAsked({ name: nameOf(name) }) ? name : [])),
	);
	if (asked.size === 0) return [];
	const turns = new Map<string, LongestTurn[]>();
	for (const [round, meetingId] of large.lives.entries()) {
		const at: Course = {
			hall: { url: server.url, meetingId, pages },
			cookies: large.cookies,
			sockets: new Map(),
			voteId: randomUUID(),
			async ask(asked) {
				const { status, body } = await server.ask(asked.where, asked);
				if (status !== 200) throw new Error(`${asked.where}: ${status} ${body.toString().slice(0, 300)}`);
			},
		};
		for (const { name, act } of course) {
			const turn = await server.longestTurnDuring(() => act(at).then(() => pause(told)));
			// What is compiled at the first use is not what people wait for all day.
			if (name !== undefined && asked.has(name) && round > 0) turns.set(name, [...(turns.get(name) ?? []), turn]);
		}
		await pause(1_000);
	}
	return [...turns].map(([name, each]) => ({ name: nameOf(name), ...blocksOf(each) }));
}

const nameOf = (deed: string) => `of ${largeSize}: ${deed}`;
