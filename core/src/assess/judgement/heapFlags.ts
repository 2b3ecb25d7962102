import { type Bytes, bytes, type RuntimeSettings } from '../../model/index.ts';

const MIB = 2 ** 20;

/** Flags that say how large the heap of a JVM is, or how much of it is taken at the start. */
const HEAP_FLAG =
  /^(-Xm[sx]\S+|-XX:(MaxHeapSize|InitialHeapSize|MaxRAM|MaxRAMPercentage|InitialRAMPercentage|MinRAMPercentage)=\S+)$/;

/** The variable that a JVM reads by itself, and that its command line wins over. */
const USUAL_VARIABLE = 'JAVA_TOOL_OPTIONS';
const NODE_VARIABLE = 'NODE_OPTIONS';
const OLD_SPACE = /^--max[-_]old[-_]space[-_]size=(\d+)$/;

const words = (text: string): readonly string[] => text.split(/\s+/).filter(word => word !== '');

/** Where the heap of a JVM is set: in one variable, which may be set, or where no variable reaches. */
export type HeapSetting =
  | { readonly variable: string; readonly flags: string | null }
  /** In its command, or in several variables of which one wins. */
  | { readonly variable: null };

export function heapSetting({ environment, flags }: RuntimeSettings): HeapSetting {
  const inCommand = flags.some(flag => HEAP_FLAG.test(flag));
  const holders = Object.entries(environment).filter(([, text]) =>
    words(text).some(word => HEAP_FLAG.test(word)),
  );
  if (inCommand || holders.length > 1) return { variable: null };
  const [variable, text] = holders[0] ?? [USUAL_VARIABLE, environment[USUAL_VARIABLE] ?? ''];
  return { variable, flags: text === '' ? null : text };
}

/** The flags with another heap: `-Xms`, which must not be above the bound, goes. */
export const withHeap = (flags: string | null, heapFlag: string): string =>
  [...words(flags ?? '').filter(word => !HEAP_FLAG.test(word)), heapFlag].join(' ');

/** Below this the JVM reads MinRAMPercentage in place of MaxRAMPercentage (about 250 MB; with room to spare). */
const SMALL_MEMORY = 512 * MIB;

/**
 * The flag for a heap of at most `heap`: a share of the limit, so that both go on moving together, or an
 * amount where there is no limit or a small one. Never more than `heap`.
 */
export function heapFlag(heap: Bytes, limit: Bytes | null): string {
  if (limit === null || limit < SMALL_MEMORY) return `-Xmx${Math.floor(heap / MIB)}m`;
  return `-XX:MaxRAMPercentage=${(Math.floor((heap / limit) * 1000) / 10).toFixed(1)}`;
}

/** How large Node's heap may grow, where it was said; the command wins over the variable. */
export function nodeHeap({
  environment,
  flags,
}: RuntimeSettings): { bytes: Bytes; inCommand: boolean } | null {
  const last = (list: readonly string[]) => list.flatMap(word => OLD_SPACE.exec(word)?.[1] ?? []).at(-1);
  const told = last(flags);
  const megabytes = told ?? last(words(environment[NODE_VARIABLE] ?? ''));
  return megabytes === undefined
    ? null
    : { bytes: bytes(Number(megabytes) * MIB), inCommand: told !== undefined };
}

/** `NODE_OPTIONS` with another heap. */
export const withNodeHeap = (flags: string | null, heap: Bytes): string =>
  [
    ...words(flags ?? '').filter(word => !OLD_SPACE.test(word)),
    `--max-old-space-size=${Math.floor(heap / MIB)}`,
  ].join(' ');
