import { ConfigReader } from '@backstage/config';
import { type JsonObject } from '@backstage/types';
import { BALANCED, HEADROOM, POLICIES } from '@greenops/core/model';
import { readGreenopsConfig } from './readGreenopsConfig.ts';

const read = (greenops?: JsonObject) => readGreenopsConfig(new ConfigReader(greenops ? { greenops } : {}));

describe('readGreenopsConfig', () => {
  it('works with nothing configured: no clusters, balanced, every hour', () => {
    expect(read()).toEqual({
      clusters: [],
      policy: BALANCED,
      policies: POLICIES,
      rules: [],
      schedule: {
        frequency: { hours: 1 },
        timeout: { minutes: 15 },
        initialDelay: { seconds: 1 },
        scope: 'global',
      },
      database: {},
    });
  });

  it('fills the defaults of a cluster', () => {
    const { clusters, policy } = read({
      policy: 'headroom',
      clusters: [{ id: 'prod', prometheus: { url: 'https://prometheus.example.com' } }],
    });
    expect(policy).toBe(HEADROOM);
    expect(clusters).toEqual([
      {
        id: 'prod',
        provider: 'unknown',
        region: null,
        historyDays: 14,
        prometheus: {
          url: 'https://prometheus.example.com',
          auth: { type: 'none' },
          headers: {},
          timeoutSeconds: 60,
        },
      },
    ]);
  });

  it('names the path of every wrong entry, and never its value', () => {
    const configuration = {
      policy: 'reckless',
      colour: 'green',
      clusters: [
        {
          id: 'prod',
          prometheus: { url: 'prometheus', auth: { type: 'bearer', token: 'hunter2', user: 'hunter3' } },
        },
        { id: 'No Capitals' },
      ],
    };
    expect(() => read(configuration)).toThrow(
      expect.objectContaining({
        name: 'InvalidInputError',
        message: expect.stringMatching(
          /greenops\.clusters\[0\]\.prometheus\.url: .*greenops\.clusters\[0\]\.prometheus\.auth: .*greenops\.clusters\[1\]\.id: .*colour/s,
        ),
        cure: expect.stringContaining('app-config.yaml'),
      }),
    );
    expect(() => read(configuration)).not.toThrow(/hunter|No Capitals|reckless/);
  });

  it('refuses two clusters with one id', () => {
    expect(() => read({ clusters: [{ id: 'prod' }], recordings: '/data/prod.greenops' })).toThrow(
      'two clusters have the id "prod"',
    );
  });

  it.each<[string, JsonObject[string], string[]]>([
    ['nothing', '', []],
    ['one path', '/data/demo-eu.greenops', ['demo-eu']],
    ['several with commas', '/data/demo-eu.greenops, /data/demo-us.greenops,', ['demo-eu', 'demo-us']],
    ['a list', ['/data/demo-eu.greenops', 'demo-us.greenops'], ['demo-eu', 'demo-us']],
  ])('takes recordings as %s', (_form, recordings, ids) => {
    expect(read({ recordings }).clusters.map(({ id }) => id)).toEqual(ids);
  });

  it('says which recording cannot name a cluster', () => {
    expect(() => read({ recordings: '/data/My Cluster.greenops' })).toThrow(
      /greenops\.recordings: .*\/data\/My Cluster\.greenops .*lower-case/,
    );
  });

  it.each<[string, JsonObject, object]>([
    [
      'a duration object',
      { frequency: { minutes: 30 } },
      { frequency: { minutes: 30 }, timeout: { minutes: 15 } },
    ],
    ['a duration text', { timeout: '45m' }, { frequency: { hours: 1 }, timeout: { minutes: 45 } }],
    ['a cron expression', { frequency: { cron: '0 3 * * *' } }, { frequency: { cron: '0 3 * * *' } }],
    ['scans by hand', { frequency: { trigger: 'manual' } }, { frequency: { trigger: 'manual' } }],
  ])('takes a schedule with %s over the defaults', (_form, schedule, expected) => {
    expect(read({ schedule }).schedule).toMatchObject(expected);
  });

  it('says that a schedule makes no sense', () => {
    expect(() => read({ schedule: { frequency: 'now and then' } })).toThrow(
      /greenops\.schedule: .*now and then/,
    );
    expect(() => read({ schedule: { every: '1h' } })).toThrow(/greenops\.schedule: .*every/);
  });
});
