import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import {
  generateMasterKey,
  masterKeyIdOf,
  openSecret,
  readMasterKeys,
  rewrapSecret,
  sealSecret,
} from './index.ts';
import type { MasterKeys } from './masterKeys.ts';

function keysOf(...texts: string[]): MasterKeys {
  const keys = readMasterKeys({ GREENOPS_SECRET_KEY: texts.join(',') });
  if (!keys) throw new Error('no keys');
  return keys;
}

const [OLD, NEW] = [generateMasterKey(), generateMasterKey()];
const old = keysOf(OLD);
const both = keysOf(NEW, OLD);
const renewed = keysOf(NEW);
const PLACE = { clusterId: 'prod', field: '/prometheus/auth/token' };
const place = fc.record({
  clusterId: fc.string({ unit: 'grapheme' }),
  field: fc.string({ unit: 'grapheme' }),
});

describe('an envelope', () => {
  it('gives back any text in its own place, and is another one each time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), place, (text, where) => {
        const envelope = sealSecret(text, where, old);
        expect(openSecret(envelope, where, old)).toBe(text);
        expect(sealSecret(text, where, old)).not.toBe(envelope);
      }),
    );
  });

  it('opens nowhere else', () => {
    fc.assert(
      fc.property(fc.string(), place, place, (text, where, elsewhere) => {
        fc.pre(where.clusterId !== elsewhere.clusterId || where.field !== elsewhere.field);
        expect(() => openSecret(sealSecret(text, where, old), elsewhere, old)).toThrow(
          expect.objectContaining({
            name: 'SecretError',
            message: expect.stringContaining(
              `the secret ${elsewhere.field} of the cluster ${elsewhere.clusterId}`,
            ),
          }),
        );
      }),
    );
  });

  it('is bound to the border between cluster and field', () => {
    const envelope = sealSecret('x', { clusterId: 'a', field: 'bc' }, old);
    expect(() => openSecret(envelope, { clusterId: 'ab', field: 'c' }, old)).toThrow('cannot be opened');
  });

  it('tells of every flipped bit', () => {
    const envelope = sealSecret('hunter2', PLACE, old);
    const bits = envelope.length * 8;
    fc.assert(
      fc.property(fc.nat({ max: bits - 1 }), bit => {
        const bytes = Buffer.from(envelope, 'latin1');
        bytes.writeUInt8(bytes.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
        const changed = bytes.toString('latin1');
        expect(() => openSecret(changed, PLACE, old)).toThrow(
          /\/prometheus\/auth\/token of the cluster prod/,
        );
        expect(() => rewrapSecret(changed, PLACE, both)).toThrow(
          /\/prometheus\/auth\/token of the cluster prod/,
        );
      }),
      { numRuns: 1000 },
    );
  });

  it('tells of parts that were swapped between two of the same place', () => {
    const [one, other] = [sealSecret('one', PLACE, old), sealSecret('other', PLACE, old)].map(text =>
      text.split('.'),
    );
    const mixed = [...(one ?? []).slice(0, 3), other?.[3]].join('.');
    expect(() => openSecret(mixed, PLACE, old)).toThrow('cannot be opened');
  });

  it.each(['', 'v1', 'v2.a.b.c', 'v1.a.b.c.d', 'hunter2'])('is not %j', text => {
    expect(() => openSecret(text, PLACE, old)).toThrow(expect.objectContaining({ name: 'SecretError' }));
    expect(() => openSecret(text, PLACE, old)).not.toThrow(/hunter2/);
  });

  it('holds the text nowhere in the clear, and no error, key or envelope shows it or a key', () => {
    const envelope = sealSecret('hunter2', PLACE, old);
    const failure = (() => {
      try {
        return openSecret(envelope, PLACE, renewed);
      } catch (error) {
        return error;
      }
    })();
    const shown = inspect([envelope, failure, old], { depth: 9, showHidden: true });
    for (const hidden of ['hunter2', OLD, Buffer.from(OLD, 'base64').toString('hex')]) {
      expect(shown).not.toContain(hidden);
    }
  });
});

