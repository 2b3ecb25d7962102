import { z } from 'zod';

/**
 * The word people search for. It filters what is on the page, in the browser: the API has exact
 * filters only.
 */
export const searchFilter = { q: z.string().optional() };

export const contains = (word: string | undefined, ...texts: readonly string[]): boolean =>
  word === undefined || texts.some(text => text.toLowerCase().includes(word.toLowerCase()));
