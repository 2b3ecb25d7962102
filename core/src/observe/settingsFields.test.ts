import fc from 'fast-check';
import {
  destinationOf,
  fileFieldsOf,
  joinSecrets,
  separateSecrets,
  urlsWithCredentials,
} from './settingsFields.ts';

const SETTINGS = {
  id: 'prod',
  prometheus: {
    url: 'https://mimir.example.com/prometheus',
    auth: { type: 'basic', username: 'ann', password: 'hush-1' },
    headers: { 'X-Scope-OrgID': 'hush-2', 'a/b~c': 'hush-3' },
    tls: { certificate: 'public', key: 'hush-4', caFile: '/ca.pem' },
  },
  kubernetes: { type: 'token', server: 'https://k8s.example.com:6443', token: 'hush-5' },
  grid: [
    { type: 'csv', file: '/grid.csv' },
    { type: 'electricity-maps', token: 'hush-6', zone: 'DE' },
  ],
  opencost: {
    url: 'http://opencost',
    auth: { type: 'sigv4', secretAccessKey: 'hush-7', sessionToken: 'hush-8' },
  },
  registry: { credentials: { 'ghcr.io': { username: 'ann', password: 'hush-9' } } },
  historyDays: 7,
};

const lost = (field: string): never => {
  throw new Error(`${field} was lost`);
};

describe('secrets of settings', () => {
  it('are taken out, told by their place, and can be put back', () => {
    const separated = separateSecrets(SETTINGS);
    expect(JSON.stringify(separated.settings)).not.toContain('hush');
    expect(Object.fromEntries(separated.secrets)).toEqual({
      '/prometheus/auth/password': 'hush-1',
      '/prometheus/headers/X-Scope-OrgID': 'hush-2',
      '/prometheus/headers/a~1b~0c': 'hush-3',
      '/prometheus/tls/key': 'hush-4',
      '/kubernetes/token': 'hush-5',
      '/grid/1/token': 'hush-6',
      '/opencost/auth/secretAccessKey': 'hush-7',
      '/opencost/auth/sessionToken': 'hush-8',
      '/registry/credentials/ghcr.io/password': 'hush-9',
    });
    expect(joinSecrets(separated, lost)).toEqual(SETTINGS);
  });

  it('come back whatever headers are called', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 1 })), headers => {
        const settings = JSON.parse(JSON.stringify({ prometheus: { url: 'http://p', headers } })) as object;
        const separated = separateSecrets({ ...settings });
        expect([...separated.secrets.values()].sort()).toEqual(Object.values(headers).sort());
        expect(JSON.stringify(separated.settings)).toBe('{"prometheus":{"url":"http://p","headers":{}}}');
        expect(joinSecrets(separated, lost)).toEqual(settings);
      }),
    );
  });

  it('can be the value of a header called __proto__', () => {
    const settings = JSON.parse('{"prometheus":{"headers":{"__proto__":"hush"}}}') as Record<string, unknown>;
    const separated = separateSecrets(settings);
    expect([...separated.secrets]).toEqual([['/prometheus/headers/__proto__', 'hush']]);
    expect(JSON.stringify(joinSecrets(separated, lost))).toBe(JSON.stringify(settings));
  });

  it('whose place is gone are told of', () => {
    const gone: string[] = [];
    const secrets = new Map([
      ['/prometheus/auth/token', 'hush'],
      ['/grid/3/token', 'hush'],
    ]);
    expect(joinSecrets({ settings: { grid: [] }, secrets }, field => gone.push(field))).toEqual({ grid: [] });
    expect(gone).toEqual(['/prometheus/auth/token', '/grid/3/token']);
  });

  it('in a URL are left out, and told of', () => {
    const settings = { opencost: { url: 'https://ann:hush@opencost.example/a@b' } };
    expect(separateSecrets(settings).settings).toEqual({ opencost: { url: 'https://opencost.example/a@b' } });
    expect(urlsWithCredentials(settings)).toEqual(['/opencost/url']);
    expect(urlsWithCredentials(SETTINGS)).toEqual([]);
  });

  it.each([
    ['/prometheus/auth/password', 'https://mimir.example.com'],
    ['/prometheus/tls/key', 'https://mimir.example.com'],
    ['/kubernetes/token', 'https://k8s.example.com:6443'],
    ['/grid/1/token', null],
    ['/registry/credentials/ghcr.io/password', 'ghcr.io'],
    ['/nothing/here', null],
  ])('%s is sent to %s', (field, destination) => {
    expect(destinationOf(SETTINGS, field)).toBe(destination);
  });

  it('of an image registry go to its mirror', () => {
    const settings = { registry: { endpoints: { 'ghcr.io': 'https://mirror' } } };
    expect(destinationOf(settings, '/registry/credentials/ghcr.io/token')).toBe('https://mirror');
  });
});

describe('files of settings', () => {
  it('are found wherever they are named', () => {
    expect(fileFieldsOf(SETTINGS)).toEqual(['/prometheus/tls/caFile', '/grid/0/file']);
    expect(
      fileFieldsOf({ recording: 'a', prices: { file: 'b' }, kubernetes: { file: 'c' }, grid: { file: 'd' } }),
    ).toEqual(['/recording', '/prices/file', '/kubernetes/file', '/grid/file']);
  });
});
