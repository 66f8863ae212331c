import { storageOf } from '#lib/kept/storage.ts';
import type { RoomMedia } from '../room-media.svelte.ts';
import { saveDeviceChoice } from '../device-choice.ts';

const key = 'phong-hop-da-vao';

/**
 * A room comes to each meeting with picture and sound: what somebody switched off in an earlier one must not keep it mute
 * when nobody is there to switch it on. Within one meeting the choice stands, over reloads too.
 */
export function openRoomDevices(media: RoomMedia, meetingId: string): void {
	const storage = storageOf('tab');
	if (storage.get(key) !== meetingId) saveDeviceChoice({ camera: true, microphone: true });
	storage.set(key, meetingId);
	media.openDevices();
}
