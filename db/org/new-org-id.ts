import { randomUUIDv7 } from 'node:crypto';

/**
 * Of a unit or a site of an import: hundreds that are made together lie beside each other in every index, so that writing them
 * touches few pages. By chance alone each lies on a page of its own. When they were entered is no secret.
 */
export const newOrgId = (): string => randomUUIDv7();
