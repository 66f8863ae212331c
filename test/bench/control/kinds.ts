import type { NewMeeting } from '#db/meetings/meetings.ts';
import { form, isDone, leads, paper } from './form.ts';
import type { Asked, Kind } from './requests.ts';
import type { Scene } from './scene.ts';

const searched = ['Nguyễn', 'tran', 'dang', 'Đặng Thị', 'hang', 'chuyen vien', 'ly', 'zzz'];
const rangeBytes = 256 * 1024;
/** Of a kind that the file store takes. */
const uploaded = Buffer.alloc(5 * 1024 * 1024, '%PDF-1.7\n');

/**
 * What is asked over HTTP, each by who may ask it. `versionOf`: of a meeting's dossier at this moment, from which a form that is
 * saved began.
 */
export function kindsOf(scene: Scene, versionOf: (meetingId: string) => number): Kind[] {
	const { secretary, large } = scene;
	const [, largeSecretary = '', largeOperator = ''] = large.cookies;
	const largeDelegate = large.cookies[100] ?? '';
	const saves = (cookie: string, id: string, meeting: Pick<NewMeeting, 'participants' | 'unitIds' | 'bodyId'>) =>
		// Somebody more, and somebody less.
		[0, 1].map((less) => () => {
			const { participants, unitIds = [], bodyId = null } = meeting;
			const people = participants.slice(0, participants.length - less);
			const version = versionOf(id);
			const sent = {
				title: 'Kỳ họp',
				startsAt: Date.now() + 3_600_000,
				plannedMinutes: 60,
				bodyId,
				people,
				unitIds,
				version,
			};
			return form(cookie, `/meetings/${id}/edit`, { meeting: JSON.stringify(sent) }, leads);
		});
	const draft = `/meetings/${large.draftId}`;
	return [
		...readsOf(scene),
		{ name: 'sign-in', asked: [form('', '/sign-in', { login: scene.login, password: scene.password }, leads)] },
		{ name: 'a paper of 5 MB', asked: [paper(secretary, scene.plannedId, uploaded)] },
		{
			name: "a meeting's form is saved",
			asked: saves(secretary, scene.plannedId, scene.planned),
		},
		{ name: 'page of 624: dossier', asked: viewed(largeSecretary, `/meetings/${large.plannedId}`) },
		{ name: 'page of 624: dossier, a delegate', asked: viewed(largeDelegate, `/meetings/${large.plannedId}`) },
		{ name: 'page of 624: its form', asked: viewed(largeSecretary, `/meetings/${large.plannedId}/edit`) },
		{ name: 'page of 624: the meeting itself', asked: by(largeDelegate, `/meetings/${large.plannedId}/live`) },
		{ name: 'page of 624: operations', asked: viewed(largeOperator, `/ops/meetings/${large.plannedId}`) },
		{ name: 'of 624: the form is saved', asked: saves(largeSecretary, large.plannedId, large.meeting) },
		{
			name: 'of 624: invited',
			before: [() => form(largeSecretary, `${draft}?/withdraw`, { version: `${versionOf(large.draftId)}` }, '')],
			asked: [
				() => {
					const seen = { version: `${versionOf(large.draftId)}`, papers: '0' };
					return form(largeSecretary, `${draft}?/invite`, seen, isDone);
				},
			],
		},
		{
			name: 'of 624: an item is added',
			asked: [
				form(largeSecretary, `/meetings/${large.plannedId}?/addItem`, { title: 'Nội dung', access: 'open' }, isDone),
			],
		},
		{ name: 'of 624: a paper of 5 MB', asked: [paper(largeSecretary, large.plannedId, uploaded)] },
		{
			name: 'a meeting of 624 is made',
			asked: [
				() => {
					const { participants: people, createdBy: _, ...meeting } = large.meeting;
					const sent = { ...meeting, people, version: null };
					return form(secretary, '/meetings/new', { meeting: JSON.stringify(sent) }, leads);
				},
			],
		},
	];
}

/** By whoever may look, or all by one account. */
export function readsOf(scene: Scene, all?: string): Kind[] {
	const [secretary = '', delegate = '', administrator = ''] = [
		scene.secretary,
		scene.delegate,
		scene.administrator,
	].map((cookie) => all ?? cookie);
	const ofEach = (path: (id: string) => string) => scene.meetings.map(({ id }) => path(id));
	const page = (name: string, cookie: string, ...wheres: string[]): Kind => ({
		name,
		asked: viewed(cookie, ...wheres),
	});
	const ranges = scene.meetings.flatMap(({ versionId }, index) =>
		by(secretary, `/papers/${versionId}`).map((one) => ({
			...one,
			status: 206,
			headers: { range: `bytes=${index * rangeBytes}-${(index + 1) * rangeBytes - 1}` },
		})),
	);
	return [
		page('page: own meetings, a delegate', delegate, '/'),
		page('page: own meetings, a secretary', secretary, '/'),
		page('page: a meeting', secretary, ...ofEach((id) => `/meetings/${id}`)),
		page('page: a meeting, a delegate', delegate, ...scene.delegateMeetings.map((id) => `/meetings/${id}`)),
		{ name: 'page: a meeting that is on', asked: by(secretary, `/meetings/${scene.liveMeetingId}/live`) },
		page('page: new meeting', secretary, '/meetings/new'),
		page("page: a meeting's form", secretary, `/meetings/${scene.plannedId}/edit`),
		page('page: own account', delegate, '/account'),
		{
			name: 'people search',
			asked: by(secretary, ...searched.map((text) => `/org/people?q=${encodeURIComponent(text)}`)),
		},
		page('directory', administrator, '/admin/people', '/admin/people?page=150'),
		page(
			'directory, searched',
			administrator,
			...searched.map((text) => `/admin/people?q=${encodeURIComponent(text)}`),
		),
		page('units', administrator, '/admin/org'),
		page('a unit', administrator, `/admin/org/${scene.unitId}`),
		page('sites', administrator, '/admin/sites'),
		page('bodies', administrator, '/admin/bodies'),
		page('a body of hundreds', administrator, `/admin/bodies/${scene.bodyId}`),
		page('rights', administrator, '/admin/rights'),
		{ name: 'a range of 256 KiB of a paper', asked: ranges },
		{ name: 'minutes, whole', asked: by(secretary, ...ofEach((id) => `/meetings/${id}/minutes`)) },
		{
			name: 'minutes, by a delegate',
			asked: by(delegate, ...scene.delegateMeetings.map((id) => `/meetings/${id}/minutes`)),
		},
		page('operations', administrator, '/ops/meetings'),
		page('operations, a past meeting', administrator, ...ofEach((id) => `/ops/meetings/${id}`)),
		{ name: 'operations, figures', asked: by(administrator, ...ofEach((id) => `/ops/meetings/${id}/figures?after=0`)) },
		{
			name: 'operations, history of a device',
			asked: by(administrator, ...ofEach((id) => `/ops/meetings/${id}/history?device=device-of-the-bench-0`)),
		},
	];
}

const by = (cookie: string, ...wheres: string[]): Asked[] => wheres.map((where) => ({ where, cookie }));

/** A page as a browser opens it: what is the same for everybody, and its data (requests.ts). */
const viewed = (cookie: string, ...wheres: string[]): Asked[] =>
	by(cookie, ...wheres).map((one) => {
		const { pathname, search } = new URL(one.where, 'http://host');
		return { ...one, data: `${pathname.replace(/\/$/, '')}/__data.json${search}` };
	});
