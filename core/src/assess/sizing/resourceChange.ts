import {
  type Bytes,
  bytesToKubernetesQuantity,
  type Change,
  type ChangeTarget,
  type Cores,
  coresToKubernetesQuantity,
} from '../../model/index.ts';

const change = (
  container: string,
  target: ChangeTarget,
  from: string | null,
  to: string,
): readonly Change[] => (from === to ? [] : [{ container, target, from, to }]);

/** Present and wanted value of one resource of one container, in its base unit; `null` = not set. */
export interface ResourceSetting<Amount extends number> {
  readonly request: Amount | null;
  readonly limit: Amount | null;
}

function changesOf<Amount extends number>(
  container: string,
  resource: 'cpu' | 'memory',
  now: ResourceSetting<Amount>,
  wanted: ResourceSetting<Amount>,
  write: (amount: Amount) => string,
): readonly Change[] {
  const text = (amount: Amount | null) => (amount === null ? null : write(amount));
  const request =
    wanted.request === null
      ? []
      : change(container, `requests.${resource}`, text(now.request), write(wanted.request));
  // A manifest whose request is above its limit is refused by the API server: the limit follows.
  const wantedLimit =
    now.limit === null || wanted.limit === null
      ? null
      : (Math.max(wanted.limit, wanted.request ?? now.request ?? 0) as Amount);
  const limit =
    wantedLimit === null ? [] : change(container, `limits.${resource}`, text(now.limit), write(wantedLimit));
  return [...request, ...limit];
}

/** The changes that bring CPU from `now` to `wanted`; a limit is kept at or above the request and never invented. */
export const cpuChanges = (
  container: string,
  now: ResourceSetting<Cores>,
  wanted: ResourceSetting<Cores>,
): readonly Change[] => changesOf(container, 'cpu', now, wanted, coresToKubernetesQuantity);

/** The same for memory. */
export const memoryChanges = (
  container: string,
  now: ResourceSetting<Bytes>,
  wanted: ResourceSetting<Bytes>,
): readonly Change[] => changesOf(container, 'memory', now, wanted, bytesToKubernetesQuantity);
