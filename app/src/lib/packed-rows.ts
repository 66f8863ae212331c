/** Rows as text, on their way to a page. */
export type PackedRows<Row> = string & { readonly row?: Row };

/** For lists of hundreds: to write them out as objects takes Kit longer than all else of a page together. */
export const packRows = <Row>(rows: readonly Row[]): PackedRows<Row> => JSON.stringify(rows);

export const unpackRows = <Row>(packed: PackedRows<Row>): readonly Row[] => JSON.parse(packed) as Row[];
