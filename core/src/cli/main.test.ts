import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { main } from './main.ts';
import { fakeHost, type FakeHostOptions } from './testing/fakeHost.ts';
import { shop } from './testing/shop.ts';

async function run(argv: readonly string[], options: FakeHostOptions = {}) {
  const host = fakeHost({ clusters: { 'shop.greenops': shop() }, ...options });
  const code = await main(argv, host);
  return { code, out: host.stdout.text, err: host.stderr.text, asked: host.asked };
}

async function configFile(text: string): Promise<string> {
  const file = join(await mkdtemp(join(tmpdir(), 'greenops-cli-')), 'greenops.yaml');
  await writeFile(file, text);
  return file;
}

describe('exit codes', () => {
  it.each<[string, readonly string[], number]>([
    ['a scan that went well', ['replay', 'shop.greenops'], 0],
    ['findings that were asked for', ['replay', 'shop.greenops', '--fail-on-findings'], 1],
    ['no findings left by the filter', ['replay', 'shop.greenops', '--fail-on-findings', '-n', 'none'], 0],
    ['a saving above the threshold', ['replay', 'shop.greenops', '--fail-on-saving', '10'], 1],
    ['a saving below it', ['replay', 'shop.greenops', '--fail-on-saving', '10000'], 0],
    ['no cluster', ['scan'], 2],
    ['an unknown command', ['bogus'], 2],
    ['an unknown option', ['replay', 'shop.greenops', '--bogus'], 2],
    ['an unknown policy', ['replay', 'shop.greenops', '--policy', 'lavish'], 2],
    ['an unknown format', ['replay', 'shop.greenops', '--output', 'xml'], 2],
    ['a number that is none', ['replay', 'shop.greenops', '--min-saving', 'much'], 2],
    ['no command', [], 2],
    ['a file that is not there', ['scan', '--config', '/nowhere/greenops.yaml'], 2],
    ['an unknown finding', ['explain', 'opp-none', '--recording', 'shop.greenops'], 2],
    ['a source that does not answer', ['replay', 'lost.greenops'], 3],
    [
      'a source that does not answer, whatever is found',
      ['replay', 'lost.greenops', '--fail-on-findings'],
      3,
    ],
    ['help', ['--help'], 0],
    ['help of a command', ['scan', '--help'], 0],
    ['the version', ['--version'], 0],
  ])('%s', async (_, argv, expected) => {
    expect((await run(argv)).code).toBe(expected);
  });

  it('130 after Ctrl-C, with nothing printed as if it were complete', async () => {
    const host = fakeHost({ clusters: { 'shop.greenops': shop() } });
    const finished = main(['replay', 'shop.greenops'], host);
    host.interrupt();
    expect(await finished).toBe(130);
    expect(host.stdout.text).toBe('');
  });
});

describe('errors', () => {
  it('say what is wrong and what to do', async () => {
    const { err, out } = await run(['scan']);
    expect(err).toBe(
      'greenops: Nothing says which cluster to look at\n  → give --prometheus <url>, --recording <file> or --config <file>; "greenops scan --help" has examples\n',
    );
    expect(out).toBe('');
  });

  it('of a source go to the screen with their cure', async () => {
    const { out } = await run(['replay', 'lost.greenops']);
    expect(out).toBe('✗ recording could not be read: lost.greenops did not answer\n  → check the address\n');
  });

  it('of a source go to the error stream where the output is for machines', async () => {
    const { out, err } = await run(['replay', 'lost.greenops', '-o', 'json']);
    expect(JSON.parse(out).clusters).toMatchObject([
      { id: 'recording', status: 'failed', lastError: 'lost.greenops did not answer' },
    ]);
    expect(err).toContain('recording could not be read: lost.greenops did not answer');
  });

  it('guess what was meant', async () => {
    expect((await run(['scna'])).err).toContain('Did you mean scan?');
  });
});

