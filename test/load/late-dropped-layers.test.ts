import process from 'node:process';
import { expect, test } from 'vitest';
import { BareRouter } from './bare-router.ts';
import { EndpointHost } from './endpoint/endpoint-host.ts';
import { loadRecording } from './recording/recording.ts';

/** See sfu/worker/README.md: the official worker lacks what this needs. */
const isOfficial = /\/official-/.test(process.env['MEDIASOUP_WORKER_BIN'] ?? '');

test.skipIf(isOfficial)(
	'who is sent every fourth picture misses none of those that a lossy uplink delays',
	// A machine too busy to read its sockets loses packets of its own; a worker that lacks the mend misses some each time.
	{ timeout: 90_000, retry: 2 },
	async () => {
		const bare = await BareRouter.start();
		const host = new EndpointHost();
		try {
			const sender = await bare.addSender(host, loadRecording());
			sender.endpoint.lose({ share: 0.2, forGood: false, repairsArrive: true });
			const { rtpParameters } = sender.endpoint.produce('camera');
			const producer = await sender.transport.produce({ kind: 'video', rtpParameters });
			const { consumer, track } = await bare.consume(await bare.addReceiver(host), producer);
			await consumer.setPreferredLayers({ spatialLayer: 2, temporalLayer: 0 });

			const come = () => track.counters.packets + track.counters.lost;
			await expect
				.poll(() => consumer.currentLayers, { message: 'every fourth picture', timeout: 20_000 })
				.toMatchObject({ spatialLayer: 2, temporalLayer: 0 });
			const lostBefore = track.counters.lost;
			const enough = come() + 300;
			await expect.poll(come, { message: 'three hundred packets', timeout: 40_000 }).toBeGreaterThan(enough);
			expect(track.counters.recovered, 'what came late').toBeGreaterThan(0);
			expect(track.counters.lost - lostBefore).toBe(0);
		} finally {
			host.close();
			bare.close();
		}
	},
);
