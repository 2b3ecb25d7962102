import { createServer } from 'node:http';
import { listenOnLoopback } from '../../testing/index.ts';
import { clusterConfigSchema } from '../clusterConfig.ts';
import { openCluster } from '../openCluster.ts';

const now = () => Date.now() / 1000;
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
  await Promise.all(stops.splice(0).map(stop => stop()));
});

/** A Prometheus that knows the time, though not the same, and nothing else. */
async function startClock(off: number): Promise<string> {
  const server = createServer((request, response) => {
    request.resume().on('end', () => {
      const at = now() + off;
      const result = [{ metric: {}, value: [at, String(at)] }];
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ status: 'success', data: { resultType: 'vector', result } }));
    });
  });
  const { port, stop } = await listenOnLoopback(server, 0);
  stops.push(stop);
  return `http://127.0.0.1:${port}`;
}

const open = (url: string) => openCluster(clusterConfigSchema.parse({ id: 'one', prometheus: { url } }));

it('reads no further than to what Prometheus holds to be now, and says so', async () => {
  const url = await startClock(-3_600);
  const source = await open(url);
  expect(source.window.end).toBeGreaterThan(now() - 3_600 - 330);
  expect(source.window.end).toBeLessThanOrEqual(now() - 3_600);
  expect(source.notes()).toEqual([
    {
      severity: 'warning',
      source: 'prometheus',
      message: `The clock of Prometheus at ${url}/ is 60 min behind this machine's; samples are read up to the earlier of both times.`,
      cure: 'set both clocks by the same time service (NTP)',
    },
  ]);
});

it('reads no further than to its own now where Prometheus is ahead', async () => {
  const source = await open(await startClock(1_800));
  expect(source.window.end).toBeLessThanOrEqual(now());
  expect(source.notes().map(({ message }) => message)).toEqual([
    expect.stringContaining("is 30 min ahead of this machine's"),
  ]);
});

it('is found by the doctor', async () => {
  const url = await startClock(-7_200);
  const diagnoses = await (await open(url)).diagnose();
  expect(diagnoses.find(({ source }) => source === 'prometheus')).toMatchObject({
    status: 'degraded',
    finding: `The clock of Prometheus at ${url}/ is 2 h behind this machine's`,
    cure: 'set both clocks by the same time service (NTP)',
  });
});

it.each([-45, 0, 45])('a clock that is off by %d seconds is none to talk of', async off => {
  expect((await open(await startClock(off))).notes()).toEqual([]);
});

it('opens a Prometheus that does not answer: what needs it will tell', async () => {
  const url = await startClock(0);
  await stops.pop()?.();
  expect((await open(url)).notes()).toEqual([]);
});