describe('several clusters', () => {
  it('one that is broken never stops the others', async () => {
    const file = await configFile(`
policy: headroom
clusters:
  - id: eu
    prometheus: { url: 'http://prometheus.eu', auth: { type: bearer, token: '\${TOKEN}' } }
  - id: lost
    prometheus: { url: 'http://prometheus.lost' }
  - id: us
    recording: us.greenops
`);
    const clusters = { eu: shop({ id: 'eu' }), [join(file, '..', 'us.greenops')]: shop({ id: 'us' }) };
    const { code, out, asked } = await run(['scan', '-c', file, '-o', 'json'], {
      clusters,
      env: { TOKEN: 'x' },
    });
    expect(code).toBe(3);
    const document = JSON.parse(out);
    expect(document.policyId).toBe('headroom');
    expect(
      document.clusters.map(({ id, status }: { id: string; status: string }) => `${id} ${status}`),
    ).toEqual(['eu ok', 'us ok', 'lost failed']);
    expect(asked).toEqual([
      'open eu',
      'scan eu by headroom',
      'open lost',
      `open ${join(file, '..', 'us.greenops')}`,
      'scan us by headroom',
    ]);
  });

  it('--policy beats the file, --cluster takes one of them', async () => {
    const file = await configFile('policy: headroom\nclusters:\n  - { id: eu }\n  - { id: us }\n');
    const { asked } = await run(['scan', '-c', file, '--cluster', 'us', '--policy', 'max-savings'], {
      clusters: { us: shop({ id: 'us' }) },
    });
    expect(asked).toEqual(['open us', 'scan us by max-savings']);
  });

  it('GREENOPS_CONFIG is used where the command line names nothing', async () => {
    const file = await configFile('clusters:\n  - { id: eu }\n');
    const env = { GREENOPS_CONFIG: file, PROMETHEUS_URL: 'http://elsewhere' };
    expect((await run(['scan'], { env, clusters: { eu: shop({ id: 'eu' }) } })).asked[0]).toBe('open eu');
    const { asked } = await run(['scan', '--prometheus', 'http://here'], {
      env,
      clusters: { cluster: shop() },
    });
    expect(asked[0]).toBe('open cluster');
  });
});

describe('formats', () => {
  it('yaml says what json says', async () => {
    const json = JSON.parse((await run(['replay', 'shop.greenops', '-o', 'json'])).out);
    const yaml = parse((await run(['replay', 'shop.greenops', '-o', 'yaml'])).out);
    expect(yaml).toEqual(json);
  });

  it('filters narrow the list but not the totals', async () => {
    const all = JSON.parse((await run(['replay', 'shop.greenops', '-o', 'json'])).out);
    const some = JSON.parse(
      (await run(['replay', 'shop.greenops', '-o', 'json', '--type', 'idle-workload'])).out,
    );
    expect(some.opportunities).toEqual(
      all.opportunities.filter(({ type }: { type: string }) => type === 'idle-workload'),
    );
    expect(some.clusters).toEqual(all.clusters);
    const search = JSON.parse((await run(['replay', 'shop.greenops', '-o', 'json', '-n', 'search'])).out);
    expect(search.opportunities.map(({ namespace }: { namespace: string }) => namespace)).toEqual(['search']);
    const saving = JSON.parse(
      (await run(['replay', 'shop.greenops', '-o', 'json', '--min-saving', '0.01'])).out,
    );
    expect(saving.opportunities.length).toBeGreaterThan(0);
    expect(
      saving.opportunities.every(
        (one: { saving: { nominal: { usdPerMonth: { likely: number } } } }) =>
          one.saving.nominal.usdPerMonth.likely > 0,
      ),
    ).toBe(true);
  });
});

describe('explain', () => {
  it('takes the beginning of an id that is unmistakable', async () => {
    const [first] = JSON.parse((await run(['replay', 'shop.greenops', '-o', 'json'])).out).opportunities;
    const { code, out } = await run(['explain', first.id.slice(0, 12), '--recording', 'shop.greenops']);
    expect(code).toBe(0);
    expect(out).toContain(first.id);
    expect(out).toContain('kubectl get nothing');
    expect((await run(['explain', 'opp-', '--recording', 'shop.greenops'])).err).toMatch(
      /findings have an id that starts with opp-/,
    );
  });

  it('prints the very object of the API', async () => {
    const [first] = JSON.parse((await run(['replay', 'shop.greenops', '-o', 'json'])).out).opportunities;
    expect(JSON.parse((await run(['explain', first.id, '-r', 'shop.greenops', '-o', 'json'])).out)).toEqual(
      first,
    );
  });
});

