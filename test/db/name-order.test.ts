import { nameSortKey } from '#db/name-order.ts';
import { searchPeople, insertPerson } from '#db/org/people.ts';
import { expect, test } from 'vitest';
import { today } from './small-province.ts';
import { temporaryDatabase } from './temporary-database.ts';

test('by given name, then family and middle names: đ after d, then the tones', () => {
	const db = temporaryDatabase();
	const inOrder = [
		'Lê Văn An',
		'Trần Ân',
		'Lý Dũng',
		'Bùi Thị Đào',
		'Phạm Đức Đạt',
		'Bùi Thị Hoa',
		'Bùi Thị Hòa',
		'Đặng Hòa',
		'Lê Quang Hòa',
		'Nguyễn Thị Hòa',
		'Nguyễn Văn Hòa',
		'Hoàng Hoà Ơn',
		'Vũ Út',
		'Đỗ Ước',
	];
	for (const name of inOrder.toReversed()) insertPerson(db, { name, position: 'Ủy viên' });
	expect(searchPeople(db, { text: 'uy vien', date: today, limit: 50 }).map(({ name }) => name)).toEqual(inOrder);
});

test('the stored key orders any two Vietnamese words as Intl.Collator does', () => {
	const collator = new Intl.Collator('vi');
	const words =
		'a à ả ã á ạ ă ằ ẳ ẵ ắ ặ â ầ ẩ ẫ ấ ậ An Ân Ấn Bá Bà Chi Dũng Đạt đạt Đông Hoa Hòa Hóa Họa Hương Hường Khánh Khanh Nga Ngà Ngã Ngọc Oanh Ơn Quân Quấn Thảo Thao Út Uyên Ước Ứng Vân Văn Yến Ý'.split(
			' ',
		);
	const byKey = (a: string, b: string) => Buffer.from(nameSortKey(a)).compare(Buffer.from(nameSortKey(b)));
	for (const one of words)
		for (const other of words)
			expect(`${one} ${other} ${byKey(one, other)}`).toBe(`${one} ${other} ${Math.sign(collator.compare(one, other))}`);
});
