import { pagesTooFine } from '../../../app/intake/pages-too-fine.ts';
import { expect, test } from 'vitest';

const head = `page   num  type   width height color comp bpc  enc interp  object ID x-ppi y-ppi size ratio
--------------------------------------------------------------------------------------------`;
const line = (page: number, picture: string) => `   ${page}     0 ${picture}`;

test('pages count once that have a large picture finer than is read, in colour or grey', () => {
	const fine = 'image    2480  3508  rgb     3   8  jpeg   no         7  0   300   300  900K 3.3%';
	const listed = [
		head,
		line(1, fine),
		line(1, fine),
		line(2, fine.replace('300   300', '200   200')),
		line(3, 'image     400   400  rgb     3   8  jpeg   no        12  0   600   600   90K 4.5%'),
		line(4, 'image    2480  3508  gray    1   1  ccitt  no        17  0   300   300   40K 4.0%'),
		line(5, fine.replace('image', 'smask')),
		line(6, fine.replace('rgb     3', 'gray    1')),
	];
	expect(pagesTooFine(listed.join('\n'))).toBe(2);
	expect(pagesTooFine(head)).toBe(0);
	expect(pagesTooFine('noise')).toBe(0);
});
