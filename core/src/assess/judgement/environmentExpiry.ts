import {
  type KubernetesNamespace,
  type Seconds,
  seconds,
  type UnixSeconds,
  unixSeconds,
} from '../../model/index.ts';
import { days } from './age.ts';

/** Without an end of their own, previews are looked at from then on: a sprint. */
export const PREVIEW_AGE = days(14);

/** What a namespace says of its own end. */
export type EnvironmentEnd =
  /** It has one: told by its owner, or assumed because it calls itself a preview. */
  | { readonly kind: 'ends'; readonly at: UnixSeconds; readonly told: boolean; readonly why: string }
  /** It is to stay, or says nothing. */
  | { readonly kind: 'stays' }
  | { readonly kind: 'unreadable'; readonly why: string };

const UNIT: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };
const FOREVER: ReadonlySet<string> = new Set(['forever', 'never', 'unlimited']);
const STAYS: EnvironmentEnd = { kind: 'stays' };

/** kube-janitor's durations: a number and a unit; `null` for what is none. */
function durationOf(text: string): Seconds | null {
  const match = /^(\d+)([smhdw])$/.exec(text);
  return match ? seconds(Number(match[1]) * (UNIT[match[2] ?? ''] ?? 0)) : null;
}

/** kube-janitor's moments, in UTC: a day, a minute or a second; `null` for what is none. */
function momentOf(text: string): UnixSeconds | null {
  const match = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2})(:\d{2})?Z?)?$/.exec(text);
  if (!match) return null;
  const time = Date.parse(`${match[1]}T${match[2] ?? '00:00'}${match[3] ?? ':00'}Z`);
  return Number.isNaN(time) ? null : unixSeconds(time / 1000);
}

const unreadable = (key: string, value: string, wanted: string): EnvironmentEnd => ({
  kind: 'unreadable',
  why: `Its ${key} is "${value.slice(0, 60)}", which is no ${wanted}`,
});

function endByTtl(key: string, value: string, createdAt: UnixSeconds | null): EnvironmentEnd {
  const ttl = durationOf(value);
  if (ttl === null) return unreadable(key, value, 'duration such as 7d');
  if (createdAt === null) {
    return { kind: 'unreadable', why: `Its ${key} is ${value}, but nobody says since when it is there` };
  }
  return { kind: 'ends', at: unixSeconds(createdAt + ttl), told: true, why: `Its ${key} is \`${value}\`` };
}

function endByMoment(key: string, value: string): EnvironmentEnd {
  const at = momentOf(value);
  if (at === null) return unreadable(key, value, 'moment such as 2026-11-30 or 2026-11-30T18:00Z');
  return { kind: 'ends', at, told: true, why: `Its ${key} is \`${value}\`` };
}

/** Labels whose value says what kind of environment it is. */
const KIND_LABELS = [
  'environment',
  'env',
  'app.kubernetes.io/environment',
  'environment-type',
  'greenops.dev/environment',
];
const PREVIEW_KINDS = /^(preview|review|pr|mr|pull-request|ephemeral|temporary|feature)$/i;
const PREVIEW_NAME = /(^|-)(pr|mr|pull|preview|review)-?\d+(-|$)|^(preview|review)-|-(preview|review)$/;

/** Why it is taken for a preview; `null` where it is none. */
function previewSign({ name, labels, annotations }: KubernetesNamespace): string | null {
  for (const key of KIND_LABELS) {
    const value = labels[key] ?? annotations[key];
    if (value !== undefined && PREVIEW_KINDS.test(value)) return `Its ${key} is \`${value}\``;
  }
  return PREVIEW_NAME.test(name) ? 'Its name is that of a preview' : null;
}

/**
 * When an environment was to end: `janitor/ttl`, `janitor/expires` (kube-janitor) and `greenops.dev/expires`, as
 * annotation or label; else, for previews by label or name, some time after they were made.
 */
export function endOf(namespace: KubernetesNamespace): EnvironmentEnd {
  const { annotations, labels, createdAt } = namespace;
  const told = (key: string) => annotations[key] ?? labels[key];
  for (const key of ['greenops.dev/expires', 'janitor/expires', 'janitor/ttl']) {
    const value = told(key)?.trim();
    if (value === undefined) continue;
    if (FOREVER.has(value.toLowerCase())) return STAYS;
    return key === 'janitor/ttl' ? endByTtl(key, value, createdAt) : endByMoment(key, value);
  }
  const sign = previewSign(namespace);
  if (sign === null || createdAt === null) return STAYS;
  return { kind: 'ends', at: unixSeconds(createdAt + PREVIEW_AGE), told: false, why: sign };
}