describe('rotation', () => {
  it('opens with the previous key, wraps with the current one, and then needs the previous no more', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), place, (text, where) => {
        const before = sealSecret(text, where, old);
        expect(openSecret(before, where, both)).toBe(text);
        const after = rewrapSecret(before, where, both);
        expect(openSecret(after, where, renewed)).toBe(text);
        expect(masterKeyIdOf(after)).toBe(renewed.current.id);
        // The sealed text stays; only the key around it is another.
        expect(after.split('.')[3]).toBe(before.split('.')[3]);
      }),
    );
  });

  it('names the key that is missing', () => {
    const envelope = sealSecret('x', PLACE, old);
    expect(() => openSecret(envelope, PLACE, renewed)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`master key ${old.current.id}, which is not among those given`),
        cure: expect.stringContaining('GREENOPS_SECRET_KEY'),
      }),
    );
  });

  it('is not fooled by an envelope that claims another key', () => {
    const [version, , ...rest] = sealSecret('x', PLACE, old).split('.');
    const claimed = [version, both.current.id, ...rest].join('.');
    expect(() => openSecret(claimed, PLACE, both)).toThrow('cannot be opened');
  });
});

describe('master keys', () => {
  const directory = mkdtempSync(join(tmpdir(), 'greenops-vault-'));
  const fileOf = (text: string, mode = 0o600) => {
    const file = join(directory, `key-${Math.random()}`);
    writeFileSync(file, text);
    chmodSync(file, mode);
    return file;
  };

  it('are not there where nothing is set', () => {
    expect(readMasterKeys({})).toBeNull();
    expect(readMasterKeys({ GREENOPS_SECRET_KEY: '' })).toBeNull();
  });

  it('come from a file, the current one first', () => {
    const file = fileOf(`# since May\n${NEW}\n\n# before\n${OLD}\n`);
    const keys = readMasterKeys({ GREENOPS_SECRET_KEY_FILE: file });
    expect(keys?.current.id).toBe(both.current.id);
    expect([...(keys?.byId.keys() ?? [])]).toEqual([both.current.id, old.current.id]);
  });

  it('may be in a file that the group can read, as Kubernetes mounts secrets for others than root', () => {
    expect(readMasterKeys({ GREENOPS_SECRET_KEY_FILE: fileOf(NEW, 0o440) })).not.toBeNull();
  });

  it.each([0o604, 0o620, 0o601, 0o644])('of a file with mode %o are refused', mode => {
    const file = fileOf(NEW, mode);
    expect(() => readMasterKeys({ GREENOPS_SECRET_KEY_FILE: file })).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(
          `${file} of GREENOPS_SECRET_KEY_FILE is open to others (its mode is 0${mode.toString(8)})`,
        ),
        cure: expect.stringContaining(`chmod 600 ${file}`),
      }),
    );
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['no base64', { GREENOPS_SECRET_KEY: 'hunter2!' }, /^key 1 of GREENOPS_SECRET_KEY is not base64$/],
    [
      'too short',
      { GREENOPS_SECRET_KEY: `${NEW},aHVudGVyMg==` },
      /^key 2 of GREENOPS_SECRET_KEY has 7 bytes instead of 32$/,
    ],
    ['only commas', { GREENOPS_SECRET_KEY: ' , ' }, /holds no key/],
    [
      'a file that is not there',
      { GREENOPS_SECRET_KEY_FILE: '/nowhere/key' },
      /\/nowhere\/key .*cannot be read.*ENOENT/,
    ],
    ['both', { GREENOPS_SECRET_KEY: NEW, GREENOPS_SECRET_KEY_FILE: '/nowhere' }, /both set/],
  ])('are refused: %s', (_, env, message) => {
    expect(() => readMasterKeys(env)).toThrow(expect.objectContaining({ name: 'InvalidInputError' }));
    expect(() => readMasterKeys(env)).toThrow(message);
    expect(() => readMasterKeys(env)).not.toThrow(/hunter2|aHVudGVyMg/);
  });
});
