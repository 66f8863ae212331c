import type { Session } from '#db/auth/sessions.ts';

declare global {
	namespace App {
		interface Locals {
			/** who is signed in; pages behind the sign-in can rely on it through `requireSession` */
			session: Session | undefined;
			theme: 'system' | 'light' | 'dark';
		}

		interface Error {
			status: number;
			/** a stable code: the error page looks its text up from it */
			message: string;
		}
	}
}

export {};
