import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = path.resolve(import.meta.dirname, '../../../app/messages/vi');

/** Forms of address that docs/glossary.md leaves out, as whole words: “bạn” is one, “ban hành” has none. */
const others = [
	'bạn',
	'anh/chị',
	'anh chị',
	'ông/bà',
	'ông bà',
	'các vị',
	'đồng chí',
	'chúng tôi',
	'chúng ta',
	'vui lòng',
];
/** Words for which docs/glossary.md has another one. */
const strayed = [
	'giơ tay',
	'xin phát biểu',
	'micrô',
	'quét điểm cầu',
	'đầu cầu',
	'sân khấu',
	'hình phụ',
	'trình chiếu',
	'máy này',
	'tập tin',
	'ghi chú cho biên bản',
	'bản nháp',
	'bỏ thăm',
	'bình chọn',
	'phiếu trắng',
	'đóng biểu quyết',
	'biểu quyết đã đóng',
	'biểu quyết chưa đóng',
];
const anyOf = (words: readonly string[]) => new RegExp(`(?<!\\p{L})(${words.join('|')})(?!\\p{L})`, 'iu');
const forbidden = anyOf(others);
const otherWords = anyOf(strayed);

function texts(message: unknown): string[] {
	if (typeof message === 'string') return [message];
	return typeof message === 'object' && message !== null ? Object.values(message).flatMap(texts) : [];
}

describe('one register of address', () => {
	it.each(readdirSync(folder))('%s says “quý vị”, or nothing', (file) => {
		const messages = JSON.parse(readFileSync(path.join(folder, file), 'utf8').normalize('NFC')) as object;
		for (const [key, message] of Object.entries(messages)) {
			for (const text of texts(message)) expect(text, key).not.toMatch(forbidden);
		}
	});

	it.each(readdirSync(folder))('%s has one word for one thing', (file) => {
		const messages = JSON.parse(readFileSync(path.join(folder, file), 'utf8').normalize('NFC')) as object;
		for (const [key, message] of Object.entries(messages)) {
			for (const text of texts(message)) expect(text, key).not.toMatch(otherWords);
		}
	});

	it('knows the forms that it forbids', () => {
		expect('Mời Đồng chí phát biểu').toMatch(forbidden);
		expect('Kết nối của bạn yếu').toMatch(forbidden);
		expect('Ủy ban nhân dân ban hành').not.toMatch(forbidden);
	});
});
