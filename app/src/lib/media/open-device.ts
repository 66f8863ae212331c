import type { Device, RtpCapabilities } from 'mediasoup-client/types';
import type { MediaSignalling } from './media-signalling.ts';

/**
 * This browser as an endpoint of the server's media, for one incarnation. What speaks WebRTC is fetched with it, and not
 * with the page: papers, agenda and votes are there before it. Rejects with MediaRefusal, with mediasoup-client's error
 * in a browser that cannot do it, or when it could not be fetched.
 */
export async function openDevice(signalling: MediaSignalling): Promise<Device> {
	const [{ Device }, { rtpCapabilities }] = await Promise.all([
		import('mediasoup-client'),
		signalling.request('open', {}),
	]);
	const device = await Device.factory();
	// The two packages name the same structures; the server's list of header extensions is the longer one.
	await device.load({ routerRtpCapabilities: rtpCapabilities as RtpCapabilities });
	return device;
}