describe('doctor', () => {
  const diagnoses = [
    {
      source: 'prometheus',
      status: 'ok',
      version: '3.1.0',
      finding: 'It answers.',
      cure: null,
      milliseconds: 12,
    },
    {
      source: 'kepler',
      status: 'missing',
      version: null,
      finding: 'There are no kepler_ metrics.',
      cure: 'Install Kepler.',
      milliseconds: 3,
    },
  ] as const;

  it('prints a block for each source and succeeds when nothing failed', async () => {
    const { code, out } = await run(['doctor', '-r', 'shop.greenops'], { diagnoses });
    expect(code).toBe(0);
    expect(out).toBe(
      'shop\n✓ prometheus 3.1.0\n  It answers.\n○ kepler  missing\n  There are no kepler_ metrics.\n  → Install Kepler.\n',
    );
  });

  it('fails when a source failed or a cluster cannot be opened', async () => {
    const failed = [{ ...diagnoses[0], status: 'failed' as const }];
    expect((await run(['doctor', '-r', 'shop.greenops'], { diagnoses: failed })).code).toBe(3);
    const { code, out } = await run(['doctor', '-r', 'lost.greenops', '-o', 'json']);
    expect(code).toBe(3);
    expect(JSON.parse(out).clusters[0].error).toEqual({
      message: 'lost.greenops did not answer',
      cure: 'check the address',
    });
  });
});

describe('record', () => {
  it('wants exactly one cluster', async () => {
    const file = await configFile('clusters:\n  - { id: eu }\n  - { id: us }\n');
    const { code, err } = await run(['record', '-c', file, '--out', 'x.greenops']);
    expect(code).toBe(2);
    expect(err).toContain('choose one with --cluster: eu, us');
  });

  it('says what it wrote', async () => {
    const out = join(await mkdtemp(join(tmpdir(), 'greenops-cli-')), 'copy.greenops');
    await writeFile(out, 'x'.repeat(2048));
    const done = await run(['record', '-r', 'shop.greenops', '--out', out]);
    expect(done.code).toBe(0);
    expect(done.out).toBe(`${out}: Test, 14 d in 2 KiB\nLook at it with: greenops replay ${out}\n`);
  });
});

describe('watch', () => {
  it('prints the first scan, then only what changed, where nobody watches', async () => {
    let pauses = 0;
    const clusters: Record<string, ReturnType<typeof shop>> = { cluster: shop() };
    const { code, out, asked } = await run(['watch', '-p', 'http://here', '--interval', '1m'], {
      clusters,
      onPause: host => {
        pauses += 1;
        clusters.cluster = shop({ cartCpu: 0.9 });
        if (pauses === 3) host.interrupt();
      },
    });
    expect(code).toBe(130);
    expect(out.match(/Possible saving/g)).toHaveLength(1);
    expect(out).toMatch(/~ Deployment shop\/cart: Mend cpu-over-requested \(-\$[\d.]+\/month\)/);
    expect(out).toContain('No change since the last scan.');
    // What one scan has learned the next one knows.
    expect(asked.filter(text => text.startsWith('scan'))).toEqual(
      Array(3).fill('scan shop by balanced, ledger 1'),
    );
  });

  it('leaves the terminal as it was', async () => {
    const { out } = await run(['watch', '-p', 'http://here'], {
      clusters: { cluster: shop() },
      tty: true,
      columns: 100,
      onPause: host => {
        host.interrupt();
      },
    });
    expect(out.startsWith('\u001b[?1049h\u001b[?25l')).toBe(true);
    expect(out.endsWith('\u001b[?25h\u001b[?1049l')).toBe(true);
  });
});
