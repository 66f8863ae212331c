import type { Device, DeviceKind } from '#lib/media/device-list.svelte.ts';
import { systemDefault } from '#lib/media/device-rank.ts';
import { m } from '#lib/paraglide/messages.js';

export const deviceNames: Readonly<Record<DeviceKind, () => string>> = {
	camera: m.live_camera,
	microphone: m.live_microphone,
	speaker: m.live_speaker,
};

/** Devices to choose from; browsers hide their names until access is allowed. */
export const deviceOptions = (devices: readonly Device[]) => [
	{ value: systemDefault, label: m.live_check_default_device() },
	...devices.map(({ deviceId, label }, index) => ({
		value: deviceId,
		label: label || m.live_check_device_number({ number: index + 1 }),
	})),
];
