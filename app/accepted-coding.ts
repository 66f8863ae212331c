/**
 * The first of `offered` that the asker takes, by its `Accept-Encoding` (RFC 9110, 12.5.3); weights beside a refusal (`q=0`) do
 * not count.
 */
export function acceptedCoding<Coding extends string>(
	header: string | string[] | undefined,
	offered: readonly Coding[],
): Coding | 'identity' {
	if (header === undefined) return 'identity';
	const taken = new Map(
		String(header)
			.toLowerCase()
			.split(',')
			.map((part) => {
				const [name = '', ...parameters] = part.split(';').map((piece) => piece.trim());
				return [name, !parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))] as const;
			}),
	);
	return offered.find((coding) => taken.get(coding) ?? false) ?? 'identity';
}
