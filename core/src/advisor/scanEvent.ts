import type { Progress } from '../observe/index.ts';

/** What happens to a scan, for whoever shows it. Each scan starts, and then finishes, fails or is cancelled. */
export type ScanEvent =
  | { readonly type: 'started'; readonly clusterId: string }
  | { readonly type: 'progress'; readonly clusterId: string; readonly progress: Progress }
  | {
      readonly type: 'finished';
      readonly clusterId: string;
      readonly workloads: number;
      readonly opportunities: number;
    }
  | { readonly type: 'failed'; readonly clusterId: string; readonly error: unknown }
  | { readonly type: 'cancelled'; readonly clusterId: string };
