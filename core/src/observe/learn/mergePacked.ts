import type { UnixSeconds } from '../../model/index.ts';
import { Page } from './Page.ts';
import type { SubjectKind } from './subject.ts';

/** Adds a page to a packed one of the same subject and day, where there is one. */
export function mergePacked(
  before: Uint8Array | undefined,
  added: { readonly kind: SubjectKind; readonly day: UnixSeconds; readonly page: Page | Uint8Array },
): Uint8Array {
  const { kind, day, page } = added;
  if (before === undefined) return page instanceof Page ? page.pack() : page;
  const merged = Page.unpack(kind, day, before);
  merged.merge(page instanceof Page ? page : Page.unpack(kind, day, page));
  return merged.pack();
}
