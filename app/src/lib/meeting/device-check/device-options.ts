import type { DeviceChoice } from '#lib/media/device-check.svelte.ts';
import { m } from '#lib/paraglide/messages.js';

/** Stands for no device in particular; no browser names one so. */
export const systemDefault = '-';

/** Devices to choose from; browsers hide their names until access is allowed. */
export const deviceOptions = (devices: readonly DeviceChoice[]) => [
	{ value: systemDefault, label: m.live_check_default_device() },
	...devices
		.filter(({ deviceId }) => deviceId !== '' && deviceId !== 'default')
		.map(({ deviceId, label }, index) => ({
			value: deviceId,
			label: label || m.live_check_device_number({ number: index + 1 }),
		})),
];
