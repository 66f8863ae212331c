import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, base64url. */
export const createToken = (): string => randomBytes(32).toString('base64url');

/** What is stored of a token. It is random, so that a plain SHA-256 cannot be reversed by guessing. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
