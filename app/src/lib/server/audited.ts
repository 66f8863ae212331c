import { recordAudit, type AuditEntry } from '#db/audit/audit.ts';
import { services } from '#live/services.ts';

interface Asked {
	readonly locals: App.Locals;
	getClientAddress(): string;
}

/** A stable word for what was done, what it was done to (an id, or empty), and never a secret. */
interface Deed {
	readonly action: string;
	readonly subject: string;
	readonly detail?: AuditEntry['detail'];
	/** whose deed it is, where nobody is signed in yet */
	readonly accountId?: string;
}

/** Writes a deed into the audit: who, from where, when, what. */
export function recordDeed({ locals, getClientAddress }: Asked, { detail = {}, accountId, ...deed }: Deed): void {
	const by = accountId ?? locals.session?.accountId ?? null;
	recordAudit(services().db, { ...deed, detail, at: Date.now(), accountId: by, ip: getClientAddress() });
}
