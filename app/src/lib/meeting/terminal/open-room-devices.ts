import type { RoomMedia } from '../room-media.svelte.ts';
import { saveDeviceChoice } from '../device-choice.ts';

const key = 'phong-hop-da-vao';

/**
 * A room comes to each meeting with picture and sound: what somebody switched off in an earlier one must not keep it mute
 * when nobody is there to switch it on. Within one meeting the choice stands, over reloads too.
 */
export function openRoomDevices(media: RoomMedia, meetingId: string): void {
	try {
		if (sessionStorage.getItem(key) !== meetingId) saveDeviceChoice({ camera: true, microphone: true });
		sessionStorage.setItem(key, meetingId);
	} catch {
		// Without storage there is no earlier choice either.
	}
	media.openDevices();
}
