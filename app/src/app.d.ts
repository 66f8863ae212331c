import type { Session } from '#db/auth/sessions.ts';

declare global {
	namespace App {
		interface Locals {
			/** who is signed in; pages behind the sign-in can rely on it through `requireSession` */
			session: Session | undefined;
			theme: 'system' | 'light' | 'dark';
		}

		interface PageData {
			/** who is signed in, on every page */
			account?: { participantId: string } | undefined;
		}

		interface Error {
			status: number;
			/** a stable code: the error page looks its text up from it */
			message: string;
		}
	}
}

export {};
