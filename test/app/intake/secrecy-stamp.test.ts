import { bearsStamp, bearsStampByOcr, linesOf } from '../../../app/intake/secrecy-stamp.ts';
import { expect, test } from 'vitest';

test.for([
	['MẬT'],
	['TỐI MẬT'],
	['TUYỆT MẬT'],
	['M Ậ T'],
	['T Ố I  M Ậ T'],
	['[ MẬT ]'],
	['MẬT'.normalize('NFD')],
	['ỦY BAN NHÂN DÂN', 'MẬT', 'Số: 05/BC-UBND'],
	['TUYỆT', 'MẬT'],
	['TèI MËT'],
	['TUYEÄT MAÄT'],
])('%s is a stamp', (lines) => expect(bearsStamp(lines)).toBe(true));

test.for([
	['Mật'],
	['mật'],
	['BẢO MẬT'],
	['BÍ MẬT NHÀ NƯỚC'],
	['Độ mật'],
	['ĐỘ MẬT'],
	['STT', 'ĐỘ', 'MẬT', 'GHI CHÚ'],
	['VỀ CÔNG TÁC BẢO VỆ BÍ', 'MẬT'],
	['QUY CHẾ BẢO', 'MẬT'],
	['tài liệu MẬT gửi theo đường văn thư'],
	['Tài liệu loại MẬT'],
	['MẶT'],
	['MẬT 2'],
	[],
])('%s is none', (lines) => expect(bearsStamp(lines)).toBe(false));

test('in a picture marks are lost, capitals are not', () => {
	for (const line of ['MÂT', 'TOI MAT', '| TUYET MẶT |']) expect(bearsStampByOcr(['UBND', line, 'Số: 5'])).toBe(true);
	for (const lines of [['Mật'], ['mat'], ['BẢO', 'MẬT'], ['MAT NUOC'], []]) expect(bearsStampByOcr(lines)).toBe(false);
});

const piece = (str: string, x: number, y: number, width: number, size = 14) => ({
	str,
	transform: [size, 0, 0, size, x, y],
	width,
});

test('what stands in another column is another line; letters set apart, and a word in another font, belong to theirs', () => {
	const beside = [piece('MẬT', 80, 700, 35), piece(' ', 115, 700, 180), piece('Thanh Hóa, ngày 05', 300, 700, 120)];
	expect(linesOf(beside)).toEqual(['MẬT', 'Thanh Hóa, ngày 05']);
	const spaced = [piece('M', 80, 700, 12), piece('Ậ', 105, 700, 10), piece('T', 128, 701, 9)];
	expect(linesOf(spaced)).toEqual(['M Ậ T']);
	const bold = [piece('tài liệu', 80, 700, 50), piece('MẬT', 134, 700, 35), piece('phải', 173, 700, 25)];
	expect(linesOf(bold)).toEqual(['tài liệu MẬT phải']);
	expect(linesOf([piece('TỐI', 80, 700, 30), piece('MẬT', 80, 680, 30)])).toEqual(['TỐI', 'MẬT']);
	const upright = { str: 'MẬT', transform: [0, 14, -14, 0, 80, 700], width: 35 };
	expect(linesOf([upright, piece('Kính gửi', 84, 700, 60)])).toEqual(['MẬT', 'Kính gửi']);
});
