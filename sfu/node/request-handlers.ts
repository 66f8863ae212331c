import { AwaitQueueStoppedError } from 'awaitqueue';
import type { Conference } from '#sfu/conference/conference.ts';
import type { Endpoint } from '#sfu/conference/endpoint.ts';
import type { NodeRequestHandlers } from '#sfu/link/contract.ts';
import { MediaError } from '#sfu/link/errors.ts';
import type { MediaNode } from './media-node.ts';

/** What the node does on each request of the control process. */
export function createRequestHandlers(node: MediaNode): NodeRequestHandlers {
	const onEndpoint = async <T>(
		{ conferenceId, endpointId }: { conferenceId: string; endpointId: string },
		act: (endpoint: Endpoint, conference: Conference) => Promise<T>,
	): Promise<T> => {
		const conference = node.requireConference(conferenceId);
		const endpoint = conference.requireEndpoint(endpointId);
		try {
			return await act(endpoint, conference);
		} catch (error) {
			if (error instanceof MediaError) throw error;
			// Replaced, gone, or its worker died while mediasoup was at it: not the parameters' fault.
			const current = conference.endpoints.includes(endpoint);
			throw current
				? new MediaError('media-parameters-refused', messageOf(error), error)
				: new MediaError('endpoint-unknown', endpointId, error);
		}
	};

	return {
		async open({ conferenceId }) {
			return { rtpCapabilities: await node.openConference(conferenceId).getRtpCapabilities() };
		},
		async close({ conferenceId }) {
			node.closeConference(conferenceId);
			return null;
		},
		async declare({ conferenceId, declaration }) {
			await node.requireConference(conferenceId).declare(declaration);
			return null;
		},
		async report({ conferenceId }) {
			node.requireConference(conferenceId).report();
			return null;
		},
		async 'line-told'({ conferenceId, from, state }) {
			node.requireConference(conferenceId).hearLine(from, state);
			return null;
		},
		async 'get-stats'() {
			return node.measure();
		},
		async join({ conferenceId, endpointId, rtpCapabilities, probe }) {
			const conference = node.requireConference(conferenceId);
			try {
				const endpoint = await conference.join(endpointId, rtpCapabilities, probe);
				// After the answer is on its way: the browser learns its transports before its first consumer.
				setImmediate(() => conference.begin(endpoint));
				return endpoint.leg.options;
			} catch (error) {
				if (error instanceof AwaitQueueStoppedError || conference.closed)
					throw new MediaError('conference-unknown', conferenceId, error);
				throw error;
			}
		},
		async 'connect-transport'(input) {
			return onEndpoint(input, async (endpoint) => {
				await endpoint.leg.connect(input.transportId, input.dtlsParameters);
				return null;
			});
		},
		async 'restart-ice'(input) {
			return onEndpoint(input, async (endpoint) => {
				return { iceParameters: await endpoint.leg.restartIce(input.transportId) };
			});
		},
		async produce(input) {
			if ((input.kind === 'audio') !== (input.source === 'microphone'))
				throw new MediaError('source-refused', `${input.source} as ${input.kind}`);
			return onEndpoint(input, async (endpoint) => {
				const { source, transportId, rtpParameters, paused } = input;
				return { producerId: await endpoint.produce(source, transportId, rtpParameters, paused) };
			});
		},
		async 'pause-producer'(input) {
			return onEndpoint(input, async (endpoint) => {
				await endpoint.requireSent(input.producerId).mute(true);
				return null;
			});
		},
		async 'resume-producer'(input) {
			return onEndpoint(input, async (endpoint) => {
				await endpoint.requireSent(input.producerId).mute(false);
				return null;
			});
		},
		async 'close-producer'(input) {
			return onEndpoint(input, async (endpoint) => {
				endpoint.requireSent(input.producerId).producer.close();
				return null;
			});
		},
		async watch(input) {
			return onEndpoint(input, async (endpoint) => {
				endpoint.received.watch(input.consumerId, input.layer);
				return null;
			});
		},
		async renew(input) {
			return onEndpoint(input, async (endpoint) => {
				endpoint.received.renew(input.consumerId);
				return null;
			});
		},
		async resync(input) {
			return onEndpoint(input, async (endpoint, conference) => {
				if (input.transportId !== endpoint.leg.receiveId) throw new MediaError('transport-unknown', input.transportId);
				conference.tellTracks(endpoint);
				return null;
			});
		},
		async trace(input) {
			return onEndpoint(input, (endpoint) => endpoint.trace.look(input.after));
		},
		async leave({ conferenceId, endpointId }) {
			try {
				await node.requireConference(conferenceId).leave(endpointId);
			} catch (error) {
				// Nobody is left in a conference that is gone.
				if (!(error instanceof MediaError || error instanceof AwaitQueueStoppedError)) throw error;
			}
			return null;
		},
	};
}

function messageOf(error: unknown): string {
	return error instanceof Error ? error.message : String(error);
}
