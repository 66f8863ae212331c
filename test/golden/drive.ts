import { deviceOf, planWith, ScriptedMeeting } from '#test/support/meeting.ts';

/** A meeting in which every kind of event happens: what a journal of this release can hold. */
export function driveThroughEverything(): ScriptedMeeting {
	const plan = planWith();
	const meeting = ScriptedMeeting.open(plan);
	const { give, system } = teller(meeting);
	for (const { id } of plan.participants) meeting.connect(id);

	// Before the start: the stage is tried, the plan is still worked on.
	give('chair', 'address-sites', {});
	give('operator', 'announce', {});
	give('operator', 'end-address', { participantId: 'operator' });
	give('operator', 'start-poll', { participantIds: ['site', 'delegate-1'], seconds: 3 });
	meeting.now += 3_000;
	system('advance-poll', {});
	give('operator', 'stop-poll', {});
	system('revise-plan', { plan: { ...planWith({ delegates: 4 }), title: 'Phiên họp thường kỳ tháng 11' } });
	meeting.connect('delegate-4');
	give('secretary', 'mark-presence', { participantId: 'delegate-3', as: 'here' });

	give('chair', 'start-meeting', {});
	give('chair', 'start-item', { itemId: 'item-1' });
	stage(meeting);
	floor(meeting);
	presenting(meeting);
	votes(meeting);

	give('secretary', 'write-note', note('note-1', 'gist', 'Đồng ý với tờ trình, đề nghị bổ sung kinh phí.'));
	give('secretary', 'write-note', note('note-2', 'remark', 'Ghi nhầm'));
	give('secretary', 'remove-note', { noteId: 'note-2' });
	give('chair', 'end-item', { itemId: 'item-1' });
	give('chair', 'skip-item', { itemId: 'item-2' });
	give('chair', 'pause-meeting', { minutes: 15 });
	meeting.now += 600_000;
	system('note-island', {
		nodeId: 'huyen',
		area: 'Huyện Nga Sơn',
		from: meeting.now - 90_000,
		to: meeting.now - 1_000,
	});
	give('chair', 'resume-meeting', {});
	meeting.disconnect('guest');
	give('chair', 'end-meeting', {});
	meeting.disconnect('chair');
	return meeting;
}

function stage(meeting: ScriptedMeeting): void {
	const { give, system } = teller(meeting);
	give('operator', 'set-stage-mode', { mode: 'floor' });
	give('operator', 'set-stage-places', { places: 4 });
	give('chair', 'direct-stage', { participantId: 'site' });
	give('operator', 'cue-stage', { participantIds: ['delegate-2'] });
	give('chair', 'share-content', {});
	system('content-stopped', { deviceId: deviceOf('chair') });
	system('connect-device', { deviceId: 'phone', participantId: 'delegate-1' });
	meeting.disconnect('delegate-1');
	meeting.connect('delegate-1');
	give('delegate-1', 'take-sound', {});
	give('delegate-4', 'leave-seat', {});
	give('delegate-4', 'take-seat', {});
}

function floor(meeting: ScriptedMeeting): void {
	const { give, system } = teller(meeting);
	give('delegate-1', 'request-floor', {});
	give('delegate-2', 'request-floor', {});
	give('delegate-2', 'withdraw-floor', {});
	give('chair', 'grant-floor', { participantId: 'delegate-1', limitSeconds: 60 });
	give('chair', 'set-floor-limit', { limitSeconds: 30 });
	meeting.now += 30_000;
	system('reach-floor-limit', {});
	give('delegate-1', 'yield-floor', {});
}

function presenting(meeting: ScriptedMeeting): void {
	const { give } = teller(meeting);
	give('chair', 'present-document', { versionId: 'version-1', page: 1 });
	give('chair', 'turn-page', { versionId: 'version-1', page: 3 });
	give('secretary', 'present-document', { versionId: 'version-2', page: 1 });
	give('chair', 'decline-presenting', { participantId: 'secretary' });
	give('chair', 'end-presenting', {});
}

function votes(meeting: ScriptedMeeting): void {
	const { give } = teller(meeting);
	const open = (voteId: string, secret: boolean) =>
		give('chair', 'open-vote', { voteId, itemId: 'item-1', title: 'Thông qua kế hoạch', secret });
	open('vote-1', false);
	give('chair', 'cast-ballot', { voteId: 'vote-1', choice: 'for' });
	give('delegate-1', 'cast-ballot', { voteId: 'vote-1', choice: 'against' });
	give('chair', 'close-vote', { voteId: 'vote-1' });
	give('chair', 'publish-vote', { voteId: 'vote-1' });
	open('vote-2', true);
	give('delegate-2', 'cast-ballot', { voteId: 'vote-2', choice: 'abstain' });
	give('chair', 'cancel-vote', { voteId: 'vote-2', reason: 'Nhầm nội dung' });
	open('vote-3', true);
	give('delegate-1', 'cast-ballot', { voteId: 'vote-3', choice: 'for' });
	give('chair', 'close-vote', { voteId: 'vote-3' });
}

const note = (noteId: string, kind: 'gist' | 'remark', text: string) => ({
	noteId,
	kind,
	itemId: 'item-1',
	speakerId: kind === 'gist' ? 'delegate-1' : null,
	text,
});

/** Each act a second after the one before; one that is refused is a fault of this script. */
function teller(meeting: ScriptedMeeting) {
	const give: typeof meeting.give = (participantId, name, input) => {
		meeting.now += 1_000;
		return happened(name, meeting.give(participantId, name, input));
	};
	const system: typeof meeting.system = (name, input) => {
		meeting.now += 1_000;
		return happened(name, meeting.system(name, input));
	};
	return { give, system };
}

function happened<A extends string | readonly string[]>(name: string, answer: A): A {
	if (typeof answer === 'string' || answer.length === 0)
		throw new Error(`${name}: ${answer.toString() || 'nothing happened'}`);
	return answer;
}
