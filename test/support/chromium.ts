import process from 'node:process';

/** How the pages are driven everywhere: Debian's Chromium, or another one by CHROMIUM_BIN, with devices that it makes up. */
export const chromiumOptions = {
	executablePath: process.env['CHROMIUM_BIN'] ?? '/usr/bin/chromium',
	args: [
		'--no-sandbox',
		// The second of its cameras has no colours that can be sent: who chooses another takes the fourth.
		'--use-fake-device-for-media-stream=device-count=4',
		'--use-fake-ui-for-media-stream',
		'--autoplay-policy=no-user-gesture-required',
	],
};
