import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bytes, type ClusterNode, cores } from '../../model/index.ts';
import { parsePriceBook, readPriceBook } from './readPriceBook.ts';
import { splitNodePrice } from './splitNodePrice.ts';
import { type Place, toldByPriceBook } from './toldByPriceBook.ts';

const GIB = 2 ** 30;
const EXAMPLE = fileURLToPath(new URL('../../../../provisioning/prices/price-book.yaml', import.meta.url));
const PLACE: Place = { provider: 'aws', region: 'eu-central-1' };

const node = (
  name: string,
  changes: Partial<ClusterNode> = {},
  size: [cpu: number, gib: number, gpus?: number] = [4, 16],
) =>
  ({
    name,
    instanceType: 'm5.xlarge',
    region: 'eu-central-1',
    pool: null,
    spot: false,
    capacity: { cpu: cores(size[0]), memory: bytes(size[1] * GIB), gpus: size[2] ?? null },
    ...changes,
  }) as ClusterNode;

describe('splitNodePrice', () => {
  it('splits as OpenCost does: 2 vCPU, 8 GiB, $0.10/h', () => {
    const split = splitNodePrice(0.1, node('n', {}, [2, 8]), 'gcp');
    expect(split?.perGiB).toBeCloseTo(0.00436273, 7);
    expect(split?.perCore).toBeCloseTo(0.03254906, 7);
    expect(2 * (split?.perCore ?? 0) + 8 * (split?.perGiB ?? 0)).toBeCloseTo(0.1, 12);
  });

  it('takes a known GPU price off first, and gives up where that is more than the node', () => {
    const gpuNode = node('g', {}, [4, 16, 1]);
    const split = splitNodePrice(1.26, gpuNode, 'aws', 0.9);
    expect(4 * (split?.perCore ?? 0) + 16 * (split?.perGiB ?? 0)).toBeCloseTo(0.36, 12);
    expect(split?.perGpu).toBe(0.9);
    expect(splitNodePrice(0.5, gpuNode, 'aws', 0.9)).toBeNull();
    expect(splitNodePrice(0.1, { capacity: { cpu: null, memory: null, gpus: null } }, 'aws')).toBeNull();
  });
});

describe('the price book that is shipped as an example', () => {
  const told = async (nodes: readonly ClusterNode[], place = PLACE) =>
    toldByPriceBook(await readPriceBook(EXAMPLE), nodes, place);

  it('prices each node by the first entry that fits', async () => {
    const { nodes } = await told([
      node('type'),
      node('spot', { spot: true }),
      node('gpu', { instanceType: 'g5.xlarge' }, [4, 16, 1]),
      node('pool', { instanceType: 'c6i.large', pool: 'reserved' }),
      node('rest', { instanceType: 'c6i.large' }),
      node('elsewhere', { region: 'us-east-1' }),
    ]);
    const whole = (index: number) =>
      4 * (nodes[index]?.perCore ?? 0) + 16 * (nodes[index]?.perGiB ?? 0) + (nodes[index]?.perGpu ?? 0);
    expect(whole(0)).toBeCloseTo(0.23, 12);
    expect(whole(1)).toBeCloseTo(0.09, 12);
    expect(whole(2)).toBeCloseTo(1.26, 12);
    expect(nodes[3]).toMatchObject({ node: 'pool', perCore: 0.021, perGiB: 0.0028 });
    expect(nodes[4]).toMatchObject({ node: 'rest', perCore: 0.034 });
    expect(nodes[5]).toMatchObject({ node: 'elsewhere', perCore: 0.034 });
  });

  it('knows what spot would cost, and storage, load balancers and egress', async () => {
    const { spot, spotFallback, fallback, storagePerGiB, storageClasses, loadBalancer, egress } = await told([
      node('type'),
      node('other', { instanceType: 'c6i.large' }, [2, 4]),
    ]);
    expect(spot?.get('m5.xlarge')).toBe(0.09);
    expect(spot?.get('c6i.large')).toBeCloseTo(2 * 0.0102 + 4 * 0.00135, 12);
    expect([fallback?.perCore, spotFallback?.perCore]).toEqual([0.034, 0.0102]);
    expect(storagePerGiB).toBeCloseTo(0.095 / 730, 12);
    expect(storageClasses?.get('local-path')).toBe(0);
    expect([loadBalancer, egress?.internet]).toEqual([0.027, 0.09]);
  });
});

describe('a price book that is wrong', () => {
  const refused = (text: string): string => {
    try {
      parsePriceBook(text, 'prices.yaml');
    } catch (error) {
      return error instanceof Error ? `${error.name}: ${error.message}` : 'not an error';
    }
    return 'not refused';
  };
  const head = 'version: 1\ncurrency: USD\n';

  it.each<[string, string, RegExp]>([
    ['is in euros', 'version: 1\ncurrency: EUR\n', /prices\.yaml:2: currency: must be USD/],
    [
      'prices a core by the month',
      `${head}nodes:\n  - usdPerCoreHour: 23\n    usdPerGiBHour: 0.004\n`,
      /prices\.yaml:4: nodes\.0\.usdPerCoreHour: 23 is as high as a price per month/,
    ],
    [
      'has a negative price',
      `${head}loadBalancer:\n  usdPerHour: -1\n`,
      /prices\.yaml:4: loadBalancer\.usdPerHour: -1 is negative/,
    ],
    [
      'has text for a number',
      `${head}storage:\n  usdPerGiBMonth: "0.1"\n`,
      /prices\.yaml:4: storage\.usdPerGiBMonth: expected number, received string/,
    ],
    [
      'has a key nobody knows',
      `${head}nodes:\n  - pool: a\n    usdPerHour: 1\n    usdPerDay: 24\n`,
      /prices\.yaml:6: nodes\.0\.usdPerDay: is not a key that is known here/,
    ],
    ['names nodes and no price', `${head}nodes:\n  - pool: a\n`, /prices\.yaml:4: nodes\.0: needs a price/],
    [
      'prices a core and no memory',
      `${head}nodes:\n  - usdPerCoreHour: 0.03\n`,
      /nodes\.0: usdPerCoreHour and usdPerGiBHour go together/,
    ],
    [
      'prices the node twice',
      `${head}nodes:\n  - { usdPerHour: 1, usdPerCoreHour: 0.03, usdPerGiBHour: 0.004 }\n`,
      /nodes\.0: give either usdPerHour or/,
    ],
    ['is no YAML', 'version: 1\nnodes: [\n', /InvalidInputError: prices\.yaml:\d/],
    [
      'is JSON with a wrong version',
      '{\n  "version": 2,\n  "currency": "USD"\n}',
      /prices\.yaml:2: version: /,
    ],
    ['is empty', '', /prices\.yaml:1: the document: /],
    ['has not a number', `${head}loadBalancer:\n  usdPerHour: .nan\n`, /loadBalancer\.usdPerHour: /],
  ])('says where: it %s', (_, text, message) => {
    expect(refused(text)).toMatch(message);
  });

  it('and says which file cannot be read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'greenops-prices-'));
    try {
      await expect(readPriceBook(join(folder, 'none.yaml'))).rejects.toMatchObject({
        name: 'InvalidInputError',
        message: expect.stringContaining('none.yaml cannot be read'),
      });
      await writeFile(join(folder, 'some.json'), '{"version":1,"currency":"USD"}');
      expect(await readPriceBook(join(folder, 'some.json'))).toEqual({
        version: 1,
        currency: 'USD',
        nodes: [],
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
