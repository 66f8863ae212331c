import type { Entrant } from '#live/gateway/authenticate.ts';
import { openGateway } from '#live/gateway/gateway.ts';
import { EventEmitter } from 'node:events';
import { setImmediate as endOfTurn } from 'node:timers/promises';
import { pino } from 'pino';
import type { Server, Socket } from 'socket.io';
import { expect, test, vi } from 'vitest';

vi.mock('#live/gateway/authenticate.ts', { spy: true });

test('links that end in one turn of the loop are noted in turns to come', async () => {
	const { authenticate } = await import('#live/gateway/authenticate.ts');
	vi.mocked(authenticate).mockResolvedValue({ accountId: 'one' } as Entrant);
	let knock: (socket: Socket, next: () => void) => void = () => {};
	let come: (socket: Socket) => void = () => {};
	const namespace = {
		use: (with_: typeof knock) => (knock = with_),
		on: (_: 'connection', with_: typeof come) => (come = with_),
	};
	const lines: string[] = [];
	const write = (line: string) => void lines.push((JSON.parse(line) as { msg: string }).msg);
	openGateway({
		io: { use: () => {}, of: () => namespace } as unknown as Server,
		db: undefined as never,
		secureCookies: false,
		halls: { enter: () => Promise.resolve({ device: {} }) } as never,
		pages: undefined,
		log: pino({ level: 'info' }, { write }),
	});
	const sockets = [1, 2, 3].map(() => Object.assign(new EventEmitter(), { onAny: () => {} }) as unknown as Socket);
	for (const socket of sockets) {
		await new Promise<void>((resolve) => knock(socket, resolve));
		come(socket);
	}
	await endOfTurn();
	lines.length = 0;
	for (const socket of sockets) (socket as unknown as EventEmitter).emit('disconnect', 'transport close');
	expect(lines, 'in this turn').toEqual([]);
	await vi.waitFor(() => expect(lines).toEqual(sockets.map(() => 'device disconnected')));
});
