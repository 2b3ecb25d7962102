import { type KubernetesNamespace, unixSeconds } from '../../model/index.ts';
import { endOf, PREVIEW_AGE } from './environmentExpiry.ts';

const CREATED = unixSeconds(Date.UTC(2026, 10, 1) / 1000);
const namespace = (changes: Partial<KubernetesNamespace>): KubernetesNamespace => ({
  name: 'shop',
  labels: {},
  annotations: {},
  createdAt: CREATED,
  ...changes,
});
const at = (iso: string) => Date.parse(iso) / 1000;

describe('endOf', () => {
  it.each<[string, string, number]>([
    ['janitor/ttl', '7d', CREATED + 7 * 86_400],
    ['janitor/ttl', '90m', CREATED + 5_400],
    ['janitor/ttl', '2w', CREATED + 14 * 86_400],
    ['janitor/expires', '2026-11-30', at('2026-11-30T00:00:00Z')],
    ['janitor/expires', '2026-11-30T18:30', at('2026-11-30T18:30:00Z')],
    ['greenops.dev/expires', '2026-11-30T18:30:15Z', at('2026-11-30T18:30:15Z')],
  ])('reads %s: %s', (key, value, end) => {
    for (const where of ['annotations', 'labels']) {
      expect(endOf(namespace({ [where]: { [key]: value } }))).toMatchObject({
        kind: 'ends',
        at: end,
        told: true,
      });
    }
  });

  it.each<[string, string]>([
    ['janitor/ttl', '7 days'],
    ['janitor/ttl', '-1d'],
    ['janitor/ttl', ''],
    ['janitor/expires', '2026-13-45'],
    ['janitor/expires', '30.11.2026'],
    ['greenops.dev/expires', 'soon'],
  ])('does not guess what %s: "%s" means', (key, value) => {
    const end = endOf(namespace({ annotations: { [key]: value } }));
    expect(end).toMatchObject({ kind: 'unreadable', why: expect.stringContaining(`"${value}"`) });
  });

  it('cannot tell an end from a life of which the start is not known', () => {
    expect(endOf(namespace({ annotations: { 'janitor/ttl': '7d' }, createdAt: null })).kind).toBe(
      'unreadable',
    );
    expect(endOf(namespace({ name: 'pr-12', createdAt: null })).kind).toBe('stays');
  });

  it.each(['pr-123', 'shop-pr-123', 'shop-mr-7-web', 'preview-blue', 'shop-review', 'pull-9'])(
    'takes %s for a preview',
    name => {
      expect(endOf(namespace({ name }))).toMatchObject({
        kind: 'ends',
        at: CREATED + PREVIEW_AGE,
        told: false,
      });
    },
  );

  it.each(['shop', 'production', 'pr-team', 'reviews', 'previews', 'april-2026', 'preprod'])(
    'does not take %s for one',
    name => expect(endOf(namespace({ name })).kind).toBe('stays'),
  );

  it('believes its word before its name', () => {
    const told = { name: 'pr-12', annotations: { 'janitor/ttl': 'forever' }, labels: { env: 'preview' } };
    expect(endOf(namespace(told)).kind).toBe('stays');
    expect(endOf(namespace({ labels: { env: 'preview' } })).kind).toBe('ends');
  });
});
